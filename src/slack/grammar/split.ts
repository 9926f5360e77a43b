/** A word of a command, without its quotes. */
export interface Word {
  readonly text: string;
  /** The text with a NUL for every character that was quoted or part of a link: what is left may be grammar. */
  readonly shape: string;
  /** Whether a quote closes it, also one around nothing. */
  readonly endsQuoted: boolean;
}

const masked = "\0";

/** Every quote that opens, with those that close it: people and their phones write “…”, „…“, »…«, ‘…’ and the like. */
const quotes = new Map([
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["”", "”"],
  ["„", "“”"],
  ["‘", "’"],
  ["’", "’"],
  ["‚", "‘’"],
  ["«", "»"],
  ["»", "«"],
  ["‹", "›"],
  ["›", "‹"],
]);
/** Those that are also apostrophes: they close only at the end of a word. */
const apostrophes = new Set(["'", "‘", "’"]);

const blank = /\s/;
const letter = /[\p{L}\p{N}]/u;
/** Signs after which a value begins, which may be quoted. */
const signs = new Set(["=", ":", "<", ">", "~", ","]);
const link = /https?:\/\/\S+/iy;
const longDashes = new Set(["—", "―"]);
const dashes = new Set([...longDashes, "–", "−", "‑", "‒"]);

/**
 * The words of a text. A quote opens where a word or a value begins; what it holds stays as it stands, blanks included, and so
 * does a link. Elsewhere the dashes that phones make are hyphens, and a long one before an option is two. Answers the quote
 * that was left open where there is one.
 */
export function splitWords(text: string): { words: Word[] } | { open: string; close: string } {
  const words: Word[] = [];
  let word: { text: string; shape: string; endsQuoted: boolean } | undefined;
  // What came before decides whether a value begins: a blank at the beginning of a word, a NUL after something masked.
  let before = " ";
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (blank.test(char)) {
      word = undefined;
      before = " ";
      at += 1;
      continue;
    }
    const part = partAt(text, at, before);
    if ("open" in part) return part;
    if (word === undefined) {
      word = { text: "", shape: "", endsQuoted: false };
      words.push(word);
    }
    word.text += part.text;
    word.shape += part.shape;
    word.endsQuoted = part.endsQuoted;
    before = part.before;
    at = part.end;
  }
  return { words };
}

interface Part extends Word {
  readonly before: string;
  readonly end: number;
}

/** What stands at a place that is not blank: something quoted, a link, or one character. */
function partAt(text: string, at: number, before: string): Part | { open: string; close: string } {
  const char = text.charAt(at);
  const begins = before === " " || before === masked || signs.has(before);
  const closing = begins ? quotes.get(char) : undefined;
  if (closing !== undefined) {
    const end = endOfQuote(text, at + 1, closing);
    if (end < 0) return { open: char, close: closing.slice(-1) };
    const inside = text.slice(at + 1, end);
    const shape = masked.repeat(inside.length);
    return { text: inside, shape, endsQuoted: true, before: masked, end: end + 1 };
  }
  link.lastIndex = at;
  const url = begins ? link.exec(text)?.[0] : undefined;
  if (url !== undefined) {
    const shape = masked.repeat(url.length);
    return { text: url, shape, endsQuoted: false, before: masked, end: at + url.length };
  }
  const isOption = before === " " && longDashes.has(char) && letter.test(text.charAt(at + 1));
  const typed = isOption ? "--" : dashes.has(char) ? "-" : char;
  return { text: typed, shape: typed, endsQuoted: false, before: typed, end: at + 1 };
}

/** Where the quote closes that opened before `from`; -1 where it does not. */
function endOfQuote(text: string, from: number, closing: string): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (closing.includes(char) && !(apostrophes.has(char) && letter.test(text.charAt(at + 1)))) return at;
  }
  return -1;
}

/** A word as it is typed without quotes. */
export function bareWord(text: string): Word {
  return { text, shape: text, endsQuoted: false };
}

/** Whether nothing of the word was quoted: only such a word can be a verb or a state. */
export function isBare({ shape, endsQuoted }: Word): boolean {
  return !endsQuoted && !shape.includes(masked);
}

/** The word without its first characters. */
export function after({ text, shape, endsQuoted }: Word, characters: number): Word {
  return { text: text.slice(characters), shape: shape.slice(characters), endsQuoted };
}

/** The parts of a list, between bare commas; empty ones are left out. */
export function listed({ text, shape }: Word): string[] {
  let from = 0;
  const parts = shape.split(",").map((part) => {
    const piece = text.slice(from, from + part.length);
    from += part.length + 1;
    return piece;
  });
  return parts.filter((part) => part !== "");
}

/** The text as the value of an option: in quotes where something in it could be taken for grammar. */
export function quoted(text: string): string {
  return /^[\p{L}\p{N}_.@*+/][\p{L}\p{N}_.@*+/:-]*$/u.test(text) && !text.includes("//") ? text : inQuotes(text);
}

/** The text in quotes; in several after each other where it holds quotes itself. */
export function inQuotes(text: string): string {
  const runs = text.match(/"+|[^"]+/g) ?? [""];
  return runs.map((run) => (run.startsWith('"') ? `'${run}'` : `"${run}"`)).join("");
}

/** An id, link or key as a word by itself. */
export function operand(text: string): string {
  const isSafe =
    /^[\p{L}\p{N}_.@*+/][\p{L}\p{N}_.@*+/-]*$/u.test(text) ||
    /^(?:https?:\/\/[!#-&(-;=?-~]+|_[A-Z]+:[\w.-]+)$/i.test(text);
  return isSafe ? text : inQuotes(text);
}

/** The word as it can be typed again. */
export function written(word: Word): string {
  const { text, shape, endsQuoted } = word;
  if (/^https?:/i.test(text) && !isBare(word)) return operand(text);
  let from = 0;
  const runs = shape.match(/\0+|[^\0]+/g) ?? [];
  const parts = runs.map((run) => {
    const part = text.slice(from, from + run.length);
    from += run.length;
    return run.startsWith(masked) ? inQuotes(part) : part;
  });
  return parts.join("") + (endsQuoted && !shape.endsWith(masked) ? '""' : "");
}
