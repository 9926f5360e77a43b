import type * as z from "zod";
import type { Page, Rows } from "../client.ts";
import type { ReadName } from "../reads.ts";
import type { Body, Requests } from "../requests.ts";
import { found } from "./wire.ts";

/** Most rows of one list; servers give up to 10,000, but such an answer is megabytes. */
export const maxRows = 1_000;
/** Rows of what belongs to one instance. */
export const listLimit = 100;

type Sort = readonly { field: string; order: "ASC" | "DESC" }[];

interface Rest {
  readonly limit: number;
  readonly sort?: Sort;
  readonly path?: Record<string, string>;
}

/** One search: a filter in, a page of rows out. */
export type Search = <T>(read: ReadName, row: z.ZodType<T>, filter: Body | undefined, rest: Rest) => Promise<Rows<T>>;

export function createSearch(requests: Requests): Search {
  return async (read, row, filter, { limit, sort = [], path }) => {
    const body = { filter, ...(sort.length > 0 ? { sort } : {}), page: { limit: Math.min(limit, maxRows) } };
    const { items, page } = await requests.asked(read, found(row), body, path);
    const total = page?.totalItems ?? undefined;
    if (total === undefined) return { rows: items };
    return { rows: items, total, totalIsLowerBound: page?.hasMoreTotalItems ?? false };
  };
}

/** The bounds of a page as a filter on a field of time. */
export const inTime = (field: string, { from, before }: Page): Body =>
  (from ?? before) === undefined ? {} : { [field]: { $gte: from, $lt: before } };

/** The order of a page, by a field of time; what happened in one moment by key. */
export const byTime = (field: string, key: string, { order }: Page): Sort => [
  { field, order: order === "newest" ? "DESC" : "ASC" },
  { field: key, order: "ASC" },
];

export const ascending = (field: string): Sort => [{ field, order: "ASC" }];
