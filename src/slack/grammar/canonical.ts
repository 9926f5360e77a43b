import type { Request, RequestOf } from "../request.ts";
import { bareMeaning, conditionNamed } from "./bare-words.ts";
import { isHelp } from "./command-words.ts";
import { commands } from "./commands.ts";
import { isCertainId } from "./ids.ts";
import { nameOf, type Option, type Options, optionNamed, pageSizes, queryOptions } from "./options.ts";
import { bareWord, inQuotes, operand, quoted } from "./split.ts";
import { type Condition, type Value, writtenCondition } from "./values.ts";

/** The words with which a request is asked, as short as they stay clear, in the order and with the names of the tables. */
export function asCommand(request: Request): string {
  switch (request.ask) {
    case "help":
      return request.topic === undefined ? "help" : `help ${request.topic}`;
    case "engines":
      return "engines";
    case "find": {
      const { key, ...rest } = request.input;
      return [...keyWords(key), ...optionWords(commands.find.options, rest)].join(" ");
    }
    case "get": {
      const { id, ...rest } = request.input;
      const name = isCertainId(id) ? operand(id) : `id=${quoted(id)}`;
      return ["get", name, ...optionWords(commands.get.options, rest)].join(" ");
    }
    case "history": {
      const { id, ...rest } = request.input;
      const limit = rest.limit === pageSizes.history ? undefined : rest.limit;
      const name = isHelp(bareWord(id)) ? inQuotes(id) : operand(id);
      return ["history", name, ...optionWords(commands.history.options, { ...rest, limit })].join(" ");
    }
    case "query":
      return queryWords(request.input).join(" ");
  }
}

/** A key that cannot be taken for anything else needs no verb. */
function keyWords(key: string): string[] {
  const word = isHelp(bareWord(key)) ? inQuotes(key) : operand(key);
  return isCertainId(key) || (/\d/.test(key) && word === key) ? [word] : ["find", word];
}

function queryWords(input: RequestOf<"query">["input"]): string[] {
  const { mode, hasIncident, definitionKey, state, limit, order, ...rest } = input;
  const isCount = mode === "count" && limit === undefined && order === undefined;
  const verb = isCount ? "count" : hasIncident === true && mode === undefined ? "stuck" : "query";
  const keys = listOf(definitionKey);
  const states = listOf(state);
  const keysAreWords = keys.every(isProcessWord);
  const statesAreWords = states.every((one) => conditionNamed(bareWord(one)) !== undefined);
  return [
    verb,
    ...(hasIncident === true && verb !== "stuck" ? ["stuck"] : []),
    ...(statesAreWords ? states : []),
    ...(keysAreWords ? keys : []),
    ...optionWords(commands.query.options, {
      ...rest,
      definitionKey: keysAreWords ? undefined : keys,
      state: statesAreWords ? undefined : states,
      hasIncident: hasIncident === true ? undefined : hasIncident,
      mode: isCount ? undefined : mode,
      order,
      limit: mode !== "count" && limit === pageSizes.list ? undefined : limit,
    }),
  ];
}

const listOf = <T extends string>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Whether a process can be named by its id alone, without `definition=`. */
function isProcessWord(key: string): boolean {
  const word = bareWord(key);
  if (operand(key) !== key || isHelp(word)) return false;
  const read = bareMeaning({ verb: "query", words: [word], at: 0 }, queryOptions);
  return "value" in read && read.value.field === "definitionKey";
}

function optionWords(options: Options, input: Readonly<Record<string, Value | undefined>>): string[] {
  return Object.entries(options).flatMap(([field, option]) => {
    const value = input[field];
    return value === undefined ? [] : writtenOption(nameOf(field, option), option, value);
  });
}

function writtenOption(name: string, { reading }: Option, value: Value): string[] {
  if (typeof value === "string") return [`${name}=${quoted(value)}`];
  if (typeof value === "boolean") return [`${name}=${value ? "yes" : "no"}`];
  if (typeof value === "number") {
    const unit = reading.as !== "pause" ? "" : value % 1_000 === 0 ? "s" : "ms";
    return [`${name}=${unit === "s" ? value / 1_000 : value}${unit}`];
  }
  const texts = value.filter((one) => typeof one === "string").map(quoted);
  const conditions = value.filter((one) => typeof one !== "string").map((one) => conditionWord(name, one));
  return [...(texts.length > 0 ? [`${name}=${texts.join(",")}`] : []), ...conditions];
}

/** A comparison stands by itself where its sign and name cannot be taken for an option. */
function conditionWord(option: string, condition: Condition): string {
  const word = writtenCondition(condition);
  const { name, operator = "eq" } = condition;
  const standsAlone =
    operator !== "eq" && /^\p{L}[\p{L}\p{N}_.-]*$/u.test(name) && optionNamed(queryOptions, name) === undefined;
  return standsAlone ? word : `${option}=${word}`;
}
