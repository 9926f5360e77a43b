import { cleanText } from "../core/text.ts";

/** Cleaned text with its uncut length where it was cut. */
export function shownMessage(text: string | null): { message: string | null; messageLength?: number } {
  if (text === null) return { message: null };
  const clean = cleanText(text);
  return { message: clean.text, ...(clean.cut ? { messageLength: clean.length } : {}) };
}
