import { describe, expect, it } from "vitest";
import { recordsOf } from "../../../src/sandbox/bpel/projection.ts";
import type { Activity, Process } from "../../../src/sandbox/bpel/records.ts";
import { processStates } from "../../../src/sandbox/bpel/words.ts";
import { tellWorld } from "../../../src/sandbox/script.ts";
import { now, piid, records } from "./asking.ts";

const world = tellWorld({ now, bulk: 60 });
const processOf = (scenario: string): Process => {
  const found = records.processes.find((one) => one.piid === piid(scenario));
  if (!found) throw new Error(`no ${scenario}`);
  return found;
};
/** Name, kind and state of the activities of an instance, without what the words have in common. */
const stepsOf = (scenario: string) =>
  records.activities
    .filter(({ process }) => process === processOf(scenario))
    .toSorted((left, right) => Number(left.activatedAt) - Number(right.activatedAt))
    .map(({ name, kind, state }: Activity) => `${name} ${kind.slice(5)} ${state.slice(6)}`);

describe("the scripted world", () => {
  it("is told whole, but for the tenants, of which there are none", () => {
    const tenants = world.instances.filter(({ definition }) => definition.tenantId !== null).length;
    expect(tenants).toBe(2);
    expect(recordsOf(world).processes.length).toBe(world.instances.length - tenants);
    const missing = Object.keys(world.scenarios).filter((name) => !records.scenarios[name]);
    expect(missing).toEqual(["payment-tenant-eu", "payment-tenant-us"]);
    expect(recordsOf(world).templates.length).toBe(world.definitions.length - 2);
    expect(recordsOf(world)).toEqual(recordsOf(tellWorld({ now, bulk: 60 })));
  });

  it("has unique names, made of the keys", () => {
    const names = records.processes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(["a", "b"].map((end) => processOf(`invoice-same-key-${end}`).name)).toEqual([
      "INV-2026-011",
      "INV-2026-011 (2)",
    ]);
    expect(processOf("invoice-same-key-b").customTexts[0]).toBe("INV-2026-011");
    expect(processOf("invoice-without-key").name).toBe(piid("invoice-without-key"));
    expect(processOf("invoice-without-key").customTexts).toEqual([null]);
    expect(processOf("invoice-restarted").name).toBe("INV-2026-010 (2)");
  });

  it("has the short texts among the variables as custom properties", () => {
    const named = new Map(processOf("variables-every-type").properties.map(({ name, value }) => [name, value]));
    expect([...named.keys()]).toEqual([
      "businessKey",
      "shortText",
      "emptyText",
      "apiPassword",
      "authToken",
      "markup",
      "name with space/and:slash",
      "größe",
    ]);
    expect(named.get("shortText")).toBe("changed");
    const long = processOf("order-business-key-long");
    expect(long.properties.map(({ name, value }) => [name, value.length])).toEqual([["businessKey", 255]]);
    expect(processOf("order-multi-instance").properties.map(({ name }) => name)).toEqual([
      "businessKey",
      "orderNumber",
    ]);
  });

  it("has a state for every end", () => {
    const states = [
      "invoice-assigned",
      "invoice-suspended",
      "invoice-completed",
      "invoice-cancelled",
      "onboarding-withdrawn-child",
    ];
    expect(states.map((scenario) => processOf(scenario).state)).toEqual([
      "STATE_RUNNING",
      "STATE_SUSPENDED",
      "STATE_FINISHED",
      "STATE_TERMINATED",
      "STATE_TERMINATED",
    ]);
    expect(processOf("invoice-suspended")).toMatchObject({
      resumesAt: null,
      completedAt: null,
      stateChangedAt: now - 5 * 86_400_000,
    });
  });

  it.each([
    ["invoice-unassigned", ["invoiceReceived RECEIVE FINISHED", "approveInvoice STAFF READY"]],
    ["invoice-assigned", ["invoiceReceived RECEIVE FINISHED", "approveInvoice STAFF CLAIMED"]],
    ["invoice-cancelled", ["invoiceReceived RECEIVE FINISHED", "approveInvoice STAFF TERMINATED"]],
    [
      "invoice-failed-job",
      [
        "invoiceReceived RECEIVE FINISHED",
        "approveInvoice STAFF FINISHED",
        "decision SWITCH FINISHED",
        "postToLedger INVOKE STOPPED",
      ],
    ],
    [
      "invoice-rejected",
      [
        "invoiceReceived RECEIVE FINISHED",
        "approveInvoice STAFF FINISHED",
        "decision SWITCH FINISHED",
        "invoiceRejected TERMINATE FINISHED",
      ],
    ],
    [
      "invoice-completed",
      [
        "invoiceReceived RECEIVE FINISHED",
        "approveInvoice STAFF FINISHED",
        "decision SWITCH FINISHED",
        "postToLedger INVOKE FINISHED",
        "invoicePosted REPLY FINISHED",
      ],
    ],
    ["onboarding-failed", ["applicationReceived RECEIVE FINISHED", "creditCheck INVOKE RUNNING"]],
    ["onboarding-failed-child", ["checkRequested RECEIVE FINISHED", "askBureau INVOKE RUNNING"]],
    [
      "onboarding-failed-grandchild",
      ["requested RECEIVE FINISHED", "how SWITCH FINISHED", "queryBureau SCRIPT STOPPED"],
    ],
    [
      "onboarding-withdrawn",
      [
        "applicationReceived RECEIVE FINISHED",
        "creditCheck INVOKE TERMINATED",
        "customerWithdrew SCOPE FINISHED",
        "withdrawn REPLY FINISHED",
      ],
    ],
    [
      "payment-waiting-message",
      ["paymentDue RECEIVE FINISHED", "captureFunds INVOKE FINISHED", "awaitConfirmation RECEIVE WAITING"],
    ],
    ["payment-failed-external-task", ["paymentDue RECEIVE FINISHED", "captureFunds INVOKE STOPPED"]],
    // Resolved trouble leaves no trace; a job that is tried again is running.
    ["payment-incident-resolved", ["paymentDue RECEIVE FINISHED", "captureFunds INVOKE RUNNING"]],
    [
      "payment-job-retrying",
      [
        "paymentDue RECEIVE FINISHED",
        "captureFunds INVOKE FINISHED",
        "awaitConfirmation RECEIVE FINISHED",
        "sendReceipt INVOKE RUNNING",
      ],
    ],
    [
      "order-card-declined",
      [
        "orderReceived RECEIVE FINISHED",
        "split FLOW FINISHED",
        "pickItemsForEach FOR_EACH_PARALLEL RUNNING",
        "pickItems SCOPE RUNNING",
        "pickStart RECEIVE FINISHED",
        "pickItem STAFF READY",
        "chargeCard INVOKE TERMINATED",
        "cardDeclined SCOPE FINISHED",
        "contactCustomer STAFF READY",
      ],
    ],
  ])("%s stands where the story has it", (scenario, steps) => {
    expect(stepsOf(scenario)).toEqual(steps);
  });

  it("tells a stopped activity for every open incident that is a root cause", () => {
    const open = world.incidents.filter(
      ({ state, cause, instance }) => state === "open" && cause === null && instance.definition.tenantId === null,
    );
    const stopped = recordsOf(world).activities.filter(({ state }) => state === "STATE_STOPPED");
    expect(stopped.length).toBe(open.length);
    for (const one of stopped) expect(one.stopReason).toBe("STOP_REASON_IMPLEMENTATION_FAILED");
  });

  it("has begun nothing that waits to be begun", () => {
    for (const one of records.activities) {
      const isOpen = ["STATE_READY", "STATE_WAITING", "STATE_INACTIVE", "STATE_SKIPPED"].includes(one.state);
      expect(one.startedAt === null, `${one.name} ${one.state}`).toBe(isOpen);
    }
  });
});

describe("the thirteen states", () => {
  const told = records.processes.filter(({ template }) => template.name === "thirteen-states");

  it("are all there, once, by name", () => {
    const all = [...Object.keys(processStates), "STATE_DELETED"];
    expect(told.map(({ state }) => state).toSorted()).toEqual(all.toSorted());
    const scenarios = Object.keys(records.scenarios).filter((name) => name.startsWith("state-"));
    expect(scenarios.toSorted()).toEqual(all.map((state) => state.toLowerCase().replaceAll("_", "-")).toSorted());
    expect(processOf("state-compensation-failed").state).toBe("STATE_COMPENSATION_FAILED");
    expect(recordsOf(world).scenarios).not.toHaveProperty("state-ready");
  });

  it("end, fail, resume and migrate as they should", () => {
    const ended = told.filter(({ completedAt }) => completedAt !== null).map(({ state }) => state.slice(6));
    expect(ended.toSorted()).toEqual(["COMPENSATED", "COMPENSATION_FAILED", "FAILED", "FINISHED", "TERMINATED"]);
    expect(processOf("state-failed").faultName).toBe("{http://example.com/faults}cardRefused");
    expect(told.filter(({ faultName }) => faultName !== null).length).toBe(1);
    expect(processOf("state-ready").startedAt).toBeNull();
    expect(processOf("state-suspended").resumesAt).toBe(now + 48 * 3_600_000);
    expect(told.filter(({ migrated }) => migrated).map(({ state }) => state)).toEqual(["STATE_COMPENSATED"]);
    expect(stepsOf("state-indoubt")).toEqual(["receiveOrder RECEIVE FINISHED"]);
  });

  it("hold activities in every state that there is", () => {
    const states = new Set(records.activities.map(({ state }) => state));
    expect(states.size).toBe(14);
  });
});
