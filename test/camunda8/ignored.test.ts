/** A server, or a proxy before it, that ignores part of what it is asked: a wrong list is dropped, never shown. */
import { describe, expect, it } from "vitest";
import type { InputOf } from "../../src/core/tool.ts";
import type { tools } from "../../tools/index.ts";
import { type Access, refusalOf } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import { ago, elementRow, incidentRow, instanceRow, keyOf, userTaskRow, variableRow } from "./rows.ts";
import { type Asked, isRow, type Row, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

type Query = InputOf<typeof tools.query>;

const family = { parentProcessInstanceKey: keyOf(8), rootProcessInstanceKey: keyOf(8) };
const ended = { state: "COMPLETED", startDate: ago(70), endDate: ago(65), hasIncident: false };
/** Of every pair of values that a filter tells apart both are there. */
const v2 = serveTables({
  instances: [
    instanceRow(keyOf(1), { businessId: "A-1", hasIncident: true, ...family }),
    instanceRow(keyOf(2), { businessId: "B-2", startDate: ago(30) }),
    instanceRow(keyOf(3), { processDefinitionId: "payment", tenantId: "acme", startDate: ago(10) }),
    instanceRow(keyOf(4), { processDefinitionVersion: 1, startDate: ago(90) }),
    instanceRow(keyOf(5), { ...ended, endDate: ago(5) }),
    instanceRow(keyOf(6), ended),
  ],
  elements: [elementRow(keyOf(11), keyOf(1)), elementRow(keyOf(12), keyOf(2), { elementId: "bill" })],
  incidents: [incidentRow(keyOf(31), keyOf(1))],
  userTasks: [userTaskRow(keyOf(1), keyOf(11), { dueDate: ago(20) })],
  variables: [variableRow(keyOf(1), "orderId", '"A-1"')],
});
const operateElement = { key: 5n, processInstanceKey: 6n, flowNodeId: "ship", type: "SERVICE_TASK", state: "ACTIVE" };
const operateRows = {
  instances: [
    operateInstance(keyOf(1), { incident: true, parentKey: BigInt(keyOf(8)) }),
    operateInstance(keyOf(2), { startDate: "2026-11-22T14:50:00.000+0000" }),
    operateInstance(keyOf(3), { bpmnProcessId: "payment", tenantId: "acme" }),
    operateInstance(keyOf(4), { processVersion: 1 }),
    operateInstance(keyOf(5), { state: "COMPLETED", endDate: "2026-11-22T15:15:00.000+0000" }),
  ],
  variables: [{ key: 9n, processInstanceKey: BigInt(keyOf(5)), scopeKey: 1n, name: "orderId", value: '"A-1"' }],
};
const operate = serveOperate(operateRows);
const servers = { v2, operate } as const;
type Api = keyof typeof servers;

/** The server without some fields of the filters that it is sent. */
function ignoring(fields: readonly string[], others: Serving): Serving {
  return (asked) => {
    const { filter } = asked.body;
    if (!isRow(filter)) return others(asked);
    const kept = Object.entries(filter).filter(([name]) => !fields.includes(name));
    return others({ ...asked, body: { ...asked.body, filter: Object.fromEntries(kept) } });
  };
}

/** Questions, and the fields of the engine by which they are asked. */
const filters: readonly (readonly [api: Api, field: string, input: Query])[] = [
  ["v2", "processDefinitionId", { definitionKey: "order" }],
  ["v2", "processDefinitionVersion", { definitionKey: "order", definitionVersion: 2 }],
  ["v2", "state", { state: "completed" }],
  ["v2", "state", { state: ["active", "terminated"] }],
  ["v2", "hasIncident", { hasIncident: true }],
  ["v2", "hasIncident", { hasIncident: false }],
  ["v2", "businessId", { businessKey: "A-1" }],
  ["v2", "businessId", { businessKey: "A*" }],
  ["v2", "parentProcessInstanceKey", { parentId: keyOf(8) }],
  ["v2", "tenantId", { tenantId: "acme" }],
  ["v2", "startDate", { startedAfter: "20m" }],
  ["v2", "startDate", { startedBefore: "20m" }],
  ["v2", "endDate", { endedAfter: "20m" }],
  ["v2", "endDate", { endedBefore: "20m" }],
  ["v2", "processInstanceKey", { incidentType: "JOB_NO_RETRIES" }],
  ["v2", "processInstanceKey", { incidentMessage: "no*" }],
  ["v2", "processInstanceKey", { waitingLongerThan: "30m" }],
  ["v2", "hasIncident", { attention: ["incident"] }],
  ["operate", "bpmnProcessId", { definitionKey: "order" }],
  ["operate", "processVersion", { definitionKey: "order", definitionVersion: 2 }],
  ["operate", "state", { state: "completed" }],
  ["operate", "incident", { hasIncident: true }],
  ["operate", "incident", { attention: ["incident"] }],
  ["operate", "parentKey", { parentId: keyOf(8) }],
  ["operate", "tenantId", { tenantId: "acme" }],
  ["operate", "key", { variables: [{ name: "orderId", operator: "eq", value: "A-1" }] }],
];

describe.for(["list", "count"] as const)("a filter that is ignored by a %s", (mode) => {
  it.for(filters)("%s: %s of %j", async ([api, field, input]) => {
    const { ask, serve } = await startCluster(servers[api]);
    const question = () => ask.query({ order: "oldest", ...input, mode });
    await question();
    serve(ignoring([field], servers[api]));
    const refusal = await refusalOf(question());
    expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringMatching(/do not match/) });
  });
});

describe.for(["list", "count"] as const)("the access policy that is ignored by a %s", (mode) => {
  const rule = { callers: ["local"] };
  it.for<readonly [api: Api, field: string, access: Access]>([
    ["v2", "processDefinitionId", { rules: [{ ...rule, definitionKeys: ["order"] }] }],
    ["v2", "tenantId", { rules: [{ ...rule, tenants: ["acme"] }] }],
    ["operate", "bpmnProcessId", { rules: [{ ...rule, definitionKeys: ["order"] }] }],
    ["operate", "tenantId", { rules: [{ ...rule, tenants: ["acme"] }] }],
  ])("%s: %s", async ([api, field, access]) => {
    const { asking, serve } = await startCluster(servers[api]);
    await asking(access).query({ mode });
    serve(ignoring([field], servers[api]));
    const message = expect.stringContaining("the access policy");
    expect(await refusalOf(asking(access).query({ mode }))).toMatchObject({ kind: "badAnswer", message });
  });
});

/** The server with its rows in the order of their keys, whatever it is asked. */
const unordered =
  (others: Serving): Serving =>
  (asked) => {
    const { sort: _sort, ...body } = asked.body;
    return others({ ...asked, body });
  };

describe("an order that is ignored", () => {
  it.for(["v2", "operate"] as const)("%s: a list is dropped", async (api) => {
    const { ask, serve } = await startCluster(servers[api]);
    for (const order of ["newest", "oldest"] as const) await ask.query({ order });
    serve(unordered(servers[api]));
    const message = expect.stringContaining("the order");
    const orders = api === "v2" ? (["newest", "oldest"] as const) : (["newest"] as const);
    for (const order of orders) {
      expect(await refusalOf(ask.query({ order }))).toMatchObject({ kind: "badAnswer", message });
    }
  });

  it("v2: a history is no shorter one", async () => {
    const elements = Array.from({ length: 40 }, (_, n) =>
      elementRow(keyOf(100 + n), keyOf(1), { startDate: ago(n), state: "COMPLETED" }),
    );
    const serving = unordered(serveTables({ instances: [instanceRow(keyOf(1))], elements }));
    const { ask } = await startCluster(serving);
    const answer = await ask.history({ id: keyOf(1), kinds: ["element"], limit: 5 }).catch(() => undefined);
    const shown = answer?.sources[0]?.status === "recorded" ? answer.events[0]?.startedAt : ago(39);
    expect(shown, "the first of all, unless it is refused").toBe(ago(39));
  });
});

describe("what belongs to another instance, where the server does not look at the instance", () => {
  const [id, other] = [keyOf(1), keyOf(2)];
  const both = (row: (key: string, of: string) => Row): Row[] => [row(keyOf(51), id), row(keyOf(52), other)];
  const serving = serveTables({
    instances: [
      instanceRow(id),
      instanceRow(other),
      instanceRow(keyOf(3), { parentProcessInstanceKey: id }),
      instanceRow(keyOf(4), { parentProcessInstanceKey: other }),
    ],
    elements: both(elementRow),
    incidents: both(incidentRow),
    variables: [variableRow(id, "a", "1"), variableRow(other, "b", "2")],
  });
  const careless = ignoring(["processInstanceKey", "parentProcessInstanceKey"], serving);

  it("is not told by get", async () => {
    const { ask } = await startCluster(careless);
    const answer = await ask.get({ id, include: ["variables", "incidentsResolved"] }).catch(() => undefined);
    if (!answer) return;
    const { waitingAt, called, variables = [] } = answer;
    expect(waitingAt.map(({ element }) => element.elementInstanceId)).not.toContain(keyOf(52));
    expect(called.map((one) => one.id)).not.toContain(keyOf(4));
    expect(variables.map(({ name }) => name)).not.toContain("b");
  });

  it("is not told by a history", async () => {
    const { ask } = await startCluster(careless);
    const answer = await ask.history({ id }).catch(() => undefined);
    expect(answer?.events.map((event) => event.id) ?? []).not.toContain(keyOf(52));
  });

  it("nor is what is over told as what is open", async () => {
    const past = serveTables({
      instances: [instanceRow(id)],
      elements: [elementRow(keyOf(51), id, { state: "COMPLETED", endDate: ago(1) })],
      incidents: [incidentRow(keyOf(61), id, { state: "RESOLVED" })],
    });
    const { ask } = await startCluster(ignoring(["state"], past));
    const answer = await ask.get({ id }).catch(() => undefined);
    expect(answer?.waitingAt ?? []).toEqual([]);
    expect(answer?.incidents ?? []).toEqual([]);
    expect(answer?.instance.hasIncident ?? false).toBe(false);
  });
});

/** A proxy that passes searches on without their bodies. */
const stripped =
  (others: Serving): Serving =>
  (asked: Asked) =>
    others({ ...asked, body: {} });

describe("a proxy that strips the body of searches", () => {
  const inputs: readonly Query[] = [
    ...filters.filter(([api]) => api === "v2").map(([, , input]) => input),
    { elementId: "ship" },
    { passedElementId: "ship" },
    { variables: [{ name: "orderId", operator: "eq", value: "A-1" }] },
    { attention: ["overdue"] },
    { attention: ["waiting"] },
    { order: "longestWaiting" },
    {},
  ];
  describe.for(["list", "count"] as const)("%s", (mode) => {
    it.for(inputs)("%j: a bad answer, never a wrong one", async (input) => {
      const { ask, serve } = await startCluster(stripped(v2));
      expect((await refusalOf(ask.query({ ...input, mode }))).kind).toBe("badAnswer");
      serve(v2);
      await ask.query({ ...input, mode });
    });
  });

  it("get and history: a bad answer, never one about others", async () => {
    const { ask } = await startCluster(stripped(v2));
    expect((await refusalOf(ask.get({ id: keyOf(2) }))).kind).toBe("badAnswer");
    expect((await refusalOf(ask.history({ id: keyOf(2) }))).kind).toBe("badAnswer");
  });

  it("Operate's as well", async () => {
    const { ask } = await startCluster(stripped(serveOperate({ ...operateRows, elements: [operateElement] })));
    for (const input of [{}, { state: "active" as const }, { mode: "count" as const }]) {
      expect((await refusalOf(ask.query(input))).kind).toBe("badAnswer");
    }
  });
});
