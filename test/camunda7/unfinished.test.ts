/** `attention` with `waiting`: work that nobody finished. The sandbox' world is held to its script by the contract. */
import { describe, expect, it } from "vitest";
import { answerWith, upstream } from "./upstream.ts";

const since = "2026-11-22T13:20:00.000+0000";
const waiting = { attention: ["waiting" as const], limit: 100 };
const ids = (rows: readonly { id: string }[] | undefined) => (rows ?? []).map(({ id }) => id).sort();

describe("work that nobody finished", () => {
  it("is asked for by type, creation and start", async () => {
    const { ask, requests } = await upstream();
    await ask.query({ limit: 1 });
    const before = requests.length;
    await ask.query({ ...waiting, definitionKey: ["invoice-approval", "credit-check"], tenantId: "acme-eu" });
    const asked = requests.slice(before).map(({ path, body }) => [path, JSON.parse(body)] as const);
    const of = (wanted: string) => asked.filter(([path]) => path === wanted).map(([, body]) => body);
    const tenantIdIn = ["acme-eu"];
    expect(of("/task")).toMatchObject([
      { createdBefore: since, processDefinitionKeyIn: ["invoice-approval", "credit-check"], tenantIdIn },
    ]);
    expect(of("/job")).toMatchObject([{ messages: true, createTimes: [{ operator: "lt", value: since }], tenantIdIn }]);
    const activities = of("/history/activity-instance");
    expect(activities.map(({ activityType }) => activityType).sort()).toEqual([
      "businessRuleTask",
      "intermediateMessageThrowEvent",
      "messageEndEvent",
      "sendTask",
      "serviceTask",
    ]);
    for (const body of activities) {
      // The bound is inclusive there.
      expect(body).toMatchObject({ unfinished: true, startedBefore: "2026-11-22T13:19:59.999+0000", tenantIdIn });
    }
  });

  /** Instances are told by the history, at what the engine is made to say. */
  const told = async (path: string, row: (id: string) => object | null) => {
    const engine = await upstream();
    const id = engine.id("payment-waiting-message");
    expect(ids((await engine.ask.query(waiting)).instances)).not.toContain(id);
    const facts = row(id);
    engine.spoil((passing, response) => {
      const lookups = ["/task", "/job", "/history/activity-instance"];
      if (!lookups.includes(passing.path)) return false;
      const type = JSON.parse(passing.body)["activityType"];
      const rows = passing.path === path && facts && [undefined, "serviceTask"].includes(type) ? [facts] : [];
      return answerWith(200, JSON.stringify(rows))(passing, response);
    });
    const { instances } = await engine.ask.query(waiting);
    return ids(instances).includes(id);
  };
  const activity = (id: string, facts: object) => ({
    ...{ id: "a:1", activityId: "a", activityName: null, activityType: "serviceTask", executionId: "e" },
    ...{ processInstanceId: id, taskId: null, calledProcessInstanceId: null, assignee: null, canceled: false },
    ...{ startTime: "2026-11-22T13:19:59.999+0000", endTime: null, durationInMillis: null },
    ...facts,
  });
  const job = (id: string, createTime: string | null) => ({
    ...{ id: "j", executionId: "e", processInstanceId: id, exceptionMessage: null, retries: 3, dueDate: null },
    createTime,
  });
  const task = (id: string, created: string) => ({
    ...{ id: "t", name: "T", assignee: null, due: null, executionId: "e", processInstanceId: id },
    ...{ taskDefinitionKey: "a", created },
  });
  const [early, exact] = ["2026-11-22T13:19:59.999+0000", since];

  it.for<readonly [name: string, path: string, row: (id: string) => object, found: boolean]>([
    ["a task of a millisecond before", "/task", (id) => task(id, early), true],
    ["a task of that very moment", "/task", (id) => task(id, exact), false],
    ["a job of a millisecond before", "/job", (id) => job(id, early), true],
    ["a job of that very moment", "/job", (id) => job(id, exact), false],
    ["a job of which nobody tells the creation", "/job", (id) => job(id, null), false],
    ["an element of a millisecond before", "/history/activity-instance", (id) => activity(id, {}), true],
    ["an element of that very moment", "/history/activity-instance", (id) => activity(id, { startTime: exact }), false],
    [
      "an element of another type, where the server ignores types",
      "/history/activity-instance",
      (id) => activity(id, { activityType: "intermediateMessageCatch" }),
      false,
    ],
  ])("%s", async ([, path, row, found]) => {
    expect(await told(path, row)).toBe(found);
  });

  it("beyond 1,000 instances is that which waits longest, and says so", async () => {
    const engine = await upstream({ bulk: 1_000 });
    const many = Array.from({ length: 900 }, (_one, n) => n);
    const lists: Readonly<Record<string, unknown>> = {
      "/task": many.map((n) => task(`task-${n}`, "2026-11-20T10:00:00.000+0000")),
      "/job": many.map((n) => job(`job-${n}`, "2026-11-21T10:00:00.000+0000")),
      "/history/activity-instance": [],
    };
    engine.spoil((passing, response) => {
      const rows = lists[passing.path];
      return rows !== undefined && answerWith(200, JSON.stringify(rows))(passing, response);
    });
    const { truncated } = await engine.ask.query(waiting);
    expect(truncated).toEqual({ reason: "candidates", considered: 1_000 });
    const asked = engine.requests.findLast(({ path }) => path === "/history/process-instance")?.body ?? "";
    expect(asked.match(/"task-\d+"/g)).toHaveLength(900);
    expect(asked.match(/"job-\d+"/g)).toHaveLength(100);
  });

  it("beyond 1,000 instances is counted as far as it was looked at, without a request for each definition", async () => {
    const { ask, requests } = await upstream({ bulk: 1_600 });
    await ask.query({ limit: 1 });
    const before = requests.length;
    const { engines, truncated } = await ask.query({ attention: ["waiting"], mode: "count" });
    expect(truncated).toEqual({ reason: "candidates", considered: 1_000 });
    expect(engines).toMatchObject([{ total: 1_000, totalIsLowerBound: true }]);
    const paths = requests.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path === "/history/process-instance")).toHaveLength(1);
    expect(paths).not.toContain("/history/process-instance/count");
  });
});
