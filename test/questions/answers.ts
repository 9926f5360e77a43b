import { expect } from "vitest";
import type { OutputOf } from "../../src/core/tool.ts";
import type { tools } from "../../tools/index.ts";
import type { Member } from "./engines.ts";
import type { Kind, QuestionName, Values } from "./questions.ts";

type Get = OutputOf<typeof tools.get>;
type Query = OutputOf<typeof tools.query>;
type History = OutputOf<typeof tools.history>;

/** One asking of a question. X is the name of a scenario. */
export interface Case {
  readonly values: Values;
  /** Makes the one call, and looks whether the answer is true of the scripted world. */
  run(at: Member, input: unknown): Promise<void>;
}

const getting = (values: Values, check: (answer: Get, at: Member) => void): Case => ({
  values,
  run: async (at, input) => check(await at.ask.get(input), at),
});
const querying = (values: Values, check: (answer: Query, at: Member) => void): Case => ({
  values,
  run: async (at, input) => check(await at.ask.query(input), at),
});
const telling = (values: Values, check: (answer: History, at: Member) => void): Case => ({
  values,
  run: async (at, input) => check(await at.ask.history(input), at),
});

/** Rows of exactly these scenarios in this order, and no word of more. */
const listing = (values: Values, labels: (at: Member) => readonly string[]) =>
  querying(values, (answer, at) => {
    const expected = labels(at);
    expect(at.labelsOf(answer.instances)).toEqual(expected);
    expect(answer.engines).toEqual([{ engine: at.name, status: "ok", total: expected.length }]);
    expect(answer.nextCursor).toBeUndefined();
  });

const faults = {
  camunda7: { work: "failedExternalTask", job: "failedJob" },
  v2: { work: "JOB_NO_RETRIES", job: "JOB_NO_RETRIES" },
  operate: { work: "JOB_NO_RETRIES", job: "JOB_NO_RETRIES" },
  bpel: { work: "STOP_REASON_IMPLEMENTATION_FAILED", job: "STOP_REASON_IMPLEMENTATION_FAILED" },
} as const satisfies Record<Kind, object>;

/** What is told of the text of a fault. */
const message = ({ kind }: Member, text: string) => (kind === "bpel" ? null : expect.stringContaining(text));

const hour = 3_600_000;

const where = [
  getting({ X: "payment-failed-external-task" }, ({ instance, waitingAt, incidents }, at) => {
    expect(instance).toMatchObject({ state: "active", hasIncident: true, businessKey: "PAY-3" });
    expect(waitingAt).toMatchObject([{ element: { elementId: "captureFunds" }, waitingMs: 6 * hour }]);
    expect(incidents).toMatchObject([
      {
        instanceId: instance.id,
        element: { elementId: "captureFunds" },
        type: faults[at.kind].work,
        message: message(at, "Payment provider did not answer: Read timed out"),
        // BPEL tells when the activity was entered.
        since: at.kind === "bpel" ? "2026-11-22T09:20:00.000Z" : "2026-11-22T09:20:30.000Z",
      },
    ]);
  }),
  getting({ X: "onboarding-failed" }, ({ waitingAt, incidents }, at) => {
    expect(waitingAt).toMatchObject([{ element: { elementId: "creditCheck" } }]);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      element: { elementId: "queryBureau" },
      type: faults[at.kind].job,
      message: message(at, "Unable to evaluate script"),
    });
    expect(at.labelOf(incidents[0]?.instanceId ?? "")).toBe("onboarding-failed-grandchild");
  }),
];

const waiting = [
  getting({ X: "invoice-assigned" }, ({ waitingAt }, { kind }) => {
    const name = { name: "Approve invoice" };
    const told = { assignee: "mary.bookkeeper", dueAt: "2099-01-31T12:00:00.000Z" };
    expect(waitingAt).toHaveLength(1);
    expect(waitingAt[0]).toMatchObject({
      element: { elementId: "approveInvoice" },
      since: "2026-11-22T11:20:00.000Z",
      waitingMs: 4 * hour,
    });
    const { candidateGroups: _groups, ...waitsFor } = waitingAt[0]?.waitsFor ?? {};
    expect(waitsFor).toEqual({
      kind: "userTask",
      ...(kind === "operate" ? {} : kind === "bpel" ? told : { ...name, ...told }),
    });
  }),
  getting({ X: "payment-waiting-message" }, ({ waitingAt }, { kind }) => {
    const { correlationKey: _key, ...waitsFor } = waitingAt[0]?.waitsFor ?? {};
    expect(waitsFor).toEqual(
      kind === "operate"
        ? { kind: "other" }
        : { kind: "message", ...(kind === "bpel" ? {} : { name: "payment-confirmed" }) },
    );
    expect(waitingAt[0]?.since?.slice(0, 19)).toBe("2026-11-19T15:20:04");
  }),
];

const twins = ["invoice-same-key-b", "invoice-same-key-a"];
const key = [
  listing({ KEY: "ORDER-1001" }, () => ["order-multi-instance"]),
  listing({ KEY: "INV-2026-011" }, () => twins),
  listing({ KEY: "ORDER-9999" }, () => []),
];

const stuck = [
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

const overview = [
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

const history = [
  telling({ X: "invoice-completed" }, ({ instance, events, sources }, { kind }) => {
    expect(instance).toMatchObject({ state: "completed", businessKey: "INV-2026-003" });
    const elements = events.filter((event) => event.kind === "element");
    const passed = elements.map(({ element }) => element?.elementId);
    const begun = ["approveInvoice", "invoiceReceived"];
    const decided = ["decision", "postToLedger", "invoicePosted"];
    expect(passed.slice(0, 2).sort()).toEqual(begun);
    // All three are of one second, in which BPEL has no order.
    if (kind === "bpel") expect(passed.slice(2).sort()).toEqual(decided.toSorted());
    else expect(passed.slice(2)).toEqual(decided);
    expect(elements.map(({ outcome }) => outcome)).toEqual(elements.map(() => "completed"));
    expect(elements.find(({ element }) => element?.elementId === "approveInvoice")).toMatchObject({
      startedAt: "2026-11-19T15:20:00.000Z",
      durationMs: 2 * hour,
    });
    expect(events.filter((event) => event.kind === "instance")).toMatchObject([
      { startedAt: "2026-11-19T15:20:00.000Z", outcome: "completed" },
    ]);
    const failures = sources.filter((source) => source.kind === "jobFailure");
    expect(failures).toHaveLength(kind === "operate" || kind === "bpel" ? 0 : 1);
  }),
  telling({ X: "payment-incident-resolved" }, ({ events, sources }, { kind }) => {
    const incidents = events.filter((event) => event.kind === "incident");
    const source = sources.find((one) => one.kind === "incident");
    if (kind === "bpel") {
      expect(incidents).toEqual([]);
      expect(source?.status).toBe("notRecorded");
      return;
    }
    expect(source?.status).toBe("recorded");
    expect(incidents).toMatchObject([
      { startedAt: "2026-11-22T04:20:30.000Z", message: "Payment provider did not answer: Read timed out" },
    ]);
    expect(incidents[0]?.outcome).not.toBe("active");
  }),
];

const passed = [
  telling({ X: "invoice-completed", E: "postToLedger" }, ({ events }) => {
    expect(events).toMatchObject([
      { kind: "element", element: { elementId: "postToLedger" }, outcome: "completed", startedAt: expect.any(String) },
    ]);
  }),
  telling({ X: "invoice-unassigned", E: "postToLedger" }, ({ events, sources }) => {
    expect(events).toEqual([]);
    expect(sources.find(({ kind }) => kind === "element")?.status).toBe("recorded");
  }),
];

const failedStates = ["state-compensation-failed", "state-compensated", "state-terminated", "state-failed"];
const abnormal = [listing({}, ({ kind }) => ["invoice-restarted-original", ...(kind === "bpel" ? failedStates : [])])];

const longest = [
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

const family = [
  getting({ X: "onboarding-failed-child" }, ({ parent, root, called, calledTotal }, at) => {
    expect(at.labelOf(parent?.id ?? "")).toBe("onboarding-failed");
    expect(at.labelOf(root?.id ?? "")).toBe("onboarding-failed");
    expect(parent).toMatchObject({ definition: { key: "customer-onboarding" }, businessKey: "CUSTOMER 5001" });
    expect(called.map(({ id }) => at.labelOf(id))).toEqual(["onboarding-failed-grandchild"]);
    expect(called).toMatchObject([{ definition: { key: "bureau-request" }, state: "active" }]);
    expect(calledTotal).toBe(1);
  }),
];

const messages = [
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

const person = [
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

const versions = [
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

const fault = [
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

/** What the answers must say of the scripted world. */
export const cases: Readonly<Record<QuestionName, readonly Case[]>> = {
  where,
  waiting,
  key,
  everyEngine: key,
  stuck,
  overview,
  history,
  passed,
  abnormal,
  longest,
  family,
  message: messages,
  person,
  versions,
  fault,
};
