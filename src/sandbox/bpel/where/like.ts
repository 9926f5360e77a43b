/** LIKE: the whole text, case-sensitive, `%` for any characters and `_` for one. Nothing escapes them. */
export function isLike(text: string, pattern: string): boolean {
  const characters = [...text];
  const parts = [...pattern];
  let at = 0;
  let part = 0;
  // Where to try again: after the last `%`, with one character more behind it.
  let retry: { readonly part: number; at: number } | null = null;
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === "%") {
      retry = { part, at };
      part += 1;
    } else if (wanted === "_" || (wanted !== undefined && wanted === characters[at])) {
      part += 1;
      at += 1;
    } else if (retry) {
      retry.at += 1;
      at = retry.at;
      part = retry.part + 1;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === "%");
}
