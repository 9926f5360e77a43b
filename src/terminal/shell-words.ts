import { oneLine } from "../words/clean.ts";
import type { Style } from "./style.ts";

/** A word as a POSIX shell reads it back. */
export function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line of this program, for the reader to copy; flags are given as they stand, values are quoted. */
export function commandLine(style: Style, words: readonly string[]): string {
  return [style.command ?? "lookout", ...words.map((word) => shellQuoted(oneLine(word)))].join(" ");
}

/** The words that name an engine, where a command must. */
export function engineWords(style: Style, engine: string): string[] {
  return style.nameEngine ? ["-e", engine] : [];
}

/** An id or key as an operand: one that begins with a dash would be taken for a flag. */
export function operand(word: string): string[] {
  return word.startsWith("-") ? ["--", word] : [word];
}

/** A flag with its value in one word, so that a value beginning with a dash stays a value. */
export function flag(name: string, value: string): string[] {
  return value.startsWith("-") ? [`${name}=${value}`] : [name, value];
}
