/** Times as the engine reads and writes them: milliseconds and an offset without a colon, nothing else. */

const shape = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})([+-])(\d{2})(\d{2})$/;

/** Undefined when the text is not of the one accepted form. */
export function parseTime(text: string): number | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, local, sign, hours, minutes] = match;
  const time = Date.parse(`${local}${sign}${hours}:${minutes}`);
  return Number.isNaN(time) ? undefined : time;
}

/** A formatter for one server's time zone, given as an offset like `+0200`. */
export function timeFormat(offset: string): (time: number) => string {
  const match = /^([+-])(\d{2})(\d{2})$/.exec(offset);
  if (!match) throw new Error(`not an offset: ${offset}`);
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  const shift = (match[1] === "-" ? -minutes : minutes) * 60_000;
  return (time) => new Date(time + shift).toISOString().replace("Z", offset);
}
