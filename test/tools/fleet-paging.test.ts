import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { fault } from "../../src/core/errors.ts";
import { query } from "../../tools/query.ts";
import { sample } from "../core/samples.ts";
import { fakeEngine } from "./fake-engine.ts";
import { allPages, type Key, keyOf, keysOf, member, rowsOf } from "./fleet-pages.ts";
import { askerOf, minutesAgo } from "./world.ts";

const text = (a = "", b = "") => (a < b ? -1 : a > b ? 1 : 0);
/** The one order of a fleet: by start in the direction asked, then by engine, then by id. */
const common = (order: string) => (a: Key, b: Key) =>
  (order === "newest" ? -1 : 1) * text(a.startedAt, b.startedAt) || text(a.engine, b.engine) || text(a.id, b.id);

const someRows = fc.array(fc.record({ id: fc.stringMatching(/^[ab0-3]{1,2}$/), minute: fc.nat({ max: 3 }) }), {
  maxLength: 14,
});
const memberOf = fc.record({
  rows: someRows,
  late: someRows,
  dies: fc.option(fc.integer({ min: 1, max: 5 }), { nil: 0, freq: 3 }),
  most: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 3 }),
});
const fleets = fc
  .shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 1 })
  .chain((ids) => fc.tuple(...ids.map((id) => memberOf.map((facts) => ({ id, ...facts })))));

test("one cursor gives every row of every engine that did not fail exactly once, in one order", async () => {
  const cap = fc.option(fc.integer({ min: 1_500, max: 6_000 }), { nil: undefined });
  let seenFailures = 0;
  await fc.assert(
    fc.asyncProperty(
      fleets,
      fc.integer({ min: 1, max: 8 }),
      cap,
      fc.constantFrom("newest", "oldest"),
      async (facts, limit, maxCharacters, order) => {
        // A single engine that fails throws, as it does when it is named.
        const members = facts.map(({ id, rows, dies, most }) => member(id, rows, facts.length > 1 ? dies : 0, most));
        const ask = askerOf(
          members.map(({ engine }) => engine),
          {},
          maxCharacters === undefined ? {} : { maxCharacters },
        );
        const existing = members.flatMap(({ self }) => self.instances).map(keyOf);
        const failedBefore = new Set<string>();
        const late = facts.map((fact) => [...fact.late]);
        const pages = await allPages(ask, { limit, order }, (page) => {
          expect(page.engines.map(({ engine }) => engine)).toEqual(facts.map(({ id }) => id));
          for (const { engine, status, error } of page.engines) {
            const isOut = failedBefore.has(engine);
            if (isOut) expect(error?.message).toContain("on an earlier page");
            expect(status === "failed" || !isOut).toBe(true);
            if (status === "failed") failedBefore.add(engine);
          }
          // What begins after page 1 may come or not, and must not disturb the rest.
          for (const [index, { self }] of members.entries()) {
            for (const { id, minute } of late[index]?.splice(0) ?? []) {
              if (self.instances.some((one) => one.id === id)) continue;
              self.instances.push(sample({ engine: self.id, id, startedAt: minutesAgo(minute) }));
            }
          }
        });
        seenFailures += failedBefore.size;
        const given = pages.flatMap((page) => page.instances ?? []);
        expect(new Set(given.map(keyOf)).size).toBe(given.length);
        expect(given.map(keyOf)).toEqual(given.toSorted(common(order)).map(keyOf));
        const whole = members.flatMap(({ self }) => (failedBefore.has(self.id) ? [] : self.instances));
        const expected = whole
          .toSorted(common(order))
          .map(keyOf)
          .filter((key) => existing.includes(key));
        const asExpected = given.filter(({ engine }) => !failedBefore.has(engine)).map(keyOf);
        expect(asExpected.filter((key) => existing.includes(key))).toEqual(expected);
        for (const page of pages) {
          const count = page.instances?.length ?? 0;
          expect(maxCharacters === undefined || JSON.stringify(page).length <= maxCharacters || count <= 1).toBe(true);
          expect(count).toBeLessThanOrEqual(limit);
          expect(count > 0 || page.nextCursor === undefined).toBe(true);
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(seenFailures).toBeGreaterThan(50);
});

describe("within one instant", () => {
  const at = minutesAgo(5);
  const [x, y, z] = ["x", "y", "z"].map((engine) =>
    fakeEngine(engine, { instances: ["1", "2", "3"].map((id) => sample({ engine, id, startedAt: at })) }),
  );
  /** Neither the order of the configuration, nor that of the answers. */
  const fleet = [z, x, y].flatMap((engine) => engine ?? []);
  test.each(["newest", "oldest"])("%s: engine by engine, and id by id", async (order) => {
    for (const limit of [1, 2, 4, 9, 20]) {
      const pages = await allPages(askerOf(fleet), { order, limit });
      expect(keysOf(pages)).toEqual(
        ["x 1", "x 2", "x 3", "y 1", "y 2", "y 3", "z 1", "z 2", "z 3"].map((key) => `${at} ${key}`),
      );
    }
  });
});

test("an engine that gives short pages holds the others back only as far as it must", async () => {
  const own = (engine: string, minutes: readonly number[]) =>
    minutes.map((minute) => sample({ engine, id: `i${minute}`, startedAt: minutesAgo(minute) }));
  const fleet = [
    fakeEngine("short", { instances: own("short", [1, 4, 6]), most: 1 }),
    fakeEngine("long", { instances: own("long", [0, 2, 3, 5, 7]) }),
  ];
  const pages = await allPages(askerOf(fleet), { limit: 10 });
  const shown = pages.map(({ instances }) => instances?.map(({ engine, id }) => `${engine} ${id}`));
  expect(shown).toEqual([
    ["long i0", "short i1"],
    ["long i2", "long i3", "short i4"],
    ["long i5", "short i6", "long i7"],
  ]);
});

test("more rows that follow none, and rows without a start, are that engine's failure alone", async () => {
  const good = fakeEngine("good", { instances: [sample({ engine: "good" })] });
  const endless: Engine = { ...fakeEngine("endless"), query: async () => ({ rows: [], more: true }) };
  const { startedAt: _startedAt, ...timeless } = sample({ engine: "timeless" });
  const answer = await askerOf([endless, good, fakeEngine("timeless", { instances: [timeless] })])(query, {});
  expect(answer.instances?.map(({ engine }) => engine)).toEqual(["good"]);
  expect(answer.engines.map(({ status, error }) => [status, error?.kind])).toEqual([
    ["failed", "badAnswer"],
    ["ok", undefined],
    ["failed", "badAnswer"],
  ]);
  expect(answer).not.toHaveProperty("nextCursor");
});

describe("an engine that failed", () => {
  test("stays out, unasked and reported, until page 1 is asked anew", async () => {
    const asked: string[] = [];
    let down = true;
    const engines = ["a", "b"].map((id) =>
      fakeEngine(id, {
        instances: rowsOf(id, 4),
        before: () => {
          asked.push(id);
          if (id === "a" && down) throw fault("timedOut", { engine: "a", afterMs: 5 });
        },
      }),
    );
    const ask = askerOf(engines);
    const first = await ask(query, { limit: 2 });
    down = false;
    const second = await ask(query, { limit: 2, cursor: first.nextCursor });
    expect(asked).toEqual(["a", "b", "b"]);
    expect([first, second].map(({ engines: [a] }) => [a?.status, a?.error?.kind])).toEqual([
      ["failed", "timedOut"],
      ["failed", "unreachable"],
    ]);
    expect(keysOf([first, second])).toEqual(rowsOf("b", 4).map(keyOf));
    expect(second.nextCursor).toBeUndefined();
    const anew = await ask(query, { limit: 8 });
    expect(anew.engines.map(({ status }) => status)).toEqual(["ok", "ok"]);
    expect(anew.instances).toHaveLength(8);
  });

  test("on the last page leaves an answer, not an error, also where it is the only one left", async () => {
    const dying = (id: string, dies: number) =>
      member(
        id,
        [1, 2, 3].map((n) => ({ id: `${n}`, minute: n })),
        dies,
        undefined,
      );
    const ask = askerOf([dying("a", 1).engine, dying("b", 2).engine]);
    const pages = await allPages(ask, { limit: 1 });
    expect(pages.map(({ engines }) => engines.map(({ status, error }) => `${status} ${error?.kind}`))).toEqual([
      ["failed unreachable", "ok undefined"],
      ["failed unreachable", "failed unreachable"],
    ]);
    expect(pages[1]).toMatchObject({ instances: [] });
  });
});

test("an engine that refused does not join in later, with rows missing", async () => {
  let forbidden = true;
  const asked: string[] = [];
  const engines = ["a", "b", "c"].map((id) =>
    fakeEngine(id, {
      instances: rowsOf(id, 4),
      ...(id === "c" ? { lacks: { orders: ["newest"] as const } } : {}),
      before: () => {
        asked.push(id);
        if (id === "a" && forbidden) throw fault("engineForbids", { engine: "a", what: "instances" });
      },
    }),
  );
  const ask = askerOf(engines);
  const first = await ask(query, { limit: 2 });
  forbidden = false;
  const second = await ask(query, { limit: 9, cursor: first.nextCursor });
  expect(keysOf([first, second])).toEqual(rowsOf("b", 4).map(keyOf));
  expect(first.engines.map(({ status, error }) => [status, error?.kind])).toEqual([
    ["refused", "denied"],
    ["ok", undefined],
    ["refused", "unsupported"],
  ]);
  // What it cannot do, it still cannot; what it did not want to do, it is not asked again.
  expect(second.engines.map(({ status, error }) => [status, error?.kind])).toEqual([
    ["failed", "unreachable"],
    ["ok", undefined],
    ["refused", "unsupported"],
  ]);
  expect(asked).toEqual(["a", "b", "b"]);
});
