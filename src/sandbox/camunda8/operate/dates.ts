/** Dates as the storage reads and writes them, with its arithmetic: `…||/d` is the whole day, `…||-1d/d` the one before. */

export type Dates = {
  readonly write: (at: number) => string;
  /** The first and the last moment that a filter names; undefined when the storage cannot read it. */
  readonly read: (text: string) => { readonly from: number; readonly to: number } | undefined;
};

const shapes = {
  basic: /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})([+-]\d{2})(\d{2})$/,
  rfc3339: /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})([+-]\d{2}):(\d{2})$/,
};

/** One installation knows one of the two forms, and refuses the other. */
export function datesOf(form: keyof typeof shapes, now: number): Dates {
  const offset = form === "basic" ? "+0000" : "+00:00";
  const stamp = (text: string) => momentOf(shapes[form].exec(text));
  return {
    write: (at) => new Date(at).toISOString().replace("Z", offset),
    read: (text) => {
      const split = text.indexOf("||");
      const isNow = text.startsWith("now");
      const base = isNow ? now : stamp(split < 0 ? text : text.slice(0, split));
      const sums = isNow ? text.slice(3) : split < 0 ? "" : text.slice(split + 2);
      const from = base === undefined ? undefined : computed(base, sums, "down");
      const to = base === undefined ? undefined : computed(base, sums, "up");
      return from === undefined || to === undefined ? undefined : { from, to };
    },
  };
}

function momentOf(match: RegExpExecArray | null): number | undefined {
  if (!match) return undefined;
  const [, local = "", hours, minutes] = match;
  // The 31st of November would be taken for the 1st of December.
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return undefined;
  const at = Date.parse(`${local}${hours}:${minutes}`);
  return Number.isNaN(at) ? undefined : at;
}

type Unit = "y" | "M" | "w" | "d" | "h" | "m" | "s";
const lengths = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
const step = /\/([yMwdhHms])|([+-])(\d*)([yMwdhHms])/y;

function computed(base: number, sums: string, way: "up" | "down"): number | undefined {
  let at = base;
  step.lastIndex = 0;
  while (step.lastIndex < sums.length) {
    const match = step.exec(sums);
    if (!match) return undefined;
    const [, rounded, sign, count, added] = match;
    const unit = unitOf(rounded ?? added);
    if (unit === undefined) return undefined;
    if (rounded === undefined) at = plus(at, unit, Number(count || "1") * (sign === "-" ? -1 : 1));
    else at = way === "down" ? floor(at, unit) : plus(floor(at, unit), unit, 1) - 1;
  }
  return at;
}

const units: readonly Unit[] = ["y", "M", "w", "d", "h", "m", "s"];
const unitOf = (letter: string | undefined): Unit | undefined =>
  letter === "H" ? "h" : units.find((unit) => unit === letter);

function plus(at: number, unit: Unit, count: number): number {
  if (unit !== "y" && unit !== "M") return at + count * lengths[unit];
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + (unit === "y" ? 12 * count : count));
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

/** The epoch began on a Thursday, weeks begin on Mondays. */
const firstMonday = 4 * lengths.d;

function floor(at: number, unit: Unit): number {
  const date = new Date(at);
  if (unit === "y") return Date.UTC(date.getUTCFullYear(), 0);
  if (unit === "M") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const start = unit === "w" ? firstMonday : 0;
  return Math.floor((at - start) / lengths[unit]) * lengths[unit] + start;
}
