import { nearest } from "../../core/schema-problems.ts";
import { cleanText } from "../../core/text.ts";
import { type Word, written } from "./split.ts";

/** Why a text was not understood. Plain text, no markup. */
export interface Problem {
  readonly message: string;
  /** What to type instead, after the slash command. */
  readonly next?: string;
}

/** What was read, or why it could not be. */
export type Read<T> = { readonly value: T } | { readonly problem: Problem };

/** The answer to a text that was not understood. */
export function problem(message: string, next?: string): { readonly problem: Problem } {
  return { problem: { message, ...(next === undefined ? {} : { next }) } };
}

/** What a person typed, short enough for a sentence. */
export function told(typed: string): string {
  return cleanText(typed.replace(/\s+/g, " "), 60).text;
}

/** The known word of which this is a slip; people rarely miss the first letter. */
export function meant(word: string, known: readonly string[]): string | undefined {
  const first = word.charAt(0).toLowerCase();
  return word.length > 30
    ? undefined
    : nearest(
        word,
        known.filter((one) => one.charAt(0).toLowerCase() === first),
      );
}

/** Several things as the end of a sentence: "a, b or c". */
export function oneOf(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** A word of a command: what stands before the words, and which of them it is. */
export interface Place {
  /** The verb, as it is typed; "" where there is none. */
  readonly verb: string;
  readonly words: readonly Word[];
  readonly at: number;
}

/** The command with something else in place of `used` words. */
export function typedAnew({ verb, words, at }: Place, instead: string, used = 1): string {
  const typed = (some: readonly Word[]) => some.map(written);
  return [verb, ...typed(words.slice(0, at)), instead, ...typed(words.slice(at + used))]
    .filter((word) => word !== "")
    .join(" ");
}
