/**
 * The engine's own date form: milliseconds are required and the offset has no colon; `Z` or `+00:00` in a query is
 * answered with 400 (measured on Camunda 7.24, Operaton 2.1.4, CIB seven 2.2.0).
 */
export function toEngineDate(iso: string): string {
  return new Date(iso).toISOString().replace("Z", "+0000");
}

/** ISO 8601 UTC of a date as an engine writes it (any offset, with or without colon and milliseconds), or undefined. */
export function fromEngineDate(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})([.,]\d{1,9})?(?:([+-]\d{2}):?(\d{2})|Z)$/.exec(text);
  if (!match) return undefined;
  const [, seconds, fraction = "", hours, minutes] = match;
  const ms = Date.parse(`${seconds}${fraction.replace(",", ".").slice(0, 4)}${hours ? `${hours}:${minutes}` : "Z"}`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
