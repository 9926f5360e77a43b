import type { HistoryAnswer } from "../../src/core/engine.ts";
import type { HistoryEvent, ProcessInstance } from "../../src/core/model.ts";

const customer: ProcessInstance = {
  engine: "c7-prod",
  id: "b7c59ada-e689-11f1-8a30-02fc00000001",
  definition: { key: "customer-onboarding", version: 1, id: "customer-onboarding:1:x" },
  state: "completed",
  engineState: "COMPLETED",
  hasIncident: false,
  businessKey: "CUSTOMER 5003",
  startedAt: "2026-11-09T08:01:00.000Z",
  endedAt: "2026-11-12T10:04:00.000Z",
  durationMs: 266_580_000,
};

let counter = 0;
const event = (facts: Omit<HistoryEvent, "id">): HistoryEvent => {
  counter += 1;
  return { id: `e${counter}`, ...facts };
};

const task = (elementId: string, elementName: string, elementType = "userTask") => ({
  elementId,
  elementName,
  elementType,
});

const events: readonly HistoryEvent[] = [
  event({
    kind: "instance",
    startedAt: "2026-11-09T08:01:00.000Z",
    endedAt: "2026-11-12T10:04:00.000Z",
    durationMs: 266_580_000,
    outcome: "completed",
  }),
  event({
    kind: "element",
    startedAt: "2026-11-09T08:01:00.010Z",
    endedAt: "2026-11-09T08:01:00.012Z",
    durationMs: 2,
    outcome: "completed",
    element: task("received", "Application received", "startEvent"),
  }),
  event({
    kind: "element",
    startedAt: "2026-11-09T08:01:00.020Z",
    endedAt: "2026-11-12T10:04:00.000Z",
    durationMs: 266_579_980,
    outcome: "cancelled",
    element: task("creditCheck", "Credit check", "callActivity"),
    calledId: "dac249ee-e689-11f1-8a30-02fc00000001",
  }),
  event({
    kind: "jobFailure",
    startedAt: "2026-11-09T08:02:11.000Z",
    outcome: "failed",
    type: "asyncContinuation",
    retries: 2,
    message: "Read timed out",
    element: task("score", "Score", "serviceTask"),
  }),
  event({
    kind: "incident",
    startedAt: "2026-11-09T08:12:00.000Z",
    endedAt: "2026-11-10T09:00:00.000Z",
    durationMs: 89_280_000,
    outcome: "resolved",
    type: "failedJob",
    message: "Bureau is down\nfor maintenance",
    messageLength: 2_311,
    element: task("score", "Score", "serviceTask"),
  }),
  event({
    kind: "variable",
    startedAt: "2026-11-10T09:00:00.000Z",
    outcome: "completed",
    name: "amount",
    detail: "12.5",
  }),
  event({
    kind: "operation",
    startedAt: "2026-11-10T09:00:00.000Z",
    outcome: "completed",
    name: "SetJobRetries",
    by: "anna",
    detail: "retries: 0 → 3",
  }),
  event({
    kind: "element",
    startedAt: "2026-11-12T10:04:00.000Z",
    endedAt: "2026-11-12T10:04:00.001Z",
    durationMs: 1,
    outcome: "completed",
    element: task("withdrawn", "Customer withdrew", "boundaryEvent"),
  }),
];

const running: ProcessInstance = {
  ...customer,
  id: "running",
  state: "active",
  engineState: "ACTIVE",
  startedAt: "2026-11-22T15:31:00.000Z",
  endedAt: null,
  durationMs: null,
};

/** Histories by instance id. */
export const histories: Readonly<Record<string, HistoryAnswer>> = {
  [customer.id]: {
    instance: customer,
    events,
    more: false,
    sources: [
      { kind: "instance", status: "recorded" },
      { kind: "element", status: "recorded" },
      { kind: "operation", status: "notRecorded" },
      { kind: "variable", status: "denied" },
      { kind: "jobFailure", status: "unknown" },
    ],
  },
  running: {
    instance: running,
    events: [
      event({
        kind: "element",
        startedAt: "2026-11-22T15:31:00.000Z",
        outcome: "active",
        element: task("check", "Check"),
        assignee: "anna",
      }),
      event({
        kind: "calledInstance",
        startedAt: "2026-11-22T15:40:00.000Z",
        outcome: "active",
        element: task("creditCheck", "Credit check", "callActivity"),
        calledId: "called-9",
      }),
    ],
    more: true,
    sources: [{ kind: "element", status: "recorded" }],
  },
  empty: {
    instance: { ...running, id: "empty" },
    events: [],
    more: false,
    sources: [{ kind: "element", status: "notRecorded" }],
  },
};
