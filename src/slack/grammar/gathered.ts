import { bareMeaning, type Setting } from "./bare-words.ts";
import { type Command, commands } from "./commands.ts";
import { optionAt } from "./option-words.ts";
import { nameOf } from "./options.ts";
import { type Place, type Problem, type Read, told } from "./problem.ts";
import { bareWord, isBare, listed, type Word } from "./split.ts";
import type { Value } from "./values.ts";
import type { Verb } from "./verbs.ts";

/** What the words after a verb come to. */
export interface Gathered {
  /** Values by field of the input. */
  readonly fields: ReadonlyMap<string, Value>;
  /** The words that are no options, where they are no conditions. */
  readonly bare: readonly Word[];
}

/** Reads the words after a verb; `typed` is the verb as it was typed, "" where it was left out. */
export function gathered(verb: Verb, given: readonly Word[], typed: string = verb): Read<Gathered> {
  const words = [...given];
  const command: Command = commands[verb];
  const fields = new Map<string, Value>(Object.entries(command.sets ?? {}));
  const bare: Word[] = [];
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const place: Place = { verb: typed, words, at };
    const option = optionAt(place, command);
    if (option === undefined && command.takes !== "conditions") {
      bare.push(word);
      at += 1;
      continue;
    }
    if (option === undefined && isList(word)) {
      words.splice(at, 1, ...listed(word).map(bareWord));
      continue;
    }
    const read = option ?? bareMeaning(place, command.options);
    if ("problem" in read) return read;
    const wrong = put(fields, read.value, command);
    if (wrong) return { problem: wrong };
    at += read.value.used;
  }
  return { value: { fields, bare } };
}

/** Words by themselves are listed with commas too: `active,failed`. */
const isList = (word: Word) => isBare(word) && word.text.includes(",");

/** Adds to what is asked so far. Lists grow; anything else is said once. */
function put(fields: Map<string, Value>, { field, value }: Setting, { options }: Command): Problem | undefined {
  const before = fields.get(field);
  const option = options[field];
  const name = option ? nameOf(field, option) : field;
  if (Array.isArray(before) && Array.isArray(value)) {
    const both = [...new Set([...before, ...value])];
    const { reading } = option ?? {};
    if (reading && "most" in reading && both.length > reading.most) {
      return { message: `${name} is given ${both.length} times, and ${reading.most} are the most.` };
    }
    fields.set(field, both);
    return undefined;
  }
  if (before !== undefined && before !== value) {
    return { message: `${name} is given twice, as ${shown(before)} and as ${shown(value)}: write it once.` };
  }
  fields.set(field, value);
  return undefined;
}

const shown = (value: Value) => (typeof value === "boolean" ? (value ? "yes" : "no") : told(String(value)));
