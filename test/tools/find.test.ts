import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createAccess, localCaller, type View } from "../../src/core/access.ts";
import { correlationId } from "../../src/core/correlation.ts";
import type { Engine } from "../../src/core/engine.ts";
import { fault } from "../../src/core/errors.ts";
import type { ProcessInstance } from "../../src/core/model.ts";
import { matches, parsePattern } from "../../src/core/pattern.ts";
import type { Call } from "../../src/core/tool.ts";
import { findByKey } from "../../tools/find.ts";
import { now, openView, sample } from "../core/samples.ts";
import { type Fake, fakeEngine } from "./fake-engine.ts";
import { faultOf, minutesAgo } from "./world.ts";

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(async () => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  // They are told of once the microtasks are through.
  await new Promise(setImmediate);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

interface Asked {
  readonly method: string;
  readonly signal: AbortSignal;
}

/** An engine that looks up business keys, and what it was asked. */
function engineWith(id: string, instances: readonly ProcessInstance[], more: Fake = {}) {
  const asked: Asked[] = [];
  const fake = (held: readonly ProcessInstance[]) =>
    fakeEngine(id, {
      ...more,
      instances: held.map((one) => ({ ...one, engine: id })),
      before(method, question, signal) {
        asked.push({ method, signal });
        return more.before?.(method, question, signal);
      },
    });
  const engine: Engine = {
    ...fake(instances),
    query(question, signal) {
      const pattern = parsePattern(question.filters.businessKey ?? "*");
      return fake(instances.filter(({ businessKey }) => matches(pattern, businessKey ?? ""))).query(question, signal);
    },
  };
  return { engine, asked, methods: () => asked.map(({ method }) => method).toSorted() };
}

function finder(engines: readonly Engine[], call: Partial<Call> = {}, view: Partial<View> = {}) {
  const access = () => ({ ...openView, ...view });
  const world: Call = { caller: localCaller, access, engines, now, signal: new AbortController().signal, ...call };
  return (key: string, engine?: string) => findByKey(() => world, key, engine);
}

const order = sample({ id: "i-1", businessKey: "ORDER-1", startedAt: minutesAgo(1) });
const other = sample({ id: "i-2", businessKey: "ORDER-2", startedAt: minutesAgo(2) });
const timedOut = (engine: string) => fault("timedOut", { engine, afterMs: 5 });
const statuses = (engines: readonly { engine: string; status: string }[]) =>
  engines.map(({ engine, status }) => [engine, status]);

describe("what a word names", () => {
  test("a link is the instance it leads to, and no business key", async () => {
    const [a, b] = [engineWith("a", [order]), engineWith("b", [order])];
    const find = finder([a.engine, b.engine]);
    expect(await find("https://b.example/x/i-1")).toMatchObject({
      kind: "instance",
      got: { instance: { engine: "b", id: "i-1" } },
      engines: [],
    });
    expect([a.methods(), b.methods()]).toEqual([[], ["get"]]);
    expect(await faultOf(find("https://elsewhere.example/i-1"))).toBe("linkUnknown");
    expect(await faultOf(find("https://b.example/i-9"))).toBe("instanceNotFound");
    expect(await faultOf(find("https://b.example/*"))).toBe("instanceNotFound");
    expect(b.methods()).toEqual(["get", "get", "get"]);
  });

  test("an id is its instance, in whichever engine", async () => {
    const find = finder([engineWith("a", [order]).engine, engineWith("b", [other]).engine]);
    expect(await find("i-2")).toMatchObject({ kind: "instance", got: { instance: { engine: "b" } }, engines: [] });
    expect(await faultOf(find("i-2", "c"))).toBe("engineUnknown");
    expect(await find("i-2", "a")).toMatchObject({ kind: "none", engines: [{ engine: "a", status: "ok" }] });
  });

  test("a business key of one instance is that instance, whole", async () => {
    const a = engineWith("a", [order]);
    const b = engineWith("b", [other], { detail: { unknown: ["incidents"] } });
    const found = await finder([a.engine, b.engine])("ORDER-2");
    expect(found).toMatchObject({ kind: "instance", got: { instance: { id: "i-2" }, unknown: ["incidents"] } });
    expect(found).toHaveProperty("engines", []);
  });

  test("of several instances it is a list, with the question that gave it", async () => {
    const a = engineWith("a", [order]);
    const b = engineWith("b", [{ ...other, businessKey: "ORDER-1" }]);
    const find = finder([a.engine, b.engine]);
    expect(await find("ORDER-1")).toMatchObject({
      kind: "instances",
      found: { instances: [{ engine: "a" }, { engine: "b" }], understood: { businessKey: "ORDER-1" } },
      question: { businessKey: "ORDER-1" },
    });
    expect(await find("ORDER-1", "b")).toMatchObject({ kind: "instance", got: { instance: { engine: "b" } } });
  });

  test("an id outweighs a business key of the same letters", async () => {
    const a = engineWith("a", [sample({ id: "i-9", businessKey: "i-1" })]);
    const b = engineWith("b", [order]);
    expect(await finder([a.engine, b.engine])("i-1")).toMatchObject({
      kind: "instance",
      got: { instance: { engine: "b", id: "i-1" } },
      engines: [],
    });
  });

  test("an id that several engines know is a list of what each has, which no question gives", async () => {
    const [a, b, c] = [engineWith("a", [order]), engineWith("b", [other]), engineWith("c", [order])];
    const found = await finder([a.engine, b.engine, c.engine])("i-1");
    expect(found).toMatchObject({
      kind: "instances",
      found: {
        instances: [
          { engine: "a", id: "i-1" },
          { engine: "c", id: "i-1" },
        ],
        understood: {},
        engines: [
          { engine: "a", status: "ok", total: 1 },
          { engine: "c", status: "ok", total: 1 },
        ],
      },
    });
    expect(found).not.toHaveProperty("question");
  });

  test("with a star it is a business key alone", async () => {
    const a = engineWith("a", [order, other]);
    const find = finder([a.engine]);
    expect(await find("ORDER-*")).toMatchObject({
      kind: "instances",
      found: { instances: [{ id: "i-1" }, { id: "i-2" }] },
      question: { businessKey: "ORDER-*" },
    });
    expect(await find("ORDER-*", "a")).toMatchObject({ question: { businessKey: "ORDER-*", engine: "a" } });
    expect(a.methods()).toEqual(["query", "query"]);
    expect(await find("*2")).toMatchObject({ kind: "instance", got: { instance: { id: "i-2" } } });
  });

  test("more than a page of one key is a list", async () => {
    const many = Array.from({ length: 3 }, (_, n) => ({ ...order, id: `i-${n + 5}` }));
    const a = engineWith("a", many, { most: 1 });
    expect(await finder([a.engine])("ORDER-1")).toMatchObject({ kind: "instances", found: { instances: [{}] } });
  });

  test("nothing: every engine is named", async () => {
    const find = finder([engineWith("a", [order]).engine, engineWith("b", [other]).engine]);
    expect(await find("ORDER-9")).toEqual({
      kind: "none",
      engines: [
        { engine: "a", status: "ok", total: 0 },
        { engine: "b", status: "ok", total: 0 },
      ],
    });
  });

  test("whatever it asks, it is one question to whoever reads the logs", async () => {
    const ids = new Set<string>();
    const a = engineWith("a", [order], { before: () => void ids.add(correlationId()) });
    await finder([a.engine])("ORDER-1");
    expect(a.methods()).toEqual(["get", "get", "query"]);
    expect(ids.size).toBe(1);
    expect([...ids]).not.toContain("-");
  });
});

describe("engines that give nothing", () => {
  const broken = (id: string, method?: string) =>
    engineWith(id, [], {
      before: (asked) => (method === undefined || asked === method ? Promise.reject(timedOut(id)) : undefined),
    });

  test("beside an instance they are told, and only they", async () => {
    const find = finder([engineWith("a", [order]).engine, broken("b").engine, engineWith("c", []).engine]);
    const found = await find("ORDER-1");
    expect(found.kind === "instance" && statuses(found.engines)).toEqual([["b", "failed"]]);
  });

  test.each(["get", "query"])("none is not known where one could not be asked: %s", async (method) => {
    const found = await finder([engineWith("a", [order]).engine, broken("b", method).engine])("ORDER-9");
    expect(found.kind === "none" && statuses(found.engines)).toEqual([
      ["a", "ok"],
      ["b", "failed"],
    ]);
    expect(found).toMatchObject({ engines: [{}, { error: { message: expect.any(String) } }] });
  });

  test("an only engine that fails ends the question, alone or named", async () => {
    expect(await faultOf(finder([broken("b").engine])("ORDER-1"))).toBe("timedOut");
    expect(await faultOf(finder([engineWith("a", []).engine, broken("b").engine])("ORDER-1", "b"))).toBe("timedOut");
  });

  test("an only engine that cannot look up keys refuses, as each of several does", async () => {
    const lacking = (id: string) => engineWith(id, [order], { lacks: { filters: ["businessKey"] } }).engine;
    const one = await finder([lacking("a")])("ORDER-1");
    expect(one.kind === "none" && statuses(one.engines)).toEqual([["a", "refused"]]);
    const two = await finder([lacking("a"), engineWith("b", []).engine])("ORDER-1");
    expect(two.kind === "none" && statuses(two.engines)).toEqual([
      ["a", "refused"],
      ["b", "ok"],
    ]);
    expect(await finder([lacking("a")])("i-1")).toMatchObject({ kind: "instance", engines: [] });
  });

  test("a policy that hides keys refuses too, and ids are found", async () => {
    const find = finder([engineWith("a", [order]).engine], {}, { businessKeys: "masked" });
    expect(await find("ORDER-1")).toMatchObject({ kind: "none", engines: [{ status: "refused" }] });
    expect(await find("ORDER-*")).toMatchObject({ kind: "none", engines: [{ status: "refused" }] });
    expect(await find("i-1")).toMatchObject({ kind: "instance" });
  });

  test("the engine that refuses is the one the caller may see", async () => {
    const access = createAccess({ rules: [{ callers: ["local"], engines: ["b"], businessKeys: "masked" }] });
    const engines = [engineWith("a", [order]).engine, engineWith("b", [order]).engine];
    const found = await finder(engines, { access })("ORDER-1");
    expect(found.kind === "none" && statuses(found.engines)).toEqual([["b", "refused"]]);
    expect(await faultOf(finder(engines, { access: createAccess({ rules: [] }) })("ORDER-1"))).toBe("engineUnknown");
  });

  test("a word that neither can be is refused", async () => {
    expect(await faultOf(finder([engineWith("a", []).engine])(""))).toBe("inputInvalid");
  });
});

describe("at the same time", () => {
  const fleetTimeoutMs = 300;

  test("an engine that hangs costs the deadline once", async () => {
    const hanging = engineWith("b", [], { before: () => new Promise(() => {}) });
    const finding = finder([engineWith("a", [order]).engine, hanging.engine], { fleetTimeoutMs });
    const [none, found] = [finding("ORDER-9"), finding("ORDER-1")];
    let settled = 0;
    for (const each of [none, found]) void each.then(() => (settled += 1));
    await vi.advanceTimersByTimeAsync(fleetTimeoutMs - 1);
    expect([settled, hanging.methods()]).toEqual([0, ["get", "get", "query", "query"]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toBe(2);
    expect(await none).toMatchObject({ kind: "none", engines: [{ status: "ok" }, { status: "failed" }] });
    expect(await found).toMatchObject({ kind: "instance", engines: [{ engine: "b", error: { kind: "timedOut" } }] });
    for (const { signal } of hanging.asked) expect(signal.reason).toMatchObject({ fault: "timedOut" });
  });

  /** An engine whose search hangs and does not notice its abort; it can hold no such id. */
  function searching(id: string) {
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const before = (method: string) => {
      if (method !== "query") return undefined;
      begun.resolve();
      return end.promise;
    };
    const { engine, asked } = engineWith(id, [], { ids: /^never$/, before });
    return { engine, asked, begun: begun.promise, end };
  }

  test.each([1, 2])("an id that is found in %i ends the search for the key", async (count) => {
    const slow = searching("z");
    const before = (method: string) => (method === "get" ? slow.begun : undefined);
    const holders = ["a", "b"].slice(0, count).map((id) => engineWith(id, [order], { before }));
    const found = await finder([...holders.map(({ engine }) => engine), slow.engine])("i-1");
    expect(found.kind).toBe(count === 1 ? "instance" : "instances");
    expect(slow.asked.map(({ method, signal }) => [method, signal.aborted])).toEqual([["query", true]]);
    slow.end.reject(new Error("far too late"));
  });

  test("the search has ended before several are asked what each has", async () => {
    const slow = searching("z");
    const ended: (boolean | undefined)[] = [];
    const before = (method: string) => {
      if (method !== "get") return undefined;
      ended.push(slow.asked[0]?.signal.aborted);
      return slow.begun;
    };
    const holders = ["a", "b"].map((id) => engineWith(id, [order], { before }).engine);
    await finder([...holders, slow.engine])("i-1");
    expect(ended.slice(2)).toEqual([true, true]);
    slow.end.resolve();
  });

  /** An engine whose search hangs, and which answers for the id once it does. */
  function onlySearching(answer: () => void) {
    const begun = Promise.withResolvers<void>();
    return engineWith("a", [order], {
      before(method) {
        if (method === "get") return begun.promise.then(answer);
        begun.resolve();
        return new Promise(() => {});
      },
    });
  }
  const searchOf = ({ asked }: ReturnType<typeof onlySearching>) => asked.find(({ method }) => method === "query");

  test("an only engine's search is ended too", async () => {
    const only = onlySearching(() => {});
    expect(await finder([only.engine])("i-1")).toMatchObject({ kind: "instance" });
    expect(searchOf(only)?.signal.aborted).toBe(true);
  });

  test("what ends the question ends the search", async () => {
    const only = onlySearching(() => {
      throw new TypeError("a defect of ours");
    });
    expect(await faultOf(finder([only.engine])("i-1"))).toBe("internal");
    expect(searchOf(only)?.signal.aborted).toBe(true);
  });

  test("whoever asked leaves: no engine works on", async () => {
    const [slow, gone] = [searching("z"), new AbortController()];
    const finding = faultOf(finder([engineWith("a", [order]).engine, slow.engine], { signal: gone.signal })("ORDER-1"));
    await slow.begun;
    gone.abort();
    expect(await finding).toBe("cancelled");
    expect(slow.asked[0]?.signal.aborted).toBe(true);
    slow.end.resolve();
  });
});
