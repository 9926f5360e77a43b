import { describe, expect, test } from "vitest";
import type { Access } from "../../src/core/access.ts";
import { describe as describeError } from "../../src/core/describe.ts";
import type { Engine } from "../../src/core/engine.ts";
import { fault, LookoutError } from "../../src/core/errors.ts";
import type { HistoryEvent } from "../../src/core/model.ts";
import type { OutputOf } from "../../src/core/tool.ts";
import { get } from "../../tools/get.ts";
import { history } from "../../tools/history.ts";
import { openView, sample } from "../core/samples.ts";
import { type Fake, fakeEngine } from "./fake-engine.ts";
import { askerOf, minutesAgo } from "./world.ts";

/** An engine with instances of these ids, and the ids it was asked for. */
function watched(id: string, ids: readonly string[], fake: Fake = {}) {
  const asked: unknown[] = [];
  const engine = fakeEngine(id, {
    instances: ids.map((one) => sample({ engine: id, id: one })),
    events: [1, 2, 3, 4, 5].map(event),
    ...fake,
    before: async (method, question, signal) => {
      asked.push(Reflect.get(question, "id"));
      await fake.before?.(method, question, signal);
    },
  });
  return { engine, asked };
}
const event = (n: number): HistoryEvent => ({
  kind: "element",
  id: `e${n}`,
  startedAt: minutesAgo(9 - n),
  outcome: "completed",
});
const failing = (error: unknown): Fake => ({ before: () => Promise.reject(error) });
const down = (engine: string) =>
  failing(fault("unreachable", { engine, url: "https://x.example", reason: "ECONNREFUSED" }));

/** An engine that shares its web application, and so its links, with engine `host`. */
const sharing = (engine: Engine, host: string): Engine => ({
  ...engine,
  idOfLink: async (link) => (link.startsWith(`https://${host}.example/`) ? link.split("/").at(-1) : undefined),
});

const errorOf = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof LookoutError ? { fault: error.fault, facts: error.facts, ...describeError(error) } : error;
};

const uuid = "daf911a8-e689-11f1-8a30-02fc00000001";
const key = "2251799813685249";
const forms = { uuids: { ids: /-/ }, keys: { ids: /^\d{16,19}$/ } } as const;

/** Both tools find the owner alike. */
type Asks = (ask: ReturnType<typeof askerOf>, input: object) => Promise<Pick<OutputOf<typeof get>, "instance">>;
const asks: Readonly<Record<"get" | "history", Asks>> = {
  get: (ask, input) => ask(get, input),
  history: (ask, input) => ask(history, input),
};
const engineOf = async (asking: ReturnType<Asks>) => (await asking).instance.engine;

describe.each(["get", "history"] as const)("whose instance it is: %s", (tool) => {
  const asker =
    (...world: Parameters<typeof askerOf>) =>
    (input: object) =>
      asks[tool](askerOf(...world), input);

  test("a link names its engine, and no other is asked", async () => {
    const [a, b] = [watched("a", ["i"]), watched("b", ["i"])];
    expect(await engineOf(asker([a.engine, b.engine])({ id: "https://b.example/i" }))).toBe("b");
    expect([a.asked, b.asked]).toEqual([[], ["i"]]);
  });
  test("a link that two engines share is looked for in both", async () => {
    const [a, b, c] = [watched("a", []), watched("b", ["i"]), watched("c", ["i"])];
    const ask = asker([a.engine, sharing(b.engine, "a"), c.engine]);
    expect(await engineOf(ask({ id: "https://a.example/i" }))).toBe("b");
    expect([a.asked, b.asked, c.asked]).toEqual([["i"], ["i"], []]);
    expect(await errorOf(ask({ id: "https://a.example/j" }))).toMatchObject({
      fault: "instanceNowhere",
      facts: { engines: ["a", "b"] },
    });
  });
  test("an engine that cannot even be set up keeps no link from the others", async () => {
    const a = watched("a", ["a-1"]);
    const unusable = fault("configInvalid", { where: "engines[b].tls", problems: ["cert and key do not fit"] });
    const broken: Engine = { ...fakeEngine("b"), idOfLink: () => Promise.reject(unusable) };
    const ask = askerOf([broken, a.engine]);
    expect((await ask(get, { id: "https://a.example/a-1" })).instance.engine).toBe("a");
    expect(await errorOf(ask(get, { id: "https://b.example/b-1" }))).toMatchObject({ fault: "configInvalid" });
  });

  test("a link of no engine, or not of the engine that is named", async () => {
    const ask = asker([watched("a", ["i"]).engine, watched("b", ["i"]).engine]);
    for (const question of [
      { id: "https://elsewhere.example/i" },
      { id: "HTTPS://elsewhere.example/i" },
      { id: "https://a.example/i", engine: "b" },
    ]) {
      expect(await errorOf(ask(question))).toMatchObject({ fault: "linkUnknown", kind: "invalidInput" });
    }
  });

  test("an id is looked for in the engines that may have such ids only", async () => {
    const [a, b, c] = [
      watched("a", [uuid], forms.uuids),
      watched("b", [key], forms.keys),
      watched("c", [], forms.uuids),
    ];
    const ask = asker([a.engine, b.engine, c.engine]);
    expect(await engineOf(ask({ id: key }))).toBe("b");
    expect(await engineOf(ask({ id: ` ${uuid} ` }))).toBe("a");
    expect([a.asked, b.asked, c.asked]).toEqual([[uuid], [key], [uuid]]);
  });
  test("one engine may have it: its own answer and its own error", async () => {
    const ask = (fake: Fake) =>
      asker([watched("a", [], forms.uuids).engine, watched("b", [], { ...forms.keys, ...fake }).engine]);
    expect(await errorOf(ask({})({ id: key }))).toMatchObject({ fault: "instanceNotFound", engine: "b" });
    expect(await errorOf(ask(down("b"))({ id: key }))).toMatchObject({ fault: "unreachable", engine: "b" });
  });
  test("no engine has ids of that form: nobody is asked", async () => {
    const [a, b] = [watched("a", [], forms.uuids), watched("b", [], forms.keys)];
    expect(await errorOf(asker([a.engine, b.engine])({ id: "_PI:9003" }))).toMatchObject({
      fault: "instanceNowhere",
      kind: "notFound",
      message: "No instance _PI:9003 in a or b.",
    });
    expect([a.asked, b.asked]).toEqual([[], []]);
  });
  test("an engine that is named is asked, whatever the form of the id", async () => {
    const [a, b] = [watched("a", [key], forms.uuids), watched("b", [key], forms.keys)];
    expect(await engineOf(asker([a.engine, b.engine])({ id: key, engine: "a" }))).toBe("a");
    expect(await engineOf(asker([a.engine])({ id: key }))).toBe("a");
    expect(b.asked).toEqual([]);
  });

  test("in several", async () => {
    const ask = asker([watched("b", ["i"]).engine, watched("a", ["i"]).engine, watched("c", []).engine]);
    expect(await errorOf(ask({ id: "i" }))).toMatchObject({
      fault: "instanceInSeveral",
      kind: "invalidInput",
      message: "i is the id of an instance in each of b, a.",
      next: "Add engine, for example b.",
    });
    expect(await engineOf(ask({ id: "i", engine: "a" }))).toBe("a");
  });
  test("in none, and all answered", async () => {
    const ask = asker([watched("a", ["i"]).engine, watched("b", []).engine]);
    expect(await errorOf(ask({ id: "j" }))).toMatchObject({
      fault: "instanceNowhere",
      kind: "notFound",
      message: expect.stringMatching(/^No instance j in a or b\. It may /),
    });
  });
  test("in one, while another failed: given", async () => {
    expect(
      await engineOf(asker([watched("a", ["i"], down("a")).engine, watched("b", ["i"]).engine])({ id: "i" })),
    ).toBe("b");
  });
  test.each([
    ["is down", fault("unreachable", { engine: "b", url: "https://x.example", reason: "ECONNREFUSED" })],
    ["may not be read", fault("engineForbids", { engine: "b", what: "instances" })],
    ["refuses the login", fault("loginRefused", { engine: "b" })],
    ["answers garbage", fault("answerCutOff", { engine: "b" })],
    ["shows a defect of ours", new TypeError("x")],
  ])("found in none while one %s: not called absent", async (_why, error) => {
    const [a, b, c] = [watched("a", []), watched("b", [], failing(error)), watched("c", [])];
    const ask = asker([a.engine, b.engine, c.engine]);
    expect(await errorOf(ask({ id: "i" }))).toMatchObject({
      fault: "instanceNotChecked",
      kind: "unreachable",
      message: "No instance i in a or c; b could not be asked and was NOT checked.",
    });
  });
  test("all failed", async () => {
    const ask = asker(["a", "b"].map((id) => watched(id, [], down(id)).engine));
    expect(await errorOf(ask({ id: "i" }))).toMatchObject({
      fault: "instanceNotChecked",
      facts: { engines: [], failed: ["a", "b"] },
    });
  });

  test("what the caller may not see is not there: neither engine, nor definition", async () => {
    const [a, b, hidden] = [watched("a", []), watched("b", ["i"]), watched("hidden", ["i"])];
    const access: Access = (_caller, id) =>
      id === "hidden" ? undefined : { ...openView, scope: id === "b" ? { definitionKeys: ["pay"] } : {} };
    const ask = asker([hidden.engine, a.engine, b.engine], {}, { access });
    const absent = await errorOf(ask({ id: "i" }));
    expect(absent).toMatchObject({ fault: "instanceNowhere", facts: { engines: ["a", "b"] } });
    expect(JSON.stringify(absent)).not.toMatch(/hidden|order/);
    expect(hidden.asked).toEqual([]);
    expect(JSON.stringify(await errorOf(ask({ id: "j" })))).toBe(
      JSON.stringify(absent).replaceAll('"i"', '"j"').replaceAll(" i ", " j "),
    );
  });
});

describe("what an engine cannot do of the question", () => {
  const lacks = { includes: ["stackTraces"], eventKinds: ["operation"] } as const;
  test.each([
    ["get", { include: ["stackTraces"] }],
    ["history", { kinds: ["operation"] }],
  ] as const)("%s: is told where no other engine has the instance, and no word of trying again", async (tool, more) => {
    const engines = [watched("a", ["i"]).engine, watched("b", [], { lacks }).engine];
    expect(await engineOf(asks[tool](askerOf(engines), { id: "i", ...more }))).toBe("a");
    expect(await errorOf(asks[tool](askerOf(engines), { id: "j", ...more }))).toMatchObject({
      fault: "notSupported",
      kind: "unsupported",
      engine: "b",
    });
  });
});

describe("an instance that was just started is waited for", () => {
  /** Has the instance as soon as it is waited for, or never; waiting ends with the abort. */
  const waiting = (id: string, has: boolean) => {
    const waits: number[] = [];
    const engine: Engine = {
      ...fakeEngine(id),
      get: (question, signal) => {
        waits.push(question.waitUpToMs);
        const absent = fault("instanceNotFound", { id: question.id, engine: id, causes: [] });
        if (question.waitUpToMs === 0) return Promise.reject(absent);
        const instance = sample({ engine: id, id: question.id });
        if (has) return Promise.resolve({ instance, waitingAt: [], incidents: [], called: [], unknown: [] });
        return new Promise((_answer, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    };
    return { engine, waits };
  };
  test("in all that may have it, until one has it", async () => {
    const [a, b, c] = [waiting("a", false), waiting("b", true), waiting("c", false)];
    const ask = askerOf([a.engine, b.engine, c.engine], {}, { fleetTimeoutMs: 60_000 });
    expect((await ask(get, { id: "i", waitUpToMs: 9_000 })).instance.engine).toBe("b");
    expect([a.waits, b.waits, c.waits]).toEqual(Array(3).fill([0, 9_000]));
  });
  test("in none, where it is there already", async () => {
    const [a, b] = [waiting("a", false), watched("b", ["i"])];
    expect((await askerOf([a.engine, b.engine])(get, { id: "i", waitUpToMs: 9_000 })).instance.engine).toBe("b");
    expect(a.waits).toEqual([0]);
  });
  test("beside an engine that is down; in a single one at once", async () => {
    const [a, b] = [waiting("a", true), watched("b", [], down("b"))];
    expect((await askerOf([a.engine, b.engine])(get, { id: "i", waitUpToMs: 9_000 })).instance.engine).toBe("a");
    const only = waiting("a", true);
    expect((await askerOf([only.engine])(get, { id: "i", waitUpToMs: 9_000 })).instance.engine).toBe("a");
    expect(only.waits).toEqual([9_000]);
  });
  test("no longer than was asked, beside the deadline of the fleet", async () => {
    const [a, b] = [waiting("a", false), waiting("b", false)];
    const asking = askerOf([a.engine, b.engine], {}, { fleetTimeoutMs: 20 })(get, { id: "i", waitUpToMs: 30 });
    expect(await errorOf(asking)).toMatchObject({ fault: "instanceNotChecked", facts: { failed: ["a", "b"] } });
  });
});

describe("the cursor of a history", () => {
  test("goes on with the engine that has the instance, whatever became of the others", async () => {
    let isDown = false;
    const dying = watched("a", [], { before: () => (isDown ? Promise.reject(new Error("gone")) : undefined) });
    const owner = watched("b", ["i"]);
    const ask = askerOf([dying.engine, owner.engine]);
    const first = await ask(history, { id: "i", limit: 2 });
    isDown = true;
    const second = await ask(history, { id: "i", limit: 2, cursor: first.nextCursor });
    const third = await ask(history, { id: "i", limit: 2, cursor: second.nextCursor });
    expect([first, second, third].map(({ events }) => events.map(({ id }) => id))).toEqual([
      ["e1", "e2"],
      ["e3", "e4"],
      ["e5"],
    ]);
    expect(third.nextCursor).toBeUndefined();
    expect([dying.asked.length, owner.asked.length]).toEqual([1, 3]);
  });
  test("of a link goes on with the bare id", async () => {
    const [a, b] = [watched("a", ["i"]), watched("b", ["i"])];
    const ask = askerOf([a.engine, b.engine]);
    const { nextCursor: cursor } = await ask(history, { id: "https://b.example/i", limit: 4 });
    const rest = await ask(history, { id: "https://b.example/i", limit: 4, cursor });
    expect(rest.events.map(({ id }) => id)).toEqual(["e5"]);
    expect([a.asked, b.asked]).toEqual([[], ["i", "i"]]);
  });
  test("of an engine that the caller may no longer see opens nothing", async () => {
    const [a, b] = [watched("a", ["i"]), watched("b", [])];
    const { nextCursor: cursor } = await askerOf([a.engine, b.engine])(history, { id: "i", limit: 1 });
    const access: Access = (_caller, id) => (id === "a" ? undefined : openView);
    expect(await errorOf(askerOf([a.engine, b.engine], {}, { access })(history, { id: "i", cursor }))).toMatchObject({
      fault: "engineUnknown",
      facts: { engines: ["b"] },
    });
    expect(a.asked).toHaveLength(1);
  });
});
