import type { EventPosition, HistoryQuestion } from "../core/engine.ts";
import { compareText } from "../core/text-order.ts";

/** The common order of events: (startedAt, kind, id). */
export function compareEvents(a: EventPosition, b: EventPosition): number {
  return compareText(a.startedAt, b.startedAt) || compareText(a.kind, b.kind) || compareText(a.id, b.id);
}

/** Whether an event is still to come after the position of a page, in the order asked. */
export function comesAfter({ after, order }: Pick<HistoryQuestion, "after" | "order">) {
  const direction = order === "oldest" ? 1 : -1;
  return (event: EventPosition) => !after || direction * compareEvents(event, after) > 0;
}
