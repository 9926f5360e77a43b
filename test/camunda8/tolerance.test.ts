/** What the versions of the API write differently, and words that no version has yet: no answer fails of either. */
import { describe, expect, it } from "vitest";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import {
  ago,
  auditRow,
  bare,
  elementRow,
  incidentRow,
  instanceRow,
  jobRow,
  keyOf,
  subscriptionRow,
  userTaskRow,
  variableRow,
} from "./rows.ts";
import { isRow, type Row, type Serving, startCluster } from "./stub.ts";
import { serveTables, type Tables } from "./tables.ts";

const [id, called] = [keyOf(1), keyOf(2)];
const tables = {
  instances: [
    instanceRow(id),
    instanceRow(called, {
      parentProcessInstanceKey: id,
      parentElementInstanceKey: keyOf(14),
      rootProcessInstanceKey: id,
    }),
  ],
  elements: [
    elementRow(keyOf(11), id),
    elementRow(keyOf(12), id, { elementId: "approve", elementName: null, type: "USER_TASK" }),
    elementRow(keyOf(13), id, { elementId: "paid", type: "INTERMEDIATE_CATCH_EVENT" }),
    elementRow(keyOf(14), id, { elementId: "call", type: "CALL_ACTIVITY" }),
  ],
  incidents: [incidentRow(keyOf(31), id, { elementInstanceKey: keyOf(11) })],
  jobs: [
    jobRow(keyOf(21), id, { elementInstanceKey: keyOf(11), state: "FAILED", lastUpdateTime: ago(3), worker: "w" }),
  ],
  userTasks: [userTaskRow(id, keyOf(12))],
  subscriptions: [subscriptionRow(id, keyOf(13))],
  variables: [variableRow(id, "nothing", null), variableRow(id, "amount", "12.5")],
  auditLogs: [auditRow(keyOf(41), id, { actorId: null })],
} satisfies Tables;

/** The same server, with each record changed on its way. */
function changing(change: (row: Row, path: string) => Row, others: Serving): Serving {
  return (asked) => {
    const reply = others(asked);
    if (!isRow(reply?.json) || asked.path === "/v2/topology") return reply;
    const { items, ...rest } = reply.json;
    if (!Array.isArray(items)) return { ...reply, json: change(reply.json, asked.path) };
    return { ...reply, json: { ...rest, items: items.map((row) => (isRow(row) ? change(row, asked.path) : row)) } };
  };
}

async function answersOf(serving: Serving) {
  const { ask, engine } = await startCluster(serving, { web: "https://operate.example.com/{id}" });
  const { eventKinds } = await engine.capabilities(new AbortController().signal);
  const { nextCursor: _cursor, ...list } = await ask.query({ limit: 10 });
  return {
    get: await ask.get({ id, include: ["variables", "incidentsResolved"] }),
    list,
    count: await ask.query({ mode: "count" }),
    history: await ask.history({ id, kinds: [...eventKinds] }),
  };
}

const withoutNulls = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
/** Fields whose absence says something of its own: the version does not have them. */
const telling = new Set(["businessId", "rootProcessInstanceKey"]);

describe("a field that is absent is as one that is null", () => {
  it.for(["8.8.0", "8.9.0", "8.10.0"])("of %s", async (version) => {
    const serving = serveTables(tables, version);
    const answers = await answersOf(serving);
    expect(answers.get.waitingAt.map(({ waitsFor }) => waitsFor.kind)).toEqual(
      expect.arrayContaining(["job", "userTask", "calledInstance"]),
    );
    const absent = changing((row) => ({ ...withoutNulls(row), ...pick(row, telling) }), serving);
    expect(await answersOf(absent)).toEqual(answers);
  });

  it("a page without its facts tells no totals, and is a page", async () => {
    const serving: Serving = (asked) => {
      const reply = serveTables(tables)(asked);
      return isRow(reply?.json) && "items" in reply.json ? { json: { items: reply.json["items"] } } : reply;
    };
    const { list, get } = await answersOf(serving);
    expect(list.instances).toHaveLength(2);
    expect(get).not.toHaveProperty("calledTotal");
    expect(get.called.map((one) => one.id)).toEqual([called]);
  });

  it("records of 8.8 have no business id, and roots are found by climbing", async () => {
    const old = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map(bare)]));
    const { get } = await answersOf(serveTables(old, "8.8.3"));
    expect(get.instance).not.toHaveProperty("businessKey");
    expect(get.instance.rootId).toBe(id);
    const { ask } = await startCluster(serveTables(old, "8.8.3"));
    expect(await ask.get({ id: called })).toMatchObject({ instance: { parentId: id, rootId: id }, root: { id } });
  });
});

const pick = (row: Row, names: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));

describe("a word that no version has", () => {
  const word = "COSMIC_RAY";
  const words: Readonly<Record<string, Row>> = {
    "/v2/process-instances": { state: word },
    "/v2/element-instances/search": { type: word, state: word },
    "/v2/incidents/search": { errorType: word, state: word },
    "/v2/jobs/search": { state: word, kind: word, listenerEventType: word },
    "/v2/user-tasks/search": { state: word },
    "/v2/message-subscriptions/search": { messageSubscriptionState: word, messageSubscriptionType: word },
    "/v2/audit-logs/search": { operationType: word, entityType: word, actorType: word, result: word, category: word },
    "/v1/process-instances": { state: word },
    "/v1/flownode-instances": { state: word, type: word },
    "/v1/incidents": { state: word, type: word },
  };
  const spoken = (others: Serving) =>
    changing((row, path) => {
      const [, told = {}] = Object.entries(words).find(([prefix]) => path.startsWith(prefix)) ?? [];
      // Where open incidents are asked for their state is known.
      const isFamily = /^\/v2\/process-instances\/\d+\/incidents/.test(path);
      return { ...row, ...(isFamily ? { errorType: word } : told) };
    }, others);

  it.for(["8.8.0", "8.9.0", "8.10.0"])("fails no answer of %s, and is told", async (version) => {
    const { get, list, history, count } = await answersOf(spoken(serveTables(tables, version)));
    expect(get.unknown).toEqual([]);
    expect(get.instance).toMatchObject({ state: "unknown", engineState: word });
    expect(get.waitingAt[0]?.element).toMatchObject({ elementType: "cosmicRay" });
    expect(get.incidents[0]?.type).toBe(word);
    expect(list.instances?.map(({ state }) => state)).toEqual(["unknown", "unknown"]);
    expect(count.counts?.definitions).toMatchObject([{ byState: { unknown: 2 } }]);
    expect(history.sources.filter(({ status }) => status !== "recorded")).toEqual([]);
    expect(history.events.map(({ kind }) => kind)).toContain("element");
  });

  it("fails no answer of Operate, and is told", async () => {
    const operate = serveOperate({
      instances: [operateInstance(id)],
      elements: [
        { key: 7n, processInstanceKey: BigInt(id), flowNodeId: "ship", startDate: ago(3), type: "X", state: "ACTIVE" },
      ],
      incidents: [{ key: 8n, processInstanceKey: BigInt(id), type: "X", creationTime: ago(2), state: "ACTIVE" }],
      definitions: [{ key: 2_251_799_813_680_001n, bpmnProcessId: "order", version: 2 }],
    });
    const { get, history } = await answersOf(spoken(operate));
    expect(get.unknown).toEqual([]);
    expect(get).toMatchObject({ instance: { state: "unknown", engineState: word }, incidents: [{ type: word }] });
    expect(history.events.map(({ kind }) => kind).sort()).toEqual(["element", "incident", "instance"]);
  });

  it("an element that waits for what no version has waits for something else", async () => {
    const wait = (waitStateType: string | null) => ({
      processInstanceKey: id,
      elementInstanceKey: keyOf(13),
      elementId: "paid",
      details: waitStateType === null ? null : { waitStateType, ritual: "candles" },
    });
    for (const type of ["SEANCE", "", null]) {
      const { get } = await answersOf(serveTables({ ...tables, waitStates: [wait(type)] }, "8.10.0"));
      expect(get.unknown).toEqual([]);
      const place = get.waitingAt.find(({ element }) => element.elementId === "paid");
      expect(place?.waitsFor).toEqual({ kind: "other" });
    }
  });

  it("fields that no version has are left out", async () => {
    const serving = changing((row) => ({ ...row, newIn9: { deep: ["thing"] } }), serveTables(tables));
    const answers = await answersOf(serving);
    expect(JSON.stringify(answers)).not.toContain("newIn9");
    expect(answers.get.unknown).toEqual([]);
  });

  it("element types are told as BPMN writes them, others in the engine's word", async () => {
    const told = {
      MULTI_INSTANCE_BODY: { elementType: "multiInstanceBody" },
      AD_HOC_SUB_PROCESS_INNER_INSTANCE: { elementType: "adHocSubProcessInnerInstance" },
      SERVICE_TASK: { elementType: "serviceTask" },
      TASK: { elementType: "task" },
      UNKNOWN: { engineType: "UNKNOWN" },
      UNSPECIFIED: { engineType: "UNSPECIFIED" },
      serviceTask: { engineType: "serviceTask" },
      "QUANTUM-TASK 2": { engineType: "QUANTUM-TASK 2" },
    };
    for (const [type, expected] of Object.entries(told)) {
      const { get } = await answersOf(
        serveTables({ instances: tables.instances, elements: [elementRow(keyOf(11), id, { type })] }),
      );
      expect(get.waitingAt.map(({ element }) => element)).toEqual([
        { elementId: "ship", elementName: "Ship it", elementInstanceId: keyOf(11), ...expected },
      ]);
    }
  });
});

describe("dates", () => {
  it.for([
    "2026-11-22T14:20:00.000Z",
    "2026-11-22T14:20:00Z",
    "2026-11-22T15:20:00.000+0100",
    "2026-11-22T14:20:00.000000+00:00",
  ])("%s is the same moment", async (startDate) => {
    const { get } = await answersOf(serveTables({ instances: [instanceRow(id, { startDate })] }));
    expect(get.instance.startedAt).toBe("2026-11-22T14:20:00.000Z");
  });
});
