import type { View } from "../../src/core/access.ts";
import type { ProcessInstance } from "../../src/core/model.ts";

export const now = new Date("2026-11-22T17:45:00.000Z");

/** A running instance with everything an engine may tell. */
export function sample(facts: Partial<ProcessInstance> = {}): ProcessInstance {
  return {
    engine: "c7",
    id: "i-1",
    definition: { key: "order", name: "Order", version: 2, versionTag: null, id: "order:2:abc" },
    state: "active",
    engineState: "ACTIVE",
    hasIncident: false,
    businessKey: "ORDER-1",
    tenantId: null,
    startedAt: "2026-11-22T10:00:00.000Z",
    endedAt: null,
    durationMs: null,
    startedBy: null,
    endReason: null,
    parentId: null,
    rootId: "i-1",
    restartedFrom: null,
    url: "https://cockpit.example/i-1",
    ...facts,
  };
}

export const openView: View = { scope: {}, showVariables: ["*"], incidentMessages: "full", businessKeys: "full" };

/** What a function throws; undefined when it does not. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
