/** Values in requests: what a client may write for each kind of field. */
import type { Json } from "../../../json.ts";
import type { Dialect } from "../dialect.ts";
import { badDate, badKey, unknownWord, unparsable } from "../problems.ts";
import { type Field, wordsOf } from "./fields.ts";

export type Value = string | number | boolean;

/** The value in the form that cells have; throws what is wrong with it. */
export function valueFrom(dialect: Dialect, field: Field<never>, path: string, value: Json): Value {
  switch (field.kind) {
    case "key":
      return keyFrom(dialect, path, value);
    case "integer":
      if (typeof value === "number" && (value | 0) === value) return value;
      throw unparsable(path);
    case "flag":
      if (typeof value === "boolean") return value;
      throw unparsable(path);
    case "date":
      return dateFrom(path, textFrom(path, value));
    case "word":
      return wordFrom(dialect, field, path, value);
    default:
      return textFrom(path, value);
  }
}

/** The text; throws when the value is none. */
export function textFrom(path: string, value: Json): string {
  if (typeof value !== "string") throw unparsable(path);
  return value;
}

/** Keys are text; numbers are taken for it. Leading zeros do not matter. */
function keyFrom(dialect: Dialect, path: string, value: Json): string {
  const text = typeof value === "number" || typeof value === "bigint" ? String(value) : textFrom(path, value);
  const key = keyIn(text);
  if (key === undefined) throw badKey(dialect, path, text);
  return key;
}

const largestLong = 2n ** 63n - 1n;

/** The key that a text is; undefined when it is no whole number of 64 bits. */
export function keyIn(text: string): string | undefined {
  if (!/^-?[0-9]{1,25}$/.test(text)) return undefined;
  const key = BigInt(text);
  return key > largestLong || key < -largestLong - 1n ? undefined : String(key);
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

function dateFrom(path: string, value: string): number {
  const at = rfc3339.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw badDate(path, value);
  return at;
}

function wordFrom(dialect: Dialect, field: Field<never>, path: string, value: Json): string {
  const words = wordsOf(field, dialect);
  if (typeof value === "string" && words.includes(value)) return value;
  const written = typeof value === "object" ? null : String(value);
  if (written === null) throw unparsable(path);
  throw unknownWord(dialect.badValue, path.split(".").at(-1) ?? path, written, words);
}
