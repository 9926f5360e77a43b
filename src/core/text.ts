/** Longest text of an engine that an answer carries, in characters. */
export const maxTextLength = 500;

// C0 and C1 controls except line feed and tab; bidi and invisible format characters, tags and the variation selectors
// that ride with them, lone surrogates: they can hide or reorder text on a terminal, in Slack and before a model.
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** Text without control, bidi and invisible characters. */
export function stripUnsafe(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(unsafe, "");
}

/** Engine text made safe: stripped, and cut at `limit` characters with an ellipsis; `length` tells the uncut length. */
export function cleanText(text: string, limit = maxTextLength): { text: string; length: number; cut: boolean } {
  const safe = stripUnsafe(text);
  const length = safe.length - (safe.match(/[\u{10000}-\u{10ffff}]/gu)?.length ?? 0);
  if (length <= limit) return { text: safe, length, cut: false };
  // A character has at most two units, so the first `limit` characters lie within twice as many units.
  const kept = Array.from(safe.slice(0, limit * 2)).slice(0, limit - 1);
  return { text: `${kept.join("")}…`, length, cut: true };
}
