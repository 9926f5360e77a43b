/** One search: which rows match, in which order, which page of them, and how rows are shown. */
import { isObject, type Json, type JsonObject, NumberText } from "../../../json.ts";
import { type Dialect, type Levels, never } from "../dialect.ts";
import { unparsable } from "../problems.ts";
import type { Field, Fields } from "./fields.ts";
import { compile, type Group, ownGroup } from "./filter.ts";
import { type Order, orderOf, type Position, sortingFrom } from "./order.ts";
import { type PageRequest, pageFrom } from "./page.ts";

/** Something that can be searched, as data. */
export type Resource<Row> = {
  readonly rows: readonly Row[];
  /** Settles the order of rows that are alike in what is sorted by; without sorting it is the order. */
  readonly id: (row: Row) => bigint;
  readonly fields: Fields<Row>;
  /** Filters besides those on the rows' own fields. */
  readonly groups?: readonly Group<Row>[];
  /** Which versions take a filter at all, all by default, and which take `$or` in it, none by default. */
  readonly filterable?: Levels;
  readonly alternatives?: Levels;
};

/** How the server is set up, as far as searches show it. */
export type Searching = {
  readonly dialect: Dialect;
  /** No more than so many are counted. */
  readonly totalCap: number;
  readonly maxLimit: number;
  readonly numberKeys: boolean;
};

type Page<Row> = { readonly rows: readonly Row[]; readonly page: JsonObject };

/** The answer to a search. */
export function search<Row>(resource: Resource<Row>, body: Json, searching: Searching): JsonObject {
  const { rows, page } = find(resource, body, searching);
  return { items: rows.map((row) => shown(resource.fields, row, searching)), page };
}

function find<Row>(resource: Resource<Row>, body: Json, searching: Searching): Page<Row> {
  const { dialect, totalCap, maxLimit } = searching;
  if (!isObject(body)) throw unparsable("");
  const { filter = null, sort = null, page = null, ...rest } = body;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw unparsable(unknown);
  const order = orderOf(sortingFrom(resource.fields, sort, dialect), resource.id);
  const request = pageFrom(page, maxLimit);
  const found = matching(resource, filter, dialect);
  const placed = found.map((row) => ({ row, position: order.positionOf(row) }));
  placed.sort((left, right) => order.compare(left.position, right.position));
  const part = slice(placed, order, request);
  const isAll = found.length <= totalCap;
  return {
    rows: part.map(({ row }) => row),
    page: {
      totalItems: isAll ? found.length : totalCap,
      hasMoreTotalItems: !isAll,
      ...cursors(part.at(0)?.position, part.at(-1)?.position, order, dialect),
    },
  };
}

/** The rows that a filter finds. */
export function matching<Row>(resource: Resource<Row>, filter: Json, dialect: Dialect): readonly Row[] {
  const { rows, fields, groups = [], filterable, alternatives = never } = resource;
  if (filter === null) return rows;
  if (filterable?.includes(dialect.level) === false) throw unparsable("filter");
  const matches = compile({ groups: [ownGroup(fields), ...groups], alternatives }, filter, dialect, "filter");
  return rows.filter(matches);
}

type Placed<Row> = { readonly row: Row; readonly position: Position };

function slice<Row>(placed: readonly Placed<Row>[], order: Order<Row>, request: PageRequest): readonly Placed<Row>[] {
  const { limit, from, after, before } = request;
  if (after !== null) {
    const cursor = order.positionAt(after);
    return placed.filter(({ position }) => order.compare(position, cursor) > 0).slice(0, limit);
  }
  if (before !== null) {
    const cursor = order.positionAt(before);
    return placed.filter(({ position }) => order.compare(position, cursor) < 0).slice(-limit);
  }
  return placed.slice(from, from + limit);
}

function cursors<Row>(
  first: Position | undefined,
  last: Position | undefined,
  order: Order<Row>,
  { nulls }: Dialect,
): JsonObject {
  if (first && last) return { startCursor: order.cursorOf(first), endCursor: order.cursorOf(last) };
  return nulls === "null" ? { startCursor: null, endCursor: null } : {};
}

/** A row as this version writes it. */
export function shown<Row>(fields: Fields<Row>, row: Row, searching: Searching): JsonObject {
  const { dialect } = searching;
  const entries = Object.entries(fields).flatMap(([name, field]): [string, Json][] => {
    if (!field.shown.includes(dialect.level)) return [];
    const value = written(field, row, searching);
    return value === null && dialect.nulls === "absent" ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function written<Row>({ kind, of }: Field<Row>, row: Row, { numberKeys }: Searching): Json {
  const cell = of(row);
  if (kind === "date" && typeof cell === "number") return new Date(cell).toISOString();
  if (kind === "key" && typeof cell === "string" && numberKeys) return new NumberText(cell);
  return cell;
}
