import { fault } from "../../core/errors.ts";
import type { Rows } from "./client.ts";

/** Rows asked for beyond a page, so that a moment that several rows share seldom costs a second request. */
const slack = 5;

interface Reading<T> {
  readonly engine: string;
  /** Rows that the page needs; one more is looked for, to know whether more follow. */
  readonly limit: number;
  readonly maxRows: number;
  readonly ask: (limit: number) => Promise<Rows<T>>;
  readonly startedAt: (row: T) => string | null;
  /** Whether a row comes after the position of the page. */
  readonly isNew: (row: T) => boolean;
}

interface Beginning<T> {
  /** New rows; the first `limit` of them are the page once they are in the order of the port. */
  readonly rows: T[];
  readonly more: boolean;
  readonly found: Rows<T>;
}

/**
 * The beginning of a list in time, read so far that the last moment of the page is whole: servers order the rows of one moment
 * by number, pages do by text, so a page may only end where all rows of its last moment are known. Throws `notSupported` for a
 * moment of more rows than one list may have.
 */
export async function wholeMoments<T>({
  engine,
  limit,
  maxRows,
  ask,
  startedAt,
  isNew,
}: Reading<T>): Promise<Beginning<T>> {
  for (let asked = Math.min(limit + 1 + slack, maxRows); ; asked = Math.min(asked * 4, maxRows)) {
    const found = await ask(asked);
    const rows = found.rows.filter(isNew);
    const lastOfPage = rows[limit - 1];
    const last = found.rows.at(-1);
    const isWhole = rows.length > limit && lastOfPage && last && startedAt(lastOfPage) !== startedAt(last);
    const isEnd = found.rows.length < asked;
    if (isEnd && (found.total ?? 0) > found.rows.length) return cutShort(rows, found, limit, startedAt);
    if (isWhole || isEnd) return { rows, found, more: rows.length > limit };
    if (asked >= maxRows) {
      throw fault("notSupported", {
        what: `a page within more than ${maxRows} rows of one millisecond`,
        engine,
        because: "which of them come first is not known before all are read",
      });
    }
  }
}

/** A server that gave fewer rows than asked though it counts more: of its last moment some may be missing, so that is left to the next page. */
function cutShort<T>(rows: T[], found: Rows<T>, limit: number, startedAt: (row: T) => string | null): Beginning<T> {
  const last = rows.at(-1);
  const whole = rows.filter((row) => last && startedAt(row) !== startedAt(last));
  const kept = whole.length > 0 ? whole : rows;
  return { rows: kept, found, more: kept.length > limit || kept.length > 0 };
}
