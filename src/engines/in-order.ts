import { fault } from "../core/errors.ts";

export type Order = "oldest" | "newest";

/**
 * Throws `filterIgnored` for rows out of the order that was asked for, as far as they tell their times: pages are cut by time, so
 * they would lose rows without a trace.
 */
export function assertInOrder<T>(
  engine: string,
  rows: readonly T[],
  timeOf: (row: T) => string | null | undefined,
  order: Order,
): void {
  const times = rows.flatMap((row) => timeOf(row) ?? []);
  const isOrdered = times.every((at, index) => {
    const before = times[index - 1] ?? at;
    return order === "newest" ? at <= before : at >= before;
  });
  if (!isOrdered) throw fault("filterIgnored", { engine, filter: "the order" });
}
