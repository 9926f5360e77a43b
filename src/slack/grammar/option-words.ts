import { conditionNamed, type Setting } from "./bare-words.ts";
import type { Command } from "./commands.ts";
import { type Named, nameOf, type Options, optionNamed, queryOptions } from "./options.ts";
import { meant, type Place, problem, type Read, told, typedAnew } from "./problem.ts";
import { after, inQuotes, isBare, type Word, written } from "./split.ts";
import { readValue } from "./values.ts";

/** An option as it was read, and of how many words. */
export interface OptionRead extends Setting {
  readonly name: string;
  readonly used: number;
}

const head = /^(-{0,2})([\p{L}][\p{L}\p{N}_.-]*)(!=|>=|<=|[=:<>~])?/u;
const comparison = /^[^=!<>~:]+(?:!=|>=|<=|[<>~])/;
const assignment = /^[^=!<>~:]+=/;

/** Whether a word is written like an option or a comparison, for a command that has these options. */
export function isOptionLike(word: Word, options: Options): boolean {
  const [, dashes = "", name = "", sign] = head.exec(word.shape) ?? [];
  if (dashes === "--") return true;
  if (sign === ":") return optionNamed(options, name) !== undefined;
  return comparison.test(word.shape) || assignment.test(word.shape);
}

/**
 * The option that a place begins with: `name=value`, `name:value`, `--name value`, `--name=value` or, where conditions are taken,
 * a comparison such as `amount>=100`. Undefined where a word by itself stands there; a colon is only read after the name of an
 * option, so that keys and ids with colons stay whole.
 */
export function optionAt(place: Place, { options, takes }: Command): Read<OptionRead> | undefined {
  const word = place.words[place.at];
  if (word === undefined) return undefined;
  const [whole = "", dashes = "", name = "", sign] = head.exec(word.shape) ?? [];
  const known = name === "" ? undefined : optionNamed(options, name);
  if (known && sign === undefined) return dashes !== "" && whole === word.shape ? longOption(place, known) : undefined;
  const isValue = sign === "=" || sign === ":" || (sign === ">" && known?.option.reading.as === "duration");
  if (known && isValue) return valued(place, known, after(word, whole.length), 1);
  if (known && takes === "conditions") return problem(...compared(place, nameOf(known.field, known.option)));
  if (dashes === "--") return setByFlag(word) ?? unknown(place, name, options, takes);
  if (takes === "conditions" && comparison.test(word.shape)) {
    const variables = optionNamed(options, "variables");
    return variables && valued(place, variables, word, 1);
  }
  return assignment.test(word.shape) ? unknown(place, nameIn(word), options, takes) : undefined;
}

const nameIn = ({ text, shape }: Word) => text.slice(0, shape.indexOf("="));

/** `--count` and `--stuck`, as a terminal takes them. */
function setByFlag({ shape, ...word }: Word): Read<OptionRead> | undefined {
  const flag = { ...word, text: word.text.slice(2), shape: shape.slice(2) };
  const set = conditionNamed(flag);
  return set && { value: { ...set, name: flag.text, used: 1 } };
}

/** `--name` and the word after it; a yes or no may be left out. */
function longOption(place: Place, known: Named): Read<OptionRead> {
  const next = place.words[place.at + 1];
  if (known.option.reading.as === "yesNo" && !(next && /^(?:yes|no|true|false)$/i.test(next.shape))) {
    return { value: { field: known.field, value: true, name: nameOf(known.field, known.option), used: 1 } };
  }
  return valued(place, known, next ?? { text: "", shape: "", endsQuoted: false }, next ? 2 : 1);
}

/** The option with its value; a list goes on after a comma at the end of a word. */
function valued({ words, at }: Place, { field, option }: Named, first: Word, firstUsed: number): Read<OptionRead> {
  const name = nameOf(field, option);
  const isList = option.reading.as === "texts" || option.reading.as === "choices";
  let [value, used] = [first, firstUsed];
  while (isList && value.shape.endsWith(",")) {
    const more = words[at + used];
    if (!more || isOptionLike(more, queryOptions)) break;
    value = { text: value.text + more.text, shape: value.shape + more.shape, endsQuoted: more.endsQuoted };
    used += 1;
  }
  const read = readValue(name, option, value);
  return "problem" in read ? read : { value: { field, value: read.value, name, used } };
}

/** An option is compared as only variables are. */
function compared(place: Place, name: string): [string, string | undefined] {
  const word = place.words[place.at];
  const typed = word ? written(word) : "";
  return [
    `${name} is an option and is written ${name}=value. For a variable of this name write variable=${told(typed)}.`,
    typedAnew(place, `variable=${typed}`),
  ];
}

function unknown(place: Place, name: string, options: Options, takes: Command["takes"]) {
  const word = place.words[place.at];
  const typed = word ? written(word) : "";
  const of = place.verb === "" ? "" : ` of ${place.verb}`;
  const first = `"${told(name)}" is no option${of}`;
  const names = Object.entries(options).flatMap(([field, { names: more = [] }]) => [...more, field]);
  const near = meant(name, names);
  if (near !== undefined) {
    const rest = word && assignment.test(word.shape) ? written(after(word, word.shape.indexOf("="))) : "";
    const dashes = rest === "" ? "--" : "";
    return problem(`${first}: did you mean ${near}?`, typedAnew(place, `${dashes}${near}${rest}`));
  }
  if (takes === "conditions") {
    if (optionNamed(queryOptions, name)) return problem(`${first}: it goes with query, which shows rows.`);
    const variable = typed.replace(/^-+/, "");
    return problem(
      `${first}. For a variable of the instances write variable=${told(variable)}.`,
      variable.includes("=") ? typedAnew(place, `variable=${variable}`) : undefined,
    );
  }
  const shown = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
  const asKey = takes === "key" && word && isBare(word);
  return problem(
    `${first}: ${shown}.${asKey ? " In quotes it is part of the key." : ""}`,
    asKey ? typedAnew(place, inQuotes(word.text)) : undefined,
  );
}
