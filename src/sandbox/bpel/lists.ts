/** The filter resources: what of the joined views is answered. */
import { badRequest } from "./faults.ts";
import { type Base, type Database, joinedRows } from "./where/join.ts";
import { compareTuples, parseOrder } from "./where/order.ts";
import { parseWhere } from "./where/parse.ts";
import type { Tuple } from "./where/views.ts";

export type Parameters = ReadonlyMap<string, string>;

/** A row for every match of the joined views: the same thing may come several times. */
export function filtered(database: Database, base: Base, parameters: Parameters, now: number): readonly Tuple[] {
  const where = parameters.get("whereClause");
  const order = parameters.get("orderByClause");
  const condition = where === undefined ? null : parseWhere(where, now);
  const sortings = order === undefined ? [] : parseOrder(order);
  const offset = wholeNumber(parameters, "offset") ?? 0;
  const size = wholeNumber(parameters, "size") ?? Number.POSITIVE_INFINITY;
  const rows = joinedRows(
    database,
    base,
    condition,
    sortings.map(({ column }) => column),
  );
  // The sort is stable, and the rows came by id.
  const sorted = sortings.length === 0 ? rows : rows.toSorted((left, right) => compareTuples(sortings, left, right));
  return sorted.slice(offset, offset + size);
}

function wholeNumber(parameters: Parameters, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badRequest("CWWBA0018E", name);
  return Number(text);
}
