import { describe, expect, it } from "vitest";
import { sandboxFor } from "./asking.ts";

const { rows, scenarios, id, post, get } = sandboxFor();
const runtime = "/process-instance";
const history = "/history/process-instance";
const sorted = (names: string[]) => names.toSorted();
const at = (time: unknown) => encodeURIComponent(String(time));

describe("filters", () => {
  it("are ignored when unknown, whatever they say", async () => {
    const all = await scenarios(runtime);
    expect(await scenarios(`${runtime}?nosuchFilter=x&processDefinitionName=Nope`)).toEqual(all);
    expect(await scenarios(runtime, { processInstanceBusinessKey: "INV-2026-001" })).toEqual(all);
    expect((await scenarios(history, { businessKey: "INV-2026-001" })).length).toBeGreaterThan(all.length);
  });

  it.each([
    [{ businessKey: "INV-2026-011" }, ["invoice-same-key-a", "invoice-same-key-b"]],
    [{ suspended: true }, ["invoice-suspended"]],
    [{ active: true, suspended: true }, ["invoice-suspended"]],
    [
      { incidentType: "failedJob" },
      [
        "invoice-annotated-incident",
        "invoice-failed-job",
        "onboarding-failed",
        "onboarding-failed-child",
        "onboarding-failed-grandchild",
      ],
    ],
    [{ incidentMessageLike: "%ledgerClient%" }, ["invoice-annotated-incident", "invoice-failed-job"]],
    [{ tenantIdIn: ["acme-eu", "acme-us"] }, ["payment-tenant-eu", "payment-tenant-us"]],
    [{ activityIdIn: ["postToLedger"] }, ["invoice-annotated-incident", "invoice-failed-job"]],
    [{ activityIdIn: ["pickItems"] }, []],
    [
      { activityIdIn: ["sendReceipt", "awaitConfirmation"] },
      ["payment-job-retrying", "payment-modified", "payment-waiting-message"],
    ],
    [{ leafProcessInstances: true, businessKey: "CUSTOMER 5001" }, []],
    [
      { rootProcessInstances: true, processDefinitionKeyIn: ["customer-onboarding", "credit-check"] },
      ["onboarding-failed", "onboarding-manual"],
    ],
    [
      {
        processDefinitionKeyNotIn: [
          "invoice-approval",
          "order-fulfilment",
          "payment-collection",
          "bureau-request",
          "credit-check",
        ],
      },
      ["onboarding-failed", "onboarding-manual"],
    ],
    [{ caseInstanceId: "x" }, []],
  ])("at runtime: %j", async (body, expected) => {
    expect(sorted(await scenarios(runtime, body))).toEqual(expected);
  });

  it.each([
    [{ processInstanceBusinessKeyIn: ["INV-2026-010"] }, ["invoice-restarted", "invoice-restarted-original"]],
    [
      { completed: true },
      [
        "invoice-completed",
        "invoice-rejected",
        "onboarding-completed",
        "onboarding-completed-child",
        "onboarding-completed-grandchild",
        "onboarding-withdrawn",
        "payment-refused",
      ],
    ],
    [
      { externallyTerminated: true },
      ["invoice-cancelled", "invoice-cancelled-with-reason", "invoice-restarted-original"],
    ],
    [{ internallyTerminated: true }, ["onboarding-withdrawn-child", "onboarding-withdrawn-grandchild"]],
    [{ finished: true, unfinished: true }, []],
    [{ incidentStatus: "resolved" }, ["payment-incident-resolved"]],
    [{ withJobsRetrying: true }, ["payment-job-retrying"]],
    [{ withRootIncidents: true, processDefinitionKey: "customer-onboarding" }, []],
    [{ withIncidents: true, processDefinitionKey: "customer-onboarding" }, ["onboarding-failed"]],
    [{ executedActivityIdIn: ["cardDeclined", "paymentRefused"] }, ["order-card-declined", "payment-refused"]],
    [{ activeActivityIdIn: ["contactCustomer"] }, ["order-card-declined"]],
  ])("in history: %j", async (body, expected) => {
    expect(sorted(await scenarios(history, body))).toEqual(expected);
  });

  it("include the bounds of times in history and exclude them among incidents", async () => {
    const [one] = await rows(`${history}?processInstanceId=${id("invoice-failed-job")}`);
    const exact = `startedAfter=${at(one?.["startTime"])}&startedBefore=${at(one?.["startTime"])}`;
    expect(await scenarios(`${history}?${exact}`)).toContain("invoice-failed-job");
    const [incident] = await rows(`/incident?processInstanceId=${id("invoice-failed-job")}`);
    const same = at(incident?.["incidentTimestamp"]);
    expect(await scenarios(`/incident?incidentTimestampAfter=${same}`)).not.toContain("invoice-failed-job");
    expect(await scenarios(`/incident?incidentTimestampBefore=${same}`)).not.toContain("invoice-failed-job");
  });

  it.each([
    ["INV-2026-00", []],
    ["inv-2026-%", []],
    ["%-2026-001", ["invoice-unassigned"]],
    [
      "ORDER_100%",
      ["order-business-key-wildcards", "order-card-declined", "order-multi-instance", "order-waiting-timer"],
    ],
    ["ORDER\\_100\\%\\_%", ["order-business-key-wildcards"]],
    ["Bestellung Größe % – 東京 _ #7", ["order-business-key-unicode"]],
  ])("take LIKE patterns as SQL does: %s", async (pattern, expected) => {
    expect(sorted(await scenarios(`${runtime}?businessKeyLike=${encodeURIComponent(pattern)}`))).toEqual(expected);
  });

  it.each([
    [
      { name: "bureau", operator: "eq", value: "manual" },
      ["onboarding-manual", "onboarding-manual-child", "onboarding-manual-grandchild"],
    ],
    [{ name: "counter", operator: "lt", value: 0 }, ["variables-every-type"]],
    [{ name: "counter", operator: "eq", value: "-2147483648" }, []],
    [{ name: "whole", operator: "eq", value: 3 }, ["variables-every-type"]],
    [{ name: "yes", operator: "eq", value: true }, ["variables-every-type"]],
    [{ name: "nothing", operator: "eq", value: null }, ["variables-every-type"]],
    [{ name: "due", operator: "eq", value: "2026-03-29T01:59:59.999+0100" }, ["variables-every-type"]],
    [{ name: "authToken", operator: "like", value: "eyJ%" }, ["variables-every-type"]],
    [{ name: "loopCounter", operator: "eq", value: 0 }, []],
  ])("look at variables by type: %j", async (condition, expected) => {
    expect(sorted(await scenarios(runtime, { variables: [condition] }))).toEqual(expected);
  });

  it("tell whole numbers beyond 2^53 apart", async () => {
    const asking = (value: string) => `{"variables":[{"name":"beyondDouble","operator":"eq","value":${value}}]}`;
    expect(await scenarios(runtime, asking("9007199254740993"))).toEqual(["variables-every-type"]);
    expect(await scenarios(runtime, asking("9007199254740992"))).toEqual([]);
  });

  it("join OR queries by AND, and leave out there what the engine leaves out", async () => {
    const either = { businessKey: "INV-2026-001", businessKeyLike: "%-002" };
    expect(sorted(await scenarios(runtime, { orQueries: [either] }))).toEqual([
      "invoice-assigned",
      "invoice-unassigned",
    ]);
    expect(await scenarios(runtime, { orQueries: [either, { businessKey: "INV-2026-002" }] })).toEqual([
      "invoice-assigned",
    ]);
    expect(await scenarios(runtime, { orQueries: [{ businessKey: "INV-2026-001", withIncident: true }] })).toEqual([
      "invoice-unassigned",
    ]);
    const twoStates = { suspended: true, externallyTerminated: true };
    expect((await scenarios(history, { orQueries: [twoStates] })).length).toBe(4);
  });

  it("count once when repeated in a GET, and are split at commas", async () => {
    expect(await scenarios(`${runtime}?tenantIdIn=acme-eu&tenantIdIn=acme-us`)).toEqual(["payment-tenant-eu"]);
    expect((await scenarios(`${runtime}?tenantIdIn=acme-eu,acme-us`)).length).toBe(2);
  });

  it("refuse two states, and an empty set of ids", async () => {
    const states = await post(history, { active: true, completed: true });
    expect([states.status, JSON.parse(states.text)]).toEqual([
      400,
      {
        type: "BadUserRequestException",
        message: "Already querying for historic process instance with another state: ACTIVE is not empty",
        code: 0,
      },
    ]);
    const nobody = await post(runtime, { processInstanceIds: [] });
    expect([nobody.status, JSON.parse(nobody.text).message]).toEqual([500, "Set of process instance ids is empty"]);
    expect(await rows(runtime, { tenantIdIn: [] })).toEqual(await rows(runtime));
  });

  it("find work by who waits for whom", async () => {
    expect(await scenarios("/job?timers=true&executable=true")).toEqual(["order-overdue-timer"]);
    expect(await scenarios("/external-task?locked=true")).toEqual(["payment-locked-external-task"]);
    expect(sorted(await scenarios("/task?assignee=mary.bookkeeper"))).toEqual(["invoice-assigned", "invoice-overdue"]);
    expect(await scenarios(`/task?dueBefore=${at("2026-11-22T12:00:00.000+0000")}`)).toEqual(["invoice-overdue"]);
    expect(await scenarios("/event-subscription?eventName=payment-confirmed&sortBy=created&sortOrder=asc")).toEqual([
      "payment-waiting-message",
      "payment-modified",
    ]);
    expect(await scenarios("/history/job-log?failureLog=true&activityIdIn=sendReceipt")).toEqual([
      "payment-job-retrying",
    ]);
    expect(
      (await get("/incident/count?processDefinitionKeyIn=customer-onboarding,credit-check,bureau-request")).text,
    ).toBe('{"count":3}');
  });
});

describe("versions", () => {
  const old = sandboxFor({ version: "7.20.0" });
  const operaton = sandboxFor({ flavor: "operaton" });

  it("ignore filters that are newer than the server", async () => {
    expect((await old.scenarios(runtime, { rootProcessInstanceId: "nope" })).length).toBeGreaterThan(20);
    expect(await operaton.scenarios(runtime, { rootProcessInstanceId: "nope" })).toEqual([]);
    expect(await old.scenarios(runtime, { businessKey: "nope" })).toEqual([]);
  });

  it("leave out fields that are newer than the server", async () => {
    const [before] = await old.rows(`${history}?maxResults=1`);
    const [after] = await operaton.rows(`${history}?maxResults=1`);
    expect([before, after].map((row) => Object.hasOwn(row ?? {}, "restartedProcessInstanceId"))).toEqual([false, true]);
    expect((await operaton.get("/version")).text).toBe('{"version":"2.1.4"}');
    expect((await operaton.get("/telemetry/data")).text).toContain('"Operaton BPM Runtime"');
  });
});
