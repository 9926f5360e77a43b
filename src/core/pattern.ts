/** Text to match: whole and exact, or the literal pieces between `*` wildcards. */
export type Pattern = { exact: string } | { pieces: readonly string[] };

/** Reads `*` as wildcard and `\*` as a star; every other character is itself. */
export function parsePattern(text: string): Pattern {
  const pieces = [""];
  for (const part of text.match(/\\\*|[\s\S]/gu) ?? []) {
    if (part === "*") pieces.push("");
    else pieces[pieces.length - 1] += part === "\\*" ? "*" : part;
  }
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? { exact: only } : { pieces };
}

// Databases compare by collation, many of them without regard to case or accents: a re-check must not be stricter.
// Sigma is lowered by its place in the word, which differs between a whole text and a piece of it.
const fold = (text: string) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ").trimEnd();

/** Whether a value that an engine returned can have been meant by the pattern, under any usual collation. */
export function mayMatch(pattern: Pattern, value: string): boolean {
  return matches(
    "exact" in pattern ? { exact: fold(pattern.exact) } : { pieces: pattern.pieces.map(fold) },
    fold(value),
  );
}

/** Whether the text matches, character by character. */
export function matches(pattern: Pattern, text: string): boolean {
  if ("exact" in pattern) return text === pattern.exact;
  const { pieces } = pattern;
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}

/** The pattern in SQL LIKE form with `\` as escape character, so that `%` and `_` of the asker stay literal. */
export function toSqlLike(pattern: { pieces: readonly string[] }): string {
  return pattern.pieces.map((piece) => piece.replace(/[\\%_]/g, "\\$&")).join("%");
}
