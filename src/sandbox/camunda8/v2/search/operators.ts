/** One field's condition in a filter: a plain value, or operators that must all hold. */
import { isList, isObject, type Json, type JsonObject } from "../../../json.ts";
import type { Dialect } from "../dialect.ts";
import { unparsable } from "../problems.ts";
import type { Cell, Field, Kind } from "./fields.ts";
import { like } from "./like.ts";
import { textFrom, type Value, valueFrom } from "./values.ts";

export type Predicate<Row> = (row: Row) => boolean;

const equality = ["$eq", "$neq", "$exists", "$in"] as const;
const order = ["$gt", "$gte", "$lt", "$lte"] as const;

const operatorsOf: Readonly<Record<Kind, readonly string[]>> = {
  key: [...equality, "$notIn"],
  text: [...equality, "$notIn", "$like"],
  word: [...equality, "$like"],
  integer: [...equality, ...order],
  date: [...equality, ...order],
  flag: [],
  json: [],
};

/** What a cell must be; null when the condition says nothing. */
export function conditionOn(dialect: Dialect, field: Field<never>, path: string, value: Json): Predicate<Cell> | null {
  if (value === null) return null;
  if (!isObject(value)) return equals(valueFrom(dialect, field, path, value));
  if (!field.operators.includes(dialect.level)) throw unparsable(path);
  const known = [...operatorsOf[field.kind], ...(field.notIn ? ["$notIn"] : [])];
  const predicates = given(value).map(([operator, operand]) => {
    const where = `${path}.${operator}`;
    if (!known.includes(operator)) throw unparsable(where);
    return operation(dialect, field, { operator, operand, where });
  });
  return (cell) => predicates.every((holds) => holds(cell));
}

/** What is null is as good as absent. */
export const given = (value: JsonObject): (readonly [string, Json])[] =>
  Object.entries(value).filter(([, one]) => one !== null);

type Operation = { readonly operator: string; readonly operand: Json; readonly where: string };

function operation(dialect: Dialect, field: Field<never>, { operator, operand, where }: Operation): Predicate<Cell> {
  const read = (value: Json) => valueFrom(dialect, field, where, value);
  const several = () => {
    if (!isList(operand)) throw unparsable(where);
    return operand.map((one) => equals(read(one)));
  };
  switch (operator) {
    case "$eq":
      return equals(read(operand));
    case "$neq":
      return not(equals(read(operand)));
    case "$in":
      return anyOf(several());
    case "$notIn":
      return not(anyOf(several()));
    case "$exists":
      return existence(operand, where);
    case "$like": {
      const matches = like(textFrom(where, operand));
      return each((cell) => typeof cell === "string" && matches(cell));
    }
    default:
      return comparison(operator, read(operand));
  }
}

const not =
  (holds: Predicate<Cell>): Predicate<Cell> =>
  (cell) =>
    !holds(cell);

const anyOf =
  (predicates: readonly Predicate<Cell>[]): Predicate<Cell> =>
  (cell) =>
    predicates.some((holds) => holds(cell));

/** Of a list one value is enough. */
const each =
  (holds: Predicate<Cell>): Predicate<Cell> =>
  (cell) =>
    isList(cell) ? cell.some(holds) : holds(cell);

const equals = (value: Value): Predicate<Cell> => each((cell) => cell === value);

function existence(operand: Json, where: string): Predicate<Cell> {
  if (typeof operand !== "boolean") throw unparsable(where);
  return (cell) => (cell !== null && !(isList(cell) && cell.length === 0)) === operand;
}

function comparison(operator: string, value: Value): Predicate<Cell> {
  return (cell) => {
    if (typeof cell !== "number" || typeof value !== "number") return false;
    if (operator === "$gt") return cell > value;
    if (operator === "$gte") return cell >= value;
    return operator === "$lt" ? cell < value : cell <= value;
  };
}
