/** What belongs to an instance beside itself, and what of it a caller or the account may not see. */
import { describe, expect, it } from "vitest";
import { type Access, refusalOf } from "../contract/subject.ts";
import {
  activityOf,
  ago,
  aiidOf,
  endedOf,
  order,
  payment,
  piidOf,
  processOf,
  recordsOf,
  stoppedOf,
  told,
} from "./records.ts";
import { only, problem, startManager } from "./server.ts";

const root = processOf(1);
const child = processOf(2, { parent: root, template: payment });
const sibling = processOf(3, { parent: root });
const grandchild = processOf(4, { parent: child });
const doubtful = processOf(5, { parent: child, state: "STATE_INDOUBT", stateChangedAt: ago(3) });
const done = endedOf(6, { parent: root });
const stranger = processOf(7);
const all = [root, child, sibling, grandchild, doubtful, done, stranger];
const activities = [
  ...all.map((process, n) => activityOf(n, process, { activatedAt: process.createdAt })),
  stoppedOf(20, grandchild, { name: "pay" }),
  stoppedOf(21, sibling, { name: "bill", stopReason: "STOP_REASON_ACTIVATION_FAILED" }),
  stoppedOf(22, stranger),
];
const records = recordsOf(all, activities);
const causes = (incidents: readonly { readonly id: string }[]) => incidents.map(({ id }) => id).sort();

describe("a family", () => {
  it("a root tells the open causes of all that it led to, and is not stuck itself", async () => {
    const { ask } = await startManager(records);
    const { instance, incidents, called, calledTotal, unknown } = await ask.get({ id: root.piid });
    expect(instance.hasIncident).toBe(false);
    expect(causes(incidents)).toEqual([aiidOf(20), aiidOf(21), doubtful.piid].sort());
    expect(incidents.find(({ id }) => id === doubtful.piid)).toMatchObject({
      instanceId: doubtful.piid,
      type: "STATE_INDOUBT",
      since: told(ago(3)),
    });
    expect(incidents.find(({ id }) => id === aiidOf(20))).toMatchObject({
      instanceId: grandchild.piid,
      type: "STOP_REASON_IMPLEMENTATION_FAILED",
      element: { elementId: "pay", elementInstanceId: aiidOf(20) },
      message: null,
    });
    expect(called.map(({ id, state }) => [id, state])).toEqual([
      [child.piid, "active"],
      [sibling.piid, "active"],
      [done.piid, "completed"],
    ]);
    expect([calledTotal, unknown]).toEqual([3, []]);
  });

  it("those in the middle tell what is below them, and not beside", async () => {
    const { ask } = await startManager(records);
    const { incidents, parent, root: top } = await ask.get({ id: child.piid });
    expect(causes(incidents)).toEqual([aiidOf(20), doubtful.piid].sort());
    expect([parent?.id, top?.id]).toEqual([root.piid, root.piid]);
    const bottom = await ask.get({ id: grandchild.piid });
    expect(causes(bottom.incidents)).toEqual([aiidOf(20)]);
    expect([bottom.parent?.id, bottom.root?.id]).toEqual([child.piid, root.piid]);
    expect((await ask.get({ id: done.piid })).incidents).toEqual([]);
  });

  it("lists mark what is stuck itself, by a stopped activity or by doubt", async () => {
    const { ask } = await startManager(records);
    const stuck = [sibling, grandchild, doubtful, stranger].map(({ piid }) => piid).sort();
    const found = (await ask.query({ hasIncident: true })).instances ?? [];
    expect(causes(found)).toEqual(stuck);
    const marked = (await ask.query({})).instances?.filter(({ hasIncident }) => hasIncident) ?? [];
    expect(causes(marked)).toEqual(stuck);
    const { counts } = await ask.query({ mode: "count" });
    expect(counts?.incidents.map(({ type, instances }) => [type, instances]).sort()).toEqual([
      ["STATE_INDOUBT", 1],
      ["STOP_REASON_ACTIVATION_FAILED", 1],
      ["STOP_REASON_IMPLEMENTATION_FAILED", 1],
      ["STOP_REASON_IMPLEMENTATION_FAILED", 1],
    ]);
  });

  it.for([
    ["STATE_INDOUBT", [doubtful]],
    ["STOP_REASON_ACTIVATION_FAILED", [sibling]],
    ["STOP_REASON_*", [sibling, grandchild, stranger]],
    ["*_FAILED", [sibling, grandchild, stranger]],
    ["STATE_*", [sibling, grandchild, doubtful, stranger]],
    ["*", [sibling, grandchild, doubtful, stranger]],
    ["stop_reason_activation_failed", []],
    ["STOP_REASON_UNSPECIFIED", []],
  ] as const)("incidentType %s", async ([incidentType, expected]) => {
    const { ask } = await startManager(records);
    expect(causes((await ask.query({ incidentType })).instances ?? [])).toEqual(
      expected.map(({ piid }) => piid).sort(),
    );
  });

  it("asked for by the state of their activity, faults are counted under their reasons", async () => {
    const { ask } = await startManager(records);
    const { counts } = await ask.query({ mode: "count", incidentType: "STATE_STOPPED" });
    expect(counts?.incidents.map(({ type }) => type).sort()).toEqual([
      "STOP_REASON_ACTIVATION_FAILED",
      "STOP_REASON_IMPLEMENTATION_FAILED",
      "STOP_REASON_IMPLEMENTATION_FAILED",
    ]);
  });

  it("more than can be read is said to be unknown", async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => processOf(100 + n, { parent: root }));
    const { ask } = await startManager(
      recordsOf(
        [root, ...many],
        many.map((process, n) => stoppedOf(n, process)),
      ),
    );
    const answer = await ask.get({ id: root.piid });
    expect(answer.called).toHaveLength(20);
    expect(answer).not.toHaveProperty("calledTotal");
    expect(answer.unknown).toContain("incidents.called");
  });
});

describe("what the account may not see", () => {
  it("callers and roots are not named, nor is their key asked for", async () => {
    const { ask, serve, asked } = await startManager(records, { businessKey: "customText1" });
    // Lists hold what may be seen; details of the rest are refused.
    serve((one, answer) => {
      if (one.path === `/process/${root.piid}`) return problem(401, "CWWBE0133E");
      if (!one.path.startsWith("/processes")) return undefined;
      const { status, json } = answer();
      return { status, json: { ...json, items: json.items?.filter((row) => row["piid"] !== root.piid) } };
    });
    const answer = await ask.get({ id: child.piid });
    expect(answer).not.toHaveProperty("parent");
    expect(answer).not.toHaveProperty("root");
    expect(causes(answer.incidents)).toEqual([aiidOf(20), doubtful.piid].sort());
    expect(asked.map(({ path }) => path)).not.toContain(`/process/${root.piid}`);
    const hidden = await refusalOf(ask.get({ id: root.piid }));
    expect(hidden).toMatchObject({ kind: "notFound", message: expect.stringContaining("rights") });
  });

  it("a relative that is hidden between list and detail is told without its key", async () => {
    const { ask, serve } = await startManager(records, { businessKey: "customText1" });
    serve(only(new RegExp(`/process/${sibling.piid}$`), () => problem(401, "CWWBE0133E")));
    const { called } = await ask.get({ id: root.piid });
    expect(called.map(({ id, businessKey }) => [id, businessKey])).toEqual([
      [child.piid, "KEY-2"],
      [sibling.piid, undefined],
      [done.piid, "KEY-6"],
    ]);
  });
});

describe("what the policy lets a caller see", () => {
  const only = (more: object): Access => ({ rules: [{ callers: ["local"], ...more }] });
  const ofPayment = only({ definitionKeys: ["payment"] });

  it("definitions are a part of every list that is asked for", async () => {
    const { asking, asked } = await startManager(records);
    const ask = asking(ofPayment);
    expect(causes((await ask.query({})).instances ?? [])).toEqual([child.piid]);
    expect((await ask.query({ mode: "count" })).engines[0]?.total).toBe(1);
    expect((await ask.query({ order: "longestWaiting" })).instances).toHaveLength(1);
    await ask.query({ elementId: "ship", passedElementId: "ship" });
    const scoped = "PROCESS_INSTANCE.TEMPLATE_NAME='payment'";
    expect(asked.length).toBeGreaterThan(6);
    for (const { where } of asked) expect(where).toContain(scoped);
  });

  it("lists of definitions are cut to what may be seen, and nothing is sent where nothing is left", async () => {
    const { asking, asked } = await startManager(records);
    const ask = asking(ofPayment);
    await ask.query({ definitionKey: ["order", "payment", "x'y"] });
    for (const { where } of asked) expect(where).toContain("TEMPLATE_NAME='payment'");
    const sent = asked.length;
    expect((await ask.query({ definitionKey: order.name })).instances).toEqual([]);
    expect((await ask.query({ definitionKey: order.name, mode: "count" })).engines[0]?.total).toBe(0);
    expect(asked).toHaveLength(sent);
  });

  it("relatives, causes and called instances of other definitions are not told", async () => {
    const { asking } = await startManager(records);
    const answer = await asking(ofPayment).get({ id: child.piid });
    expect(answer).toMatchObject({ called: [], calledTotal: 0, incidents: [], unknown: [] });
    for (const other of [root, grandchild, doubtful, sibling]) expect(JSON.stringify(answer)).not.toContain(other.piid);
    const { events } = await asking(ofPayment).history({ id: child.piid });
    expect(events.filter(({ kind }) => kind === "calledInstance")).toEqual([]);
  });

  it("others are not found, in the words of an id that nobody has", async () => {
    const { asking } = await startManager(records);
    const ask = asking(ofPayment);
    for (const tool of ["get", "history"] as const) {
      const hidden = await refusalOf(ask[tool]({ id: root.piid }));
      const nobodys = await refusalOf(ask[tool]({ id: piidOf(999) }));
      expect(hidden.message.replace(root.piid, "ID")).toBe(nobodys.message.replace(piidOf(999), "ID"));
    }
  });

  it("a caller who is held to tenants is refused, as nothing here belongs to one", async () => {
    const { asking, asked } = await startManager(records);
    const ask = asking(only({ tenants: ["acme"] }));
    const questions = [
      ask.query({}),
      ask.query({ mode: "count" }),
      ask.query({ order: "longestWaiting" }),
      ask.get({ id: root.piid }),
      ask.history({ id: root.piid }),
    ];
    for (const question of questions) {
      expect(await refusalOf(question)).toMatchObject({
        kind: "unsupported",
        message: expect.stringContaining("tenants"),
      });
    }
    expect(asked).toEqual([]);
  });
});
