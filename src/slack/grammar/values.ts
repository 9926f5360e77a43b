import type { QueryInput } from "../../../tools/index.ts";
import { parseDuration, parseInstant } from "../../core/time.ts";
import { variableFilterOf } from "../../core/variable-words.ts";
import { folded, type Option, type Reading } from "./options.ts";
import { meant, oneOf, problem, type Read, told } from "./problem.ts";
import { after, inQuotes, isBare, listed, quoted, type Word } from "./split.ts";

export type Condition = NonNullable<QueryInput["variables"]>[number];

/** The value of one option. */
export type Value = string | number | boolean | readonly (string | Condition)[];

/** The value of an option as typed; `name` is what the reader calls the option. */
export function readValue(name: string, { reading, example }: Option, word: Word): Read<Value> {
  const { text } = word;
  const wrong = (what: string) => problem(`${name}=${told(text)} is not possible: ${what}, as ${example}.`);
  const isList = reading.as === "texts" || reading.as === "choices";
  if (text === "" || (isList && listed(word).length === 0))
    return problem(`${name} has no value: write it as ${example}.`);
  switch (reading.as) {
    case "text":
      return { value: text };
    case "texts":
      return { value: listed(word) };
    case "yesNo": {
      const value = yesNo.get(text.toLowerCase());
      return value === undefined ? wrong("write yes or no") : { value };
    }
    case "number": {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= reading.from && value <= reading.to) return { value };
      return wrong(`write a whole number from ${reading.from} to ${reading.to}`);
    }
    case "duration":
      return parseDuration(text) === undefined ? wrong("write a duration") : { value: text };
    case "instant":
      return isInstant(text)
        ? { value: text }
        : wrong("write a time (2026-11-22T10:00Z), a day in UTC, or 2h for 2 hours ago");
    case "pause": {
      const value = pauseOf(text);
      const isPossible = value !== undefined && value <= reading.to;
      return isPossible ? { value } : wrong(`write seconds, at most ${reading.to / 1_000}s`);
    }
    case "choice":
    case "choices":
      return choice(name, reading, word);
    case "conditions":
      return condition(word);
  }
}

const yesNo = new Map([
  ["yes", true],
  ["true", true],
  ["no", false],
  ["false", false],
]);

/** A duration back from now counts as it is written: when now is, is known where it is asked. */
function isInstant(text: string): boolean {
  return parseDuration(text) !== undefined || parseInstant(text, new Date(0)) !== undefined;
}

/** Seconds or milliseconds with their unit, in ms. */
function pauseOf(text: string): number | undefined {
  const [, number = "", unit] = /^(\d{1,5}(?:\.\d{1,3})?)(ms|s)$/i.exec(text) ?? [];
  if (unit === undefined) return undefined;
  return Math.round(Number(number) * (unit.toLowerCase() === "s" ? 1_000 : 1));
}

type Choice = Extract<Reading, { of: readonly string[] }>;

function choice(name: string, { as, of }: Choice, word: Word): Read<Value> {
  const values: string[] = [];
  for (const part of as === "choices" ? listed(word) : [word.text]) {
    const known = of.find((one) => folded(one) === folded(part));
    if (known === undefined) return notAmong(name, of, part);
    values.push(known);
  }
  const [first] = values;
  return { value: as === "choice" && first !== undefined ? first : values };
}

function notAmong(name: string, of: readonly string[], part: string): Read<Value> {
  const shown = `${name}=${told(part)} is not possible`;
  const isState = name === "state";
  const near = meant(part, isState ? [...of, ...stuckWords] : of);
  if (isState && near !== undefined && stuckWords.has(near)) {
    return problem(`${shown}: stuck is not a state. Write stuck by itself, or stuck=yes.`);
  }
  const question = near === undefined ? "." : `: did you mean ${near}?`;
  return problem(`${shown}${question} Write ${oneOf(of)}.`);
}

/** What people call an instance that has an open incident. */
export const stuckWords: ReadonlySet<string> = new Set([
  "stuck",
  "incident",
  "incidents",
  "failing",
  "error",
  "errors",
]);

const sign = /!=|>=|<=|=|>|<|~/;

/** One condition on a variable. A value in quotes is text, whatever it looks like. */
function condition(word: Word): Read<Value> {
  const found = sign.exec(word.shape);
  // A condition that is quoted as a whole is read as it stands.
  if (!found) return conditionOf(word.text);
  const value = after(word, found.index + found[0].length);
  const head = word.text.slice(0, word.text.length - value.text.length);
  const isText = !isBare(value);
  if ((value.text === "" && !isText) || sign.test(word.text.slice(0, found.index))) return noCondition(word.text);
  return conditionOf(isText ? `${head}${JSON.stringify(value.text)}` : word.text);
}

function conditionOf(written: string): Read<Value> {
  const filter = variableFilterOf(written);
  return filter ? { value: [filter] } : noCondition(written);
}

function noCondition(written: string) {
  return problem(
    `"${told(written)}" is no condition on a variable: write it without blanks, as variable=country=DE or amount>=100. Signs are = != > >= < <= and ~ (with * as wildcard).`,
  );
}

const operators: Readonly<Record<NonNullable<Condition["operator"]>, string>> = {
  eq: "=",
  neq: "!=",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "~",
};

/** A condition as it is typed. */
export function writtenCondition({ name, operator = "eq", value }: Condition): string {
  const sign = operators[operator];
  if (typeof value === "string") {
    const isPlain = /^[\p{L}_][\p{L}\p{N}_.*-]*$/u.test(value) && !/^(?:true|false|null)$/.test(value);
    return `${quoted(name)}${sign}${isPlain ? value : inQuotes(value)}`;
  }
  return `${quoted(name)}${sign}${typeof value === "object" && value !== null ? value.integer : String(value)}`;
}
