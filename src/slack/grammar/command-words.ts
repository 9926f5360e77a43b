import { schemaProblems } from "../../core/schema-problems.ts";
import { type Request, request as requestSchema } from "../request.ts";
import { conditionNamed, conditionNames } from "./bare-words.ts";
import { commands } from "./commands.ts";
import { gathered } from "./gathered.ts";
import { isCertainId } from "./ids.ts";
import { isOptionLike } from "./option-words.ts";
import { folded, getOptions, historyOptions, type Options, optionNamed, pageSizes, queryOptions } from "./options.ts";
import { meant, problem, type Read, told, typedAnew } from "./problem.ts";
import { bareWord, isBare, listed, operand, type Word, written } from "./split.ts";
import { type Verb, verbs } from "./verbs.ts";

/** What the words of a command ask. */
export function requestOf(words: readonly Word[]): Read<Request> {
  const [first, ...rest] = words;
  if (first === undefined) return { value: { ask: "help" } };
  const verb = verbNamed(first);
  if (verb === undefined) return withoutVerb(first, words);
  const [only, ...others] = rest;
  if (only && others.length === 0 && verb !== "help" && isHelp(only)) return { value: { ask: "help", topic: verb } };
  return readers[verb](rest);
}

const readers = {
  find: (words) => found("find", words),
  get: got,
  stuck: (words) => queried("stuck", words),
  count: (words) => queried("count", words),
  query: (words) => queried("query", words),
  history: happened,
  engines: ([extra]) =>
    extra
      ? problem(`engines takes no words: leave out "${told(extra.text)}".`, "engines")
      : { value: { ask: "engines" } },
  help: explained,
} satisfies Record<Verb, (words: readonly Word[]) => Read<Request>>;

const verbNames = new Map(
  verbs.flatMap((verb) => [verb, ...commands[verb].aliases].map((name): [string, Verb] => [name, verb])),
);

/** The command that a word names, in any case; undefined for every other word. */
function verbNamed(word: Word): Verb | undefined {
  return isBare(word) ? verbNames.get(word.text.toLowerCase()) : undefined;
}

/** Whether a word after a verb asks for its options. */
export function isHelp(word: Word): boolean {
  return verbNamed(word) === "help";
}

/** A key, id or link; or conditions, where nothing in the text can be a key. */
function withoutVerb(first: Word, words: readonly Word[]): Read<Request> {
  const isCondition = (word: Word) => isOptionLike(word, queryOptions) || (isBare(word) && /^[<>]/.test(word.text));
  const [begin = ""] = listed(first);
  if (isBare(first) && conditionNamed(bareWord(begin))) return queried("query", words, "");
  if (words.every(isCondition)) return orKey(queried("query", words, ""), words);
  const slip = slipOf(first, words);
  if (slip) return slip;
  const others = words.slice(1);
  const verb = others.find((word) => isBare(word) && movable.has(word.text.toLowerCase()));
  if (verb) return misplaced(verb.text.toLowerCase(), verb, words);
  const condition = others.find((word) => conditionNamed(word));
  if (condition) return misplaced(`query ${condition.text.toLowerCase()}`, condition, words);
  const option = words.find((word) => isCondition(word) && !/^-{0,2}engine(?:[=:]|$)/i.test(word.shape));
  if (!option) return found("", words);
  const asQuery = queried("query", words);
  if ("problem" in asQuery) return asQuery;
  return problem(
    `"${told(option.text)}" is a condition and goes with query. In quotes it is part of a key.`,
    ["query", ...words.map(written)].join(" "),
  );
}

/** Conditions that are none may be a key with a colon in it. */
function orKey(read: Read<Request>, words: readonly Word[]): Read<Request> {
  if (!("problem" in read) || read.problem.next !== undefined || !words.some(({ shape }) => shape.includes(":"))) {
    return read;
  }
  return problem(
    `${read.problem.message} A key with a colon is found with find before it.`,
    ["find", ...words.map(written)].join(" "),
  );
}

/** Commands that people write at the end as well. */
const movable: ReadonlySet<string> = new Set(["stuck", "count", "history"] satisfies Verb[]);

function misplaced(first: string, word: Word, words: readonly Word[]) {
  const rest = words.filter((one) => one !== word).map(written);
  return problem(`"${told(word.text)}" goes to the beginning.`, [first, ...rest].join(" "));
}

/** A first word that is a command or a condition but for a slip. */
function slipOf(first: Word, words: readonly Word[]) {
  const word = first.text.toLowerCase();
  const near =
    isBare(first) && /^\p{L}{3,}$/u.test(word) ? meant(word, [...verbNames.keys(), ...conditionNames]) : undefined;
  if (near === undefined) return undefined;
  const rest = words.slice(1).map(written);
  const verb = verbNames.has(near) ? near : `query ${near}`;
  return problem(
    `There is no command "${told(first.text)}": did you mean ${near}? A key like this is found with find ${written(first)}.`,
    [verb, ...rest].join(" "),
  );
}

function found(verb: "find" | "", words: readonly Word[]): Read<Request> {
  const read = gathered("find", words, verb);
  if ("problem" in read) return read;
  const { fields, bare } = read.value;
  if (fields.has("key") && bare.length > 0) return tooMuch("key", bare);
  if (!fields.has("key") && bare.length === 0) {
    return problem("Write a business key, an instance id or a link to find.", "help find");
  }
  return nameAlone("find", bare) ?? extraAfterId(bare) ?? withKey(Object.fromEntries(fields), bare);
}

/** Words by themselves are one key, with blanks in it. */
function withKey(input: Readonly<Record<string, unknown>>, bare: readonly Word[]): Read<Request> {
  const key = input["key"] ?? bare.map(({ text }) => text).join(" ");
  return String(key).trim() === ""
    ? problem("There is nothing between two quotes.")
    : checked("find", { ...input, key });
}

function tooMuch(name: string, [extra]: readonly Word[]) {
  return problem(`${name}= says already which one: leave out "${told(extra?.text ?? "")}".`);
}

/** The name of an option without its value, where words are put together to a key. */
function nameAlone(verb: Verb, bare: readonly Word[]) {
  const options: Options = commands[verb].options;
  const at = bare.findIndex(
    (word, index) => index > 0 && isBare(word) && optionNamed(options, word.text) !== undefined,
  );
  const [name, value] = [bare[at], bare[at + 1]];
  if (!name || !value) return undefined;
  return problem(
    `"${told(name.text)}" is an option and is written with its value. In quotes it is part of a key.`,
    typedAnew({ verb, words: bare, at }, `${name.text}=${written(value)}`, 2),
  );
}

/** A certain id with something after it that is no option. */
function extraAfterId([id, extra]: readonly Word[]) {
  if (!id || !extra || !isCertainId(id.text)) return undefined;
  const named = (known: string) => folded(known) === folded(extra.text);
  const part = getOptions.include.reading.of.find(named);
  const kind = historyOptions.kinds.reading.of.find(named);
  const next = part ? `get ${operand(id.text)} include=${part}` : kind && `history ${operand(id.text)} kind=${kind}`;
  return problem(`"${told(extra.text)}" is not understood after the id of an instance.`, next);
}

/** What can only be an id is looked up as one; anything else may be a business key too. */
function got(words: readonly Word[]): Read<Request> {
  const read = gathered("get", words);
  if ("problem" in read) return read;
  const { fields, bare } = read.value;
  const [first, ...others] = bare;
  const input = Object.fromEntries(fields);
  if (fields.has("id")) return first ? tooMuch("id", bare) : checked("get", input);
  if (!first) return problem("get needs an instance id, a link or a business key.", "help get");
  const extra = nameAlone("get", bare) ?? extraAfterId(bare);
  if (extra) return extra;
  const ofInstance = [...fields.keys()].find((field) => field !== "engine");
  if (!isCertainId(first.text) && ofInstance === undefined) return withKey(input, bare);
  if (others.length > 0) return notOneId("get", bare);
  return checked("get", { ...input, id: first.text });
}

function happened(words: readonly Word[]): Read<Request> {
  const read = gathered("history", words);
  if ("problem" in read) return read;
  const { fields, bare } = read.value;
  const [first, ...others] = bare;
  const input = { limit: pageSizes.history, ...Object.fromEntries(fields) };
  if (fields.has("id")) return first ? tooMuch("id", bare) : checked("history", input);
  if (!first) return problem("history needs an instance id or a link.", "help history");
  if (others.length > 0) return nameAlone("history", bare) ?? extraAfterId(bare) ?? notOneId("history", bare);
  return checked("history", { ...input, id: first.text });
}

function notOneId(verb: Verb, bare: readonly Word[]) {
  return problem(
    `${verb} needs the id of one instance here, and an id has no blanks. Find the instance by its key first.`,
    `find ${bare.map(written).join(" ")}`,
  );
}

function queried(verb: "stuck" | "count" | "query", words: readonly Word[], typed: string = verb): Read<Request> {
  const read = gathered(verb, words, typed);
  if ("problem" in read) return read;
  const { fields } = read.value;
  const page = fields.get("mode") === "count" ? {} : { limit: pageSizes.list };
  return checked("query", { ...page, ...Object.fromEntries(fields) });
}

function explained(words: readonly Word[]): Read<Request> {
  const [word] = words;
  if (!word) return { value: { ask: "help" } };
  const topic = verbNamed(word);
  if (topic) return { value: { ask: "help", topic } };
  const near = meant(word.text, verbs);
  const hint = near === undefined ? `Commands: ${verbs.join(", ")}.` : `Did you mean ${near}?`;
  return problem(`There is no command "${told(word.text)}". ${hint}`, near === undefined ? "help" : `help ${near}`);
}

/** The request, when the tool takes such an input. */
function checked(ask: Request["ask"], input: Readonly<Record<string, unknown>>): Read<Request> {
  const { success, data, error } = requestSchema.safeParse({ ask, input });
  if (success) return { value: data };
  const problems = schemaProblems(requestSchema, error.issues).map((one) => one.replace(/^input\./, ""));
  return problem(`This cannot be asked: ${problems.join("; ")}.`);
}
