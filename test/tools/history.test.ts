import fc from "fast-check";
import { expect, test } from "vitest";
import type { HistoryQuestion } from "../../src/core/engine.ts";
import { eventKinds, type HistoryEvent } from "../../src/core/model.ts";
import type { OutputOf } from "../../src/core/tool.ts";
import { history } from "../../tools/history.ts";
import { now, sample } from "../core/samples.ts";
import { fakeEngine } from "./fake-engine.ts";
import { askerOf, faultOf } from "./world.ts";

type Answer = OutputOf<typeof history>;

async function allPages(ask: ReturnType<typeof askerOf>, question: object): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (let cursor: string | undefined; pages.length < 200; ) {
    const page: Answer = await ask(history, { id: "i-1", ...question, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page);
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  return pages;
}

const keyOf = ({ startedAt, kind, id }: HistoryEvent) => `${startedAt} ${kind} ${id}`;
const event = (kind: HistoryEvent["kind"], id: string, minute = 0): HistoryEvent => ({
  kind,
  id,
  startedAt: new Date(now.getTime() + minute * 60_000).toISOString(),
  outcome: "completed",
  message: "x".repeat(40),
});

test("every event comes exactly once, in order, whatever happened together and however small the cap", async () => {
  const some = fc.array(
    fc.record({
      kind: fc.constantFrom(...eventKinds),
      id: fc.stringMatching(/^[a-z0-9]{1,30}$/),
      minute: fc.nat({ max: 3 }),
    }),
    { maxLength: 30 },
  );
  const cap = fc.option(fc.integer({ min: 1_500, max: 6_000 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      some,
      fc.integer({ min: 1, max: 10 }),
      cap,
      fc.constantFrom("newest", "oldest"),
      async (all, limit, maxCharacters, order) => {
        const events = [
          ...new Map(all.map(({ kind, id, minute }) => [`${kind} ${id}`, event(kind, id, minute)])).values(),
        ];
        const engine = fakeEngine("c7", { instances: [sample()], events });
        const ask = askerOf([engine], {}, maxCharacters === undefined ? {} : { maxCharacters });
        const pages = await allPages(ask, { limit, order, kinds: [...eventKinds] });
        const given = pages.flatMap((page) => page.events.map(keyOf));
        const expected = events.map(keyOf).sort();
        expect(given).toEqual(order === "oldest" ? expected : expected.reverse());
        for (const page of pages) {
          const fits = maxCharacters === undefined || JSON.stringify(page).length <= maxCharacters;
          expect(fits || page.events.length <= 1).toBe(true);
          expect(page.truncated === undefined || page.nextCursor !== undefined).toBe(true);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("variables and operations come on request only, and what an engine lacks is left out of the default", async () => {
  const asked: Partial<HistoryQuestion>[] = [];
  const engine = fakeEngine("c7", {
    instances: [sample()],
    lacks: { eventKinds: ["jobFailure", "operation"] },
    before: (_method, question) => void asked.push(question),
  });
  const ask = askerOf([engine]);
  await ask(history, { id: "i-1" });
  await ask(history, { id: "i-1", kinds: ["variable", "variable"], elementId: "Task_1", order: "newest", limit: 3 });
  expect(asked).toEqual([
    { id: "i-1", kinds: ["instance", "element", "incident", "calledInstance"], order: "oldest", limit: 50, scope: {} },
    { id: "i-1", kinds: ["variable"], elementId: "Task_1", order: "newest", limit: 3, scope: {} },
  ]);
  expect(await faultOf(ask(history, { id: "i-1", kinds: ["operation"] }))).toBe("notSupported");
});

test("what lies outside the policy is not found", async () => {
  const engine = fakeEngine("c7", { instances: [sample()], events: [event("element", "a")] });
  expect(await faultOf(askerOf([engine], { scope: { definitionKeys: ["pay"] } })(history, { id: "i-1" }))).toBe(
    "instanceNotFound",
  );
});

test("a cursor belongs to its instance, kinds and order", async () => {
  const engine = fakeEngine("c7", {
    instances: [sample(), sample({ id: "i-2" })],
    events: [event("element", "a"), event("element", "b"), event("element", "c")],
  });
  const ask = askerOf([engine]);
  const { nextCursor: cursor } = await ask(history, { id: "i-1", limit: 1 });
  expect((await ask(history, { id: "i-1", limit: 2, cursor })).events.map(({ id }) => id)).toEqual(["b", "c"]);
  for (const other of [{ id: "i-2" }, { id: "i-1", order: "newest" }, { id: "i-1", kinds: ["element"] }]) {
    expect(await faultOf(ask(history, { ...other, limit: 1, cursor }))).toBe("cursorOfOtherQuestion");
  }
});
