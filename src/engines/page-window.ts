import type { InstanceQuestion } from "../core/engine.ts";
import type { Filters } from "../core/filters.ts";
import { shiftIso } from "../core/time.ts";

/** Bounds of the start: from is inclusive, before exclusive. */
export interface Window {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** The bounds that a question asks for. */
export const windowOf = ({ startedAfter, startedBefore }: Filters): Window => ({
  from: startedAfter,
  before: startedBefore,
});

/** The bounds from the position of a page on, which take the rows of the boundary's moment in again. */
export function pageWindow(
  { filters, after }: Pick<InstanceQuestion, "filters" | "after">,
  order: "oldest" | "newest",
): Window {
  const window = windowOf(filters);
  if (!after) return window;
  const ties = after.afterId !== null;
  if (order === "newest") {
    const before = ties ? shiftIso(after.startedAt, 1) : after.startedAt;
    return { ...window, before: window.before !== undefined && window.before < before ? window.before : before };
  }
  const from = ties ? after.startedAt : shiftIso(after.startedAt, 1);
  return { ...window, from: window.from !== undefined && window.from > from ? window.from : from };
}
