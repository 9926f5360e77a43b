/** Every request that leaves is one that the description of the server's version has. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LookoutError } from "../../src/core/errors.ts";
import { judgeOf, type Version } from "./description.ts";
import { queries } from "./questions.ts";
import { elementRow, incidentRow, instanceRow, jobRow, keyOf, userTaskRow, variableRow } from "./rows.ts";
import { startCluster } from "./stub.ts";
import { serveTables, type Tables } from "./tables.ts";

const id = keyOf(2);
/** Something of everything, so that what was found leads to further requests. */
const tables: Tables = {
  instances: [
    instanceRow(keyOf(1)),
    instanceRow(id, { parentProcessInstanceKey: keyOf(1), hasIncident: true, rootProcessInstanceKey: null }),
    instanceRow(keyOf(3), { parentProcessInstanceKey: id, parentElementInstanceKey: keyOf(12) }),
  ],
  elements: [elementRow(keyOf(11), id), elementRow(keyOf(12), id, { type: "CALL_ACTIVITY" })],
  incidents: [incidentRow(keyOf(31), id), incidentRow(keyOf(32), keyOf(3), { errorType: "IO_MAPPING_ERROR" })],
  jobs: [
    jobRow(keyOf(21), id, { elementInstanceKey: keyOf(11), state: "FAILED", errorMessage: "m", lastUpdateTime: null }),
  ],
  userTasks: [userTaskRow(id, keyOf(11), { dueDate: "2026-11-20T10:00:00.000Z" })],
  variables: [variableRow(id, "orderId", '"A-1"')],
  definitions: [
    { processDefinitionKey: keyOf(90), processDefinitionId: "order", name: "Order", version: 2, tenantId: "<default>" },
  ],
};

const versions: readonly Version[] = ["8.8", "8.9", "8.10"];
const keyFields = [{ variable: "orderId" }, { tag: "key" }, "businessId"] as const;
const accesses = [
  undefined,
  {
    rules: [
      {
        callers: ["local"],
        variables: { show: ["*"] },
        definitionKeys: ["order", "a"],
        tenants: ["<default>", "acme"],
      },
    ],
  },
];

describe.for(versions)("requests to %s", (version) => {
  const judge = judgeOf(version);
  if (!judge) return it("are judged", (ctx) => ctx.skip("no descriptions beside this repository (../shared)"));

  it("the judge finds what is wrong", () => {
    const asked = (body: object) =>
      judge({ method: "POST", path: "/v2/process-instances/search", headers: {}, body: { ...body } });
    expect(asked({})).toEqual([]);
    expect(asked({ filter: { state: "ACTIVE", $or: [{ hasIncident: true }] }, page: { limit: 3 } })).toEqual([]);
    for (const filter of [{ nope: 1 }, { state: "SLEEPING" }, { hasIncident: "yes" }, { $or: [{ nope: 1 }] }]) {
      expect(asked({ filter }), JSON.stringify(filter)).not.toEqual([]);
    }
    expect(asked({ filter: { startDate: { $like: "2026*" } } })).not.toEqual([]);
    expect(asked({ sort: [{ field: "nope", order: "ASC" }] })).not.toEqual([]);
    expect(judge({ method: "GET", path: "/v2/process-instances/search", headers: {}, body: {} })).not.toEqual([]);
  });

  it("of get, history and check are described", async () => {
    for (const businessKey of keyFields) {
      const { ask, engine, asked } = await startCluster(serveTables(tables, `${version}.1`), { businessKey });
      const { eventKinds } = await engine.capabilities(new AbortController().signal);
      const none = keyOf(77);
      await ask.get({ id, include: ["variables", "incidentsResolved"] });
      for (const order of ["oldest", "newest"] as const) {
        const kinds = [...eventKinds];
        const { nextCursor = "" } = await ask.history({ id, kinds, order, limit: 2 });
        await ask.history({ id, kinds, order, limit: 2, cursor: nextCursor });
      }
      await ask.history({ id, kinds: ["calledInstance"] });
      await ask.history({ id, elementId: "ship" });
      await ask.get({ id: none }).catch(() => {}); // not found: asked all the same
      await engine.check(new AbortController().signal);
      expect(asked.length).toBeGreaterThan(30);
      expect(new Set(asked.flatMap((one) => judge(one)))).toEqual(new Set());
    }
  });

  it.for(keyFields)("of any list or count are described, the key being %j", async (businessKey) => {
    const { asking, asked } = await startCluster(serveTables(tables, `${version}.1`), { businessKey });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(queries, fc.constantFrom(...accesses), async (input, access) => {
        const before = asked.length;
        await asking(access)
          .query(input)
          .catch((error: unknown) => {
            if (!(error instanceof LookoutError)) throw error;
            if (!/^(?:input|notSupported|filterIgnored|policyForbids)/.test(error.fault)) throw error;
          });
        const sent = asked.slice(before);
        for (const { body } of sent) for (const name of Object.keys(Object(body["filter"]))) seen.add(name);
        expect(sent.flatMap((one) => judge(one))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    // The walk went through the filters, and was not refused everywhere.
    expect([...seen]).toEqual(
      expect.arrayContaining([
        "state",
        "hasIncident",
        "variables",
        "elementId",
        "startDate",
        "processInstanceKey",
        "$or",
      ]),
    );
  });
});
