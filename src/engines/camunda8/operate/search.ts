import type * as z from "zod";
import { assertInOrder } from "../../in-order.ts";
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

/** Where a row stands in a list in time. */
interface Position {
  readonly at: string | null;
  readonly key: string;
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
    positionOf: (row: T) => Position,
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
    async inTime(read, row, filter, field, page, positionOf) {
      const newest = page.order === "newest";
      const start = newest ? page.before : page.from;
      const sort = [{ field, order: newest ? ("DESC" as const) : ("ASC" as const) }];
      let after = start === undefined ? undefined : [String(Date.parse(start) - (newest ? 0 : 1)), behindAll];
      let counted: Pick<Rows<unknown>, "total" | "totalIsLowerBound"> = {};
      const rows: z.output<typeof row>[] = [];
      for (;;) {
        const rest = { size: page.limit - rows.length, sort, ...(after ? { searchAfter: after } : {}) };
        const { rows: more, ...count } = await search(read, row, filter, rest);
        counted = count;
        rows.push(...more);
        const last = more.at(-1);
        const { at, key } = last === undefined ? { at: null, key: "" } : positionOf(last);
        // The server counts what lies before the position as well, so only an empty answer is sure to be the end there.
        const isEnd = rows.length >= Math.min(page.limit, maxRows) || rows.length >= (counted.total ?? 0);
        if (at === null || isEnd || !isInside(at, page)) break;
        after = [String(Date.parse(at)), key];
      }
      assertInOrder(requests.engine, rows, (one) => positionOf(one).at, page.order);
      if ((page.from ?? page.before) === undefined) return { rows, ...counted };
      return { rows: rows.filter((one) => isInside(positionOf(one).at ?? "", page)) };
    },
  };
}

const isInside = (at: string, { from = "", before = "~" }: Page) => at >= from && at < before;
