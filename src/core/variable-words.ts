import type * as z from "zod";
import type { variableFilter } from "./filters.ts";

type VariableInput = z.input<typeof variableFilter>;

const operators = new Map<string, VariableInput["operator"]>([
  ["=", "eq"],
  ["!=", "neq"],
  [">", "gt"],
  [">=", "gte"],
  ["<", "lt"],
  ["<=", "lte"],
  ["~", "like"],
]);

/**
 * `name=value`, `amount>=100`, `name~pat*`, `zip="007"` as a filter; undefined for a word that is none, or whose double quotes hold
 * no text of JSON. Bare numbers, `true`, `false` and `null` are what they look like; in double quotes everything is text.
 */
export function variableFilterOf(word: string): VariableInput | undefined {
  const [, name = "", sign = "", written = ""] = /^([^=!<>~]+)(!=|>=|<=|=|>|<|~)([\s\S]*)$/.exec(word) ?? [];
  const operator = operators.get(sign);
  if (operator === undefined) return undefined;
  const value = operator === "like" ? textOf(written) : typedValue(written);
  return value === undefined ? undefined : { name: name.trim(), operator, value };
}

const words = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function typedValue(word: string): VariableInput["value"] | undefined {
  const known = words.get(word);
  if (known !== undefined) return known;
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,3})?$/.test(word)) return textOf(word);
  const number = Number(word);
  if (!Number.isFinite(number)) return word;
  return /^-?\d+$/.test(word) && !Number.isSafeInteger(number) ? { integer: word } : number;
}

function textOf(word: string): string | undefined {
  if (!/^".*"$/s.test(word)) return word;
  try {
    return String(JSON.parse(word));
  } catch {
    return undefined;
  }
}
