/** A server that fails: what it said is told, what it could not say is named, and nothing is made up. */
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { type Asking, allRows, refusalOf } from "../contract/subject.ts";
import { activityOf, processOf, recordsOf, stoppedOf } from "./records.ts";
import { only, page, planted, problem, type Serving, startManager } from "./server.ts";

const root = processOf(1);
const own = processOf(2, { parent: root });
const called = processOf(3, { parent: own });
const many = Array.from({ length: 30 }, (_, n) => processOf(n + 10));
const records = recordsOf([root, own, called, ...many], [activityOf(1, own), stoppedOf(2, called)]);

const failures: readonly (readonly [string, ReturnType<Serving>, kind: RegExp])[] = [
  ["dies", "die", /^unreachable$/],
  ["ends its answer in the middle", "cut", /^badAnswer$/],
  ["answers a page", page(200), /^badAnswer$/],
  ["answers no JSON", { text: "{items:" }, /^badAnswer$/],
  ["answers nothing", { text: "" }, /^badAnswer$/],
  ["answers 204", { status: 204, text: "", type: "" }, /^badAnswer$/],
  ["answers a list where an object belongs", { json: [] }, /^badAnswer$/],
  ["answers null", { json: null }, /^badAnswer$/],
  ["answers rows that are none", { json: { items: [null], piid: 1 } }, /^badAnswer$/],
  ["answers XML", { type: "application/xml", text: "<tns:planted/>" }, /^badAnswer$/],
  [
    "redirects to a login page",
    { status: 302, text: "", headers: { location: "/rest/login.jsp" } },
    /^unauthenticated$/,
  ],
  ["redirects", { status: 301, text: "", headers: { location: "https://planted.example/" } }, /^badAnswer$/],
  ["is overloaded", page(503, { "retry-after": "60" }), /^rateLimited$/],
  ["fails", problem(500, "CWWBA0010E"), /^badAnswer$/],
  ["fails with a page", page(500), /^badAnswer$/],
  ["forbids", problem(403, "CWWBE0133E"), /^denied$/],
];
const spoken = /tns:|planted(?!\.example)/;

const questions: readonly (readonly [string, read: RegExp, (ask: Asking) => Promise<unknown>])[] = [
  ["get", /^\/process\//, (ask) => ask.get({ id: own.piid })],
  ["history", /^\/process\//, (ask) => ask.history({ id: own.piid })],
  ["a list", /^\/processes\//, (ask) => ask.query({})],
  ["a list of what is stuck", /^\/processes\//, (ask) => ask.query({ hasIncident: true })],
  ["numbers", /^\/processes\//, (ask) => ask.query({ mode: "count" })],
  ["numbers of activities", /^\/activities\//, (ask) => ask.query({ mode: "count" })],
  ["longest waiting", /^\/activities\//, (ask) => ask.query({ order: "longestWaiting" })],
];

describe.for(failures)("a server that %s", ([, reply, kind]) => {
  it.for(questions)("%s: is an error of the closed set", async ([, read, question]) => {
    const { ask, serve } = await startManager(records);
    serve(only(read, () => reply));
    const refusal = await refusalOf(question(ask));
    expect(refusal.kind).toMatch(kind);
    expect(JSON.stringify(refusal)).not.toMatch(spoken);
    serve(() => undefined);
    expect(await question(ask)).toBeDefined();
  });

  it("a part of get and history: what could not be read is named, never empty", async () => {
    const { ask, serve } = await startManager(records);
    serve(only(/^\/(?:activities|processes)\/filter$/, () => reply));
    const answer = await ask.get({ id: own.piid }).catch(refusalOf2);
    if ("kind" in answer) return expect(answer.kind).toBe("unauthenticated");
    expect(answer.unknown).toEqual(expect.arrayContaining(["called", "waitingAt"]));
    expect(answer.instance).not.toHaveProperty("hasIncident");
    const history = await ask.history({ id: own.piid });
    for (const { kind: source, status } of history.sources) {
      if (source !== "instance") expect(status, source).toMatch(/^(?:unknown|denied)$/);
    }
    expect(JSON.stringify([answer, history])).not.toMatch(spoken);
  });

  it("incidents of called instances alone: named as unknown", async () => {
    const { ask, serve } = await startManager(records);
    serve((asked) => (asked.where?.includes("TOP_LEVEL_PIID") ? reply : undefined));
    const answer = await ask.get({ id: own.piid }).catch(refusalOf2);
    if ("kind" in answer) return expect(answer.kind).toBe("unauthenticated");
    expect(answer.unknown).toEqual(expect.arrayContaining(["family", "incidents.called"]));
    expect(answer.called).toMatchObject([{ id: called.piid }]);
  });
});

/** The words of a refusal that was caught already. */
const refusalOf2 = (error: unknown) => refusalOf(Promise.reject(error));

describe("in the middle of a walk", () => {
  it.for(failures)(
    "a second page from a server that %s is an error, and its cursor is good afterwards",
    async ([, reply, kind]) => {
      const { ask, serve } = await startManager(records);
      const whole = (await allRows(ask, { order: "newest" })).map(({ id }) => id);
      const first = await ask.query({ limit: 10 });
      const second = () => ask.query({ limit: 10, cursor: first.nextCursor ?? "" });
      serve(only(/^\/processes\//, () => reply));
      expect((await refusalOf(second())).kind).toMatch(kind);
      serve(() => undefined);
      expect((await second()).instances?.map(({ id }) => id)).toEqual(whole.slice(10, 20));
    },
  );
});

describe("a server that never answers", () => {
  it.for(questions)("%s ends at the deadline", async ([, read, question]) => {
    const { ask, serve } = await startManager(records, { timeoutMs: 300 });
    await ask.query({ limit: 1 });
    serve(only(read, () => "hang"));
    const began = performance.now();
    expect(await refusalOf(question(ask))).toMatchObject({ kind: "timedOut" });
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe("rights and logins", () => {
  const auth = { type: "basic", username: "clerk", password: new Secret("planted-password") } as const;
  const users = { clerk: "planted-password" };

  it("a refused login is tried once in a question, and its page is not passed on", async () => {
    const { ask, asked, engine } = await startManager(records, {
      auth,
      settings: { auth: { users: { clerk: "other" } } },
    });
    const refusal = await refusalOf(ask.query({}));
    expect(refusal.kind).toBe("unauthenticated");
    expect(JSON.stringify(refusal)).not.toMatch(planted);
    expect(asked).toEqual([]);
    const findings = await engine.check(new AbortController().signal);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.status).not.toBe("ok");
  });

  it("doctor tells that nothing is visible from that all is well", async () => {
    const blind = await startManager(records, { auth, settings: { auth: { users, sees: { clerk: [] } } } });
    const [, rights] = await blind.engine.check(new AbortController().signal);
    expect(rights).toMatchObject({ status: "unknown", problem: expect.stringContaining("BPESystemMonitor") });
    const seeing = await startManager(records, { auth, settings: { auth: { users } } });
    expect((await seeing.engine.check(new AbortController().signal)).map(({ status }) => status)).toEqual(["ok", "ok"]);
    seeing.serve(only(/^\/activities\//, () => problem(401, "CWWBE0133E")));
    const [, limited] = await seeing.engine.check(new AbortController().signal);
    expect(limited).toMatchObject({ status: "warning", problem: expect.stringContaining("activities (denied)") });
  });
});
