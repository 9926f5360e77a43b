/** A cluster before 8.8 in memory, which speaks Operate's API v1 as it was recorded on 8.6.0. */
import { compareValues } from "./matching.ts";
import { type Asked, isRow, noSuchPath, type Reply, type Row, type Serving } from "./stub.ts";

export interface OperateTables {
  readonly instances?: readonly Row[];
  readonly elements?: readonly Row[];
  readonly incidents?: readonly Row[];
  readonly variables?: readonly Row[];
  readonly definitions?: readonly Row[];
}

const lists: Readonly<Record<string, keyof OperateTables>> = {
  "process-instances": "instances",
  "flownode-instances": "elements",
  incidents: "incidents",
  variables: "variables",
  "process-definitions": "definitions",
};

/** An instance as Operate tells it: its keys are numbers, and nothing is null. */
export function operateInstance(key: string, facts: Row = {}): Row {
  return {
    key: BigInt(key),
    processVersion: 2,
    bpmnProcessId: "order",
    startDate: "2026-11-22T14:20:00.000+0000",
    state: "ACTIVE",
    incident: false,
    processDefinitionKey: 2_251_799_813_680_001n,
    tenantId: "<default>",
    ...facts,
  };
}

/** Operate's own 404 for a key. */
export const noSuchKey = (key: string): Reply => ({
  status: 404,
  type: "application/problem+json",
  json: {
    status: 404,
    message: `No process instances found for key ${key}`,
    instance: "48e83dbd-2059-4bef-85ff-e1bb86c8b1e5",
    type: "Requested resource not found",
  },
});

/** The cluster with these records. */
export function serveOperate(tables: OperateTables, version = "8.6.0"): Serving {
  return ({ path, body }) => {
    if (path === "/v2/topology") return { json: { gatewayVersion: version } };
    const [, resource = "", place = ""] = /^\/v1\/([\w-]+)\/(\w+)$/.exec(path) ?? [];
    const list = lists[resource];
    if (!list) return noSuchPath(path);
    const rows = tables[list] ?? [];
    if (place === "search") return operatePage(rows, body);
    const found = rows.find(({ key }) => String(key) === place);
    return found ? { json: found } : noSuchKey(place);
  };
}

type Sort = { readonly field: string; readonly descending: boolean };

/** A page as Operate cuts it: after the fields asked for by key; `searchAfter` is the place behind which it goes on. */
export function operatePage(rows: readonly Row[], { filter, sort, size, searchAfter }: Asked["body"]): Reply {
  const wanted = isRow(filter) ? Object.entries(filter) : [];
  const found = rows.filter((row) => wanted.every(([name, value]) => String(row[name] ?? "") === String(value)));
  const sorts: readonly Sort[] = [
    ...(Array.isArray(sort) ? sort : []).flatMap((one) =>
      isRow(one) ? [{ field: String(one["field"]), descending: one["order"] === "DESC" }] : [],
    ),
    { field: "key", descending: false },
  ];
  const sorted = found.toSorted((a, b) => comparePlaces(placeOf(a, sorts), placeOf(b, sorts), sorts));
  const behind = Array.isArray(searchAfter)
    ? sorted.filter((row) => comparePlaces(placeOf(row, sorts), searchAfter, sorts) > 0)
    : sorted;
  const items = behind.slice(0, typeof size === "number" ? size : 10);
  const last = items.at(-1);
  return { json: { items, sortValues: last ? placeOf(last, sorts) : [], total: Math.min(found.length, 10_000) } };
}

/** Where a row stands in the order: dates as milliseconds, all of it as text. */
function placeOf(row: Row, sorts: readonly Sort[]): string[] {
  return sorts.map(({ field }) => {
    const value = row[field];
    return field.endsWith("Date") || field.endsWith("Time") ? String(momentOf(value)) : String(value ?? "");
  });
}

const momentOf = (value: unknown) => Date.parse(String(value).replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));

function comparePlaces(a: readonly unknown[], b: readonly unknown[], sorts: readonly Sort[]): number {
  for (const [index, { descending }] of sorts.entries()) {
    const order = compareValues(a[index], b[index]) * (descending ? -1 : 1);
    if (order !== 0) return order;
  }
  return 0;
}
