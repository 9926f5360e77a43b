/** What the access policy leaves is part of every question, and where it leaves nothing, nothing is asked. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LookoutError } from "../../src/core/errors.ts";
import type { Access } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import { type Query, queries } from "./questions.ts";
import { elementRow, incidentRow, instanceRow, keyOf, userTaskRow } from "./rows.ts";
import { isRow, type Row, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const definitions = ["order", "payment", "secret"];
const tenants = ["<default>", "acme", "hidden"];
const places = definitions.flatMap((definition) => tenants.map((tenant) => [definition, tenant] as const));

const v2 = (version: string) =>
  serveTables(
    {
      instances: places.map(([processDefinitionId, tenantId], n) =>
        instanceRow(keyOf(n), { processDefinitionId, tenantId, hasIncident: true }),
      ),
      elements: places.map(([processDefinitionId], n) => elementRow(keyOf(100 + n), keyOf(n), { processDefinitionId })),
      incidents: places.map(([processDefinitionId, tenantId], n) =>
        incidentRow(keyOf(200 + n), keyOf(n), { processDefinitionId, tenantId }),
      ),
      userTasks: places.map(([processDefinitionId, tenantId], n) =>
        userTaskRow(keyOf(n), keyOf(100 + n), { processDefinitionId, tenantId, dueDate: "2026-11-20T10:00:00.000Z" }),
      ),
    },
    version,
  );
const operate = serveOperate({
  instances: places.map(([bpmnProcessId, tenantId], n) =>
    operateInstance(keyOf(n), { bpmnProcessId, tenantId, incident: true }),
  ),
  incidents: places.map(([, tenantId], n) => ({
    key: BigInt(keyOf(200 + n)),
    processInstanceKey: BigInt(keyOf(n)),
    type: "JOB_NO_RETRIES",
    message: "no stock",
    creationTime: "2026-11-22T14:20:00.000+0000",
    state: "ACTIVE",
    tenantId,
  })),
});
const servers = { "8.8": v2("8.8.0"), "8.9": v2("8.9.0"), "8.10": v2("8.10.0"), Operate: operate } as const;

const rule = { callers: ["local"], variables: { show: ["*"] } };
const accessTo = (definitionKeys: readonly string[] | undefined, tenantIds: readonly string[] | undefined): Access => ({
  rules: [
    {
      ...rule,
      ...(definitionKeys ? { definitionKeys: [...definitionKeys] } : {}),
      ...(tenantIds ? { tenants: [...tenantIds] } : {}),
    },
  ],
});

/** The values that a condition lets through; undefined for none at all. */
function letThrough(condition: unknown): readonly unknown[] | undefined {
  if (condition === undefined) return undefined;
  if (!isRow(condition)) return [condition];
  return Array.isArray(condition["$in"]) ? condition["$in"] : [condition["$eq"]];
}

const within = (condition: unknown, allowed: readonly string[]) =>
  letThrough(condition)?.every((one) => allowed.includes(String(one))) ?? false;

async function answered(question: Promise<unknown>): Promise<boolean> {
  try {
    await question;
    return true;
  } catch (error) {
    if (error instanceof LookoutError) return false;
    throw error;
  }
}

describe.for(Object.entries(servers))("searches of instances in %s", ([name, serving]) => {
  const isOperate = name === "Operate";
  const [definition, tenant] = isOperate ? ["bpmnProcessId", "tenantId"] : ["processDefinitionId", "tenantId"];

  it("hold what caller and question are both let to, whatever else they ask", async () => {
    const { asking, asked } = await startCluster(serving);
    const some = (values: readonly string[]) =>
      fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(queries, some(definitions), some(tenants), async (input, own, ownTenants) => {
        const { definitionKey: _key, definitionVersion: _version, ...rest }: Query = input;
        const before = asked.length;
        await answered(asking(accessTo(own, ownTenants)).query(rest));
        const searches = asked.slice(before).filter(({ path }) => path.endsWith("/process-instances/search"));
        for (const { body } of searches) {
          const filter: Row = isRow(body["filter"]) ? body["filter"] : {};
          checked += 1;
          if (own) expect(within(filter[definition ?? ""], own), JSON.stringify(filter)).toBe(true);
          if (ownTenants) expect(within(filter[tenant ?? ""], ownTenants), JSON.stringify(filter)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
    expect(checked).toBeGreaterThan(30);
  });

  const questions: readonly Query[] = [
    {},
    { hasIncident: true },
    { state: ["active", "terminated"] },
    { attention: ["incident"] },
    { attention: ["overdue"] },
    { attention: ["waiting"] },
    { attention: ["incident", "retrying", "overdue", "waiting"] },
    { incidentType: "JOB_NO_RETRIES" },
    { incidentMessage: "no*" },
    { waitingLongerThan: "1m" },
    { order: "longestWaiting" },
    { variables: [{ name: "a", operator: "eq", value: 1 }] },
    { startedAfter: "3d" },
  ];
  const nothing: readonly (readonly [what: string, access: Access, input: Query])[] = [
    ["a definition of others", accessTo(["order"], undefined), { definitionKey: "payment" }],
    ["definitions of others", accessTo(["order"], undefined), { definitionKey: ["payment", "secret"] }],
    ["a tenant of others", accessTo(undefined, ["acme"]), { tenantId: "hidden" }],
    [
      "a tenant of others, and an own definition",
      accessTo(["order"], ["acme"]),
      { definitionKey: "order", tenantId: "hidden" },
    ],
  ];
  it.for(nothing)("%s: nothing is found, and nothing is asked", async ([, access, narrowing]) => {
    const { asking, asked, engine } = await startCluster(serving);
    await engine.capabilities(new AbortController().signal);
    const sent: Record<string, readonly string[]> = {};
    for (const input of questions.flatMap((one) => [one, { ...one, mode: "count" as const }])) {
      const before = asked.length;
      const { engines } = await asking(access)
        .query({ ...input, ...narrowing })
        .catch((error: unknown) => {
          // Operate cannot be asked for some of it at all.
          if (isOperate && error instanceof LookoutError && error.fault === "notSupported") return { engines: [] };
          throw error;
        });
      expect(engines.filter(({ total }) => total !== 0)).toEqual([]);
      const paths = asked.slice(before).map(({ path }) => path);
      if (paths.length > 0) sent[JSON.stringify(input)] = paths;
    }
    expect(sent).toEqual({});
  });

  it("with neither see everything", async () => {
    const { ask } = await startCluster(serving);
    expect((await ask.query({ limit: 50 })).instances).toHaveLength(places.length);
  });
});

describe("one instance", () => {
  const access = accessTo(["order"], undefined);
  it.for(Object.entries(servers))("outside of what the caller may see is not found: %s", async ([, serving]) => {
    const { asking } = await startCluster(serving);
    const [own, other] = [places.findIndex(([one]) => one === "order"), places.findIndex(([one]) => one === "secret")];
    expect((await asking(access).get({ id: keyOf(own) })).instance.definition.key).toBe("order");
    for (const question of [asking(access).get, asking(access).history]) {
      await expect(question({ id: keyOf(other) })).rejects.toMatchObject({ fault: "instanceNotFound" });
      await expect(question({ id: keyOf(777) })).rejects.toMatchObject({ fault: "instanceNotFound" });
    }
  });

  const [root, parent, id, hidden, shown] = [keyOf(51), keyOf(52), keyOf(53), keyOf(54), keyOf(55)];
  const calls = { parentProcessInstanceKey: id, rootProcessInstanceKey: root };
  const families: Readonly<Record<string, Serving>> = {
    v2: serveTables({
      instances: [
        instanceRow(root, { processDefinitionId: "secret" }),
        instanceRow(parent, { processDefinitionId: "secret", parentProcessInstanceKey: root }),
        instanceRow(id, { parentProcessInstanceKey: parent, rootProcessInstanceKey: root }),
        instanceRow(hidden, { processDefinitionId: "secret", parentElementInstanceKey: keyOf(61), ...calls }),
        instanceRow(shown, { parentElementInstanceKey: keyOf(62), ...calls }),
      ],
      elements: [
        elementRow(keyOf(61), id, { type: "CALL_ACTIVITY" }),
        elementRow(keyOf(62), id, { type: "CALL_ACTIVITY" }),
      ],
    }),
    Operate: serveOperate({
      instances: [
        operateInstance(root, { bpmnProcessId: "secret" }),
        operateInstance(parent, { bpmnProcessId: "secret", parentKey: BigInt(root) }),
        operateInstance(id, { parentKey: BigInt(parent) }),
        operateInstance(hidden, { bpmnProcessId: "secret", ...operateCall(61) }),
        operateInstance(shown, operateCall(62)),
      ],
      elements: [61, 62].map((n) => ({
        key: BigInt(keyOf(n)),
        processInstanceKey: BigInt(id),
        flowNodeId: "call",
        type: "CALL_ACTIVITY",
        state: "ACTIVE",
        startDate: "2026-11-22T14:20:00.000+0000",
      })),
    }),
  };
  function operateCall(n: number): Row {
    return { parentKey: BigInt(id), parentFlowNodeInstanceKey: BigInt(keyOf(n)) };
  }

  it.for(Object.entries(families))("names no relatives that the caller may not see: %s", async ([, serving]) => {
    const { asking } = await startCluster(serving);
    const told = async (one: Access | undefined) => {
      const answer = await asking(one).get({ id });
      const { events } = await asking(one).history({ id });
      return { ids: answer.called.map((called) => called.id), text: JSON.stringify([answer, events]) };
    };
    const all = await told(undefined);
    expect(all.ids.sort()).toEqual([hidden, shown]);
    for (const key of [root, parent, hidden]) expect(all.text).toContain(key);
    const some = await told(access);
    expect(some.ids).toEqual([shown]);
    for (const key of [root, parent, hidden, "secret"]) expect(some.text).not.toContain(key);
  });

  it("the sentences for what is hidden and what does not exist are the same", async () => {
    const { asking } = await startCluster(servers["8.9"]);
    const hidden = places.findIndex(([one]) => one === "secret");
    const facts = async (id: string) => {
      const error: unknown = await asking(access)
        .get({ id })
        .catch((reason: unknown) => reason);
      return error instanceof LookoutError ? JSON.stringify(error.facts).replaceAll(id, "ID") : "answered";
    };
    expect(await facts(keyOf(hidden))).toBe(await facts(keyOf(777)));
  });
});
