/** From a where clause to a condition. What the documentation does not name is refused, not skipped. */
import { badRequest } from "../faults.ts";
import { type ColumnRef, columnNamed } from "./columns.ts";
import { columnOperand, type Operand, valueOperand } from "./operands.ts";
import { type Token, tokensOf } from "./tokens.ts";

export type Operator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "compare"; readonly column: ColumnRef; readonly operator: Operator; readonly operand: Operand }
  | { readonly kind: "like"; readonly column: ColumnRef; readonly pattern: string }
  | { readonly kind: "in"; readonly column: ColumnRef; readonly operands: readonly Operand[] };

const operators: ReadonlyMap<string, Operator> = new Map(
  (["=", "<>", "<", "<=", ">", ">="] as const).map((sign) => [sign, sign]),
);

/** Deeper parentheses are refused: each costs the parser a piece of its stack. */
const deepest = 200;

export function parseWhere(clause: string, now: number): Condition {
  const reader = readerOf(tokensOf(clause));
  const condition = disjunction(reader, { now, depth: 0 });
  if (reader.next().kind !== "end") throw badRequest("CWWBA0003E", reader.next().text);
  return condition;
}

export type Reader = {
  readonly next: () => Token;
  readonly take: () => Token;
  /** Takes the next token if it is this keyword or sign. Keywords may be written small. */
  readonly takes: (text: string) => boolean;
  readonly expect: (text: string) => void;
};

export function readerOf(tokens: readonly Token[]): Reader {
  let at = 0;
  const end: Token = { kind: "end", text: "" };
  const next = () => tokens[at] ?? end;
  const take = () => {
    const token = next();
    at += 1;
    return token;
  };
  const takes = (text: string) => {
    const token = next();
    const is = (token.kind === "word" || token.kind === "sign") && token.text.toUpperCase() === text;
    if (is) at += 1;
    return is;
  };
  return {
    next,
    take,
    takes,
    expect: (text) => {
      if (!takes(text)) throw badRequest("CWWBA0011E", next().text);
    },
  };
}

type Context = { readonly now: number; readonly depth: number };

function disjunction(reader: Reader, context: Context): Condition {
  const parts = [conjunction(reader, context)];
  while (reader.takes("OR")) parts.push(conjunction(reader, context));
  return joined("or", parts);
}

function conjunction(reader: Reader, context: Context): Condition {
  const parts = [negation(reader, context)];
  while (reader.takes("AND")) parts.push(negation(reader, context));
  return joined("and", parts);
}

function joined(kind: "and" | "or", parts: readonly Condition[]): Condition {
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind, parts };
}

function negation(reader: Reader, context: Context): Condition {
  const inner = { ...context, depth: context.depth + 1 };
  if (inner.depth > deepest) throw badRequest("CWWBA0011E", reader.next().text);
  if (reader.takes("NOT")) return { kind: "not", part: negation(reader, inner) };
  if (!reader.takes("(")) return predicate(reader, context.now);
  const condition = disjunction(reader, inner);
  reader.expect(")");
  return condition;
}

function predicate(reader: Reader, now: number): Condition {
  const subject = reader.take();
  if (subject.kind !== "word") throw badRequest("CWWBA0011E", subject.text);
  const column = columnNamed(subject.text);
  if (reader.takes("LIKE")) return { kind: "like", column, pattern: pattern(reader, column) };
  if (reader.takes("IN")) return { kind: "in", column, operands: list(reader, column, now) };
  const sign = reader.take();
  const operator = sign.kind === "sign" ? operators.get(sign.text) : undefined;
  if (!operator) throw badRequest("CWWBA0003E", sign.text);
  const operand = columnOperand(reader, column) ?? valueOperand(reader, column, now);
  return { kind: "compare", column, operator, operand };
}

function pattern(reader: Reader, { column, name }: ColumnRef): string {
  const { kind, text } = reader.take();
  if (column.type !== "text") throw badRequest("CWWBA0011E", name);
  if (kind !== "text") throw badRequest("CWWBA0011E", text);
  return text;
}

function list(reader: Reader, column: ColumnRef, now: number): Operand[] {
  reader.expect("(");
  const operands = [valueOperand(reader, column, now)];
  while (reader.takes(",")) operands.push(valueOperand(reader, column, now));
  reader.expect(")");
  return operands;
}
