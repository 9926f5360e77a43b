/** A cluster that loses a node while a list is read page by page: a short list is never shown as the whole. */
import { describe, expect, it } from "vitest";
import { type Asking, allRows, refusalOf } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import { ago, elementRow, instanceRow, keyOf } from "./rows.ts";
import { type Asked, isRow, problem, type Reply, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const many = 40;
const numbers = Array.from({ length: many }, (_, n) => n);
const id = keyOf(500);
const servers = {
  v2: serveTables({
    instances: [...numbers.map((n) => instanceRow(keyOf(n), { startDate: ago(n) })), instanceRow(id)],
    elements: numbers.map((n) => elementRow(keyOf(900 + n), id, { startDate: ago(n) })),
  }),
  operate: serveOperate({
    instances: numbers.map((n) =>
      operateInstance(keyOf(n), { startDate: ago(n), state: n % 2 ? "ACTIVE" : "CANCELED" }),
    ),
  }),
} as const;

/** Answers so to searches from the `nth` on, `times` times. */
function losing(others: Serving, reply: Reply, nth: number, times = Number.POSITIVE_INFINITY): Serving {
  let searches = 0;
  return (asked) => {
    if (asked.method === "POST") searches += 1;
    return asked.method === "POST" && searches >= nth && searches < nth + times ? reply : others(asked);
  };
}

const gone: Readonly<Record<string, readonly [reply: Reply, kind: string]>> = {
  "500": [problem(500, "INTERNAL", "all shards failed"), "badAnswer"],
  "502": [{ status: 502, json: { message: "no upstream" } }, "badAnswer"],
  "503 that stays": [problem(503, "UNAVAILABLE"), "rateLimited"],
  "504": [{ status: 504, json: { message: "too late" } }, "badAnswer"],
  "403": [problem(403, "FORBIDDEN"), "denied"],
};

describe.for(["v2", "operate"] as const)("pages of %s", (api) => {
  const walk = (ask: Asking) => allRows(ask, { limit: 10, state: ["active", "terminated"] });

  it("a second page that fails once is asked for again, and the walk is whole", async () => {
    const { ask, serve } = await startCluster(servers[api]);
    const whole = await walk(ask);
    expect(whole.length).toBeGreaterThanOrEqual(many);
    for (const [reply] of [[problem(503, "RESOURCE_EXHAUSTED")], [{ status: 502, json: {} }]]) {
      serve(losing(servers[api], reply ?? {}, 2, 1));
      expect(await walk(ask)).toEqual(whole);
    }
  });

  it.for(Object.entries(gone))(
    "a second page that fails (%s) is an error, and its cursor is good afterwards",
    async ([, [reply, kind]]) => {
      const { ask, serve } = await startCluster(servers[api]);
      const first = await ask.query({ limit: 10 });
      const second = () => ask.query({ limit: 10, cursor: first.nextCursor ?? "" });
      const expected = (await second()).instances;
      serve(losing(servers[api], reply, 1));
      expect((await refusalOf(second())).kind).toBe(kind);
      serve(servers[api]);
      expect((await second()).instances).toEqual(expected);
    },
  );
});

it("one of several searches that make a list: an error", async () => {
  const { ask, serve } = await startCluster(servers.operate);
  const question = () => ask.query({ state: ["active", "terminated"] });
  expect((await question()).engines).toMatchObject([{ total: many }]);
  serve(losing(servers.operate, problem(500, "INTERNAL"), 2));
  expect((await refusalOf(question())).kind).toBe("badAnswer");
});

it("a page that had to be asked for again, because many rows share its moment: an error", async () => {
  const ties = serveTables({ instances: numbers.map((n) => instanceRow(keyOf(n))) });
  const { ask, asked, serve } = await startCluster(ties);
  expect((await ask.query({ limit: 5 })).instances).toHaveLength(5);
  expect(asked.length).toBeGreaterThan(1);
  serve(losing(ties, problem(500, "INTERNAL"), 2));
  expect((await refusalOf(ask.query({ limit: 5 }))).kind).toBe("badAnswer");
});

it("the second search of a history: its source is unknown, and the cursor is good afterwards", async () => {
  const { ask, serve } = await startCluster(servers.v2);
  const first = await ask.history({ id, kinds: ["element"], limit: 10 });
  const second = () => ask.history({ id, kinds: ["element"], limit: 10, cursor: first.nextCursor ?? "" });
  const whole = await second();
  expect(whole.events).toHaveLength(10);
  serve(losing(servers.v2, problem(500, "INTERNAL"), 1));
  const { events, sources } = await second();
  expect([events, sources]).toEqual([[], [{ kind: "element", status: "unknown" }]]);
  serve(servers.v2);
  expect(await second()).toEqual(whole);
});

/** The server without more than some rows of an answer, while it still counts them all. */
function cutting(rows: number, others: Serving): Serving {
  return (asked: Asked) => {
    const reply = others(asked);
    if (!isRow(reply?.json) || !Array.isArray(reply.json["items"])) return reply;
    return { ...reply, json: { ...reply.json, items: reply.json["items"].slice(0, rows) } };
  };
}

it.for(["v2", "operate"] as const)(
  "%s with fewer rows than were asked for, though it counts more: a walk meets all, or an error",
  async (api) => {
    const { ask, serve } = await startCluster(servers[api]);
    const whole = await allRows(ask, { limit: 20 });
    serve(cutting(10, servers[api]));
    const rows = await allRows(ask, { limit: 20 }).catch(() => whole);
    expect(rows.map((row) => row.id)).toEqual(whole.map((row) => row.id));
  },
);
