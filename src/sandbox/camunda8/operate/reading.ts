/** JSON into Java: which values the engine's mapper takes for a field, and how it words its refusals. */

import { invalid, unparsable } from "./faults.ts";
import type { Field } from "./fields.ts";
import { isList, isObject, type Json, type JsonObject, NumberToken, parse } from "./json.ts";

const longest = { int: 2n ** 31n, long: 2n ** 63n } as const;

/** The value of a filter as it is compared; null filters nothing. */
export function filterValue(value: Json, { kind, primitive }: Field<never>): bigint | string | null {
  if (kind === "flag") return flagFrom(value);
  if (kind === "text" || kind === "date") return textFrom(value) || null;
  if (kind === "count") return numberFrom(value, "int", "int") ?? 0n;
  const name = primitive ? "long" : "java.lang.Long";
  return numberFrom(value, "long", name) ?? (primitive ? 0n : null);
}

/** A Java `int` that is 0 when it is null. */
export const intFrom = (value: Json): number => Number(numberFrom(value, "int", "int") ?? 0n);

function numberFrom(value: Json, size: keyof typeof longest, name: string): bigint | null {
  if (value === null || value === "") return null;
  if (typeof value === "string") {
    if (!/^\s*[+-]?\d+\s*$/.test(value))
      throw notFrom(name, `String ${JSON.stringify(value)}: not a valid \`${name}\` value`);
    return within(BigInt(value.trim().replace("+", "")), size, value);
  }
  if (value instanceof NumberToken) {
    // Fractions are cut off; what has one went through a double before.
    return within(BigInt(value.isWhole ? value.text : Math.trunc(Number(value.text))), size, value.text);
  }
  throw notFrom(name, tokenOf(value));
}

function within(value: bigint, size: keyof typeof longest, spelled: string): bigint {
  const limit = longest[size];
  if (value >= -limit && value < limit) return value;
  throw unparsable(`Numeric value (${spelled}) out of range of ${size} (${-limit} - ${limit - 1n})`);
}

function flagFrom(given: Json): bigint | null {
  const value = typeof given === "string" ? given.trim() : given;
  if (value === null || value === "") return null;
  if (value === true || value === "true" || value === "True" || value === "TRUE") return 1n;
  if (value === false || value === "false" || value === "False" || value === "FALSE") return 0n;
  if (value instanceof NumberToken && value.isWhole) return BigInt(value.text) === 0n ? 0n : 1n;
  const isText = typeof value === "string";
  const refused = isText ? `String ${JSON.stringify(value)}: only "true" or "false" recognized` : tokenOf(value);
  throw notFrom("java.lang.Boolean", refused);
}

/** Numbers and flags become their spelling. */
export function textFrom(value: Json): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (value instanceof NumberToken) return value.text;
  throw notFrom("java.lang.String", tokenOf(value));
}

/** An object of a Java class, null as null; the class may be told apart from its full generic name. */
export function objectFrom(value: Json, name: string, generic = name): JsonObject | null {
  if (value === null || isObject(value)) return value;
  if (isList(value)) throw notFrom(generic, tokenOf(value));
  if (value === "") throw emptyText(name);
  const none = `Cannot construct instance of \`${name}\` (although at least one Creator exists): no`;
  const factory = "argument constructor/factory method to deserialize from";
  if (typeof value === "string") throw unparsable(`${none} String-${factory} String value ('${value}')`);
  if (typeof value === "boolean") throw unparsable(`${none} boolean/Boolean-${factory} boolean value (${value})`);
  const kind = value.isWhole ? "int/Int" : "double/Double";
  throw unparsable(`${none} ${kind}-${factory} Number value (${value.text})`);
}

/** One of the words of an enum, or its position. */
export function wordFrom<Word extends string>(value: Json, name: string, words: readonly Word[]): Word | null {
  if (value === null) return null;
  if (value instanceof NumberToken && value.isWhole) {
    const word = words[Number(value.text)];
    if (word !== undefined) return word;
    throw notFrom(name, `number ${value.text}: index value outside legal index range [0..${words.length - 1}]`);
  }
  if (typeof value !== "string") throw notFrom(name, tokenOf(value));
  if (value === "") throw emptyText(name);
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  throw notFrom(
    name,
    `String ${JSON.stringify(value)}: not one of the values accepted for Enum class: [${words.join(", ")}]`,
  );
}

export function listFrom(value: Json, name: string): readonly Json[] | null {
  if (value === null || isList(value)) return value;
  throw notFrom(name, tokenOf(value));
}

const notFrom = (name: string, given: string) =>
  unparsable(`Cannot deserialize value of type \`${name}\` from ${given}`);

const emptyText = (name: string) =>
  unparsable(
    `Cannot coerce empty String ("") to \`${name}\` value (but could if coercion was enabled using \`CoercionConfig\`)`,
  );

function tokenOf(value: Json): string {
  if (isList(value)) return "Array value (token `JsonToken.START_ARRAY`)";
  if (typeof value === "string") return "String value (token `JsonToken.VALUE_STRING`)";
  if (typeof value === "boolean") return `Boolean value (token \`JsonToken.VALUE_${String(value).toUpperCase()}\`)`;
  if (!(value instanceof NumberToken)) return "Object value (token `JsonToken.START_OBJECT`)";
  return value.isWhole
    ? "Integer value (token `JsonToken.VALUE_NUMBER_INT`)"
    : "Floating-point value (token `JsonToken.VALUE_NUMBER_FLOAT`)";
}

/** The value of a body; null when there is none. */
export function jsonFrom(body: string): Json {
  if (body === "") return null;
  try {
    return parse(body);
  } catch (error) {
    const at = /at position (\d+)/.exec(String(error))?.[1];
    const character = at === undefined ? undefined : body[Number(at)];
    if (character === undefined) throw unparsable("Unexpected end-of-input within/between Object entries");
    const found = `Unexpected character ('${character}' (code ${character.charCodeAt(0)}))`;
    throw invalid(`JSON parse error: ${found}: was expecting double-quote to start field name`);
  }
}
