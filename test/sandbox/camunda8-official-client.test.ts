import {
  type CamundaClient,
  createCamundaClient,
  type EndCursor,
  ProcessInstanceKey,
  Tag,
} from "@camunda8/orchestration-cluster-api";
import { describe, expect, test } from "vitest";
import type { Camunda8SandboxOptions } from "../../src/sandbox/camunda8.ts";
import { camunda8For } from "./camunda8-asking.ts";

const atOnce = { consistency: { waitUpToMs: 0 } };

/** Camunda's own client in front of a sandbox; it refuses answers that do not fit the schemas of its version. */
function officialFor(options: Partial<Camunda8SandboxOptions>, validation: "strict" | "fanatical", config = {}) {
  const { started, key: keyOf } = camunda8For(options);
  const key = (scenario: string) => ProcessInstanceKey.assumeExists(keyOf(scenario));
  const client = (): CamundaClient =>
    createCamundaClient({
      config: {
        CAMUNDA_REST_ADDRESS: started().url,
        CAMUNDA_AUTH_STRATEGY: "NONE",
        // Its validation of requests takes the cursors out of them, so that it gets the first page for ever.
        CAMUNDA_SDK_VALIDATION: `req:none,res:${validation}`,
        CAMUNDA_SDK_LOG_LEVEL: "silent",
        CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: 1,
        ...config,
      },
      // Nothing of the machine's own configuration.
      env: {},
    });
  return { client, key };
}

describe("8.9, not a field too few or too many", () => {
  const { client, key } = officialFor({ api: "8.9" }, "fanatical");

  test("the cluster", async () => {
    const { gatewayVersion, brokers, partitionsCount } = await client().getTopology();
    expect(gatewayVersion).toMatch(/^8\.9\./);
    expect(brokers[0]?.partitions).toHaveLength(partitionsCount);
    expect(await client().getLicense()).toMatchObject({ isCommercial: false });
    expect(await client().getAuthentication()).toMatchObject({ username: "anonymous" });
    await client().getStatus();
  });

  test.each([
    "invoice-unassigned",
    "onboarding-failed-grandchild",
    "payment-tenant-eu",
    "invoice-cancelled",
    "invoice-without-key",
  ])("the process instance %s", async (scenario) => {
    const processInstanceKey = key(scenario);
    const input = { processInstanceKey };
    expect(await client().getProcessInstance(input, atOnce)).toMatchObject(input);
    await client().getProcessInstanceStatistics(input, atOnce);
    const { items } = await client().getProcessInstanceSequenceFlows(input, atOnce);
    expect(items[0]).toMatchObject({ processInstanceKey });
    const ancestry = await client().getProcessInstanceCallHierarchy(input, atOnce);
    expect(ancestry.at(-1)).toMatchObject({ processInstanceKey });
  });

  test("all process instances, by cursor", async () => {
    const seen: string[] = [];
    let after: EndCursor | undefined;
    do {
      const page = after === undefined ? { limit: 7 } : { limit: 7, after };
      const sort = [{ field: "startDate" as const, order: "DESC" as const }];
      const found = await client().searchProcessInstances({ sort, page }, atOnce);
      seen.push(...found.items.map(({ processInstanceKey }) => processInstanceKey));
      after = found.page.endCursor ?? undefined;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(47);
  });

  test("filters in every form", async () => {
    type Filter = NonNullable<Parameters<CamundaClient["searchProcessInstances"]>[0]["filter"]>;
    const search = async (filter: Filter) =>
      (await client().searchProcessInstances({ filter }, atOnce)).items.map((one) => one.processInstanceKey);
    expect(await search({ businessId: "INV-2026-005" })).toEqual([key("invoice-failed-job")]);
    expect(await search({ businessId: { $like: "INV-2026-00?" }, hasIncident: true })).toHaveLength(2);
    expect(await search({ tags: [Tag.fromString("key:PAY-3")] })).toEqual([key("payment-failed-external-task")]);
    expect(await search({ variables: [{ name: "depot", value: '"Köln"' }] })).toEqual([]);
    expect(await search({ $or: [{ businessId: "PAY-1" }, { businessId: "PAY-2", state: "ACTIVE" }] })).toHaveLength(2);
    expect(await search({ hasRetriesLeft: true })).toEqual([key("payment-job-retrying")]);
  });

  test("element instances", async () => {
    const filter = { processInstanceKey: key("order-multi-instance") };
    const { items } = await client().searchElementInstances({ filter }, atOnce);
    expect(items.map(({ type }) => type)).toContain("MULTI_INSTANCE_BODY");
    for (const { elementInstanceKey } of items) await client().getElementInstance({ elementInstanceKey }, atOnce);
  });

  test("incidents, of one instance, of one element, of all, and counted", async () => {
    const { items } = await client().searchIncidents({ filter: { state: { $in: ["ACTIVE", "PENDING"] } } }, atOnce);
    expect(items).toHaveLength(6);
    for (const { incidentKey, processInstanceKey, elementInstanceKey } of items) {
      await client().getIncident({ incidentKey }, atOnce);
      const ofInstance = await client().searchProcessInstanceIncidents({ processInstanceKey }, atOnce);
      expect(ofInstance.items.map((one) => one.incidentKey)).toContain(incidentKey);
      const ofElement = await client().searchElementInstanceIncidents({ elementInstanceKey }, atOnce);
      expect(ofElement.items.map((one) => one.incidentKey)).toEqual([incidentKey]);
    }
    const errors = await client().getProcessInstanceStatisticsByError({}, atOnce);
    expect(errors.items.map((one) => one.activeInstancesWithErrorCount)).toEqual([1, 1, 1, 1, 2]);
    const errorHashCode = errors.items.find((one) => one.activeInstancesWithErrorCount === 2)?.errorHashCode ?? 0;
    const definitions = await client().getProcessInstanceStatisticsByDefinition({ filter: { errorHashCode } }, atOnce);
    expect(definitions.items).toMatchObject([
      { processDefinitionId: "invoice-approval", activeInstancesWithErrorCount: 2 },
    ]);
  });

  test("jobs", async () => {
    const failed = await client().searchJobs({ filter: { state: "FAILED", retries: { $gt: 0 } } }, atOnce);
    expect(failed.items).toMatchObject([{ processInstanceKey: key("payment-job-retrying"), retries: 2 }]);
    expect((await client().searchJobs({}, atOnce)).items).toHaveLength(25);
  });

  test("user tasks, what they see and what was done to them", async () => {
    const { items } = await client().searchUserTasks({ filter: { assignee: "mary.bookkeeper" } }, atOnce);
    expect(items).toHaveLength(2);
    for (const { userTaskKey } of items) {
      await client().getUserTask({ userTaskKey }, atOnce);
      const seen = await client().searchUserTaskVariables({ userTaskKey }, atOnce);
      expect(seen.items.map(({ name }) => name)).toContain("creditor");
      await client().searchUserTaskEffectiveVariables({ userTaskKey }, atOnce);
      const log = await client().searchUserTaskAuditLogs({ userTaskKey }, atOnce);
      expect(log.items).toMatchObject([{ operationType: "ASSIGN", entityType: "USER_TASK" }]);
    }
  });

  test("variables, cut and whole", async () => {
    const filter = { processInstanceKey: key("variables-every-type"), name: "longJson" };
    const cut = await client().searchVariables({ filter }, atOnce);
    expect(cut.items).toMatchObject([{ isTruncated: true, value: expect.stringMatching(/^.{8191}$/s) }]);
    const whole = await client().searchVariables({ filter, truncateValues: false }, atOnce);
    expect(whole.items).toMatchObject([{ isTruncated: false }]);
    for (const { variableKey, value } of whole.items) {
      expect(await client().getVariable({ variableKey }, atOnce)).toMatchObject({ value });
    }
  });

  test("messages that are awaited, and those that came", async () => {
    const filter = { messageSubscriptionState: "CREATED" as const };
    const { items } = await client().searchMessageSubscriptions({ filter }, atOnce);
    expect(items).toHaveLength(4);
    const came = await client().searchCorrelatedMessageSubscriptions({}, atOnce);
    expect(came.items.map(({ messageName }) => messageName).sort()).toEqual(["customer-withdrew", "payment-confirmed"]);
  });

  test("the audit log", async () => {
    const { items } = await client().searchAuditLogs({ filter: { operationType: "CANCEL" } }, atOnce);
    expect(items).toHaveLength(3);
    for (const { auditLogKey } of items) await client().getAuditLog({ auditLogKey }, atOnce);
  });

  test("process definitions, their models and their counts", async () => {
    const { items } = await client().searchProcessDefinitions({ filter: { isLatestVersion: true } }, atOnce);
    expect(items).toHaveLength(9);
    for (const { processDefinitionKey, processDefinitionId } of items) {
      const input = { processDefinitionKey };
      await client().getProcessDefinition(input, atOnce);
      expect(await client().getProcessDefinitionXml(input, atOnce)).toContain(
        `<bpmn:process id="${processDefinitionId}"`,
      );
      await client().getProcessDefinitionStatistics(input, atOnce);
      await client().getProcessDefinitionInstanceVersionStatistics({ filter: { processDefinitionId } }, atOnce);
    }
    expect((await client().getProcessDefinitionInstanceStatistics({}, atOnce)).items).toHaveLength(9);
  });

  test("what does not exist, and what cannot be done", async () => {
    await expect(
      client().getProcessInstance({ processInstanceKey: ProcessInstanceKey.assumeExists("1") }, atOnce),
    ).rejects.toMatchObject({
      status: 404,
    });
    await expect(client().cancelProcessInstance({ processInstanceKey: key("invoice-unassigned") })).rejects.toThrow();
  });
});

describe("an instance that is too young to be found", () => {
  const { client, key } = officialFor({ api: "8.9", delayMs: 26 * 60_000 }, "strict");
  test("the client asks until its patience ends", async () => {
    const input = { processInstanceKey: key("payment-failed-hostile-text") };
    const patient = { consistency: { waitUpToMs: 60, pollIntervalMs: 20 } };
    await expect(client().getProcessInstance(input, patient)).rejects.toThrow(/eventual|timed out|timeout/i);
  });
});

describe("who may come in", () => {
  const config = {
    CAMUNDA_AUTH_STRATEGY: "BASIC",
    CAMUNDA_BASIC_AUTH_USERNAME: "mary",
    CAMUNDA_BASIC_AUTH_PASSWORD: "secret",
  };
  const users = { mary: "secret" };
  const { client } = officialFor({ api: "8.9", auth: { kind: "basic", users } }, "strict", config);
  const { client: stranger } = officialFor({ api: "8.9", auth: { kind: "basic", users } }, "strict");
  test("a user", async () => {
    expect(await client().getAuthentication()).toMatchObject({ username: "mary" });
  });
  test("nobody else", async () => {
    await expect(stranger().getTopology()).rejects.toMatchObject({ status: 401 });
  });
});

describe("8.10, as far as the client of 8.9 knows it", () => {
  const { client, key } = officialFor({ api: "8.10" }, "strict");
  test("lists, with more fields than it knows", async () => {
    const active = await client().searchProcessInstances({ filter: { state: "ACTIVE" } }, atOnce);
    expect(active.items).toHaveLength(34);
    for (const processInstanceKey of ["order-waiting-timer", "onboarding-failed", "invoice-assigned"].map(key)) {
      const filter = { processInstanceKey };
      await client().searchElementInstances({ filter }, atOnce);
      await client().searchJobs({ filter }, atOnce);
      await client().searchUserTasks({ filter }, atOnce);
      await client().searchVariables({ filter }, atOnce);
      await client().searchIncidents({ filter }, atOnce);
      await client().searchMessageSubscriptions({ filter }, atOnce);
      await client().searchAuditLogs({ filter }, atOnce);
    }
  });
  test("the word for suspended instances is new to it", async () => {
    const input = { processInstanceKey: key("invoice-suspended") };
    await expect(client().getProcessInstance(input, atOnce)).rejects.toThrow(/validation|invalid/i);
  });
});

describe("8.8, as far as the client of 8.9 takes it", () => {
  const { client, key } = officialFor({ api: "8.8" }, "strict");
  test("what is the same in both", async () => {
    const input = { processInstanceKey: key("onboarding-failed-grandchild") };
    expect(await client().getProcessInstanceCallHierarchy(input, atOnce)).toHaveLength(3);
    await client().getProcessInstanceStatistics(input, atOnce);
  });
  test("8.9 promises fields that 8.8 leaves out", async () => {
    const input = { processInstanceKey: key("invoice-unassigned") };
    await expect(client().getProcessInstance(input, atOnce)).rejects.toThrow(/validation|invalid/i);
  });
});
