import type { EventPosition } from "../core/engine.ts";

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The common order of events: (startedAt, kind, id). */
export function compareEvents(a: EventPosition, b: EventPosition): number {
  return compare(a.startedAt, b.startedAt) || compare(a.kind, b.kind) || compare(a.id, b.id);
}
