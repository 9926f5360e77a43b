/** What a column is compared with: a value of its type, or another column. */
import { badRequest } from "../faults.ts";
import { isObjectId, isOfKind } from "../ids.ts";
import { type ColumnRef, columnNamed } from "./columns.ts";
import type { Reader } from "./parse.ts";
import { timeStamp } from "./times.ts";
import type { Token } from "./tokens.ts";
import { type Value, viewNamed } from "./views.ts";

export type Operand =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "column"; readonly column: ColumnRef };

/** Undefined where no other column stands next. */
export function columnOperand(reader: Reader, { column }: ColumnRef): Operand | undefined {
  const { kind, text } = reader.next();
  // The third part of a name is a constant of the column that the first two name.
  if (kind !== "word" || text.split(".").length !== 2) return undefined;
  const other = columnNamed(text);
  if (other.column.type !== column.type) throw badRequest("CWWBA0011E", text);
  reader.take();
  return { kind: "column", column: other };
}

/** Throws for what is no value, or one of another type. */
export function valueOperand(reader: Reader, subject: ColumnRef, now: number): Operand {
  const token = reader.take();
  const value = functions.has(keyword(token))
    ? call(reader, { name: keyword(token), subject, now })
    : literal(token, subject, now);
  if (value === undefined) throw badRequest("CWWBA0011E", token.text);
  return { kind: "value", value };
}

const functions: ReadonlySet<string> = new Set(["ID", "TS"]);
const keyword = ({ kind, text }: Token): string => (kind === "word" ? text.toUpperCase() : "");

function literal(token: Token, subject: ColumnRef, now: number): Value | undefined {
  switch (subject.column.type) {
    case "text":
      return token.kind === "text" ? token.text : undefined;
    case "time":
      return keyword(token) === "CURRENT_DATE" ? now : undefined;
    case "boolean":
      return { TRUE: true, FALSE: false }[keyword(token)];
    case "integer":
      if (token.kind === "number") return /^-?[0-9]{1,10}$/.test(token.text) ? Number(token.text) : undefined;
      return token.kind === "word" ? constant(token.text, subject) : undefined;
    case "id":
      return undefined;
  }
}

/** A constant is named with its column, and stands beside no other. */
function constant(word: string, { column: { constants }, name }: ColumnRef): number | undefined {
  const at = word.lastIndexOf(".");
  const [column, own] = [word.slice(0, at), word.slice(at + 1)];
  const [view = ""] = column.split(".");
  if (at >= 0 && !viewNamed(view)) throw badRequest("CWWBA0001E", view);
  return column === name && constants && Object.hasOwn(constants, own) ? constants[own] : undefined;
}

type Call = { readonly name: string; readonly subject: ColumnRef; readonly now: number };

function call(reader: Reader, { name, subject: { column }, now }: Call): Value | undefined {
  reader.expect("(");
  const argument = reader.take();
  reader.expect(")");
  if (argument.kind !== "text") return undefined;
  const { text } = argument;
  if (name === "TS") {
    const at = timeStamp(text, now);
    if (at === null) throw badRequest("CWWBA0004E", text);
    return column.type === "time" ? at : undefined;
  }
  if (!isObjectId(text)) throw badRequest("CWWBA0006E", text);
  if (column.type !== "id" || column.id === undefined) return undefined;
  if (!isOfKind(column.id, text)) throw badRequest("CWWBA0007E", text);
  return text;
}
