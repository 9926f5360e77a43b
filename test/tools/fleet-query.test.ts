import { describe, expect, test } from "vitest";
import type { Access, View } from "../../src/core/access.ts";
import type { InstanceQuestion } from "../../src/core/engine.ts";
import { type FaultName, fault, LookoutError } from "../../src/core/errors.ts";
import type { Counts } from "../../src/core/model.ts";
import { query } from "../../tools/query.ts";
import { openView, sample } from "../core/samples.ts";
import { type Fake, fakeEngine } from "./fake-engine.ts";
import { rowsOf } from "./fleet-pages.ts";
import { askerOf, faultOf, minutesAgo } from "./world.ts";

/** An engine with two rows, and what it was asked. */
function watched(id: string, fake: Fake = {}) {
  const asked: Partial<InstanceQuestion>[] = [];
  const engine = fakeEngine(id, {
    instances: rowsOf(id, 2),
    ...fake,
    before: (_method, question) => void asked.push(question),
  });
  return { engine, asked };
}
const broken = (id: string, error: unknown) => fakeEngine(id, { before: () => Promise.reject(error) });
const viewsOf =
  (views: Readonly<Record<string, Partial<View> | undefined>>): Access =>
  (_caller, engine) =>
    views[engine] && { ...openView, ...views[engine] };

const failures = [
  fault("unreachable", { engine: "x", url: "https://x.example", reason: "ECONNREFUSED" }),
  fault("timedOut", { engine: "x", afterMs: 5 }),
  fault("overloaded", { engine: "x" }),
  fault("loginRefused", { engine: "x" }),
  fault("certificateUntrusted", { engine: "x", reason: "EXPIRED" }),
  fault("notJson", { engine: "x", url: "https://x.example", status: 200, contentType: "text/html" }),
  fault("paused", { engine: "x", forMs: 5_000 }),
  new TypeError("a defect of ours"),
];
const refusals = [
  fault("notSupported", { what: "a page", engine: "x" }),
  fault("engineForbids", { engine: "x", what: "instances" }),
  fault("historyHidden", { engine: "x", running: 3 }),
];
const nameOf = (error: Error) => (error instanceof LookoutError ? error.fault : error.name);

describe("each engine is reported, in the order of the configuration", () => {
  test.each([
    ...failures.map((error) => [nameOf(error), error, "failed"] as const),
    ...refusals.map((error) => [nameOf(error), error, "refused"] as const),
  ])("%s", async (_name, error, status) => {
    for (const mode of ["list", "count"]) {
      const answer = await askerOf([watched("z").engine, broken("x", error), watched("a").engine])(query, { mode });
      expect(answer.engines).toEqual([
        { engine: "z", status: "ok", total: 2 },
        { engine: "x", status, error: expect.objectContaining({ message: expect.any(String) }) },
        { engine: "a", status: "ok", total: 2 },
      ]);
      if (mode === "list") expect(answer.instances).toHaveLength(4);
    }
  });

  test("all fail: an answer that says so; one alone, named or the only one: its error", async () => {
    const down = (engine: string) => broken(engine, fault("timedOut", { engine, afterMs: 5 }));
    const ask = askerOf([down("a"), down("b")]);
    for (const mode of ["list", "count"]) {
      const answer = await ask(query, { mode });
      expect(answer.engines.map(({ status, error }) => [status, error?.engine])).toEqual([
        ["failed", "a"],
        ["failed", "b"],
      ]);
      expect(answer.instances ?? []).toEqual([]);
      expect(answer).not.toHaveProperty("nextCursor");
      expect(await faultOf(ask(query, { mode, engine: "b" }))).toBe("timedOut");
      expect(await faultOf(askerOf([down("a")])(query, { mode }))).toBe("timedOut");
    }
  });

  test("an input that is wrong is wrong for all, and no engine is asked", async () => {
    const [a, b] = [watched("a"), watched("b")];
    const ask = askerOf([a.engine, b.engine]);
    const wrong: readonly [object, FaultName][] = [
      [{ startedAfter: "soon" }, "inputInvalid"],
      [{ state: "completed", hasIncident: true }, "inputContradictory"],
      [{ cursor: "x" }, "cursorMalformed"],
      [{ engine: "c" }, "engineUnknown"],
      [{ order: "longestWaiting" }, "engineUnnamed"],
    ];
    for (const [input, expected] of wrong) expect(await faultOf(ask(query, input))).toBe(expected);
    expect([...a.asked, ...b.asked]).toEqual([]);
    expect((await ask(query, { order: "longestWaiting", engine: "b" })).stable).toBe(false);
    // A count has no order to be refused for.
    expect(await faultOf(ask(query, { order: "longestWaiting", mode: "count" }))).toBeUndefined();
  });

  test("a row that cannot be an answer is its engine's failure alone", async () => {
    const liar = watched("liar", { instances: [sample({ engine: "liar", state: "completed" })] });
    const answer = await askerOf([liar.engine, watched("a").engine])(query, { state: "active" });
    expect(answer.engines).toMatchObject([{ status: "failed", error: { kind: "badAnswer" } }, { status: "ok" }]);
    expect(answer.instances?.map(({ engine }) => engine)).toEqual(["a", "a"]);
  });
});

test("totals are each engine's own; candidates looked at are added up", async () => {
  const engines = [
    watched("a", { considered: 1_000 }).engine,
    watched("b", { considered: 500 }).engine,
    watched("c").engine,
  ];
  for (const mode of ["list", "count"]) {
    const answer = await askerOf(engines)(query, { mode, attention: ["overdue"] });
    expect(answer.truncated).toEqual({ reason: "candidates", considered: 1_500 });
    expect(answer.engines.map(({ total }) => total)).toEqual([2, 2, 2]);
  }
  // Of a part of the rows the total is not known; another engine's may be.
  const page = await askerOf([watched("a", { instances: rowsOf("a", 9) }).engine, watched("b").engine])(query, {
    limit: 3,
  });
  expect(page.engines).toEqual([
    { engine: "a", status: "ok" },
    { engine: "b", status: "ok", total: 2 },
  ]);
});

test("numbers of all engines stand together, the most frequent faults first", async () => {
  const countsOf = (engine: string, instances: readonly number[]): Counts => ({
    definitions: [{ engine, definitionKey: "order", byState: { active: 4 }, openIncidents: 1 }],
    incidents: instances.map((count, n) => ({
      engine,
      definitionKey: "order",
      type: "failedJob",
      fingerprint: `${engine}${count}`,
      instances: count,
      message: "x",
      oldest: minutesAgo(engine === "a" ? 9 : 99 + n),
      newest: minutesAgo(1),
    })),
  });
  const engines = [
    fakeEngine("a", { counts: countsOf("a", [2, 7]) }),
    broken("b", fault("timedOut", { engine: "b", afterMs: 1 })),
    fakeEngine("c", { counts: countsOf("c", [9, 2]) }),
  ];
  const { counts } = await askerOf(engines)(query, { mode: "count" });
  expect(counts?.definitions.map(({ engine }) => engine)).toEqual(["a", "c"]);
  // As frequent: the older first.
  expect(counts?.incidents.map(({ fingerprint }) => fingerprint)).toEqual(["c9", "a7", "c2", "a2"]);
});

describe("the access policy", () => {
  test("an engine that the caller may not see is neither asked, counted nor named", async () => {
    const [a, b, hidden] = [watched("a"), watched("b"), watched("hidden")];
    const engines = [hidden.engine, a.engine, b.engine];
    const ask = askerOf(engines, {}, { access: viewsOf({ a: {}, b: {} }) });
    for (const mode of ["list", "count"]) {
      const answer = await ask(query, { mode });
      expect(answer.engines.map(({ engine }) => engine)).toEqual(["a", "b"]);
      expect(JSON.stringify(answer)).not.toContain("hidden");
    }
    expect(hidden.asked).toEqual([]);
    const one = askerOf(engines, {}, { access: viewsOf({ a: {} }) });
    expect((await one(query, { order: "longestWaiting" })).engines).toMatchObject([{ engine: "a", status: "ok" }]);
  });

  test("each engine is asked within what the caller may see in it, and shows it as the caller may see it", async () => {
    const [a, b] = [watched("a"), watched("b")];
    const access = viewsOf({ a: { scope: { definitionKeys: ["order"] } }, b: { businessKeys: "masked" } });
    const { instances } = await askerOf([a.engine, b.engine], {}, { access })(query, { limit: 2 });
    expect([...a.asked, ...b.asked].map(({ scope }) => scope)).toEqual([{ definitionKeys: ["order"] }, {}]);
    expect(instances?.map(({ engine, businessKey }) => `${engine} ${businessKey}`)).toEqual(["a ORDER-1", "b OR•••"]);
  });

  test("a filter on what one engine does not show is refused for that engine, unasked", async () => {
    const [a, b, c] = [watched("a"), watched("b"), watched("c")];
    const access = viewsOf({ a: { businessKeys: "masked" }, b: {}, c: { showVariables: ["open*"] } });
    const ask = askerOf([a.engine, b.engine, c.engine], {}, { access });
    const statusOf = async (question: object) =>
      (await ask(query, question)).engines.map(({ status, error }) => `${status} ${error?.kind}`);
    for (const mode of ["list", "count"]) {
      expect(await statusOf({ mode, businessKey: "ORDER-1" })).toEqual([
        "refused denied",
        "ok undefined",
        "ok undefined",
      ]);
      expect(await statusOf({ mode, variables: [{ name: "salary", value: 1 }] })).toEqual([
        "ok undefined",
        "ok undefined",
        "refused denied",
      ]);
    }
    expect([a, b, c].map(({ asked }) => asked.length)).toEqual([2, 4, 2]);
  });

  test("what an engine cannot do is refused for that engine, by name", async () => {
    const engines = [watched("a", { lacks: { filters: ["rootId"] } }).engine, watched("b").engine];
    const rooted = rowsOf("b", 2).map((row) => ({ ...row, rootId: "r" }));
    const answer = await askerOf([...engines.slice(0, 1), watched("b", { instances: rooted }).engine])(query, {
      rootId: "r",
    });
    expect(answer.engines).toMatchObject([
      { engine: "a", status: "refused", error: { kind: "unsupported", message: "a cannot do the filter rootId." } },
      { engine: "b", status: "ok", total: 2 },
    ]);
  });
});

describe("aliases", () => {
  const aliases = [
    ["order", "order-fulfilment", "orders-v2"],
    ["pay", "payment"],
  ];
  const keysAsked = async (question: object, access = viewsOf({ a: {}, b: {} })) => {
    const [a, b] = [watched("a", { instances: [] }), watched("b", { instances: [] })];
    const answer = await askerOf([a.engine, b.engine], {}, { aliases, access })(query, question);
    expect(a.asked.map(({ filters }) => filters)).toEqual(b.asked.map(({ filters }) => filters));
    expect(answer.understood.definitionKey).toEqual(a.asked[0]?.filters?.definitionKey);
    return answer.understood.definitionKey;
  };

  test.each([
    [{ definitionKey: "order-fulfilment" }, ["order-fulfilment", "order", "orders-v2"]],
    [{ definitionKey: ["pay", "order"] }, ["pay", "payment", "order", "order-fulfilment", "orders-v2"]],
    [{ definitionKey: ["pay", "payment"] }, ["pay", "payment"]],
    [{ definitionKey: "invoice" }, ["invoice"]],
    [{ definitionKey: "order", definitionVersion: 2 }, ["order"]],
    [{ definitionKey: "order", mode: "count" }, ["order", "order-fulfilment", "orders-v2"]],
    [{}, undefined],
  ])("%j asks every engine for %j, and says so", async (question, expected) => {
    expect(await keysAsked(question)).toEqual(expected);
  });

  test("names that the caller may see in no engine are neither asked for nor told", async () => {
    const access = viewsOf({
      a: { scope: { definitionKeys: ["order", "pay"] } },
      b: { scope: { definitionKeys: ["orders-v2"] } },
    });
    expect(await keysAsked({ definitionKey: ["order", "pay"] }, access)).toEqual(["order", "orders-v2", "pay"]);
  });

  test("rows of an alias count as what was asked; the policy still holds for each", async () => {
    const aliased = (engine: string) =>
      fakeEngine(engine, { instances: [sample({ engine, definition: { key: "payment", id: "x" } })] });
    const access = viewsOf({ a: {}, b: { scope: { definitionKeys: ["pay"] } } });
    const answer = await askerOf(
      [aliased("a"), aliased("b")],
      {},
      { aliases, access },
    )(query, { definitionKey: "pay" });
    expect(answer.instances?.map(({ engine }) => engine)).toEqual(["a"]);
    expect(answer.engines.map(({ status }) => status)).toEqual(["ok", "failed"]);
  });

  test("a cursor belongs to the question as it was written", async () => {
    const ask = (groups: readonly string[][]) =>
      askerOf(
        ["a", "b"].map((id) => fakeEngine(id, { instances: rowsOf(id, 3) })),
        {},
        { aliases: groups },
      );
    const first = await ask(aliases)(query, { definitionKey: "order", limit: 2 });
    const rest = await ask([])(query, { definitionKey: "order", limit: 9, cursor: first.nextCursor });
    expect(rest.instances).toHaveLength(4);
  });
});
