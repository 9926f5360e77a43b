/** Whether two answers of Operate have the same shape, whatever their values, and whether a list is in its order. */
import { isRow, lossless, type Row } from "./operate-recordings.ts";

/** What models give or do not give, whatever becomes of their instances. */
const givenByModels = ["processVersionTag", "versionTag", "name", "flowNodeName", "jobKey"];
/** What an absent field depends on. */
const deciding = ["state", "incident"];

const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}([+-][\d:]+)/;

function kindOf(value: unknown): string {
  if (typeof value === "bigint") return "whole";
  if (typeof value === "string" && moment.test(value)) return "date";
  return value === null ? "null" : typeof value;
}

/** The forms of the offsets of all dates in an answer. */
export const offsetsIn = (body: string): Set<string | undefined> =>
  new Set([...body.matchAll(new RegExp(moment, "g"))].map(([, offset]) => offset));

/** The fields of a row in order with their kinds, and what it depends on which of them are there. */
export function signature(row: Row): string {
  const fixed = Object.entries(row).filter(([name]) => !givenByModels.includes(name));
  const kinds = fixed.map(([name, value]) =>
    deciding.includes(name) ? `${name}=${value}` : `${name}:${kindOf(value)}`,
  );
  return kinds.join(" ");
}

/** Kinds at every level; lists as the set of the kinds in them. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort();
  if (isRow(value)) return Object.entries(value).map(([name, field]) => [name, shapeOf(field)]);
  return kindOf(value);
}

type Sort = readonly { readonly field: string; readonly order: string }[];

/** The sorting of a search: always by key in the end. */
export function sortOf(body: string | null): Sort {
  const query = lossless(body ?? "{}");
  const sort = isRow(query) && Array.isArray(query["sort"]) ? query["sort"].filter(isRow) : [];
  const asked = sort.map(({ field, order = "ASC" }) => ({ field: String(field), order: String(order) }));
  return [...asked, { field: "key", order: "ASC" }];
}

const cellOf = (value: unknown): bigint | string | null => {
  if (value === undefined) return null;
  return typeof value === "bigint" ? value : String(value);
};

/** Whether each row is followed by one that the sorting puts after it; rows without a value come last. */
export function inOrder(rows: readonly Row[], sort: Sort): boolean {
  return rows.every((row, index) => {
    const next = rows[index + 1];
    for (const { field, order } of next ? sort : []) {
      const [left, right] = [cellOf(row[field]), cellOf(next?.[field])];
      if (left === right) continue;
      if (left === null || right === null) return right === null;
      return left < right === (order === "ASC");
    }
    return true;
  });
}

/** What `sortValues` says of a row: texts, dates as milliseconds, and bounds of what a long holds for no value. */
export function sortValuesOf(row: Row | undefined, sort: Sort): readonly unknown[] {
  return sort.map(({ field, order }) => {
    const value = cellOf(row?.[field]);
    if (value === null) return order === "ASC" ? "9223372036854775807" : "-9223372036854775808";
    return kindOf(value) === "date" ? String(Date.parse(String(value).replace("+0000", "Z"))) : String(value);
  });
}
