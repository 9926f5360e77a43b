import { instanceStates } from "../../core/model.ts";
import { parseDuration } from "../../core/time.ts";
import { isCertainId } from "./ids.ts";
import { type Named, nameOf, type Options, optionNamed } from "./options.ts";
import { meant, oneOf, type Place, problem, type Read, told, typedAnew } from "./problem.ts";
import { bareWord, inQuotes, isBare, operand, quoted, type Word, written } from "./split.ts";
import { readValue, stuckWords, type Value } from "./values.ts";

/** What a word sets: a field of the input. */
export interface Setting {
  readonly field: string;
  readonly value: Value;
}

const states = instanceStates.filter((state) => state !== "unknown");

/** The words of a query that stand for a condition. */
const conditions: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ["stuck", { field: "hasIncident", value: true }],
  ...states.map((state): [string, Setting] => [state, { field: "state", value: [state] }]),
  ["retrying", { field: "attention", value: ["retrying"] }],
  ["overdue", { field: "attention", value: ["overdue"] }],
  ["count", { field: "mode", value: "count" }],
]);

export const conditionNames: readonly string[] = [...conditions.keys()];

/** What a word by itself stands for in every query; undefined for anything that may be the name of a process. */
export function conditionNamed(word: Word): Setting | undefined {
  return isBare(word) ? conditions.get(word.text.toLowerCase()) : undefined;
}

/** Words of everyday language, and what is typed for them. */
const instead: ReadonlyMap<string, readonly string[]> = new Map([
  ...[...stuckWords].map((word): [string, string[]] => [word, ["stuck"]]),
  ["running", ["active"]],
  ["open", ["active", "stuck"]],
  ["done", ["completed"]],
  ["finished", ["completed"]],
  ["ended", ["completed", "terminated", "failed"]],
  ["cancelled", ["terminated"]],
  ["canceled", ["terminated"]],
  ["waiting", ["attention=waiting", "waiting=2h"]],
  ["today", ["since=24h", "endedAfter=24h"]],
  ["yesterday", ["since=2d", "endedAfter=2d"]],
]);

const fillers: ReadonlySet<string> = new Set(
  "all an and are at by for from has have in is last longer more not of on older or since than that the to where which with".split(
    " ",
  ),
);

/**
 * What a word without a name means in a query, and how many words were read. A word that could be meant in several ways, or is
 * none that a process can be called, is asked back for.
 */
export function bareMeaning(place: Place, options: Options): Read<Setting & { readonly used: number }> {
  const { words, at } = place;
  const word = words[at];
  if (word === undefined) return problem("Nothing is left to read.");
  const condition = conditionNamed(word);
  if (condition) return { value: { ...condition, used: 1 } };
  const { text } = word;
  if (isCertainId(text))
    return problem(`"${told(text)}" is the id of one instance: ask for it with get.`, `get ${operand(text)}`);
  const process = { value: { field: "definitionKey", value: [text], used: 1 } };
  if (!isBare(word)) return text === "" ? problem("There is nothing between two quotes.") : process;
  const used = text === ">" ? 2 : 1;
  const longer = used === 2 ? words[at + 1]?.text : text.startsWith(">") ? text.slice(1) : undefined;
  if (longer !== undefined && parseDuration(longer) !== undefined) {
    return { value: { field: "waitingLongerThan", value: longer, used } };
  }
  return notUnderstood(place, text, options) ?? goingOn(place, options) ?? process;
}

function notUnderstood(place: Place, text: string, options: Options) {
  const { words, at } = place;
  const next = words[at + 1];
  const lower = text.toLowerCase();
  if (parseDuration(text) !== undefined) return duration(text);
  if (next && fillers.has(lower) && parseDuration(next.text) !== undefined) return duration(next.text);
  if (/^(?:[=!<>~]|--)|[=!<>~:]$/.test(text)) return sign(place, text);
  const better = instead.get(lower);
  if (better) {
    const [only, ...others] = better;
    return problem(
      `"${told(text)}" is not understood here: write ${oneOf(better)}.`,
      only !== undefined && others.length === 0 ? typedAnew(place, only) : undefined,
    );
  }
  const named = optionNamed(options, text);
  if (named) return optionAlone(place, text, named);
  if (fillers.has(lower)) {
    return problem(
      `"${told(text)}" is not understood: words by themselves are processes, states or stuck; everything else is written name=value, and all of it must match.`,
    );
  }
  if (!/^[\p{L}_][\p{L}\p{N}\p{M}_.-]*$/u.test(text)) return noProcess(place, text, options);
  const near = /^\p{L}{3,}$/u.test(text) ? meant(lower, conditionNames) : undefined;
  if (near === undefined) return undefined;
  return problem(
    `"${told(text)}": did you mean ${near}? A process of this name is definition=${text}.`,
    typedAnew(place, near),
  );
}

/** The name of an option that stands alone or apart from its value. */
function optionAlone(place: Place, text: string, { field, option }: Named) {
  const { words, at } = place;
  const name = nameOf(field, option);
  const next = words[at + 1];
  const apart = next && isBare(next) && /^[=:]/.test(next.text) ? next.text.slice(1) : undefined;
  const value = apart === "" ? words[at + 2] : apart === undefined ? next : bareWord(apart);
  const isValue = value !== undefined && "value" in readValue(name, option, value);
  return problem(
    `"${told(text)}" is an option and is written with its value, as ${option.example}. A process of this name is definition=${quoted(text)}.`,
    isValue ? typedAnew(place, `${name}=${written(value)}`, apart === "" ? 3 : 2) : undefined,
  );
}

function duration(text: string) {
  return problem(
    `What "${told(text)}" is about is not clear: since=${text} is what started in that time, endedAfter=${text} what ended in it, waiting=${text} what is at the same element for longer.`,
  );
}

/** Something compared with blanks around the sign, or with nothing at all. */
function sign(place: Place, text: string) {
  const { words, at } = place;
  const [before, after] = [words[at - 1], words[at + 1]];
  const isAlone = /^[=!<>~]+$/.test(text) && before && after && isBare(before);
  return problem(
    `"${told(text)}" is not understood: write options and comparisons without blanks, as definition=order-process or amount>=100.`,
    isAlone ? typedAnew({ ...place, at: at - 1 }, `${before.text}${text}${quoted(after.text)}`, 3) : undefined,
  );
}

/** A word after a value that may have blanks in it, and that nothing ends. */
function goingOn({ words, at, ...place }: Place, options: Options) {
  const before = words[at - 1];
  const [whole = "", name = ""] =
    (before && isBare(before) && /^-{0,2}([\p{L}-]+)[=:](?=.*[^\d*]$)/u.exec(before.text)) || [];
  const named = optionNamed(options, name);
  if (!before || !named?.option.mayGoOn) return undefined;
  const after = words.slice(at).findIndex((word) => !isBare(word) || /[=:<>~]|^-/.test(word.text));
  const run = words.slice(at, after < 0 ? undefined : at + after);
  const value = [before.text.slice(whole.length), ...run.map(({ text }) => text)].join(" ");
  return problem(
    `Whether "${told(run[0]?.text ?? "")}" belongs to ${nameOf(named.field, named.option)} is not clear: a value with blanks goes in quotes, a process goes before it.`,
    typedAnew({ ...place, words, at: at - 1 }, `${whole}${inQuotes(value)}`, run.length + 1),
  );
}

function noProcess(place: Place, text: string, options: Options) {
  return (
    goingOn(place, options) ??
    problem(
      `"${told(text)}" is no process and no state. A business key is written key=${quoted(told(text))}.`,
      typedAnew(place, `key=${quoted(text)}`),
    )
  );
}
