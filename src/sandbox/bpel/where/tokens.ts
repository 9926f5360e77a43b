/** A where or order-by clause, cut into words, texts, numbers and signs. */
import { badRequest } from "../faults.ts";

export type Token = {
  /** "odd" is what the language has no use for: comments, semicolons, double quotes, letters that no name has. */
  readonly kind: "word" | "text" | "number" | "sign" | "odd" | "end";
  /** As written; of a text what it says. */
  readonly text: string;
};

const space = /[ \t\r\n]+/y;
const rules: readonly (readonly [Token["kind"], RegExp])[] = [
  ["word", /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y],
  ["number", /-?[0-9]+(?:\.[0-9]+)?/y],
  ["sign", /<=|>=|<>|[<>=(),]/y],
  ["odd", /--|\/\*|\|\||!=|[\s\S]/uy],
];
const quoted = /'(?:[^']|'')*'(?!')/y;

/** Ends with the end token. Throws for a text that does not end. */
export function tokensOf(clause: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < clause.length; ) {
    at += matched(space, clause, at)?.length ?? 0;
    if (at === clause.length) break;
    const [token, length] = tokenAt(clause, at);
    tokens.push(token);
    at += length;
  }
  return [...tokens, { kind: "end", text: "" }];
}

function tokenAt(clause: string, at: number): readonly [Token, number] {
  if (clause[at] === "'") {
    const whole = matched(quoted, clause, at);
    if (whole === null) throw badRequest("CWWBA0011E", clause.slice(at));
    return [{ kind: "text", text: whole.slice(1, -1).replaceAll("''", "'") }, whole.length];
  }
  for (const [kind, rule] of rules) {
    const text = matched(rule, clause, at);
    if (text !== null) return [{ kind, text }, text.length];
  }
  throw badRequest("CWWBA0011E", clause.slice(at));
}

function matched(rule: RegExp, clause: string, at: number): string | null {
  rule.lastIndex = at;
  return rule.exec(clause)?.[0] ?? null;
}
