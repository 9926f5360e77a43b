import type * as z from "zod";
import type { Page, Rows } from "../client.ts";
import type { ReadName } from "../reads.ts";
import type { Body, Requests } from "../requests.ts";
import { found } from "./wire.ts";

/** Most rows of one list; more are refused with 400 (measured on 8.6.0). */
export const maxRows = 1_000;
/** Totals are counted up to here. */
const countedUpTo = 10_000;

/** No key is greater: with a moment it makes a position behind everything of that moment. */
const behindAll = "9223372036854775807";

interface Rest {
  readonly size: number;
  readonly sort?: readonly { field: string; order: "ASC" | "DESC" }[];
  readonly searchAfter?: readonly string[];
}

export interface Searches {
  /** One search: an exact filter in, a page of rows out. */
  search<T>(read: ReadName, row: z.ZodType<T>, filter: Body, rest: Rest): Promise<Rows<T>>;
  /**
   * A list in time, by a field of the server's. Its bounds are positions in the order: dates are never sent as filters, which
   * know no ranges and answer any but one form of date with 500 (measured on 8.6.0).
   */
  inTime<T>(
    read: ReadName,
    row: z.ZodType<T>,
    filter: Body,
    field: string,
    page: Page,
    beganAt: (row: T) => string | null,
  ): Promise<Rows<T>>;
}

export function createSearches(requests: Requests): Searches {
  const search: Searches["search"] = async (read, row, filter, rest) => {
    const size = Math.min(rest.size, maxRows);
    const { items, total } = await requests.asked(read, found(row), { filter, ...rest, size });
    return { rows: items, ...(total === null ? {} : { total, totalIsLowerBound: total >= countedUpTo }) };
  };
  return {
    search,
    async inTime(read, row, filter, field, page, beganAt) {
      const newest = page.order === "newest";
      const start = newest ? page.before : page.from;
      const list = await search(read, row, filter, {
        size: page.limit,
        sort: [{ field, order: newest ? "DESC" : "ASC" }],
        ...(start === undefined ? {} : { searchAfter: [String(Date.parse(start) - (newest ? 0 : 1)), behindAll] }),
      });
      const { from = "", before = "~" } = page;
      if ((page.from ?? page.before) === undefined) return list;
      return {
        rows: list.rows.filter((one) => {
          const at = beganAt(one) ?? "";
          return at >= from && at < before;
        }),
      };
    },
  };
}
