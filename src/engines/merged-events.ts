import type { HistoryEvent } from "../core/model.ts";
import { compareText } from "../core/text-order.ts";
import { compareEvents } from "./event-order.ts";

/** New events of one source, in the order asked; `cut` where it has more. */
export interface EventList {
  readonly events: readonly HistoryEvent[];
  readonly cut?: boolean;
}

/** Events of all sources in one order. Beyond the end of a source that was cut short its next events are missing: it ends there. */
export function mergedEvents(lists: readonly EventList[], order: "oldest" | "newest") {
  const direction = order === "oldest" ? 1 : -1;
  const ends = lists.flatMap(({ events, cut }) => (cut ? events.slice(-1) : []));
  const events = lists
    .flatMap((list) => list.events)
    .filter((event) => ends.every((end) => direction * compareText(event.startedAt, end.startedAt) <= 0))
    .sort((a, b) => direction * compareEvents(a, b));
  return { events, more: ends.length > 0 };
}
