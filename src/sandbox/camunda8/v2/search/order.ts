/** The order of rows, and cursors, which are positions in it. */
import { encode, isList, isObject, type Json, parse } from "../../../json.ts";
import type { Dialect } from "../dialect.ts";
import { invalid, unknownWord, unparsable } from "../problems.ts";
import type { Cell, Field, Fields } from "./fields.ts";
import { keyIn } from "./values.ts";

type Sorting<Row> = { readonly field: Field<Row>; readonly descending: boolean };

/** The values by which a row is ordered; what has none comes last in both directions. The last one is the row's id. */
export type Position = readonly Scalar[];
type Scalar = string | number | bigint | boolean | null;

export type Order<Row> = {
  readonly positionOf: (row: Row) => Position;
  readonly compare: (left: Position, right: Position) => number;
  readonly cursorOf: (position: Position) => string;
  /** Throws when the text is no cursor of this order. */
  readonly positionAt: (cursor: string) => Position;
};

/** Understands `sort`; throws what is wrong with it. */
export function sortingFrom<Row>(fields: Fields<Row>, sort: Json, dialect: Dialect): readonly Sorting<Row>[] {
  const names = Object.keys(fields).filter((name) => fields[name]?.sorted.includes(dialect.level));
  if (sort === null) return [];
  if (!isList(sort)) throw unparsable("sort");
  return sort.map((one, index) => {
    const path = `sort[${index}]`;
    if (!isObject(one)) throw unparsable(path);
    const { field = null, order = null, ...rest } = one;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw unparsable(`${path}.${unknown}`);
    if (field === null) throw invalid("Sort field must not be null.");
    const found = typeof field === "string" && names.includes(field) ? fields[field] : undefined;
    if (!found) throw unknownWord("Bad Request", "field", encodeWord(field), names);
    if (order !== null && order !== "ASC" && order !== "DESC") {
      throw unknownWord("Bad Request", "order", encodeWord(order), ["ASC", "DESC"]);
    }
    return { field: found, descending: order === "DESC" };
  });
}

const encodeWord = (value: Json): string => (typeof value === "string" ? value : encode(value));

/** The order by these fields, then by id. */
export function orderOf<Row>(sorting: readonly Sorting<Row>[], id: (row: Row) => bigint): Order<Row> {
  const directions = sorting.map(({ descending }) => (descending ? -1 : 1));
  return {
    positionOf: (row) => [...sorting.map(({ field }) => scalarOf(field, field.of(row))), id(row)],
    compare: (left, right) => {
      for (const [index, value] of left.entries()) {
        const result = compareScalars(value, right[index] ?? null, directions[index] ?? 1);
        if (result !== 0) return result;
      }
      return 0;
    },
    cursorOf: (position) => Buffer.from(encode(position)).toString("base64"),
    positionAt: (cursor) => positionAt(sorting, cursor),
  };
}

/** Keys are ordered as the numbers they are. */
function scalarOf({ kind }: Pick<Field<never>, "kind">, cell: Cell): Scalar {
  if (kind === "key" && typeof cell === "string") return BigInt(cell);
  return typeof cell === "object" ? null : cell;
}

function compareScalars(left: Scalar, right: Scalar, direction: number): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -direction : direction;
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

function positionAt<Row>(sorting: readonly Sorting<Row>[], cursor: string): Position {
  const values = base64.test(cursor) ? listIn(Buffer.from(cursor, "base64").toString("utf8")) : null;
  if (values?.length !== sorting.length + 1) throw badCursor(cursor);
  return values.map((value, index): Scalar => {
    const kind = sorting[index]?.field.kind ?? "key";
    const expected = { key: "bigint", integer: "number", date: "number", flag: "boolean" }[String(kind)] ?? "string";
    const read = kind === "key" ? keyFrom(value) : value;
    if (read === null && index < sorting.length) return null;
    if (typeof read !== expected || typeof read === "object" || read === undefined) throw badCursor(cursor);
    return read;
  });
}

const badCursor = (cursor: string) => invalid(`Cannot decode pagination cursor '${cursor}'`);

function keyFrom(value: Json): bigint | null | undefined {
  if (value === null) return null;
  const key = typeof value === "number" || typeof value === "bigint" ? keyIn(String(value)) : undefined;
  return key === undefined ? undefined : BigInt(key);
}

function listIn(text: string): readonly Json[] | null {
  try {
    const value = parse(text);
    return isList(value) ? value : null;
  } catch {
    return null;
  }
}
