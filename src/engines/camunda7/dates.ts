/**
 * The engine's own date form: milliseconds are required and the offset has no colon; `Z` or `+00:00` in a query is
 * answered with 400 (measured on Camunda 7.24, Operaton 2.1.4, CIB seven 2.2.0).
 */
export function toEngineDate(iso: string): string {
  return new Date(iso).toISOString().replace("Z", "+0000");
}
