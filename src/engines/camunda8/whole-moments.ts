import type { Rows } from "./client.ts";

/** Rows asked for beyond a page, so that a moment that several rows share seldom costs a second request. */
const slack = 5;

interface Reading<T> {
  /** Rows that the page needs; one more is looked for, to know whether more follow. */
  readonly limit: number;
  readonly maxRows: number;
  readonly ask: (limit: number) => Promise<Rows<T>>;
  readonly startedAt: (row: T) => string | null;
  /** Whether a row comes after the position of the page. */
  readonly isNew: (row: T) => boolean;
}

/**
 * The beginning of a list in time, read so far that the last moment of the page is whole: servers order the rows of one moment
 * by number, pages do by text, so a page may only end where all rows of its last moment are known.
 */
export async function wholeMoments<T>({ limit, maxRows, ask, startedAt, isNew }: Reading<T>) {
  for (let asked = Math.min(limit + 1 + slack, maxRows); ; asked = Math.min(asked * 4, maxRows)) {
    const found = await ask(asked);
    const rows = found.rows.filter(isNew);
    const lastOfPage = rows[limit - 1];
    const last = found.rows.at(-1);
    const isWhole = rows.length > limit && lastOfPage && last && startedAt(lastOfPage) !== startedAt(last);
    if (isWhole || found.rows.length < asked || asked >= maxRows) return { rows, found };
  }
}
