/** `attention` with `waiting`: elements whose work nobody finished. */
import { describe, expect, it } from "vitest";
import { ago, elementRow, instanceRow, keyOf, now, userTaskRow } from "./rows.ts";
import { type Row, type Serving, startCluster } from "./stub.ts";
import { serveTables, type Tables } from "./tables.ts";

const boundary = new Date(now.getTime() - 2 * 3_600_000);
const moved = (ms: number) => new Date(boundary.getTime() + ms).toISOString();

/** One instance for each element, with keys from 0 on. */
const tablesOf = (elements: readonly Row[]): Tables => ({
  instances: elements.map((_row, n) => instanceRow(keyOf(n), { startDate: ago(10_000 - n) })),
  elements: elements.map((facts, n) => elementRow(keyOf(10_000 + n), keyOf(n), facts)),
});
const isElements = ({ path }: { path: string }) => path === "/v2/element-instances/search";

describe.for(["8.8.0", "8.9.0", "8.10.0"])("work that nobody finished in %s", (version) => {
  const found = async (tables: Tables, input = {}) => {
    const { ask } = await startCluster(serveTables(tables, version));
    const { instances = [] } = await ask.query({ attention: ["waiting"], limit: 100, ...input });
    return instances.map(({ id }) => id).sort();
  };

  it("is more than two hours old, to the millisecond, and still active", async () => {
    const tables = tablesOf([
      { startDate: moved(-1) },
      { startDate: moved(0) },
      { startDate: moved(1) },
      { startDate: ago(500), state: "COMPLETED", endDate: ago(1) },
      { startDate: ago(500), state: "TERMINATED", endDate: ago(1) },
    ]);
    expect(await found(tables)).toEqual([keyOf(0)]);
  });

  it("is at an element with a user task or a job, and not where something else is waited for", async () => {
    const work = ["USER_TASK", "SERVICE_TASK", "SEND_TASK", "BUSINESS_RULE_TASK", "SCRIPT_TASK"];
    const thrown = ["INTERMEDIATE_THROW_EVENT", "END_EVENT"];
    const others = [
      "PROCESS",
      "SUB_PROCESS",
      "EVENT_SUB_PROCESS",
      "AD_HOC_SUB_PROCESS",
      "MULTI_INSTANCE_BODY",
      "CALL_ACTIVITY",
      "RECEIVE_TASK",
      "INTERMEDIATE_CATCH_EVENT",
      "EVENT_BASED_GATEWAY",
      "PARALLEL_GATEWAY",
      "UNKNOWN",
    ];
    const tables = tablesOf([...work, ...thrown, ...others].map((type) => ({ type, startDate: ago(500) })));
    expect(await found(tables)).toEqual([...work, ...thrown].map((_type, n) => keyOf(n)).sort());
  });

  it("may have an incident, and is found once however much of it there is", async () => {
    const tables = {
      instances: [instanceRow(keyOf(0), { hasIncident: true }), instanceRow(keyOf(1))],
      elements: [1, 2, 3].map((n) =>
        elementRow(keyOf(10_000 + n), keyOf(0), { startDate: ago(500 + n), hasIncident: n === 1 }),
      ),
    };
    expect(await found(tables)).toEqual([keyOf(0)]);
  });

  it("is one part of what needs a person beside what is overdue", async () => {
    const tables = {
      instances: [0, 1, 2].map((n) => instanceRow(keyOf(n))),
      elements: [elementRow(keyOf(10_000), keyOf(0), { startDate: ago(500) })],
      userTasks: [userTaskRow(keyOf(1), keyOf(10_001), { dueDate: ago(10) })],
    };
    expect(await found(tables, { attention: ["overdue", "waiting"] })).toEqual([keyOf(0), keyOf(1)]);
    expect(await found(tables)).toEqual([keyOf(0)]);
    expect(await found(tables, { attention: ["waiting", "incident"], definitionKey: "payment" })).toEqual([]);
  });

  it("beyond 1,000 instances is that which waits longest, and says so", async () => {
    const { ask } = await startCluster(
      serveTables(
        tablesOf(
          Array.from({ length: 1_400 }, (_one, n) => ({
            startDate: ago(5_000 - n),
            type: n % 2 === 0 ? "USER_TASK" : "SERVICE_TASK",
          })),
        ),
        version,
      ),
    );
    const answer = await ask.query({ attention: ["waiting"], mode: "count" });
    expect(answer.truncated).toEqual({ reason: "candidates", considered: 1_000 });
    expect(answer.engines).toMatchObject([{ total: 1_000, totalIsLowerBound: true }]);
    const { truncated } = await ask.query({ attention: ["waiting"], limit: 1 });
    expect(truncated).toEqual({ reason: "candidates", considered: 1_000 });
  });

  it("is asked for by type, state and start, of one definition where it is one", async () => {
    const { ask, asked } = await startCluster(serveTables({}, version));
    await ask.query({ attention: ["waiting"], definitionKey: "order", tenantId: "acme" });
    const filters = asked.filter(isElements).map(({ body }) => body["filter"]);
    expect(filters).toHaveLength(version === "8.10.0" ? 1 : 7);
    for (const filter of filters) {
      expect(filter).toMatchObject({
        state: "ACTIVE",
        startDate: { $lt: boundary.toISOString() },
        processDefinitionId: "order",
        tenantId: "acme",
        ...(version === "8.10.0" ? { $or: expect.arrayContaining([{ type: "USER_TASK" }]) } : {}),
      });
    }
    // Nothing of the kind: the instances need not be asked for.
    expect(asked.filter((one) => !isElements(one))).toEqual([]);
  });

  it.for(["type", "$or", "state", "startDate"])("is not more where the server ignores %s", async (name) => {
    const tables = tablesOf([
      { startDate: ago(500) },
      { startDate: ago(1) },
      { startDate: ago(500), state: "COMPLETED", endDate: ago(1) },
      { startDate: ago(500), type: "CALL_ACTIVITY" },
    ]);
    const others = serveTables(tables, version);
    const ignoring: Serving = (one) => {
      const { filter, ...body } = one.body;
      const kept = Object.entries(filter ?? {}).filter(([field]) => field !== name);
      return others(isElements(one) ? { ...one, body: { ...body, filter: Object.fromEntries(kept) } } : one);
    };
    const { ask } = await startCluster(ignoring);
    const { instances = [] } = await ask.query({ attention: ["waiting"] });
    expect(instances.map(({ id }) => id)).toEqual([keyOf(0)]);
  });
});
