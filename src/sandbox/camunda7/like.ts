/** SQL's LIKE as H2 and PostgreSQL do it: whole text, case-sensitive, `%` and `_` wild, `\` escapes. */
export function matchesLike(text: string | null, pattern: string): boolean {
  return text !== null && likePattern(pattern).test(text);
}

function likePattern(pattern: string): RegExp {
  const parts = pattern.match(/\\[\s\S]|[\s\S]/gu) ?? [];
  const source = parts.map((part) => {
    if (part === "%") return "[^]*";
    if (part === "_") return "[^]";
    return literal(part);
  });
  return new RegExp(`^${source.join("")}$`, "u");
}

function literal(part: string): string {
  const character = part.length > 1 && part.startsWith("\\") ? part.slice(1) : part;
  return character.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
