/** From an order-by clause to an order of rows. Times are compared as they are stored, to the millisecond. */
import { badRequest } from "../faults.ts";
import { type ColumnRef, columnNamed, compareValues, valueIn } from "./columns.ts";
import { readerOf } from "./parse.ts";
import { tokensOf } from "./tokens.ts";
import type { Tuple } from "./views.ts";

export type Sorting = { readonly column: ColumnRef; readonly descending: boolean };

export function parseOrder(clause: string): Sorting[] {
  const reader = readerOf(tokensOf(clause));
  const sortings: Sorting[] = [];
  do {
    const { kind, text } = reader.take();
    if (kind !== "word") throw badRequest("CWWBA0011E", text);
    const column = columnNamed(text);
    const descending = reader.takes("DESC");
    if (!descending) reader.takes("ASC");
    sortings.push({ column, descending });
  } while (reader.takes(","));
  if (reader.next().kind !== "end") throw badRequest("CWWBA0003E", reader.next().text);
  return sortings;
}

/** What is missing counts as the highest, as in Db2. */
export function compareTuples(sortings: readonly Sorting[], left: Tuple, right: Tuple): number {
  for (const { column, descending } of sortings) {
    const order = compareMaybe(valueIn(left, column), valueIn(right, column));
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

type Maybe = ReturnType<typeof valueIn>;

function compareMaybe(left: Maybe, right: Maybe): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareValues(left, right);
}
