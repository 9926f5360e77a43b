import type { Waiting, WaitsFor } from "../../core/model.ts";
import { clean, enteredAt, toElement } from "./mapping.ts";
import type { Activity } from "./wire.ts";
import { waitKindOf } from "./words.ts";

function waitsFor({ kind, owner, expirationTime }: Activity): WaitsFor {
  const wait = waitKindOf(kind) ?? "other";
  const due = expirationTime === undefined ? {} : { dueAt: expirationTime };
  if (wait === "userTask") return { kind: wait, ...due, assignee: owner ? clean(owner) : null };
  return { kind: wait, ...due };
}

/** Where the instance is, longest waiting first. Activities that hold others are shown only where nothing runs inside. */
export function waitingAt(activities: readonly Activity[], now: Date): Waiting[] {
  const inner = activities.filter(({ kind }) => waitKindOf(kind) !== undefined);
  return [...(inner.length > 0 ? inner : activities)]
    .sort((a, b) => ((enteredAt(a) ?? "~") < (enteredAt(b) ?? "~") ? -1 : 1))
    .map((activity) => {
      const since = enteredAt(activity);
      return {
        element: toElement(activity),
        ...(since === null ? {} : { since, waitingMs: Math.max(0, now.getTime() - Date.parse(since)) }),
        waitsFor: waitsFor(activity),
      };
    });
}
