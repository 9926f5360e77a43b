import { describe, expect, test } from "vitest";
import { fault } from "../../src/core/errors.ts";
import { query } from "../../tools/query.ts";
import { now, sample } from "../core/samples.ts";
import { fakeEngine } from "./fake-engine.ts";
import { allPages, keyOf, keysOf, rowsOf } from "./fleet-pages.ts";
import { askerOf, faultOf, minutesAgo } from "./world.ts";

describe("the cursor", () => {
  const longId = (n: number) => `${n}`.padEnd(32, "e");
  const failing = (id: string) =>
    fakeEngine(id, {
      before: () => Promise.reject(fault("notJson", { engine: id, url: "u", status: 200, contentType: "text/html" })),
    });
  test.each([
    [10, "x".repeat(255)],
    [10, "가".repeat(255)],
    [100, "daf911a8-e689-11f1-8a30-02fc00000001"],
  ])("fits a button with %i engines out and a long id", async (count, id) => {
    const out = Array.from({ length: count }, (_, n) => failing(longId(n)));
    const engine = "z".repeat(32);
    const instances = [3, 2, 1].map((n) => sample({ engine, id: `${n}${id.slice(1)}`, startedAt: minutesAgo(n) }));
    const ask = askerOf([...out, fakeEngine(engine, { instances })]);
    const pages = await allPages(ask, { limit: 1 });
    expect(keysOf(pages)).toEqual(instances.toReversed().map(keyOf));
    for (const { nextCursor = "", engines } of pages) {
      expect(nextCursor.length).toBeLessThanOrEqual(1_500);
      expect(engines.filter(({ status }) => status === "failed")).toHaveLength(count);
    }
  });

  const world = (id: string) => fakeEngine(id, { instances: rowsOf(id, 3) });
  test("goes on with the engines that are left when one was taken out of the configuration", async () => {
    const first = await askerOf(["a", "b", "c"].map(world))(query, { limit: 2 });
    expect(keysOf([first])).toEqual([`${minutesAgo(1)} a 1`, `${minutesAgo(1)} b 1`]);
    // Also the one whose row was the last.
    const second = await askerOf(["a", "c"].map(world))(query, { limit: 9, cursor: first.nextCursor });
    expect(keysOf([second])).toEqual(
      [
        [1, "c"],
        [2, "a"],
        [2, "c"],
        [3, "a"],
        [3, "c"],
      ].map(([n, id]) => `${minutesAgo(Number(n))} ${id} ${n}`),
    );
    expect(second.engines.map(({ engine }) => engine)).toEqual(["a", "c"]);
    const third = await askerOf([world("a")])(query, { limit: 9, cursor: first.nextCursor });
    expect(keysOf([third])).toEqual([`${minutesAgo(2)} a 2`, `${minutesAgo(3)} a 3`]);
  });
  test("takes in an engine that was added from its place on, and repeats nothing", async () => {
    const first = await askerOf(["a", "c"].map(world))(query, { limit: 3 });
    const second = await askerOf(["d", "c", "b", "a"].map(world))(query, { limit: 20, cursor: first.nextCursor });
    expect(keysOf([second]).filter((key) => / [ac] /.test(key))).toEqual([
      `${minutesAgo(2)} c 2`,
      `${minutesAgo(3)} a 3`,
      `${minutesAgo(3)} c 3`,
    ]);
    expect(keysOf([second]).filter((key) => / [bd] /.test(key))).toEqual([
      `${minutesAgo(2)} b 2`,
      `${minutesAgo(2)} d 2`,
      `${minutesAgo(3)} b 3`,
      `${minutesAgo(3)} d 3`,
    ]);
  });
  test("belongs to all engines or to one", async () => {
    const ask = askerOf(["a", "b"].map(world));
    const { nextCursor: cursor } = await ask(query, { limit: 1 });
    expect(await faultOf(ask(query, { limit: 1, engine: "a", cursor }))).toBe("cursorOfOtherQuestion");
  });
  test("counts relative times from page 1 in every engine", async () => {
    const asked: unknown[] = [];
    const engines = ["a", "b"].map((id) =>
      fakeEngine(id, {
        instances: rowsOf(id, 3),
        before: (_method, question) => void asked.push(Reflect.get(question, "now")),
      }),
    );
    const first = await askerOf(engines)(query, { limit: 2, startedAfter: "2h" });
    await askerOf(
      engines,
      {},
      { now: new Date(now.getTime() + 60_000) },
    )(query, {
      limit: 2,
      startedAfter: "2h",
      cursor: first.nextCursor,
    });
    expect(asked).toEqual([now, now, now, now]);
  });
});
