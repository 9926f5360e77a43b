import type { EventPosition } from "../core/engine.ts";
import { compareText } from "../core/text-order.ts";

/** The common order of events: (startedAt, kind, id). */
export function compareEvents(a: EventPosition, b: EventPosition): number {
  return compareText(a.startedAt, b.startedAt) || compareText(a.kind, b.kind) || compareText(a.id, b.id);
}
