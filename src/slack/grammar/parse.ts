import type { Request } from "../request.ts";
import { asCommand } from "./canonical.ts";
import { requestOf } from "./command-words.ts";
import { type Problem, problem } from "./problem.ts";
import { splitWords } from "./split.ts";
import { asTyped, typedText } from "./typed-text.ts";

/** What a text asks, or why it was not understood. */
export type Parsed = { readonly request: Request } | { readonly problem: Problem };

/** Longest text that is read, in characters as typed. */
const longest = 3_000;

/** What a person asks with the text after the slash command. Asks nothing of anybody, and never throws. */
export function parse(text: string): Parsed {
  const typed = typedText(text);
  const length = Array.from(typed).length;
  if (length > longest) return problem(`This is too long: ${length} characters, and at most ${longest} are read.`);
  const split = splitWords(typed);
  if ("open" in split) return problem(`The quote ${split.open} is not closed: write ${split.close} where it ends.`);
  const read = requestOf(split.words);
  return "problem" in read ? read : { request: read.value };
}

/**
 * The text, without the slash command, with which a person asks the same; `parse` reads it back, with the limit that it sets where
 * none is named. A cursor is not typed and is left out.
 */
export function commandOf(request: Request): string {
  return asTyped(asCommand(request));
}
