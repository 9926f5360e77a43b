import type { EventKind, HistoryEvent, ProcessInstance } from "../core/model.ts";

/** Kinds that a question about one element can be answered with. */
export const elementKinds: ReadonlySet<EventKind> = new Set(["element", "calledInstance", "incident", "jobFailure"]);

/** The span of the instance itself. */
export function instanceEvent(instance: ProcessInstance): HistoryEvent {
  const outcomes = { completed: "completed", terminated: "cancelled", failed: "failed" } as const;
  const { state } = instance;
  const ended = state === "completed" || state === "terminated" || state === "failed";
  return {
    kind: "instance",
    id: instance.id,
    startedAt: instance.startedAt ?? "",
    endedAt: instance.endedAt ?? null,
    durationMs: instance.durationMs ?? null,
    outcome: ended ? outcomes[state] : "active",
    ...(instance.endReason ? { detail: instance.endReason } : {}),
  };
}
