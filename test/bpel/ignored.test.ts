/** A server, or a proxy before it, that ignores part of what it is asked: a wrong list is dropped, never shown. */
import { describe, expect, it } from "vitest";
import type { InputOf } from "../../src/core/tool.ts";
import type { tools } from "../../tools/index.ts";
import { type Access, refusalOf } from "../contract/subject.ts";
import { activityOf, ago, endedOf, order, payment, piidOf, processOf, recordsOf, stoppedOf } from "./records.ts";
import { type Asked, type Json, page, problem, type Serving, startManager } from "./server.ts";

type Query = InputOf<typeof tools.query>;

const root = processOf(8);
const own = processOf(1, { name: "A-1", parent: root });
const other = processOf(2, { name: "B-2", createdAt: ago(30), template: payment });
const records = recordsOf(
  [
    root,
    own,
    other,
    processOf(3, { parent: own, createdAt: ago(10) }),
    processOf(4, { parent: other }),
    endedOf(5),
    endedOf(60),
  ],
  [stoppedOf(1, own), activityOf(2, other, { name: "bill" }), activityOf(3, root, { expiresAt: ago(5) })],
);

/** The server asked without its where clauses from now on; the proof that they arrive was given before. */
const blind: Serving = (_asked, answer) => answer((asked) => ({ ...asked, where: undefined }));

const inputs: readonly Query[] = [
  { definitionKey: "order" },
  { state: "completed" },
  { state: ["active", "terminated"] },
  { businessKey: "A-1" },
  { businessKey: "A*" },
  { parentId: root.piid },
  { rootId: root.piid },
  { startedAfter: "20m" },
  { startedBefore: "20m" },
  { endedAfter: "20m" },
  { endedBefore: "20m" },
];
/** What no row shows. */
const unseen: readonly Query[] = [
  {},
  { hasIncident: true },
  { incidentType: "STOP*" },
  { attention: ["overdue"] },
  { attention: ["waiting"] },
  { waitingLongerThan: "30m" },
  { variables: [{ name: "key", value: "A-1" }] },
  { elementId: "bill" },
  { passedElementId: "bill" },
  { order: "longestWaiting" },
];

describe.for(["list", "count"] as const)("where clauses that get lost, in a %s", (mode) => {
  it.for([...inputs, ...unseen])(
    "%j: a bad answer from the first question on, and nothing else is asked",
    async (input) => {
      const { ask, asked, serve } = await startManager(records);
      serve(blind);
      const message = expect.stringContaining("where clause");
      for (let time = 0; time < 2; time += 1) {
        expect(await refusalOf(ask.query({ ...input, mode }))).toMatchObject({ kind: "badAnswer", message });
      }
      expect(asked).toEqual([]);
      serve(() => undefined);
      await ask.query({ ...input, mode });
    },
  );

  it.for(inputs)("%j: a bad answer also when they get lost later", async (input) => {
    const { ask, serve } = await startManager(records);
    await ask.query({ ...input, mode });
    serve(blind);
    const refusal = await refusalOf(ask.query({ order: "oldest", ...input, mode }));
    expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringMatching(/do not match/) });
  });

  it("the policy too", async () => {
    const access: Access = { rules: [{ callers: ["local"], definitionKeys: ["order"] }] };
    const { asking, serve } = await startManager(records);
    await asking(access).query({ mode });
    serve(blind);
    const message = expect.stringContaining("the access policy");
    expect(await refusalOf(asking(access).query({ mode }))).toMatchObject({ kind: "badAnswer", message });
  });
});

describe("where clauses that get lost, of one instance", () => {
  it("get and history: a bad answer, never one about others", async () => {
    const { ask, serve } = await startManager(records);
    serve(blind);
    for (const tool of ["get", "history"] as const) {
      expect((await refusalOf(ask[tool]({ id: other.piid }))).kind).toBe("badAnswer");
    }
  });

  it("later: parts are unknown, and what belongs to others is not told", async () => {
    const { ask, serve } = await startManager(records);
    await ask.query({});
    serve((asked, answer) => (asked.path.startsWith("/process/") ? undefined : blind(asked, answer)));
    const answer = await ask.get({ id: other.piid });
    expect(answer).toMatchObject({ waitingAt: [], called: [], incidents: [] });
    expect(answer.unknown).toEqual(expect.arrayContaining(["called", "waitingAt"]));
    expect(answer.instance).not.toHaveProperty("hasIncident");
    const { events, sources } = await ask.history({ id: other.piid });
    expect(events.map(({ kind }) => kind)).toEqual(["instance"]);
    expect(sources.filter(({ status }) => status === "recorded")).toEqual([{ kind: "instance", status: "recorded" }]);
  });

  it("doctor says so", async () => {
    const { engine, serve } = await startManager(records);
    serve(blind);
    const findings = await engine.check(new AbortController().signal);
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).toContain("where clause");
  });

  it.for([page(502), problem(500, "CWWBA0010E"), problem(401, "CWWBE0133E"), page(200)])(
    "a proof that failed (%j) is asked for again with the next question",
    async (reply) => {
      const { ask, serve } = await startManager(records);
      serve(() => reply);
      await refusalOf(ask.query({}));
      serve(blind);
      const message = expect.stringContaining("where clause");
      expect(await refusalOf(ask.query({ hasIncident: true }))).toMatchObject({ kind: "badAnswer", message });
    },
  );
});

describe("an order that gets lost", () => {
  const unordered: Serving = (_asked, answer) => answer((asked) => ({ ...asked, orderBy: undefined }));

  it.for(["newest", "oldest"] as const)("%s: the list is dropped", async (wanted) => {
    const { ask, serve } = await startManager(records);
    await ask.query({ order: wanted });
    serve(unordered);
    const message = expect.stringContaining("the order");
    expect(await refusalOf(ask.query({ order: wanted }))).toMatchObject({ kind: "badAnswer", message });
  });

  it("of activities: a history is no shorter one", async () => {
    const steps = Array.from({ length: 40 }, (_, n) =>
      activityOf(n, own, { activatedAt: ago(n), state: "STATE_FINISHED" }),
    );
    const { ask, serve } = await startManager(recordsOf([own], steps));
    const whole = await ask.history({ id: own.piid, kinds: ["element"], limit: 5 });
    serve(unordered);
    const answer = await ask.history({ id: own.piid, kinds: ["element"], limit: 5 }).catch(() => undefined);
    const isTold = answer?.sources[0]?.status === "recorded";
    if (isTold) expect(answer.events).toEqual(whole.events);
    const waits = await ask.query({ order: "longestWaiting" }).catch(() => undefined);
    expect(waits?.stable ?? false).toBe(false);
  });
});

describe("rows that were not asked for", () => {
  const with_ =
    (path: RegExp, change: (row: Json, index: number) => Json): Serving =>
    (asked: Asked, answer) => {
      if (!path.test(asked.path)) return undefined;
      const { status, json } = answer();
      return { status, json: json.items ? { ...json, items: json.items.map(change) } : change(json, 0) };
    };

  it("an instance with another id", async () => {
    const { ask, serve } = await startManager(records);
    serve(with_(/^\/process\//, (row) => ({ ...row, piid: other.piid })));
    for (const tool of ["get", "history"] as const) {
      const refusal = await refusalOf(ask[tool]({ id: own.piid }));
      expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringContaining("the instance") });
      expect(JSON.stringify(refusal)).not.toContain(other.piid);
    }
  });

  it("activities of another instance", async () => {
    const { ask, serve } = await startManager(records);
    serve(with_(/^\/activities\//, (row) => ({ ...row, processInstanceID: other.piid })));
    const { waitingAt, incidents, unknown } = await ask.get({ id: own.piid });
    expect([waitingAt, incidents]).toEqual([[], []]);
    expect(unknown).toContain("waitingAt");
    const { events } = await ask.history({ id: own.piid });
    expect(events.map(({ kind }) => kind).sort()).toEqual(["calledInstance", "instance"]);
  });

  it("activities that name no instance are those of the one that was asked about", async () => {
    const { ask, serve } = await startManager(records);
    serve(with_(/^\/activities\//, ({ processInstanceID: _id, ...row }) => row));
    expect((await ask.get({ id: own.piid })).incidents).toHaveLength(1);
    serve(with_(/^\/activities\//, ({ processInstanceID, ...row }) => ({ ...row, piid: processInstanceID })));
    expect((await ask.get({ id: root.piid })).incidents).toMatchObject([{ instanceId: own.piid }]);
  });

  it("instances that another one called", async () => {
    const { ask, serve } = await startManager(records);
    serve((asked, answer) => {
      const change = with_(/^\/processes\//, (row) => ({ ...row, parentProcessInstanceID: other.piid }));
      return asked.where?.includes("PARENT_PIID") ? change(asked, answer) : undefined;
    });
    const { called, unknown } = await ask.get({ id: own.piid });
    expect(called).toEqual([]);
    expect(unknown).toContain("called");
    const { sources } = await ask.history({ id: own.piid });
    expect(sources).toContainEqual({ kind: "calledInstance", status: "unknown" });
  });

  it("more rows than were asked for: the first of them", async () => {
    const many = Array.from({ length: 60 }, (_, n) => processOf(n + 1));
    const { ask, serve } = await startManager(recordsOf(many));
    const expected = (await ask.query({ limit: 7 })).instances;
    serve((_asked, answer) => answer((asked) => ({ ...asked, size: 1_000 })));
    const { instances, nextCursor } = await ask.query({ limit: 7 });
    expect(instances).toEqual(expected);
    expect(nextCursor).toBeDefined();
    expect(instances?.[0]?.id).toBe(piidOf(1));
    expect(order.name).toBe("order");
  });
});
