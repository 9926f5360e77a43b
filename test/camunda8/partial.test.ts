/** A cluster that does not answer some of what it is asked: the rest still stands, and what is missing is named. */
import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import {
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
import { only, problem, type Reply, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const [root, parent, id, child] = [keyOf(1), keyOf(2), keyOf(3), keyOf(4)];
const instances = [
  instanceRow(root),
  instanceRow(parent, { parentProcessInstanceKey: root, rootProcessInstanceKey: root }),
  instanceRow(id, { parentProcessInstanceKey: parent, rootProcessInstanceKey: root, hasIncident: true }),
  instanceRow(child, {
    parentProcessInstanceKey: id,
    parentElementInstanceKey: keyOf(14),
    rootProcessInstanceKey: root,
  }),
];
const v2 = serveTables({
  instances,
  elements: [
    elementRow(keyOf(11), id),
    elementRow(keyOf(12), id, { elementId: "approve", type: "USER_TASK" }),
    elementRow(keyOf(13), id, { elementId: "paid", type: "INTERMEDIATE_CATCH_EVENT" }),
    elementRow(keyOf(14), id, { elementId: "call", type: "CALL_ACTIVITY" }),
  ],
  jobs: [jobRow(keyOf(21), id, { elementInstanceKey: keyOf(11), state: "FAILED", retries: 0, errorMessage: "no" })],
  userTasks: [userTaskRow(id, keyOf(12))],
  subscriptions: [subscriptionRow(id, keyOf(13))],
  incidents: [incidentRow(keyOf(31), id, { elementInstanceKey: keyOf(11) })],
  variables: [variableRow(id, "orderId", '"A-1"')],
  auditLogs: [auditRow(keyOf(41), id)],
});
const operate = serveOperate({
  instances: [operateInstance(id, { incident: true }), operateInstance(child, { parentKey: BigInt(id) })],
  elements: [{ key: 7n, processInstanceKey: BigInt(id), flowNodeId: "ship", type: "SERVICE_TASK", state: "ACTIVE" }],
  incidents: [{ key: 8n, processInstanceKey: BigInt(id), type: "JOB_NO_RETRIES", message: "no", state: "ACTIVE" }],
  variables: [{ key: 9n, processInstanceKey: BigInt(id), scopeKey: BigInt(id), name: "orderId", value: '"A-1"' }],
  definitions: [{ key: 2_251_799_813_680_001n, bpmnProcessId: "order", version: 2, name: "Order" }],
});

/** How one endpoint fails while the others answer. */
const failures: Readonly<Record<string, Reply>> = {
  forbidden: problem(403, "FORBIDDEN", "Unauthorized to perform operation 'READ_PROCESS_INSTANCE'"),
  broken: problem(500, "INTERNAL", "Search failed"),
  "left alone": { status: 503, headers: { "retry-after": "77" } },
  "answered by a proxy": { status: 200, json: "a page", type: "text/html" },
  "of another shape": { json: { rows: [] } },
};

/** Endpoints, and what of the answer is unknown without each. */
const parts: readonly (readonly [serving: Serving, path: RegExp, unknown: readonly string[]])[] = [
  [v2, /^\/v2\/element-instances\/search$/, ["waitingAt"]],
  [v2, /^\/v2\/jobs\/search$/, ["waitingAt.jobs"]],
  [v2, /^\/v2\/user-tasks\/search$/, ["waitingAt.tasks"]],
  [v2, /^\/v2\/message-subscriptions\/search$/, ["waitingAt.subscriptions"]],
  [v2, /^\/v2\/process-instances\/\d+\/incidents\/search$/, ["incidents"]],
  [v2, /^\/v2\/incidents\/search$/, ["incidentsResolved"]],
  [v2, /^\/v2\/process-instances\/search$/, ["called"]],
  [v2, /^\/v2\/variables\/search$/, ["variables"]],
  [v2, new RegExp(`^/v2/process-instances/${parent}$`), ["parent"]],
  [v2, new RegExp(`^/v2/process-instances/${root}$`), ["root"]],
  [operate, /^\/v1\/flownode-instances\/search$/, ["incidents", "incidentsResolved", "waitingAt"]],
  [operate, /^\/v1\/incidents\/search$/, ["incidents", "incidentsResolved"]],
  [operate, /^\/v1\/process-instances\/search$/, ["called", "incidents"]],
  [operate, /^\/v1\/variables\/search$/, ["variables"]],
  [operate, /^\/v1\/process-definitions\/\d+$/, ["definition"]],
];
const include = ["variables", "incidentsResolved"] as const;

describe.for(Object.entries(failures))("%s", ([, failure]) => {
  it.for(parts.map(([serving, path, unknown]) => [path, serving, unknown] as const))(
    "get without %s tells the rest and names what is unknown",
    async ([path, serving, unknown]) => {
      const { ask, serve } = await startCluster(only(path, () => failure, serving));
      const answer = await ask.get({ id, include: [...include] });
      expect(answer.unknown).toEqual(unknown);
      expect(answer.instance).toMatchObject({ id, state: "active", hasIncident: true });
      if (!unknown.includes("incidents"))
        expect(answer.incidents).toMatchObject([{ message: expect.stringMatching(/^no/) }]);
      if (!unknown.includes("waitingAt")) expect(answer.waitingAt[0]?.element.elementId).toBe("ship");
      if (!unknown.includes("called")) expect(answer.called.map((one) => one.id)).toEqual([child]);
      if (!unknown.includes("variables")) expect(answer.variables).toMatchObject([{ name: "orderId", value: "A-1" }]);
      serve(serving);
      expect((await ask.get({ id, include: [...include] })).unknown).toEqual([]);
    },
  );
});

describe.for([
  ["denied", problem(403, "FORBIDDEN")],
  ["unknown", problem(500, "INTERNAL")],
] as const)("a source of the history that is %s", ([status, failure]) => {
  it.for([
    ["element", /^\/v2\/element-instances\/search$/, v2],
    ["incident", /^\/v2\/incidents\/search$/, v2],
    ["jobFailure", /^\/v2\/jobs\/search$/, v2],
    ["operation", /^\/v2\/audit-logs\/search$/, v2],
    ["element", /^\/v1\/flownode-instances\/search$/, operate],
    ["incident", /^\/v1\/incidents\/search$/, operate],
  ] as const)("%s (%s) is named, and the others stand", async ([kind, path, serving]) => {
    const { ask, serve, engine } = await startCluster(serving);
    const { eventKinds } = await engine.capabilities(new AbortController().signal);
    const kinds = [...eventKinds].filter((one) => one !== "calledInstance");
    const whole = await ask.history({ id, kinds });
    expect(whole.sources.map((source) => source.status)).toEqual(kinds.map(() => "recorded"));
    serve(only(path, () => failure, serving));
    const { events, sources } = await ask.history({ id, kinds });
    const statuses = Object.fromEntries(sources.map((source) => [source.kind, source.status]));
    expect(statuses[kind]).toBe(status);
    expect(Object.values(statuses).filter((one) => one === "recorded").length).toBeGreaterThanOrEqual(kinds.length - 2);
    expect(events).toEqual(whole.events.filter((event) => statuses[event.kind] === "recorded"));
  });

  it("calledInstance and element come from the same rows, and are named both where both are asked for", async () => {
    const { ask } = await startCluster(only(/^\/v2\/element-instances\/search$/, () => failure, v2));
    const { sources } = await ask.history({ id, kinds: ["element", "calledInstance"] });
    expect(sources).toEqual([
      { kind: "element", status },
      { kind: "calledInstance", status },
    ]);
  });
});

describe("a list", () => {
  it.for([
    [/^\/v2\/process-instances\/search$/, {}],
    [/^\/v2\/incidents\/search$/, { incidentType: "JOB_NO_RETRIES" }],
    [/^\/v2\/element-instances\/search$/, { waitingLongerThan: "1m" }],
    [/^\/v2\/user-tasks\/search$/, { attention: ["overdue" as const] }],
    [/^\/v2\/element-instances\/search$/, { attention: ["waiting" as const] }],
    [/^\/v2\/variables\/search$/, {}],
  ] as const)("without %s is refused and not shortened", async ([path, input]) => {
    const { ask } = await startCluster(
      only(path, () => problem(403, "FORBIDDEN"), v2),
      {
        businessKey: { variable: "orderId" },
      },
    );
    const { attention, ...rest } = { attention: undefined, ...input };
    const refusal = await refusalOf(ask.query({ ...rest, ...(attention ? { attention: [...attention] } : {}) }));
    expect(refusal).toMatchObject({ kind: "denied", engine: "c8" });
  });
});

it("an instance that the account may not read is denied, whatever else it may", async () => {
  const hidden = new RegExp(`^/v2/process-instances/${id}$`);
  const { ask } = await startCluster(only(hidden, () => problem(403, "FORBIDDEN"), v2));
  expect((await refusalOf(ask.get({ id }))).kind).toBe("denied");
  expect((await refusalOf(ask.history({ id }))).kind).toBe("denied");
});
