/** What goes wrong with all that a cluster is asked, and what the asker is told. */
import { describe, expect, it } from "vitest";
import { type Asking, refusalOf } from "../contract/subject.ts";
import { noSuchKey, operateInstance, serveOperate } from "./operate-tables.ts";
import { elementRow, instanceRow, keyOf } from "./rows.ts";
import { noSuchPath, only, problem, type Reply, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const id = keyOf(1);
const sound = {
  v2: serveTables({ instances: [instanceRow(id)], elements: [elementRow(keyOf(2), id)] }),
  operate: serveOperate({ instances: [operateInstance(id)] }),
} as const;
type Api = keyof typeof sound;
const apis: readonly Api[] = ["v2", "operate"];

const questions: Readonly<Record<string, (ask: Asking) => Promise<unknown>>> = {
  get: (ask) => ask.get({ id }),
  "a list": (ask) => ask.query({ limit: 3 }),
  "a count": (ask) => ask.query({ mode: "count" }),
  history: (ask) => ask.history({ id }),
};

const html = "text/html;charset=utf-8";
const noStorage: Reply = {
  status: 403,
  type: "application/problem+json",
  json: { status: 403, detail: "This endpoint requires a secondary storage, but none is set.", instance: "/v2" },
};

/** What servers answer to everything, what the asker is told, and a word of the sentence that says so. */
const faults: Readonly<Record<string, readonly [reply: Reply, kind: string, says: RegExp]>> = {
  "a page of a proxy": [{ json: "a page", type: html }, "badAnswer", /text\/html \(200\) instead of JSON/],
  "a page of a container, 404": [{ status: 404, json: "x", type: html }, "badAnswer", /text\/html \(404\)/],
  "a redirect to a login": [
    { status: 302, headers: { location: "https://sso.example.com/realms/x/login?state=hidden" } },
    "unauthenticated",
    /login page \(https:\/\/sso\.example\.com\/realms\/x\/login\)/,
  ],
  "no JSON": [{ json: "x", type: "text/plain" }, "badAnswer", /unknown shape/],
  "nothing at all": [{}, "badAnswer", /unknown shape/],
  null: [{ json: null }, "badAnswer", /unknown shape/],
  "a list in place of an object": [{ json: [] }, "badAnswer", /unknown shape/],
  "401": [{ status: 401 }, "unauthenticated", /refused the login \(401\)/],
  "403": [problem(403, "FORBIDDEN", "hidden"), "denied", /does not let .+ \(403\)/],
  "400": [problem(400, "INVALID_ARGUMENT", "hidden"), "badAnswer", /\(400, INVALID_ARGUMENT\)/],
  "500": [problem(500, "INTERNAL", "hidden"), "badAnswer", /\(500, INTERNAL\)/],
  "500 of Operate": [
    { status: 500, json: { status: 500, message: "hidden", type: "API application error", instance: "x" } },
    "badAnswer",
    /\(500, API application error\)/,
  ],
  "429": [{ status: 429, headers: { "retry-after": "77" } }, "rateLimited", /left alone/],
  "503 that stays": [problem(503, "RESOURCE_EXHAUSTED"), "rateLimited", /left alone/],
  "no secondary storage": [noStorage, "unsupported", /without secondary storage/],
};

describe.for(apis)("a server that answers everything alike: %s", (api) => {
  describe.for(Object.entries(faults))("%s", ([, [reply, kind, says]]) => {
    it.for(Object.entries(questions))(
      "%s: one sentence of the right kind, and all is well afterwards",
      async ([, question]) => {
        const { ask, serve } = await startCluster(sound[api]);
        await ask.query({ limit: 1 });
        serve(() => reply);
        const refusal = await refusalOf(question(ask));
        expect(refusal).toMatchObject({ kind, engine: "c8", message: expect.stringMatching(says) });
        expect(refusal.message).toMatch(/^[^\n]{10,300}\.$/);
        expect(JSON.stringify(refusal)).not.toContain("hidden");
        serve(sound[api]);
        await question(ask);
      },
    );
  });

  it.for(["get", "a list"])("silence: %s ends with the deadline", async (name) => {
    const { ask, serve } = await startCluster(sound[api], { timeoutMs: 1_000 });
    const question = () => questions[name]?.(ask) ?? Promise.resolve();
    await question();
    serve(() => undefined);
    expect(await refusalOf(question())).toMatchObject({ kind: "timedOut", message: "c8 did not answer in 1 s." });
    serve(sound[api]);
    await question();
  });

  it("401 is asked once and never again, so that no account is locked", async () => {
    const { ask, asked, serve } = await startCluster(sound[api]);
    await ask.query({ limit: 1 });
    const before = asked.length;
    serve(() => ({ status: 401 }));
    await refusalOf(ask.query({ limit: 1 }));
    expect(asked.length - before).toBe(1);
  });
});

describe.for(apis)("an id that is no key: %s", (api) => {
  it.for([
    "abc",
    "-1",
    "-2251799813685249",
    "+2251799813685249",
    "2251799813685249.0",
    "2.25e15",
    "0x7FFFFFFFFFFFF",
    "9223372036854775808",
    "1".repeat(20),
    "1".repeat(25),
    "../1",
    "2251799813685249/incidents",
    "２２５１",
    "daf911a8-e689-11f1-8a30-02fc00000001",
  ])("%s is not found, and nothing is sent", async (wrong) => {
    const { ask, asked } = await startCluster(sound[api]);
    for (const waitUpToMs of [0, 5_000]) {
      expect((await refusalOf(ask.get({ id: wrong, waitUpToMs }))).kind).toBe("notFound");
    }
    expect((await refusalOf(ask.history({ id: wrong }))).kind).toBe("notFound");
    for (const mode of ["list", "count"] as const) {
      expect((await ask.query({ parentId: wrong, mode })).engines).toMatchObject([{ status: "ok", total: 0 }]);
    }
    expect(asked).toEqual([]);
  });

  it("the largest key is one", async () => {
    const { ask, asked } = await startCluster(sound[api]);
    expect((await refusalOf(ask.get({ id: "9223372036854775807" }))).kind).toBe("notFound");
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe("an address that is not the API's", () => {
  it.for(Object.entries(questions))(
    "%s names the setting, where nothing of the address is known",
    async ([, question]) => {
      const { ask } = await startCluster(({ path }) => noSuchPath(path));
      const refusal = await refusalOf(question(ask));
      expect(refusal).toMatchObject({ kind: "configuration", message: expect.stringContaining("engines[c8].url") });
    },
  );

  it.for(Object.entries(questions))(
    "%s names it, where a cluster before 8.8 has Operate elsewhere",
    async ([, question]) => {
      const { ask } = await startCluster(only(/^\/v1\//, ({ path }) => noSuchPath(path), sound.operate));
      const refusal = await refusalOf(question(ask));
      expect(refusal).toMatchObject({ kind: "configuration", message: expect.stringContaining("engines[c8].url") });
      expect(refusal.message).toMatch(/Operate/);
    },
  );

  it("a key that Operate does not know is something else", async () => {
    const { ask } = await startCluster(only(/^\/v1\/process-instances\/\d+$/, () => noSuchKey(id), sound.operate));
    expect((await refusalOf(ask.get({ id }))).kind).toBe("notFound");
  });

  it.for(Object.entries(questions))("%s says so, where the API was known before", async ([, question]) => {
    const { ask, serve } = await startCluster(sound.v2);
    await ask.query({ limit: 1 });
    serve(({ path }) => noSuchPath(path));
    const message = expect.stringContaining("404: the url is not the address of its REST API");
    expect(await refusalOf(question(ask))).toMatchObject({ kind: "badAnswer", message });
  });
});

describe.for(apis)("a server under pressure: %s", (api) => {
  const pressures: Readonly<Record<string, Reply>> = {
    "429": problem(429, "RESOURCE_EXHAUSTED"),
    "429 with a time": { status: 429, headers: { "retry-after": "0" } },
    "503 RESOURCE_EXHAUSTED": problem(503, "RESOURCE_EXHAUSTED"),
  };
  describe.for(Object.entries(pressures))("%s", ([, pressure]) => {
    it.for(Object.entries(questions))("%s is answered by the second try", async ([, question]) => {
      const { ask, serve } = await startCluster(sound[api]);
      const calm = JSON.stringify(await question(ask));
      serve(onceEach(pressure, sound[api]));
      expect(JSON.stringify(await question(ask))).toBe(calm);
    });
  });
});

/** Answers so to the first request of each kind, and then well. */
function onceEach(reply: Reply, others: Serving): Serving {
  const seen = new Set<string>();
  return (asked) => {
    const kind = `${asked.path} ${JSON.stringify(asked.body)}`;
    if (seen.has(kind)) return others(asked);
    seen.add(kind);
    return reply;
  };
}
