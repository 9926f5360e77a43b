import { fault } from "../core/errors.ts";

/** Rows from the beginning of a list, and how many there are in all where that is told. */
interface Batch<T> {
  readonly rows: readonly T[];
  readonly total?: number | undefined;
}

/** Rows asked for beyond a page, so that a moment that several rows share seldom costs a second request. */
const slack = 5;

interface Reading<T, B extends Batch<T>> {
  readonly engine: string;
  /** The length of a moment, in words: what the engine tells times in. */
  readonly moment: "millisecond" | "second";
  /** Rows that the page needs; one more is looked for, to know whether more follow. */
  readonly limit: number;
  readonly maxRows: number;
  readonly ask: (limit: number) => Promise<B>;
  readonly startedAt: (row: T) => string | null;
  /** What tells rows apart: one that comes again is dropped. */
  readonly idOf: (row: T) => string;
  /** Whether a row comes after the position of the page. */
  readonly isNew: (row: T) => boolean;
}

interface Beginning<T, B> {
  /** New rows; the first `limit` of them are the page once they are in the order of the port. */
  readonly rows: T[];
  readonly more: boolean;
  readonly found: B;
}

/**
 * The beginning of a list in time, read so far that the last moment of the page is whole: servers order the rows of one moment
 * by number, pages do by text, so a page may only end where all rows of its last moment are known. Throws `notSupported` for a
 * moment of more rows than one list may have.
 */
export async function wholeMoments<T, B extends Batch<T>>({
  engine,
  moment,
  limit,
  maxRows,
  ask,
  startedAt,
  idOf,
  isNew,
}: Reading<T, B>): Promise<Beginning<T, B>> {
  for (let asked = Math.min(limit + 1 + slack, maxRows); ; asked = Math.min(asked * 4, maxRows)) {
    const found = await ask(asked);
    const rows = [...new Map(found.rows.filter(isNew).map((row) => [idOf(row), row])).values()];
    const lastOfPage = rows[limit - 1];
    const last = found.rows.at(-1);
    const isWhole = rows.length > limit && lastOfPage && last && startedAt(lastOfPage) !== startedAt(last);
    const isEnd = found.rows.length < asked;
    if (isEnd && (found.total ?? 0) > found.rows.length) return cutShort(rows, found, startedAt);
    if (isWhole || isEnd) return { rows, found, more: rows.length > limit };
    if (asked >= maxRows) {
      const part = cutShort(rows, found, startedAt);
      if (part.rows.length < rows.length) return part;
      throw fault("notSupported", {
        what: `a page within more than ${maxRows} rows of one ${moment}`,
        engine,
        because: "which of them come first is not known before all are read",
      });
    }
  }
}

/** There are more rows than the server gave: of its last moment some may be missing, so that is left to the next page. */
function cutShort<T, B>(rows: T[], found: B, startedAt: (row: T) => string | null): Beginning<T, B> {
  const last = rows.at(-1);
  const whole = rows.filter((row) => last && startedAt(row) !== startedAt(last));
  const kept = whole.length > 0 ? whole : rows;
  return { rows: kept, found, more: kept.length > 0 };
}
