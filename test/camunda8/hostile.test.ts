/** Text that would do something to a terminal, a chat or a model: no field of a record carries it into an answer. */
import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import {
  ago,
  auditRow,
  elementRow,
  incidentRow,
  instanceRow,
  jobRow,
  keyOf,
  subscriptionRow,
  userTaskRow,
  variableRow,
} from "./rows.ts";
import { isRow, problem, type Row, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const evil = "\u001b[2J\u202egnp\u0000\u009b31m\u200b\ufeff\u{e0041}";
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e0fff}]/u;

/** Every text in an answer, with where it stands. */
function textsOf(value: unknown, path = ""): (readonly [path: string, text: string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [path, name] as const,
    ...textsOf(inner, `${path}.${name}`),
  ]);
}

function expectClean(answer: unknown): void {
  const spoiling = textsOf(answer).filter(
    ([path, text]) => unsafe.test(text) || Array.from(text).length > (path === ".nextCursor" ? 2_000 : 500),
  );
  expect(spoiling.map(([path, text]) => `${path} ${JSON.stringify(text.slice(0, 80))}`)).toEqual([]);
}

const [id, called] = [keyOf(1), keyOf(2)];
const tables = {
  instances: [
    instanceRow(id, { businessId: "A-1", tags: ["a"], processDefinitionVersionTag: "v" }),
    instanceRow(called, { parentProcessInstanceKey: id, businessId: "B-2", rootProcessInstanceKey: id }),
  ],
  elements: [
    elementRow(keyOf(11), id),
    elementRow(keyOf(12), id, { elementId: "approve", type: "USER_TASK" }),
    elementRow(keyOf(13), id, { elementId: "paid", type: "INTERMEDIATE_CATCH_EVENT" }),
  ],
  incidents: [incidentRow(keyOf(31), id, { elementInstanceKey: keyOf(11) })],
  jobs: [
    jobRow(keyOf(21), id, {
      elementInstanceKey: keyOf(11),
      state: "FAILED",
      worker: "w",
      errorMessage: "m",
      errorCode: "c",
      deadline: "2099-01-01T00:00:00.000Z",
      lastUpdateTime: ago(3),
    }),
  ],
  userTasks: [userTaskRow(id, keyOf(12), { assignee: "demo", candidateGroups: ["accounting"] })],
  subscriptions: [subscriptionRow(id, keyOf(13))],
  waitStates: [
    {
      processInstanceKey: id,
      elementInstanceKey: keyOf(13),
      elementId: "paid",
      details: { waitStateType: "MESSAGE", messageName: "paid", correlationKey: "A-1" },
    },
  ],
  variables: [variableRow(id, "orderId", '"A-1"'), variableRow(id, "list", '["a"]', { scopeKey: keyOf(11) })],
  auditLogs: [auditRow(keyOf(41), id)],
};
const operate = serveOperate({
  instances: [operateInstance(id, { processVersionTag: "v" }), operateInstance(called, { parentKey: BigInt(id) })],
  elements: [
    {
      key: 7n,
      processInstanceKey: BigInt(id),
      flowNodeId: "ship",
      flowNodeName: "Ship",
      startDate: ago(3),
      type: "X",
      state: "ACTIVE",
    },
  ],
  incidents: [
    { key: 8n, processInstanceKey: BigInt(id), type: "X", message: "m", creationTime: ago(2), state: "ACTIVE" },
  ],
  variables: [{ key: 9n, processInstanceKey: BigInt(id), scopeKey: BigInt(id), name: "n", value: '"v"' }],
  definitions: [{ key: 2_251_799_813_680_001n, bpmnProcessId: "order", name: "Order", version: 2 }],
});

/** Fields that the adapter finds its way by. */
const leading = /Key$|^key$|Date$|Time$|^timestamp$|^deadline$|^waitStateType$|^messageSubscriptionState$/;

/** The server with `text` behind every text that its records hold. */
function spoilt(text: string, others: Serving, keeps = leading): Serving {
  const spoil = (value: unknown, name = ""): unknown => {
    if (typeof value === "string") return keeps.test(name) ? value : value.startsWith('"') ? `"${text}"` : value + text;
    if (Array.isArray(value)) return value.map((one) => spoil(one));
    if (!isRow(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, spoil(one, field)]));
  };
  return (asked) => {
    const reply = others(asked);
    return asked.path === "/v2/topology" ? reply : { ...reply, json: spoil(reply?.json) };
  };
}

async function answersOf(serving: Serving) {
  const { ask, engine } = await startCluster(serving);
  const { eventKinds } = await engine.capabilities(new AbortController().signal);
  return [
    await ask.get({ id, include: ["variables", "incidentsResolved"] }),
    await ask.query({}),
    await ask.query({ mode: "count" }),
    await ask.history({ id, kinds: [...eventKinds] }),
  ];
}

describe.for<readonly [name: string, serving: Serving]>([
  ["8.8", serveTables(tables, "8.8.0")],
  ["8.9", serveTables(tables, "8.9.0")],
  ["8.10", serveTables(tables, "8.10.0")],
  ["Operate", operate],
])("of %s", ([, serving]) => {
  it.for([
    ["what hides, reorders or clears", evil],
    ["what is long", "x".repeat(20_000)],
    ["what is long and many units wide", "😀".repeat(5_000)],
  ] as const)("%s is in no answer", async ([, text]) => {
    const answers = await answersOf(spoilt(text, serving));
    for (const answer of answers) expectClean(answer);
    expect(answers[0]).toMatchObject({ unknown: [] });
    expect(JSON.stringify(answers)).toContain(text === evil ? "gnp" : "…");
  });

  it("nor is it where keys should be: such an answer is refused, or clean", async () => {
    const answers = await answersOf(spoilt(evil, serving, /^$/)).catch(() => []);
    for (const answer of answers) expectClean(answer);
  });
});

it("a version is told without it", async () => {
  const { engine } = await startCluster(serveTables(tables, `8.9.0${evil}`));
  expectClean(await engine.check(new AbortController().signal));
});

it("a refusal quotes none of it", async () => {
  const { ask, serve } = await startCluster(serveTables(tables));
  await ask.query({ limit: 1 });
  const row: Row = { [evil]: evil };
  for (const reply of [
    problem(500, evil),
    problem(400, "x".repeat(5_000)),
    { json: { items: [row] } },
    { json: row },
  ]) {
    serve(() => reply);
    expectClean(await refusalOf(ask.get({ id })));
  }
});
