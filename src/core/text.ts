/** Longest text of an engine that an answer carries, in characters. */
export const maxTextLength = 500;

// C0 and C1 controls except line feed and tab; bidi and invisible format characters, tag characters and lone surrogates:
// they can hide or reorder text on a terminal, in Slack and before a model.
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Text without control, bidi and invisible characters. */
export function stripUnsafe(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(unsafe, "");
}

/** Engine text made safe: stripped, and cut at `limit` characters with an ellipsis; `length` tells the uncut length. */
export function cleanText(text: string, limit = maxTextLength): { text: string; length: number; cut: boolean } {
  const safe = stripUnsafe(text);
  const characters = Array.from(safe.slice(0, limit * 2));
  if (safe.length <= limit || characters.length <= limit) return { text: safe, length: safe.length, cut: false };
  return { text: `${characters.slice(0, limit - 1).join("")}…`, length: safe.length, cut: true };
}
