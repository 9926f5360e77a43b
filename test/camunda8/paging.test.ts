/** Pages of lists in which many rows began in one millisecond, and keys of different lengths stand in another order as text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRows } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import { ago, auditRow, elementRow, incidentRow, instanceRow, jobRow, keyOf } from "./rows.ts";
import { type Row, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

interface Told {
  readonly key: string;
  /** Milliseconds after a moment; a few, so that there are ties. */
  readonly ms: number;
  readonly state: "ACTIVE" | "COMPLETED";
}

const keys = fc.oneof(
  ...[15, 16, 17, 18].map((digits) => fc.bigInt({ min: 10n ** BigInt(digits - 1), max: 10n ** BigInt(digits) - 1n })),
  fc.bigInt({ min: 10n ** 18n, max: 2n ** 63n - 1n }),
);
const worlds = fc.uniqueArray(
  fc.record({ key: keys.map(String), ms: fc.nat({ max: 3 }), state: fc.constantFrom("ACTIVE", "COMPLETED") }),
  { selector: ({ key }) => key, minLength: 1, maxLength: 60 },
);

const began = Date.parse("2026-11-22T10:00:00.000Z");
const at = (ms: number) => new Date(began + ms).toISOString();
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The order of the port: by start, ties by ascending id as text. */
const inOrder = (told: readonly Told[], order: "newest" | "oldest") =>
  told
    .toSorted((a, b) => (order === "newest" ? b.ms - a.ms : a.ms - b.ms) || compare(a.key, b.key))
    .map(({ key }) => key);

const servers: Readonly<Record<string, (told: () => readonly Told[]) => Serving>> = {
  v2: (told) =>
    serveTables(() => ({
      instances: told().map(({ key, ms, state }) => instanceRow(key, { startDate: at(ms), state })),
    })),
  Operate: (told) => (asked) =>
    serveOperate({
      instances: told().map(({ key, ms, state }) =>
        operateInstance(key, { startDate: at(ms).replace("Z", "+0000"), state }),
      ),
    })(asked),
};

describe.for(Object.entries(servers))("pages of %s", ([, serverOf]) => {
  it.for(["newest", "oldest"] as const)(
    "%s first: each row once, in the common order, whatever the page's size",
    async (order) => {
      let told: readonly Told[] = [];
      const { ask } = await startCluster(serverOf(() => told));
      await fc.assert(
        fc.asyncProperty(worlds, fc.integer({ min: 1, max: 30 }), async (world, limit) => {
          told = world;
          const rows = await allRows(ask, { order, limit });
          expect(rows.map(({ id }) => id)).toEqual(inOrder(world, order));
        }),
        { numRuns: 60 },
      );
    },
  );

  it("with filters and windows the same, and a total on the first page", async () => {
    let told: readonly Told[] = [];
    const { ask } = await startCluster(serverOf(() => told));
    const orders = fc.constantFrom("newest" as const, "oldest" as const);
    await fc.assert(
      fc.asyncProperty(worlds, orders, fc.integer({ min: 1, max: 9 }), async (world, order, limit) => {
        told = world;
        const all = {
          order,
          limit,
          state: ["active" as const, "completed" as const],
          startedAfter: at(1),
          startedBefore: at(3),
        };
        const within = world.filter(({ ms }) => ms === 1 || ms === 2);
        expect((await allRows(ask, all)).map(({ id }) => id)).toEqual(inOrder(within, order));
        const active = within.filter(({ state }) => state === "ACTIVE");
        expect((await allRows(ask, { ...all, state: "active" })).map(({ id }) => id)).toEqual(inOrder(active, order));
        const { engines } = await ask.query({ order, limit });
        expect(engines).toMatchObject([{ total: world.length }]);
      }),
      { numRuns: 40 },
    );
  });

  it.for(["newest", "oldest"] as const)(
    "%s first: more than a thousand in one millisecond: all of them, or an error",
    async (order) => {
      const many = Array.from({ length: 1_100 }, (_, n) => ({ key: keyOf(n), ms: 1, state: "ACTIVE" as const }));
      const world: readonly Told[] = [
        { key: "7", ms: 0, state: "ACTIVE" },
        ...many,
        { key: "8", ms: 2, state: "ACTIVE" },
      ];
      const { ask } = await startCluster(serverOf(() => world));
      const rows = await allRows(ask, { order, limit: 100 }).catch(() => undefined);
      if (rows) expect(rows.map(({ id }) => id)).toEqual(inOrder(world, order));
    },
  );
});

const id = keyOf(1);
const numbers = Array.from({ length: 80 }, (_, n) => n);
/** Keys whose order as text is not that of their numbers. */
const mixed = (n: number) => String(n % 2 ? 900_000_000_000_000 + n : 2_251_799_813_685_249 + n);

const histories: Readonly<Record<string, Serving>> = {
  v2: serveTables({
    instances: [instanceRow(id, { startDate: at(0) })],
    elements: numbers.map((n) =>
      elementRow(mixed(n), id, {
        startDate: at(Math.min(n, 8)),
        endDate: at(9),
        type: n % 3 ? "SERVICE_TASK" : "CALL_ACTIVITY",
        state: "COMPLETED",
      }),
    ),
    incidents: numbers.map((n) => incidentRow(mixed(1_000 + n), id, { creationTime: at(8), state: "RESOLVED" })),
    auditLogs: numbers.map((n) => auditRow(mixed(3_000 + n), id, { timestamp: at(8) })),
    jobs: numbers.map((n) =>
      jobRow(mixed(2_000 + n), id, { state: "FAILED", errorMessage: "x", lastUpdateTime: at(8) }),
    ),
  }),
  Operate: serveOperate({
    instances: [operateInstance(id, { startDate: at(0) })],
    elements: numbers.map(
      (n): Row => ({
        key: BigInt(mixed(n)),
        processInstanceKey: BigInt(id),
        flowNodeId: "ship",
        type: n % 3 ? "SERVICE_TASK" : "CALL_ACTIVITY",
        state: "COMPLETED",
        startDate: at(Math.min(n, 8)),
        endDate: at(9),
      }),
    ),
    incidents: numbers.map(
      (n): Row => ({
        key: BigInt(mixed(1_000 + n)),
        processInstanceKey: BigInt(id),
        type: "X",
        creationTime: at(8),
        state: "RESOLVED",
      }),
    ),
  }),
};

describe.for(Object.entries(histories))("hundreds of events of one millisecond in %s", ([name, serving]) => {
  it.for(["oldest", "newest"] as const)("%s first: pages hold each once, in the common order", async (order) => {
    const { ask, engine } = await startCluster(serving);
    const kinds = [...(await engine.capabilities(new AbortController().signal)).eventKinds];
    const expected = 1 + numbers.length * (name === "v2" ? 4 : 2);
    for (const limit of [17, 200]) {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ask.history({ id, kinds, order, limit, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.events.map((event) => `${event.startedAt} ${event.kind} ${event.id}`));
        if (page.nextCursor === undefined) break;
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size, `pages of ${limit}`).toBe(expected);
      expect(seen).toHaveLength(expected);
      const sorted = [...seen].sort();
      expect(seen).toEqual(order === "oldest" ? sorted : sorted.reverse());
    }
  });
});

it("longest waiting first: each row once while the list is walked", async () => {
  const serving = serveTables({
    instances: numbers.map((n) => instanceRow(mixed(n))),
    elements: numbers.map((n) => elementRow(mixed(5_000 + n), mixed(n), { startDate: ago(1 + (n % 5)) })),
  });
  const { ask } = await startCluster(serving);
  const rows = await allRows(ask, { order: "longestWaiting", limit: 7 });
  const age = (id: string) => numbers.findIndex((n) => mixed(n) === id) % 5;
  expect(new Set(rows.map(({ id }) => id)).size).toBe(numbers.length);
  expect(rows.map(({ id }) => age(id))).toEqual(rows.map(({ id }) => age(id)).sort((a, b) => b - a));
});
