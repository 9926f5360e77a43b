import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { View } from "../../src/core/access.ts";
import type { InstanceQuestion } from "../../src/core/engine.ts";
import type { OutputOf } from "../../src/core/tool.ts";
import { query } from "../../tools/query.ts";
import { now, sample } from "../core/samples.ts";
import { type Fake, fakeEngine } from "./fake-engine.ts";
import { askerOf, faultOf, minutesAgo, rows } from "./world.ts";

type Answer = OutputOf<typeof query>;
type Ask = ReturnType<typeof askerOf>;

/** All pages, until there is no cursor. */
async function allPages(ask: Ask, question: object): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (let cursor: string | undefined; pages.length < 200; ) {
    const page: Answer = await ask(query, { ...question, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page);
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  return pages;
}

const idsOf = (pages: readonly Answer[]) => pages.flatMap(({ instances = [] }) => instances.map(({ id }) => id));
/** An engine and what it was asked, question by question. */
function watched(id: string, fake: Fake) {
  const asked: Partial<InstanceQuestion>[] = [];
  const engine = fakeEngine(id, { ...fake, before: (_method, question) => void asked.push(question) });
  return { engine, asked };
}

describe("paging", () => {
  test("every row comes exactly once, in order, whatever starts together and however small the cap", async () => {
    const some = fc.array(
      fc.record({ id: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 }), minute: fc.nat({ max: 4 }) }),
      { maxLength: 30 },
    );
    const cap = fc.option(fc.integer({ min: 900, max: 8_000 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.integer({ min: 1, max: 10 }),
        cap,
        fc.constantFrom("newest", "oldest"),
        async (all, limit, maxCharacters, order) => {
          const instances = [
            ...new Map(all.map(({ id, minute }) => [id, sample({ id, startedAt: minutesAgo(minute) })])).values(),
          ];
          const ask = askerOf(
            [fakeEngine("c7", { instances })],
            {},
            maxCharacters === undefined ? {} : { maxCharacters },
          );
          const pages = await allPages(ask, { limit, order });
          const turn = order === "newest" ? -1 : 1;
          const expected = instances.toSorted(
            (a, b) =>
              turn * ((a.startedAt ?? "") < (b.startedAt ?? "") ? -1 : a.startedAt === b.startedAt ? 0 : 1) ||
              (a.id < b.id ? -1 : 1),
          );
          expect(idsOf(pages)).toEqual(expected.map(({ id }) => id));
          for (const page of pages) {
            const fits = maxCharacters === undefined || JSON.stringify(page).length <= maxCharacters;
            expect(fits || page.instances?.length === 1).toBe(true);
            if (page !== pages.at(-1)) expect(page.instances?.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test("an answer cut by size says so and goes on exactly there", async () => {
    const instances = rows(50);
    const ask = askerOf([fakeEngine("c7", { instances })], {}, { maxCharacters: 4_000 });
    const pages = await allPages(ask, { limit: 50 });
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.slice(0, -1).every(({ truncated }) => truncated?.reason === "size")).toBe(true);
    expect(pages.at(-1)).not.toHaveProperty("truncated");
    expect(idsOf(pages)).toEqual(instances.map(({ id }) => id));
  });

  test("with ids of 255 characters it still keeps the cap", async () => {
    const instances = rows(30, (n) => ({
      id: `${n}`.padEnd(255, "x"),
      rootId: "r".repeat(255),
      parentId: "p".repeat(255),
    }));
    const engine = fakeEngine("e".repeat(32), {
      instances: instances.map((row) => ({ ...row, engine: "e".repeat(32) })),
    });
    const pages = await allPages(askerOf([engine], {}, { maxCharacters: 6_000 }), { limit: 30 });
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThanOrEqual(6_000);
    expect(idsOf(pages)).toHaveLength(30);
  });

  test("the total stands where it is known: on a single whole page", async () => {
    const ask = askerOf([fakeEngine("c7", { instances: rows(5) })]);
    const [only] = await allPages(ask, { limit: 5 });
    expect(only?.engines).toEqual([{ engine: "c7", status: "ok", total: 5 }]);
    const pages = await allPages(ask, { limit: 3 });
    expect(pages.map(({ engines }) => engines)).toEqual(Array(2).fill([{ engine: "c7", status: "ok" }]));
  });

  test("relative times are counted from page 1 on every page", async () => {
    const { engine, asked } = watched("c7", { instances: rows(5) });
    const first = await askerOf([engine])(query, { startedAfter: "2h", limit: 2 });
    const later = new Date(now.getTime() + 3_600_000);
    await askerOf([engine], {}, { now: later })(query, { startedAfter: "2h", limit: 2, cursor: first.nextCursor });
    expect(asked.map(({ filters }) => filters?.startedAfter)).toEqual(Array(2).fill(minutesAgo(120)));
    expect(asked.map((question) => question.now)).toEqual([now, now]);
  });

  test("a cursor belongs to its question, limit apart", async () => {
    const ask = askerOf([fakeEngine("c7", { instances: rows(9) })]);
    const { nextCursor } = await ask(query, { state: "active", limit: 2 });
    expect(idsOf([await ask(query, { limit: 3, cursor: nextCursor, state: "active" })])).toEqual([
      "i-002",
      "i-003",
      "i-004",
    ]);
    expect(await faultOf(ask(query, { state: "suspended", limit: 2, cursor: nextCursor }))).toBe(
      "cursorOfOtherQuestion",
    );
    expect(await faultOf(ask(query, { state: "active", order: "oldest", cursor: nextCursor }))).toBe(
      "cursorOfOtherQuestion",
    );
  });

  test.each([
    ["a", null],
    ["b", "i-001"],
    ["c", ""],
  ])("after a row of engine b, engine %s goes on after id %j", async (id, afterId) => {
    const first = await askerOf([fakeEngine("b", { instances: rows(5, () => ({ engine: "b" })) })])(query, {
      limit: 2,
    });
    const { engine, asked } = watched(id, { instances: [] });
    await askerOf([engine])(query, { limit: 2, cursor: first.nextCursor });
    expect(asked[0]?.after).toEqual({ startedAt: minutesAgo(1), afterId });
  });
});

describe("longestWaiting", () => {
  test("has no keyset: rows are passed over, and it says that it is not stable", async () => {
    const instances = rows(7, (n) => ({ startedAt: minutesAgo((n * 37) % 11) }));
    const { engine, asked } = watched("c7", { instances });
    const pages = await allPages(askerOf([engine]), { order: "longestWaiting", limit: 3 });
    expect(idsOf(pages)).toEqual(instances.map(({ id }) => id));
    expect(asked.map(({ skip, after }) => [skip, after])).toEqual([
      [0, undefined],
      [3, undefined],
      [6, undefined],
    ]);
    expect(pages.map(({ stable }) => stable)).toEqual([false, false, false]);
  });

  test("cut by size it passes over what was given only", async () => {
    const instances = rows(20);
    const ask = askerOf([fakeEngine("c7", { instances })], {}, { maxCharacters: 3_000 });
    expect(idsOf(await allPages(ask, { order: "longestWaiting", limit: 20 }))).toEqual(instances.map(({ id }) => id));
  });

  test("other orders are stable and do not say a word of it", async () => {
    expect(await askerOf([fakeEngine("c7")])(query, {})).not.toHaveProperty("stable");
  });
});

test("candidates that were not all looked at make a lower bound", async () => {
  const answer = await askerOf([fakeEngine("c7", { instances: rows(2), considered: 1_000 })])(query, {
    attention: ["overdue"],
  });
  expect(answer).toMatchObject({
    engines: [{ total: 2, totalIsLowerBound: true }],
    truncated: { reason: "candidates", considered: 1_000 },
    understood: { attention: ["overdue"], order: "oldest" },
  });
});

describe("a row", () => {
  test("leaves out what is null or only a detail", async () => {
    const { instances } = await askerOf([fakeEngine("c7", { instances: [sample()] })])(query, {});
    expect(instances).toEqual([
      {
        engine: "c7",
        id: "i-1",
        definition: { key: "order", version: 2 },
        state: "active",
        engineState: "ACTIVE",
        hasIncident: false,
        businessKey: "ORDER-1",
        startedAt: "2026-11-22T10:00:00.000Z",
      },
    ]);
  });
  test("keeps what tells it apart", async () => {
    const row = sample({
      tenantId: "t",
      parentId: "p",
      rootId: "r",
      endedAt: minutesAgo(1),
      endReason: "why",
      tags: ["a"],
    });
    const { instances } = await askerOf([fakeEngine("c7", { instances: [row] })])(query, {});
    expect(instances?.[0]).toMatchObject({ tenantId: "t", parentId: "p", rootId: "r", endReason: "why", tags: ["a"] });
  });
});

describe("the access policy", () => {
  const view: Partial<View> = { scope: { definitionKeys: ["order"], tenantIds: ["t"] } };
  test("goes into the engine's question", async () => {
    const { engine, asked } = watched("c7", {});
    await askerOf([engine], view)(query, {});
    await askerOf([engine], view)(query, { mode: "count" });
    expect(asked.map(({ scope }) => scope)).toEqual([view.scope, view.scope]);
  });
  test("an engine that ignores it, or a filter, gives nothing", async () => {
    const engine = fakeEngine("c7", {
      instances: rows(3, (n) => ({ definition: { key: n ? "order" : "pay", id: "x" } })),
    });
    expect(await faultOf(askerOf([engine], view)(query, {}))).toBe("filterIgnored");
    expect(await faultOf(askerOf([engine])(query, { definitionKey: "order" }))).toBe("filterIgnored");
  });
  test("refuses filters on what is not shown before the engine is asked", async () => {
    const { engine, asked } = watched("c7", {});
    const variables = [{ name: "salary", value: 1 }];
    expect(await faultOf(askerOf([engine], { showVariables: [] })(query, { variables }))).toBe("policyForbids");
    expect(asked).toEqual([]);
  });
});
