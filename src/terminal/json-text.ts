// What JSON.stringify leaves raw although a terminal or a reader may act on it.
const rawInJson =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The same JSON value, written so that it is harmless on a terminal. */
export function jsonText(value: unknown, indent: 0 | 2): string {
  return JSON.stringify(value, null, indent).replace(rawInJson, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`).join(
      "",
    ),
  );
}
