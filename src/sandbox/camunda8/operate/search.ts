/** Searching in rows: which match, in which order, which page of them, and how many there are. */
import type { Dates } from "./dates.ts";
import { unreadable } from "./faults.ts";
import { type Cell, type Field, type FieldKind, fieldOf, type Resource, written } from "./fields.ts";
import { type Json, NumberToken, type OutObject } from "./json.ts";
import type { Order, Query } from "./query.ts";
import { words } from "./words.ts";

export type Storage = { readonly dates: Dates; readonly totalCap: number };

/** The answer to a search. */
export function search<Row>(resource: Resource<Row>, query: Query, { dates, totalCap }: Storage): OutObject {
  const tests = [...query.filters].map(([name, wanted]) => test(fieldOf(resource, name), wanted, dates));
  const columns = [...query.sort, { field: "key", order: "ASC" as const }].map((sort) => columnOf(resource, sort));
  const after = query.searchAfter && position(query.searchAfter, columns, dates);
  const found = resource.rows
    .filter((row) => tests.every((matches) => matches(row)))
    .map((row) => ({ row, place: columns.map(({ field }) => field.cell(row)) }))
    .sort((left, right) => compare(left.place, right.place, columns));
  const rest = after ? found.filter(({ place }) => compare(place, after, columns) > 0) : found;
  const page = rest.slice(0, query.size);
  const last = page.at(-1);
  return {
    items: page.map(({ row }) => shown(resource, row, dates)),
    sortValues: last ? last.place.map((cell, index) => sortValue(cell, columns[index])) : [],
    total: Math.min(found.length, totalCap),
  };
}

/** A row as it is answered. */
export function shown<Row>({ fields }: Resource<Row>, row: Row, dates: Dates): OutObject {
  const visible = Object.entries(fields).filter(([, field]) => !field.hidden);
  return Object.fromEntries(visible.map(([name, { kind, cell }]) => [name, written(kind, cell(row), dates)]));
}

function test<Row>(field: Field<Row> | undefined, wanted: Cell, dates: Dates): (row: Row) => boolean {
  if (!field || wanted === null || field.filter === "ignored") return () => true;
  if (field.kind === "date") {
    const moments = dates.read(String(wanted));
    if (!moments) throw unreadable();
    const { from, to } = moments;
    return (row) => {
      const cell = field.cell(row);
      return cell !== null && Number(cell) >= from && Number(cell) <= to;
    };
  }
  if (field.filter === "exact") return (row) => field.cell(row) === wanted;
  const asked = words(String(wanted));
  return (row) => {
    const present = new Set(words(String(field.cell(row))));
    return asked.length > 0 && asked.every((word) => present.has(word));
  };
}

type Column<Row> = { readonly field: Field<Row>; readonly order: Order };
type Place = readonly Cell[];

function columnOf<Row>(resource: Resource<Row>, { field, order }: Query["sort"][number]): Column<Row> {
  return { field: fieldOf(resource, field) ?? resource.fields.key, order };
}

function compare<Row>(left: Place, right: Place, columns: readonly Column<Row>[]): number {
  for (const [index, { order }] of columns.entries()) {
    const [a = null, b = null] = [left[index], right[index]];
    if (a === b) continue;
    // Rows without a value come last in either order.
    if (a === null) return 1;
    if (b === null) return -1;
    return a < b === (order === "ASC") ? -1 : 1;
  }
  return 0;
}

/** What stands for no value among numbers; among texts it is null. */
const bounds = { ASC: 2n ** 63n - 1n, DESC: -(2n ** 63n) } as const;

function sortValue<Row>(cell: Cell, column: Column<Row> | undefined): string | null {
  if (cell !== null) return String(cell);
  return !column || column.field.kind === "text" ? null : String(bounds[column.order]);
}

function position<Row>(values: readonly Json[], columns: readonly Column<Row>[], dates: Dates): Place {
  if (values.length !== columns.length) throw unreadable();
  return columns.map(({ field: { kind }, order }, index) => {
    const value = values[index] ?? null;
    const spelled = value instanceof NumberToken ? value.text : value;
    if (typeof spelled !== "string") throw unreadable();
    if (kind === "text") return spelled;
    const cell = numeric(spelled, kind, dates);
    // The storage cannot read back as a date what it gave out for "no date, latest first".
    if (kind === "date" && cell === bounds.DESC) throw unreadable();
    return cell === bounds[order] ? null : cell;
  });
}

function numeric(spelled: string, kind: FieldKind, dates: Dates): bigint {
  const whole = /^\s*([+-]?\d+)(?:\.\d+)?\s*$/.exec(spelled)?.[1];
  if (whole !== undefined) return BigInt(whole.replace("+", ""));
  const moment = kind === "date" ? dates.read(spelled) : undefined;
  if (moment) return BigInt(moment.from);
  const rounded = Number(spelled);
  if (kind === "flag" || spelled.trim() === "" || !Number.isFinite(rounded)) throw unreadable();
  return BigInt(Math.trunc(rounded));
}
