/** How a server of the API v2 reads filters, written apart from the product. */
import { isRow, type Row } from "./stub.ts";

/** `*` is any run, `?` one character, `\` takes the next character as it is. One character at a time. */
export function isLike(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === "*") return isLike(rest, text) || (text.length > 0 && isLike(pattern, text.slice(1)));
  if (text.length === 0) return false;
  if (first === "?") return isLike(rest, text.slice(1));
  if (first !== "\\") return first === text[0] && isLike(rest, text.slice(1));
  const [escaped, ...after] = rest;
  return escaped === text[0] && isLike(after, text.slice(1));
}

const isDate = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);

/** Keys by number, dates by moment, all else as text. */
export function compareValues(a: unknown, b: unknown): number {
  const [left, right] = typeof rank(a) === typeof rank(b) ? [rank(a), rank(b)] : [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(value: unknown): bigint | number | string {
  if (isDate(value)) return Date.parse(value);
  if (typeof value === "string" && /^\d{1,19}$/.test(value)) return BigInt(value);
  return typeof value === "number" || typeof value === "bigint" ? value : String(value ?? "");
}

type Operator = (value: unknown, operand: unknown) => boolean;
const known = (value: unknown) => value !== null && value !== undefined;
const same: Operator = (value, operand) => known(value) && compareValues(value, operand) === 0;
const among: Operator = (value, operand) => Array.isArray(operand) && operand.some((one) => same(value, one));
const ordered =
  (fits: (order: number) => boolean): Operator =>
  (value, operand) =>
    known(value) && fits(compareValues(value, operand));

const operators: Readonly<Record<string, Operator>> = {
  $eq: same,
  $neq: (value, operand) => known(value) && !same(value, operand),
  $in: among,
  $notIn: (value, operand) => known(value) && !among(value, operand),
  $exists: (value, operand) => known(value) === operand,
  $like: (value, operand) => typeof value === "string" && isLike([...String(operand)], [...value]),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
};

/** Whether a value fits one field of a filter: a value alone, or operators that must all fit. */
export function fitsField(value: unknown, condition: unknown): boolean {
  if (!isRow(condition)) return typeof condition === "boolean" ? value === condition : same(value, condition);
  return Object.entries(condition).every(([name, operand]) => {
    const operator = operators[name];
    if (!operator) throw new Error(`no server knows the operator ${name}`);
    return operator(value, operand);
  });
}

/** Whether a record fits a filter; `special` decides about fields that are not the record's own. */
export function fits(row: Row, filter: Row, special: (name: string, filter: Row) => boolean | undefined): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (name === "$or") {
      return Array.isArray(condition) && condition.some((one) => isRow(one) && fits(row, one, special));
    }
    return special(name, filter) ?? fitsField(row[name], condition);
  });
}
