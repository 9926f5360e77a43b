import type { CheckFinding, InstanceAnswer } from "../../src/core/engine.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";
import type { Counts, HistoryEvent, HistorySource, ProcessInstance } from "../../src/core/model.ts";

/** The instant of every golden file. */
export const now = new Date("2026-11-22T17:45:00.000Z");

export const pay3 = "daf911a8-e689-11f1-8a30-02fc00000001";
const customer5001 = "daf7d920-e689-11f1-8a30-02fc00000001";
export const customer5003 = "dac249ee-e689-11f1-8a30-02fc00000001";
export const order4711 = "b7c59ada-e689-11f1-8a30-02fc00000001";
export const task = "c1111111-e689-11f1-8a30-02fc00000001";
export const wide = "c2222222-e689-11f1-8a30-02fc00000001";
export const hostile = "c3333333-e689-11f1-8a30-02fc00000001";

const payments = { key: "payment-collection", name: "Payment collection", version: 7, id: "payment-collection:7:1" };
const onboarding = { key: "customer-onboarding", version: 1, id: "customer-onboarding:1:1" };

function row(id: string, rest: Partial<ProcessInstance> & Pick<ProcessInstance, "definition">): ProcessInstance {
  return {
    engine: "c7-prod",
    id,
    state: "active",
    engineState: "ACTIVE",
    startedAt: "2026-11-22T15:31:00.000Z",
    ...rest,
  };
}

const evil = "\u001b]0;owned\u0007\u001b[2J\u009b31mfake\r\n\u202egnp.exe\u0000\ttab";

export const rows: readonly ProcessInstance[] = [
  row(pay3, {
    definition: payments,
    hasIncident: true,
    businessKey: "PAY-3",
    parentId: customer5001,
    rootId: customer5001,
    url: `https://c7-prod.example.com/cockpit/${pay3}`,
  }),
  row(customer5003, {
    definition: onboarding,
    state: "completed",
    engineState: "COMPLETED",
    businessKey: "CUSTOMER 5003",
    startedAt: "2026-11-09T08:01:00.000Z",
    endedAt: "2026-11-12T10:04:30.000Z",
    durationMs: 266_610_000,
  }),
  row(order4711, {
    definition: { key: "order-fulfilment", version: 2, id: "order-fulfilment:2:1" },
    state: "terminated",
    engineState: "EXTERNALLY_TERMINATED",
    businessKey: "ORDER-4711",
    startedAt: "2025-11-20T08:00:00.000Z",
    endedAt: "2026-11-22T08:58:00.000Z",
    endReason: "migrated",
  }),
  row(task, { definition: { key: "invoice-approval", version: 1, id: "i" }, startedAt: "2026-11-17T09:00:00.000Z" }),
  row(wide, {
    definition: { key: "注文処理", version: 12, id: "j" },
    state: "suspended",
    engineState: "SUSPENDED",
    businessKey: "注文番号 4711 🚚 東京都渋谷区",
    startedAt: "2026-11-22T17:44:30.000Z",
  }),
  row(hostile, {
    definition: { key: `evil${evil}`, version: 1, id: "k" },
    hasIncident: true,
    businessKey: evil,
    startedAt: "2026-11-21T17:44:30.000Z",
  }),
];

const message = "Payment provider did not answer: Read timed out";
const capture = { elementId: "Capture", elementName: "Capture funds", elementType: "serviceTask" };

export const emptyAnswer: Omit<InstanceAnswer, "instance"> = { waitingAt: [], incidents: [], called: [], unknown: [] };

const incident = {
  id: "inc-1",
  instanceId: pay3,
  element: capture,
  type: "failedExternalTask",
  message,
  fingerprint: fingerprint("failedExternalTask", message),
  since: "2026-11-22T15:31:00.000Z",
  retries: 0,
};

export const answers: Readonly<Record<string, Partial<InstanceAnswer>>> = {
  [pay3]: {
    waitingAt: [
      {
        element: capture,
        since: "2026-11-22T15:31:00.000Z",
        waitingMs: 8_040_000,
        waitsFor: { kind: "externalTask", name: "capture", retries: 0, lockedBy: null, lockedUntil: null },
      },
    ],
    incidents: [{ ...incident, annotation: "do not retry before OPS-4711 is closed" }],
    parent: { id: customer5001, definition: { key: "customer-onboarding", version: 1 }, businessKey: "CUSTOMER 5001" },
    root: { id: customer5001, definition: { key: "customer-onboarding", version: 1 }, businessKey: "CUSTOMER 5001" },
    variables: [
      { name: "amount", type: "Double", value: 129.5 },
      { name: "order", type: "Json", value: { id: "4711", lines: [1, 2, 3] }, elementInstanceId: "e1" },
      { name: "iban", type: "String", value: "DE02…" },
    ],
    unknown: ["called"],
  },
  [task]: {
    waitingAt: [
      {
        element: { elementId: "Approve", elementName: "Approve invoice", elementType: "userTask" },
        since: "2026-11-17T09:00:05.000Z",
        waitsFor: {
          kind: "userTask",
          assignee: null,
          candidateGroups: ["accounting"],
          dueAt: "2026-11-20T09:00:00.000Z",
        },
      },
      {
        element: { elementId: "Remind", elementType: "intermediateCatchEvent" },
        since: "2026-11-17T09:00:05.000Z",
        waitsFor: { kind: "timer", dueAt: "2026-11-23T09:00:00.000Z" },
      },
    ],
    called: [{ id: pay3, definition: { key: "payment-collection", version: 7 }, state: "active" }],
    calledTotal: 14,
  },
  [hostile]: {
    waitingAt: [{ element: { elementId: "x", elementName: evil }, waitsFor: { kind: "message", name: evil } }],
    incidents: [
      { ...incident, instanceId: hostile, message: evil, type: evil, annotation: evil, stackTrace: `${evil}\n at x` },
    ],
    variables: [{ name: evil, type: evil, value: { [evil]: evil } }],
  },
};

const noted = { elementId: "Withdrawn", elementName: "Customer withdrew", elementType: "boundaryEvent" };

export const events: Readonly<Record<string, readonly HistoryEvent[]>> = {
  [customer5003]: [
    {
      kind: "instance",
      id: customer5003,
      startedAt: "2026-11-09T08:01:00.000Z",
      endedAt: "2026-11-12T10:04:30.000Z",
      durationMs: 266_610_000,
      outcome: "completed",
    },
    {
      kind: "element",
      id: "a1",
      startedAt: "2026-11-09T08:01:00.000Z",
      endedAt: "2026-11-09T08:01:00.000Z",
      durationMs: 0,
      outcome: "completed",
      element: { elementId: "Start", elementName: "Application received", elementType: "startEvent" },
    },
    {
      kind: "calledInstance",
      id: "a2",
      startedAt: "2026-11-09T08:01:00.000Z",
      endedAt: "2026-11-12T10:04:30.000Z",
      durationMs: 266_610_000,
      outcome: "cancelled",
      element: { elementId: "Check", elementName: "Credit check", elementType: "callActivity" },
      calledId: pay3,
    },
    {
      kind: "jobFailure",
      id: "a3",
      startedAt: "2026-11-09T08:01:07.000Z",
      outcome: "failed",
      element: capture,
      retries: 2,
      message,
    },
    {
      kind: "incident",
      id: "a4",
      startedAt: "2026-11-09T08:02:07.000Z",
      endedAt: "2026-11-10T08:02:07.000Z",
      durationMs: 86_400_000,
      outcome: "resolved",
      element: capture,
      type: "failedExternalTask",
      message,
    },
    {
      kind: "operation",
      id: "a5",
      startedAt: "2026-11-10T08:02:07.000Z",
      outcome: "completed",
      name: "SetExternalTaskRetries",
      by: "demo",
      detail: "retries: 0 → 3",
    },
    {
      kind: "element",
      id: "a6",
      startedAt: "2026-11-12T10:04:30.000Z",
      durationMs: 0,
      outcome: "completed",
      element: noted,
    },
  ],
  [hostile]: [
    {
      kind: "element",
      id: "h1",
      startedAt: "2026-11-21T17:44:30.000Z",
      outcome: "active",
      element: { elementId: "x", elementName: evil, elementType: evil },
      message: evil,
    },
    {
      kind: "operation",
      id: "h2",
      startedAt: "2026-11-21T17:44:31.000Z",
      outcome: "completed",
      name: evil,
      by: evil,
      detail: evil,
    },
  ],
};

export const sources: readonly HistorySource[] = [
  { kind: "element", status: "recorded" },
  { kind: "operation", status: "notRecorded" },
  { kind: "jobFailure", status: "denied" },
];

export const counts: Counts = {
  definitions: [
    {
      engine: "c7-prod",
      definitionKey: "parcel-tracking",
      definitionVersion: 1,
      byState: { active: 1204 },
      openIncidents: 30,
    },
    {
      engine: "c7-prod",
      definitionKey: "payment-collection",
      definitionVersion: 7,
      byState: { active: 40, suspended: 2, completed: 98_231 },
      openIncidents: 3,
    },
    { engine: "c7-prod", definitionKey: "quiet", byState: { active: 3 }, openIncidents: 0 },
  ],
  incidents: [
    {
      engine: "c7-prod",
      definitionKey: "payment-collection",
      definitionVersion: 7,
      element: capture,
      type: "failedExternalTask",
      fingerprint: "a",
      instances: 3,
      message,
      oldest: "2026-11-22T15:31:00.000Z",
      newest: "2026-11-22T16:31:00.000Z",
    },
    {
      engine: "c7-prod",
      definitionKey: "parcel-tracking",
      definitionVersion: 1,
      element: { elementId: "Scan", elementName: "Scan parcel" },
      type: "failedJob",
      fingerprint: "b",
      instances: 30,
      message: null,
      oldest: "2026-11-20T13:31:00.000Z",
      newest: "2026-11-22T16:31:00.000Z",
    },
  ],
};

export const findings: readonly CheckFinding[] = [
  { check: "reachable", status: "ok", facts: { ms: 31 } },
  { check: "version", status: "ok", facts: { version: "7.24.0" } },
  {
    check: "rights",
    status: "warning",
    facts: { instances: 0 },
    problem: "The account sees no instance. Give it READ on process instances.",
  },
  { check: "history", status: "unknown", facts: { level: null } },
];

export const c8Row: ProcessInstance = {
  engine: "c8-prod",
  id: "2251799813690412",
  definition: { key: "order-fulfilment", version: 3, id: "2251799813685250" },
  state: "active",
  engineState: "ACTIVE",
  hasIncident: false,
  businessKey: "ORDER-4711",
  startedAt: "2026-11-22T09:02:00.000Z",
};

/** So many instances that answers have pages. */
export function bulk(size: number): ProcessInstance[] {
  return Array.from({ length: size }, (_, at) => ({
    engine: "c7-prod",
    id: `bulk-${String(at).padStart(6, "0")}`,
    definition: { key: "bulk", version: 1, id: "bulk:1" },
    state: "active" as const,
    engineState: "ACTIVE",
    startedAt: new Date(now.getTime() - at * 1_000).toISOString(),
  }));
}
