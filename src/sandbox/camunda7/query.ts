/** One query against one resource: who may see what, which rows match, in which order, which page. */

import type { JsonObject } from "../json.ts";
import { badRequest, invalid, notValid } from "./faults.ts";
import { type Filters, matching, type Overrides, type Predicate } from "./filters.ts";
import { type Parameters, type Reader, rowCount, type Sorting } from "./readers.ts";
import type { Engine } from "./settings.ts";
import { knowsFilter, sendsField } from "./since.ts";

export type View = {
  readonly time: (at: number) => string;
  readonly timeOrNull: (at: number | null) => string | null;
  /** Whether stored objects are to be turned back into values; the engine does unless told not to. */
  readonly deserialize: boolean;
};

export type Sorts<Row> = Readonly<Record<string, (row: Row) => string | number | null>>;

export type Resource<Row> = {
  /** The path below the base, which is also the name in the table of versions. */
  readonly path: string;
  /** The Java class that a POST body is read into, below the product's package. */
  readonly dto: string;
  readonly rows: readonly Row[];
  readonly id: (row: Row) => string;
  readonly definitionKey: (row: Row) => string;
  readonly filters: Filters<Row>;
  readonly overrides?: Overrides;
  /** Filters that the engine does not look at within OR queries. */
  readonly andOnly?: readonly string[];
  /** Refuses combinations of filters, as the engine's query builder does. */
  readonly check?: (reader: Reader) => void;
  /** Rows that are left out, given what else is asked. */
  readonly hides?: (reader: Reader) => Predicate<Row> | null;
  readonly sorts: Sorts<Row>;
  readonly show: (row: Row, view: View) => JsonObject;
};

/** The definitions somebody may see. */
export type Sight = (definitionKey: string) => boolean;

/** All rows a query finds, before paging. */
export function select<Row>(engine: Engine, resource: Resource<Row>, reader: Reader, sees: Sight): readonly Row[] {
  const knows = (filter: string) => knowsFilter(resource.path, filter, engine.minor);
  const orders = reader.sorting().map((one) => ordering(resource.sorts, one));
  resource.check?.(reader);
  const { overrides = {}, andOnly = [] } = resource;
  const matches = matching(resource.filters, reader, { knows, overrides, andOnly });
  const hides = resource.hides?.(reader) ?? (() => false);
  const found = resource.rows.filter((row) => !hides(row) && sees(resource.definitionKey(row)) && matches(row));
  const order = orders.length > 0 ? orders : [ascending((row: Row) => resource.id(row))];
  // Ties keep the order of events, which is not the order of ids: nothing promises either.
  return found.sort((left, right) => order.reduce((result, compare) => result || compare(left, right), 0));
}

/** The part of a list that the URL asks for. Negative numbers and zero give nothing; so does a start beyond the end. */
export function page<Row>(engine: Engine, rows: readonly Row[], parameters: Parameters): readonly Row[] {
  const first = rowCount(parameters, "firstResult");
  const max = rowCount(parameters, "maxResults");
  const limit = engine.users && engine.queryMaxResultsLimit;
  if (limit !== undefined && max === undefined) throw badRequest("An unbound number of results is forbidden!");
  if (limit !== undefined && max !== undefined && max > limit)
    throw badRequest(`Max results limit of ${limit} exceeded!`);
  if (max !== undefined && max <= 0) return [];
  if (first !== undefined && first < 0) return [];
  const start = first ?? 0;
  return rows.slice(start, max === undefined ? undefined : start + max);
}

/** A row without the fields that an older engine does not know. */
export function shown<Row>(engine: Engine, resource: Resource<Row>, row: Row, view: View): JsonObject {
  const fields = Object.entries(resource.show(row, view));
  return Object.fromEntries(fields.filter(([name]) => sendsField(resource.path, name, engine.minor)));
}

type Compare<Row> = (left: Row, right: Row) => number;

function ordering<Row>(sorts: Sorts<Row>, { by, order, source }: Sorting): Compare<Row> {
  const key = by !== null && Object.hasOwn(sorts, by) ? sorts[by] : undefined;
  const direction = order === "asc" || order === "desc" ? order : undefined;
  if (source === "query") {
    if (!key) throw invalid(`Cannot set query parameter 'sortBy' to value '${by}'`);
    if (!direction) throw invalid(`Cannot set query parameter 'sortOrder' to value '${order}'`);
  }
  if (!key) {
    throw notValid(
      "You should call any of the orderBy methods first before specifying a direction: currentOrderingProperty is null",
    );
  }
  if (!direction) throw notValid("Invalid query: call asc() or desc() after using orderByXX(): direction is null");
  const compare = ascending(key);
  return direction === "asc" ? compare : (left, right) => compare(right, left);
}

/** Nulls come first, as in H2; other databases put them last. */
function ascending<Row>(key: (row: Row) => string | number | null): Compare<Row> {
  return (left, right) => {
    const [a, b] = [key(left), key(right)];
    if (a === b) return 0;
    if (a === null) return -1;
    if (b === null) return 1;
    return a < b ? -1 : 1;
  };
}
