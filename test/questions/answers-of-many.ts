import { expect } from "vitest";
import { faults, listing, message, type Query, querying } from "./cases.ts";

const twins = ["invoice-same-key-b", "invoice-same-key-a"];
export const key = [
  listing({ KEY: "ORDER-1001" }, () => ["order-multi-instance"]),
  listing({ KEY: "INV-2026-011" }, () => twins),
  listing({ KEY: "ORDER-9999" }, () => []),
];

export const stuck = [
  listing({ P: "invoice-approval" }, () => ["invoice-annotated-incident", "invoice-failed-job"]),
  listing({ P: "customer-onboarding" }, ({ kind }) => (kind === "bpel" ? [] : ["onboarding-failed"])),
];

/** Per definition and version: how many run, and how many of these are stuck. */
const running = ({ counts }: Query) =>
  Object.fromEntries(
    (counts?.definitions ?? []).map(({ definitionKey, definitionVersion, byState, openIncidents }) => [
      definitionVersion === undefined ? definitionKey : `${definitionKey} v${definitionVersion}`,
      [(byState.active ?? 0) + (byState.suspended ?? 0), openIncidents],
    ]),
  );

export const overview = [
  querying({}, (answer, { kind, name }) => {
    expect(answer.engines).toMatchObject([{ status: "ok", total: kind === "bpel" ? 57 : 47 }]);
    expect(running(answer)).toEqual(
      kind === "bpel"
        ? {
            "payment-collection": [8, 2], // those of tenants are not there
            "invoice-approval": [11, 2],
            "bureau-request": [2, 1],
            "order-fulfilment": [8, 0],
            "credit-check": [2, 0],
            "customer-onboarding": [2, 0],
            "thirteen-states": [7, 1],
          }
        : {
            "payment-collection v1": [10, 3],
            "invoice-approval v1": [11, 2],
            "bureau-request v1": [2, 1],
            "order-fulfilment v1": [1, 0],
            "order-fulfilment v2": [7, 0],
            "credit-check v1": [2, 0],
            "customer-onboarding v1": [2, 0],
          },
    );
    const invoices = answer.counts?.definitions.find(({ definitionKey }) => definitionKey === "invoice-approval");
    const knowsSuspended = kind === "camunda7" || kind === "bpel" || name === "camunda-8-10";
    expect(invoices?.byState).toEqual({
      ...(knowsSuspended ? { active: 10, suspended: 1 } : { active: 11 }),
      completed: 2,
      terminated: 3,
    });
  }),
];

const failedStates = ["state-compensation-failed", "state-compensated", "state-terminated", "state-failed"];
export const abnormal = [
  listing({}, ({ kind }) => ["invoice-restarted-original", ...(kind === "bpel" ? failedStates : [])]),
];

export const longest = [
  listing({ P: "order-fulfilment" }, () => [
    "order-old-version",
    "order-overdue-timer",
    "order-waiting-timer",
    "order-card-declined",
    "order-multi-instance",
    "order-business-key-unicode",
    "order-business-key-wildcards",
    "order-business-key-long",
  ]),
];

export const messages = [
  listing({ M: "Payment provider" }, () => ["payment-failed-external-task"]),
  listing({ M: "No such" }, () => []),
];

/** Whose work is not finished for more than two hours, whose job is tried again, or what is past its date. */
const unfinished = [
  "order-old-version",
  "invoice-overdue",
  "invoice-suspended",
  "order-overdue-timer",
  "invoice-annotated-incident",
  "invoice-unassigned",
  "order-card-declined",
  "invoice-restarted",
  "payment-incident-resolved",
  "payment-job-retrying",
  "onboarding-manual-grandchild",
  "onboarding-failed-grandchild",
  "invoice-same-key-a",
  "invoice-same-key-b",
  "payment-failed-external-task",
  "invoice-failed-job",
  "invoice-assigned",
  "payment-tenant-us",
  "order-multi-instance",
];

/**
 * The first page in BPEL, where a call of another process is an invoke like any other work, so that callers wait too. Its world
 * has no tenants, and instances in every state there is.
 */
const unfinishedBpel = [
  "order-old-version",
  "invoice-overdue",
  "invoice-suspended",
  "order-overdue-timer",
  "invoice-annotated-incident",
  "invoice-unassigned",
  "order-card-declined",
  "state-running",
  "state-suspended",
  "state-failing",
  "state-terminating",
  "invoice-restarted",
  "payment-incident-resolved",
  "payment-job-retrying",
  "onboarding-manual-child",
  "onboarding-manual-grandchild",
  "onboarding-manual",
  "onboarding-failed",
  "onboarding-failed-child",
  "onboarding-failed-grandchild",
];

export const person = [
  querying({}, ({ instances, engines, nextCursor, understood }, at) => {
    expect(understood.order).toBe("oldest");
    if (at.kind === "bpel") {
      expect(at.labelsOf(instances)).toEqual(unfinishedBpel);
      expect(nextCursor).toBeDefined();
      return;
    }
    const expected = unfinished.filter((label) => at.name !== "camunda-8-9" || label !== "order-overdue-timer");
    expect(at.labelsOf(instances).sort()).toEqual(expected.toSorted());
    expect(engines).toEqual([{ engine: at.name, status: "ok", total: expected.length }]);
  }),
];

const ledger = "Cannot resolve identifier 'ledgerClient'";

export const versions = [
  querying({ P: "order-fulfilment" }, (answer, { kind }) => {
    expect(running(answer)).toEqual(
      kind === "bpel"
        ? { "order-fulfilment": [8, 0] }
        : { "order-fulfilment v1": [1, 0], "order-fulfilment v2": [7, 0] },
    );
    expect(answer.counts?.incidents).toEqual([]);
  }),
  querying({ P: "payment-collection" }, ({ counts }, at) => {
    const groups = (counts?.incidents ?? []).map(({ definitionVersion, element, message: text, instances }) => [
      definitionVersion,
      element?.elementId,
      text?.split(/[:\n]/)[0],
      instances,
    ]);
    const of = (text: string) => [1, "captureFunds", text, 1];
    if (at.kind === "bpel") expect(groups).toEqual([[undefined, "captureFunds", undefined, 2]]);
    else {
      expect(groups).toHaveLength(3);
      expect(groups).toEqual(
        expect.arrayContaining([
          of("Payment provider did not answer"),
          of("Bank closed"),
          [1, "captureFunds", expect.stringContaining("boom"), 1],
        ]),
      );
    }
  }),
];

export const fault = [
  querying({}, ({ counts }, at) => {
    const [first, second] = counts?.incidents ?? [];
    expect(first).toMatchObject({
      definitionKey: "invoice-approval",
      element: { elementId: "postToLedger" },
      type: faults[at.kind].job,
      message: message(at, ledger),
      instances: 2,
    });
    expect(first?.oldest.slice(0, 13)).toBe("2026-11-21T13");
    // Without texts, two payments that failed for different reasons are one group.
    expect(second?.instances).toBe(at.kind === "bpel" ? 2 : 1);
  }),
];
