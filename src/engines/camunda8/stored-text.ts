import type { VariableFilter } from "../../core/filters.ts";

/** A double as Java writes it, which is how clusters store one: 0.001 to 10,000,000 plain, all else with an exponent. */
function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** Characters beyond U+FFFF are stored as two escapes in upper case (measured on 8.6.0). */
const escaped = (json: string) =>
  json.replace(/[\u{10000}-\u{10ffff}]/gu, (character) =>
    [0, 1].map((unit) => `\\u${character.charCodeAt(unit).toString(16).toUpperCase()}`).join(""),
  );

/**
 * The JSON texts as which a value of a variable may be stored. Clusters compare texts: a number is stored as it was sent, 3 or 3.0,
 * or as Java wrote it.
 */
export function storedTexts(value: VariableFilter["value"]): string[] {
  if (value !== null && typeof value === "object") return [value.integer];
  const json = JSON.stringify(value);
  if (typeof value === "number") return [...new Set([json, javaDouble(value)])];
  return [...new Set([json, escaped(json)])];
}

/** The same for a business key, which may be stored as a number. */
export function storedKeys(key: string): string[] {
  return [...storedTexts(key), ...(/^(?:0|[1-9]\d{0,18})$/.test(key) ? [key] : [])];
}
