import { createHash } from "node:crypto";

/** What differs from one occurrence of a fault to the next; the order matters, wider shapes come first. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+/gi, "<url>"],
  // An apostrophe inside a word (can't, user's) opens and closes nothing.
  [/"(?:[^"\\\n]|\\.)*"|(?<!\w)'(?:[^'\\\n]|\\.|(?<=\w)'(?=\w))*'(?!\w)|`[^`\n]*`|“[^”\n]*”|«[^»\n]*»/g, "<quoted>"],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b_[a-z]{2,4}:[0-9a-f]+(?:\.[0-9a-f]+)+/gi, "<id>"],
  [/\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?/g, "<time>"],
  [
    /\b[A-Z][a-z]{2},? (?:[A-Z][a-z]{2} \d{1,2}|\d{1,2} [A-Z][a-z]{2} \d{4}) \d{2}:\d{2}:\d{2}(?: [A-Z]{1,5}\b)?(?: \d{4}\b)?/g,
    "<time>",
  ],
  [/(?<![\w.])\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\b/g, "<time>"],
  [/(?:\b[a-z]:\\|\\\\)[^\s"'<>|]+/gi, "<path>"],
  [/(?<![\w<])(?:\/[\w.@%+-]+){2,}\/?/g, "<path>"],
  [/\b0x[0-9a-f]+\b|@[0-9a-f]{4,}\b/gi, "<id>"],
  // The same mask as a number's: some hexadecimal ids have no letter.
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b/gi, "<n>"],
  [/\d+(?:[.,]\d+)*/g, "<n>"],
];

/** The message with ids, numbers, times, quoted values and paths masked. */
export function maskMessage(message: string): string {
  return masks
    .reduce((text, [pattern, mask]) => text.replace(pattern, mask), message)
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Twelve hex digits that are equal for equal faults and differ between different ones of the same type.
 * The incident type takes part; a missing message is a fault of its own.
 */
export function fingerprint(type: string, message: string | null): string {
  const text = message === null ? `${type}\u0000` : `${type}\u0001${maskMessage(message)}`;
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
