/** Open incidents of an instance and of those it called, which clusters export late and in steps. */
import { describe, expect, it } from "vitest";
import type { Access } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import { ago, elementRow, incidentRow, instanceRow, keyOf } from "./rows.ts";
import { isRow, only, type Row, startCluster } from "./stub.ts";
import { serveTables, type Tables } from "./tables.ts";

const [id, child, grandchild, element] = [keyOf(1), keyOf(2), keyOf(3), keyOf(11)];
const instances = [
  instanceRow(id, { hasIncident: true }),
  instanceRow(child, { parentProcessInstanceKey: id, rootProcessInstanceKey: id, hasIncident: true }),
  instanceRow(grandchild, { parentProcessInstanceKey: child, rootProcessInstanceKey: id, hasIncident: true }),
];
const elements = [elementRow(element, id)];
const incident = (n: number, of: string, facts: Row = {}) => incidentRow(keyOf(30 + n), of, facts);
const versions = ["8.8.0", "8.9.0", "8.10.0"] as const;

describe.for(versions)("open incidents of %s", (version) => {
  const start = (tables: Tables) => startCluster(serveTables({ instances, elements, ...tables }, version));

  it("are those that are ACTIVE and those that are PENDING, oldest first", async () => {
    const incidents = [
      incident(1, id, { state: "ACTIVE", creationTime: ago(3), elementInstanceKey: element }),
      incident(2, id, { state: "PENDING", creationTime: ago(2) }),
      incident(3, grandchild, { state: "ACTIVE", creationTime: ago(4) }),
      incident(4, id, { state: "RESOLVED", creationTime: ago(9) }),
    ];
    const { ask } = await start({ incidents });
    const answer = await ask.get({ id });
    expect(answer.incidents.map((one) => [one.id, one.instanceId])).toEqual([
      [keyOf(33), grandchild],
      [keyOf(31), id],
      [keyOf(32), id],
    ]);
    const included = await ask.get({ id, include: ["incidentsResolved"] });
    expect(included.incidents.map((one) => one.id)).toEqual([keyOf(33), keyOf(31), keyOf(32), keyOf(34)]);
    expect(included.incidents.map(({ retries }) => retries)).toEqual([0, 0, 0, undefined]);
  });

  it("come once, where one becomes ACTIVE between two looks", async () => {
    let looks = 0;
    const serving = serveTables(
      () => ({ instances, elements, incidents: [incident(1, id, { state: looks > 1 ? "ACTIVE" : "PENDING" })] }),
      version,
    );
    // Whatever order two looks are taken in, the second sees the new state.
    const { ask } = await startCluster((asked) => {
      if (/incidents\/search$/.test(asked.path)) looks += 1;
      return serving(asked);
    });
    const { incidents } = await ask.get({ id });
    expect(incidents.length).toBeLessThanOrEqual(1);
    looks = 0;
    const doubled = serveTables(
      { instances, incidents: [incident(1, id), incident(1, id, { state: "PENDING" })] },
      version,
    );
    const { ask: askDoubled } = await startCluster(doubled);
    const { counts } = await askDoubled.query({ mode: "count", hasIncident: true });
    expect(counts?.incidents).toMatchObject([{ instances: 1 }]);
    expect(counts?.definitions.map(({ openIncidents }) => openIncidents)).toEqual([1]);
  });

  it("are also those that were MIGRATED with their instance: they are as stuck as before", async () => {
    const { ask } = await start({ incidents: [incident(1, id, { state: "MIGRATED" })] });
    expect((await ask.get({ id })).incidents.map((one) => one.id)).toEqual([keyOf(31)]);
  });

  it("of called instances outside of the policy are not shown, those inside are", async () => {
    const access = (definitionKeys: string[], tenants?: string[]): Access => ({
      rules: [{ callers: ["local"], definitionKeys, ...(tenants ? { tenants } : {}) }],
    });
    const secret = { processDefinitionId: "secret", errorMessage: "hidden" };
    const other = { tenantId: "hidden", errorMessage: "hidden" };
    const told = (hidden: Row) => ({
      instances: [...instances.slice(0, 2), instanceRow(grandchild, { parentProcessInstanceKey: child, ...hidden })],
      incidents: [
        incident(1, id, { creationTime: ago(9) }),
        incident(2, child, { creationTime: ago(8) }),
        incident(3, grandchild, hidden),
      ],
    });
    for (const [hidden, view] of [
      [secret, access(["order"])],
      [other, access(["order"], ["<default>"])],
    ] as const) {
      const { asking } = await start(told(hidden));
      const answer = await asking(view).get({ id });
      expect(answer.incidents.map((one) => one.id)).toEqual([keyOf(31), keyOf(32)]);
      expect(JSON.stringify(answer)).not.toMatch(/hidden|secret/);
      expect((await asking().get({ id })).incidents).toHaveLength(3);
    }
  });

  it("that do not tell their process are not shown to who may see part of it", async () => {
    const incidents = [
      incident(1, id, { processDefinitionId: null }),
      incident(2, child, { processDefinitionId: null }),
    ];
    const { asking } = await start({ incidents });
    const view = { rules: [{ callers: ["local"], definitionKeys: ["order"] }] };
    expect((await asking(view).get({ id })).incidents.map((one) => one.id)).toEqual([keyOf(31)]);
  });

  it("make an instance stuck before its own mark does", async () => {
    const late = [instanceRow(id, { hasIncident: false })];
    const { ask } = await start({ instances: late, incidents: [incident(1, id, { state: "PENDING" })] });
    expect((await ask.get({ id })).instance.hasIncident).toBe(true);
  });
});

describe("open incidents of Operate", () => {
  const number = (n: number) => BigInt(keyOf(n));
  const tables = {
    instances: [
      operateInstance(id, { incident: true }),
      operateInstance(child, { incident: true, parentKey: BigInt(id) }),
      operateInstance(grandchild, { incident: true, parentKey: BigInt(child), bpmnProcessId: "secret" }),
      operateInstance(keyOf(4), { parentKey: BigInt(id) }),
    ],
    elements: [
      {
        key: BigInt(element),
        processInstanceKey: BigInt(id),
        flowNodeId: "ship",
        type: "SERVICE_TASK",
        state: "ACTIVE",
        incident: true,
        incidentKey: number(31),
      },
    ],
    incidents: [
      ["ACTIVE", id],
      ["PENDING", child],
      ["ACTIVE", grandchild],
      ["RESOLVED", id],
    ].map(([state, of = ""], n) => ({
      key: number(31 + n),
      processInstanceKey: BigInt(of),
      type: "JOB_NO_RETRIES",
      message: "no stock",
      creationTime: "2026-11-22T15:00:00.000+0000",
      state,
    })),
    definitions: [{ key: 2_251_799_813_680_001n, bpmnProcessId: "order", version: 2 }],
  };

  it("are found down the family, at the elements that name them", async () => {
    const { ask, asked } = await startCluster(serveOperate(tables));
    const { incidents } = await ask.get({ id });
    expect(incidents.map((one) => [one.id, one.instanceId, one.element?.elementId])).toEqual([
      [keyOf(31), id, "ship"],
      [keyOf(32), child, undefined],
      [keyOf(33), grandchild, undefined],
    ]);
    const filters = asked.map(({ body }) => (isRow(body["filter"]) ? body["filter"] : {}));
    expect(filters.filter((one) => one["processInstanceKey"] === keyOf(4))).toEqual([]);
  });

  it("outside of the policy are not shown", async () => {
    const { asking } = await startCluster(serveOperate(tables));
    const { incidents } = await asking({ rules: [{ callers: ["local"], definitionKeys: ["order"] }] }).get({ id });
    expect(incidents.map((one) => one.id)).toEqual([keyOf(31), keyOf(32)]);
  });

  it("end where a family goes in a circle", async () => {
    const circle = [
      operateInstance(id, { incident: true, parentKey: BigInt(child) }),
      operateInstance(child, { incident: true, parentKey: BigInt(id) }),
    ];
    const { ask } = await startCluster(serveOperate({ ...tables, instances: circle }));
    expect((await ask.get({ id })).incidents.map((one) => one.id)).toEqual([keyOf(31), keyOf(32)]);
  });

  it("of a family too large to be looked through say that some may be missing", async () => {
    const called = (many: number) =>
      Array.from({ length: many }, (_, n) =>
        operateInstance(keyOf(1_000 + n), { incident: true, parentKey: BigInt(id) }),
      );
    const family = (many: number) => [operateInstance(id, { incident: true }), ...called(many)];
    const { ask: askMany } = await startCluster(serveOperate({ ...tables, instances: family(40) }));
    expect((await askMany.get({ id })).unknown).toEqual(["incidents.called"]);
    const { ask: askFew } = await startCluster(serveOperate({ ...tables, instances: family(5) }));
    expect((await askFew.get({ id })).unknown).toEqual([]);
  });

  it("that cannot be read are unknown, and the mark stays", async () => {
    const { ask } = await startCluster(
      only(/^\/v1\/incidents\//, () => ({ status: 500, json: {} }), serveOperate(tables)),
    );
    expect(await ask.get({ id })).toMatchObject({ instance: { hasIncident: true }, unknown: ["incidents"] });
  });
});
