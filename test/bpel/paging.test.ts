/** Pages of lists whose times are told in whole seconds, in the order of the milliseconds that the database keeps. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InputOf } from "../../src/core/tool.ts";
import type { Activity, Process } from "../../src/sandbox/bpel/records.ts";
import type { tools } from "../../tools/index.ts";
import { type Asking, allRows, refusalOf } from "../contract/subject.ts";
import { activityOf, ago, now, piidOf, processOf, recordsOf, stoppedOf, told } from "./records.ts";
import { startManager } from "./server.ts";

type Query = InputOf<typeof tools.query>;
type Order = "newest" | "oldest";

const began = ago(600);
/** Created so many milliseconds after the first; ids tell nothing of the age. */
const at = (n: number, ms: number, facts: Parameters<typeof processOf>[1] = {}): Process =>
  processOf((n * 7919) % 60_000, { createdAt: began + ms, ...facts });

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** Ids in the order of a list: by told second, then by id. */
const inOrder = (processes: readonly Process[], order: Order): string[] =>
  [...processes]
    .sort(
      (a, b) => (order === "newest" ? -1 : 1) * byText(told(a.createdAt), told(b.createdAt)) || byText(a.piid, b.piid),
    )
    .map(({ piid }) => piid);

const ids = async (ask: Asking, input: Query) => (await allRows(ask, input)).map(({ id }) => id);

/** Instances around a few seconds, each with some stopped activities. */
const worlds = fc
  .array(fc.record({ ms: fc.integer({ min: 0, max: 3_500 }), stopped: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((all) => {
    const processes = all.map(({ ms }, n) => at(n, ms));
    const activities = processes.flatMap((process, n) => [
      activityOf(10 * n, process),
      ...Array.from({ length: all[n]?.stopped ?? 0 }, (_, k) => stoppedOf(10 * n + 1 + k, process, { name: "bill" })),
    ]);
    return { processes, activities };
  });
const isStuck = (activities: readonly Activity[]) => (process: Process) =>
  activities.some((one) => one.process === process && one.state === "STATE_STOPPED");

describe.for(["newest", "oldest"] as const)("%s", (order) => {
  it("pages of any size hold every row once, in the order of the whole", async () => {
    const { ask, hold } = await startManager(recordsOf([at(0, 0)]));
    const property = fc.asyncProperty(worlds, fc.integer({ min: 1, max: 12 }), async (world, limit) => {
      hold(recordsOf(world.processes, world.activities));
      expect(await ids(ask, { order, limit })).toEqual(inOrder(world.processes, order));
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it.for<[string, Query]>([
    ["one list", { hasIncident: true }],
    ["a list for each of two elements", { hasIncident: true, elementId: "bill", passedElementId: "ship" }],
    [
      "a list beside a custom property",
      { hasIncident: true, variables: [{ name: "key", operator: "like", value: "K*" }] },
    ],
  ])("joined lists tell a row once for each match, pages once: %s", async ([, input]) => {
    const { ask, hold, asked, said } = await startManager(recordsOf([at(0, 0)]));
    const property = fc.asyncProperty(worlds, fc.integer({ min: 1, max: 6 }), async (world, limit) => {
      hold(recordsOf(world.processes, world.activities));
      const expected = inOrder(world.processes.filter(isStuck(world.activities)), order);
      expect(await ids(ask, { ...input, order, limit })).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 40 });
    const isDouble = (text: string) => {
      const all = [...text.matchAll(/"piid":"([^"]+)"/g)].map(([, piid]) => piid);
      return new Set(all).size < all.length;
    };
    expect(said.some(isDouble), "the server told doubles").toBe(true);
    expect(asked.length).toBeGreaterThan(0);
  });

  it("a page that ends where a second ends is followed by the next second, whole", async () => {
    const processes = Array.from({ length: 15 }, (_, n) => at(n, Math.floor(n / 5) * 1_000 + ((n * 377) % 1_000)));
    const { ask } = await startManager(recordsOf(processes));
    const whole = inOrder(processes, order);
    const first = await ask.query({ order, limit: 5 });
    expect(first.instances?.map(({ id }) => id)).toEqual(whole.slice(0, 5));
    const second = await ask.query({ order, limit: 5, cursor: first.nextCursor ?? "" });
    expect(second.instances?.map(({ id }) => id)).toEqual(whole.slice(5, 10));
    const third = await ask.query({ order, limit: 5, cursor: second.nextCursor ?? "" });
    expect(third.instances?.map(({ id }) => id)).toEqual(whole.slice(10));
    expect(third).not.toHaveProperty("nextCursor");
  });

  it("a position between two seconds, which another engine's row has, leaves out nothing and repeats nothing", async () => {
    const processes = [-1, 0, 344, 345, 346, 999, 1_000].map((ms, n) => at(n + 1, ms));
    const { engine } = await startManager(recordsOf(processes));
    const scope = {};
    const whole = inOrder(processes, order);
    const second = new Date(began).getTime();
    for (const ms of [-1_000, -1, 0, 1, 345, 999, 1_000, 1_500, 2_000]) {
      for (const afterId of [null, "", piidOf(7919 * 3), "_PJ"]) {
        const startedAt = new Date(second + ms).toISOString();
        const page = await engine.query(
          { filters: {}, scope, order, limit: 20, now, after: { startedAt, afterId } },
          new AbortController().signal,
        );
        const direction = order === "newest" ? -1 : 1;
        const expected = whole.filter((id) => {
          const row = processes.find(({ piid }) => piid === id);
          const compared = direction * byText(told(row?.createdAt ?? 0), startedAt);
          return compared > 0 || (compared === 0 && afterId !== null && id > afterId);
        });
        expect(
          page.rows.map((row) => row.id),
          `${ms} ${afterId}`,
        ).toEqual(expected);
      }
    }
  });
});

describe("more instances of one second than a list may have", () => {
  const crowd = (count: number, ms: number, first: number) =>
    Array.from({ length: count }, (_, n) => at(first + n, ms + (n % 900)));
  const crowded = recordsOf([...crowd(3, -5_000, 1), ...crowd(1_001, 0, 100), ...crowd(3, 5_000, 5_000)]);

  it("a page before them is told, the page within them is refused by name, and a narrower question is told", async () => {
    const { ask } = await startManager(crowded);
    for (const order of ["newest", "oldest"] as const) {
      const first = await ask.query({ order, limit: 3 });
      expect(first.instances).toHaveLength(3);
      const next = { order, limit: 3, cursor: first.nextCursor ?? "" };
      expect(await refusalOf(ask.query(next))).toMatchObject({
        kind: "unsupported",
        message: expect.stringContaining("1000 rows of one second"),
      });
      const narrower = { order, limit: 3, startedAfter: new Date(began + 4_000).toISOString() };
      expect((await ask.query(narrower)).instances).toHaveLength(3);
    }
  });

  it("numbers say that they are at least so many", async () => {
    const { ask } = await startManager(crowded);
    const { engines, counts } = await ask.query({ mode: "count" });
    expect(engines[0]).toMatchObject({ totalIsLowerBound: true });
    expect(engines[0]?.total).toBeGreaterThanOrEqual(1_000);
    expect(counts?.definitions[0]?.byState.active).toBe(engines[0]?.total);
  });

  it("a thousand and some over several seconds are counted to the end", async () => {
    const spread = Array.from({ length: 2_345 }, (_, n) => at(n, n * 10));
    const { ask } = await startManager(recordsOf(spread));
    const { engines } = await ask.query({ mode: "count" });
    expect(engines).toMatchObject([{ status: "ok", total: 2_345 }]);
    expect(engines[0]).not.toHaveProperty("totalIsLowerBound");
    expect((await ids(ask, { limit: 100 })).length).toBe(2_345);
  });
});

it("longestWaiting passes over what was given, and repeats nothing while nothing changes", async () => {
  const processes = Array.from({ length: 12 }, (_, n) => at(n, n * 700));
  const activities = processes.flatMap((process, n) => [
    activityOf(3 * n, process, { activatedAt: ago(300 - (n % 5)) }),
    activityOf(3 * n + 1, process, { name: "main", kind: "KIND_SEQUENCE", activatedAt: ago(900) }),
  ]);
  const { ask } = await startManager(recordsOf(processes, activities));
  const since = new Map(processes.map(({ piid }, n) => [piid, ago(300 - (n % 5))]));
  const waits = async (limit: number) => {
    const rows = await allRows(ask, { order: "longestWaiting", limit });
    const times = rows.map(({ id }) => since.get(id) ?? 0);
    expect(times).toEqual([...since.values()].sort((a, b) => a - b));
    return rows.map(({ id }) => id);
  };
  expect(await waits(5)).toEqual(await waits(100));
});

describe("a history", () => {
  it.for(["oldest", "newest"] as const)("%s: pages of any size hold every event once", async (order) => {
    const own = at(1, 0);
    const { ask, hold } = await startManager(recordsOf([own]));
    const steps = fc.array(
      fc.record({
        ms: fc.integer({ min: 0, max: 2_500 }),
        state: fc.constantFrom("STATE_FINISHED", "STATE_STOPPED", "STATE_RUNNING"),
      }),
      { maxLength: 25 },
    );
    const property = fc.asyncProperty(steps, fc.integer({ min: 1, max: 6 }), async (all, limit) => {
      const called = [at(2, 1_500, { parent: own }), at(3, 1_600, { parent: own })];
      const activities = all.map(({ ms, state }, n) =>
        (state === "STATE_STOPPED" ? stoppedOf : activityOf)(n, own, {
          state,
          name: `step${n}`,
          activatedAt: began + ms,
          completedAt: state === "STATE_FINISHED" ? began + ms + 1 : null,
        }),
      );
      hold(recordsOf([own, ...called], activities));
      const whole = await ask.history({ id: own.piid, order, limit: 200 });
      const stopped = all.filter(({ state }) => state === "STATE_STOPPED").length;
      expect(whole.events).toHaveLength(1 + all.length + stopped + called.length);
      const paged: unknown[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ask.history({ id: own.piid, order, limit, ...(cursor === undefined ? {} : { cursor }) });
        paged.push(...page.events);
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }
      expect(paged).toEqual(whole.events);
    });
    await fc.assert(property, { numRuns: 30 });
  });
});
