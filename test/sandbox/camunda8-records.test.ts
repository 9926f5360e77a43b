import { describe, expect, test } from "vitest";
import { recordsOf } from "../../src/sandbox/camunda8/projection.ts";
import { relate } from "../../src/sandbox/camunda8/v2/relations.ts";
import { elementStatistics } from "../../src/sandbox/camunda8/v2/resources/statistics.ts";
import { effective, variablesSeenBy } from "../../src/sandbox/camunda8/v2/resources/user-tasks.ts";
import { tellWorld } from "../../src/sandbox/script.ts";
import { now } from "./asking.ts";

const records = recordsOf(tellWorld({ now }), { businessIds: true, suspension: true, delayMs: 0 });
const relations = relate(records);
const instance = (scenario: string) => {
  const found = relations.instanceAt(records.scenarios[scenario] ?? "");
  if (!found) throw new Error(`no scenario ${scenario}`);
  return found;
};
const elements = (scenario: string) => relations.elementsOf(instance(scenario));
const element = (scenario: string, elementId: string, type?: string) => {
  const found = elements(scenario).find((one) => one.elementId === elementId && (!type || one.type === type));
  if (!found) throw new Error(`no element ${elementId}`);
  return found;
};

describe("keys", () => {
  test("are distinct, ascend with age on a partition, and lie where the root lies", () => {
    const keys = [
      ...records.definitions,
      ...records.instances,
      ...records.elements,
      ...records.incidents,
      ...records.jobs,
      ...records.userTasks,
      ...records.variables,
      ...records.subscriptions,
      ...records.audit,
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const partition = (key: string) => BigInt(key) / 2n ** 51n;
    expect(new Set(records.definitions.map(({ key }) => partition(key)))).toEqual(new Set([1n]));
    for (const { key, rootKey } of records.instances) expect(partition(key)).toBe(partition(rootKey));
    const sorted = records.instances.toSorted((a, b) => a.startedAt - b.startedAt);
    for (const part of [1n, 2n, 3n, 4n]) {
      const own = sorted.filter(({ key }) => partition(key) === part).map(({ key }) => BigInt(key));
      expect(own).toEqual(own.toSorted((a, b) => (a < b ? -1 : 1)));
    }
  });
  test("name the root on every level", () => {
    const root = instance("onboarding-failed").key;
    expect(instance("onboarding-failed-grandchild").rootKey).toBe(root);
    expect(instance("onboarding-failed-child")).toMatchObject({ rootKey: root, parentKey: root });
  });
});

describe("element instances", () => {
  test("are entered when their job waits, once", () => {
    const posted = elements("invoice-completed").filter(({ elementId }) => elementId === "postToLedger");
    expect(posted).toMatchObject([{ state: "COMPLETED", type: "SERVICE_TASK" }]);
    const job = relations.jobsOf(instance("invoice-completed"))[0];
    expect(job).toMatchObject({
      state: "COMPLETED",
      element: { key: posted[0]?.key },
      createdAt: posted[0]?.startedAt,
    });
    expect(element("payment-job-retrying", "sendReceipt")).toMatchObject({ state: "ACTIVE", incidentKey: null });
  });
  test("of a multi-instance activity have its id and its name, the body around the inner ones", () => {
    const body = element("order-multi-instance", "pickItems", "MULTI_INSTANCE_BODY");
    const inner = elements("order-multi-instance").filter(({ scopeKey }) => scopeKey === body.key);
    expect(body.name).toBe("Pick items");
    expect(inner.map(({ elementId, type }) => [elementId, type])).toEqual(Array(3).fill(["pickItems", "SUB_PROCESS"]));
    expect(body.scopeKey).toBe(instance("order-multi-instance").key);
    const pick = element("order-multi-instance", "pickItem");
    expect([relations.isBelow(pick, body.key), relations.isBelow(body, pick.key)]).toEqual([true, false]);
  });
  test("show the incident of what they called", () => {
    const [incident] = relations.openIncidentsOf(instance("onboarding-failed-grandchild"));
    expect(element("onboarding-failed-grandchild", "queryBureau").incidentKey).toBe(incident?.key);
    expect(element("onboarding-failed-child", "askBureau").incidentKey).toBe(incident?.key);
    expect(element("onboarding-failed", "creditCheck").incidentKey).toBe(incident?.key);
    expect(element("onboarding-failed", "applicationReceived").incidentKey).toBeNull();
    expect(
      relations.isBelow(
        element("onboarding-failed-grandchild", "queryBureau"),
        element("onboarding-failed", "creditCheck").key,
      ),
    ).toBe(true);
  });
  test("are counted by what became of them, those with an incident apart", () => {
    const counts = (scenario: string, elementId: string) =>
      elementStatistics(elements(scenario)).find((one) => one.elementId === elementId);
    const none = { active: 0, canceled: 0, incidents: 0, completed: 0 };
    expect(counts("payment-failed-external-task", "captureFunds")).toMatchObject({ ...none, incidents: 1 });
    expect(counts("order-multi-instance", "pickItems")).toMatchObject({ ...none, active: 3 });
    expect(counts("order-waiting-timer", "join")).toMatchObject({ ...none, completed: 1 });
    expect(counts("payment-refused", "captureFunds")).toMatchObject({ ...none, canceled: 1 });
  });
});

test.each([
  ["payment-waiting-external-task", { state: "CREATED", type: "capture-funds", retries: 3, worker: null }],
  [
    "payment-locked-external-task",
    { state: "CREATED", retries: 3, worker: "seed-worker", deadline: now + 22 * 3_600_000 },
  ],
  ["payment-failed-external-task", { state: "FAILED", retries: 0, endedAt: null }],
  ["payment-incident-resolved", { state: "RETRIES_UPDATED", retries: 1, endedAt: null }],
  ["payment-refused", { state: "ERROR_THROWN", errorCode: "INSUFFICIENT_FUNDS" }],
  ["order-card-declined", { state: "ERROR_THROWN", errorCode: "CARD_DECLINED" }],
  ["payment-modified", { state: "CANCELED", errorCode: null }],
  ["invoice-failed-job", { state: "FAILED", type: "postToLedger", retries: 0 }],
  ["onboarding-failed-grandchild", { state: "FAILED", type: "queryBureau", element: { type: "SCRIPT_TASK" } }],
])("the job of %s", (scenario, expected) => {
  expect(relations.jobsOf(instance(scenario))).toMatchObject([expected]);
});

describe("variables", () => {
  const value = (name: string) =>
    relations.variablesOf(instance("variables-every-type")).find((one) => one.name === name)?.value;
  test.each([
    ["shortText", '"changed"'],
    ["ratio", "1.0E-7"],
    ["due", '"2026-03-29T00:59:59.999Z"'],
    ["nothing", "null"],
    ["largestLong", "9223372036854775807"],
    ["address", '{"street":"Hauptstraße 1","city":"Köln"}'],
    ["scan", undefined],
    ["receipt", undefined],
    ["removedLater", undefined],
    ["businessKey", undefined],
  ])("%s is %s", (name, expected) => expect(value(name)).toBe(expected));
  test("are JSON, all of them", () => {
    for (const one of records.variables) JSON.parse(one.value);
  });
  test("of the innermost scope hide those around them", () => {
    const task = records.userTasks.find(({ name }) => name === "Pick DESK-2");
    const seen = task ? variablesSeenBy(task, relations) : [];
    expect(seen.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["loopCounter", "lineItem", "nrOfInstances", "orderNumber"]),
    );
    const alike = seen.map((one, index) => ({ ...one, name: "x", value: String(index) }));
    expect(effective(alike).map((one) => one.value)).toEqual(["0"]);
  });
});

test("messages: awaited, come, and no longer awaited", () => {
  const states = records.subscriptions.map(({ element: at, elementId, state, correlationKey, messageKey }) => {
    return [at.elementId, elementId, state, correlationKey, messageKey !== null];
  });
  expect(states).toEqual([
    ["creditCheck", "customerWithdrew", "CREATED", "CUSTOMER 5001", false],
    ["creditCheck", "customerWithdrew", "CREATED", "CUSTOMER 5002", false],
    ["creditCheck", "customerWithdrew", "CORRELATED", "CUSTOMER 5003", true],
    ["creditCheck", "customerWithdrew", "DELETED", "CUSTOMER 5004", false],
    ["awaitConfirmation", "awaitConfirmation", "CREATED", "PAY-7", false],
    ["awaitConfirmation", "awaitConfirmation", "CREATED", "PAY-8", false],
    ["awaitConfirmation", "awaitConfirmation", "CORRELATED", "PAY-9", true],
  ]);
});
