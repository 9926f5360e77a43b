/** ISO 8601 UTC of a date as an engine writes it (any offset, with or without colon and milliseconds), or undefined. */
export function fromEngineDate(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})([.,]\d{1,9})?(?:([+-]\d{2}):?(\d{2})|Z)$/.exec(text);
  if (!match) return undefined;
  const [, seconds, fraction = "", hours, minutes] = match;
  const ms = Date.parse(`${seconds}${fraction.replace(",", ".").slice(0, 4)}${hours ? `${hours}:${minutes}` : "Z"}`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
