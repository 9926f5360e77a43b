import { describe, expect, it } from "vitest";
import { allRows, asking, type Row, refusalOf, type Subject } from "./subject.ts";

type Order = "newest" | "oldest";
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** By start, ties by ascending id in both orders. */
const inOrder = (order: Order) => (a: Row, b: Row) =>
  (order === "newest" ? -1 : 1) * compare(a.startedAt ?? "", b.startedAt ?? "") || compare(a.id, b.id);

/** Order and pages of lists. Any engine with history and some instances is held to these. */
export function pagingContract(subject: () => Subject): void {
  const ask = () => asking(subject());
  const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

  describe.for(["newest", "oldest"] as const)("%s", (order) => {
    it("is sorted by start, then by id", async () => {
      const rows = await allRows(ask(), { order });
      expect(ids(rows)).toEqual(ids([...rows].sort(inOrder(order))));
    });

    it.for([1, 7, 100])(
      "pages of %i hold every row once, in the order of the whole",
      { timeout: 60_000 },
      async (limit) => {
        const whole = await allRows(ask(), { order });
        const rows = await allRows(ask(), { order, limit });
        expect(ids(rows)).toEqual(ids(whole));
      },
    );

    it("pages of several engine states, merged, hold every row once", async () => {
      const state = ["suspended", "terminated", "completed"] as const; // of which an engine may lack the first
      const all = (await allRows(ask(), { order })).filter((row) => state.some((one) => one === row.state));
      expect(ids(await allRows(ask(), { order, state: [...state], limit: 3 }))).toEqual(ids(all));
    });
  });

  it("the world is large enough to need pages, and has ties within a millisecond where it is scripted", async (ctx) => {
    const { parcels = 0, sees } = subject().traits;
    if (!parcels || sees) ctx.skip("no parcels here");
    const rows = await allRows(ask(), {});
    expect(rows.length).toBeGreaterThan(parcels);
    const moments = new Set(rows.map(({ startedAt }) => startedAt));
    if (subject().traits.ties) expect(rows.length - moments.size).toBeGreaterThan(100);
  });

  it("newest is the default, oldest where work waits", async () => {
    expect((await ask().query({ limit: 1 })).understood.order).toBe("newest");
    const { history, family } = subject().traits;
    if (history !== "full") return;
    const attention = [family.lacks.jobs ? ("incident" as const) : ("retrying" as const)];
    expect((await ask().query({ limit: 1, attention })).understood.order).toBe("oldest");
  });

  it("a total is told only where it is known: on a single page, or where lists come counted", async () => {
    const { parcels, sees, family } = subject().traits;
    const single = await ask().query({ limit: 100, definitionKey: "invoice-approval" });
    if (single.nextCursor === undefined) expect(single.engines[0]?.total).toBe(single.instances?.length);
    const first = await ask().query({ limit: 1 });
    const { nextCursor: cursor } = first;
    if (cursor === undefined) return;
    if (family.lacks.countedLists) expect(first.engines[0]).not.toHaveProperty("total");
    else if (parcels && !sees) expect(first.engines[0]?.total).toBe(subject().world.labels.length);
    expect((await ask().query({ limit: 1, cursor })).engines[0]).not.toHaveProperty("total");
  });

  it("relative times are counted from page one on every page", async () => {
    const { engine } = subject();
    const now = subject().now();
    const first = await asking({ engine, now: () => now }).query({ startedAfter: "3650d", limit: 1 });
    const later = new Date(now.getTime() + 3_600_000);
    const cursor = first.nextCursor ?? "none";
    const second = await asking({ engine, now: () => later }).query({ startedAfter: "3650d", limit: 1, cursor });
    expect(second.understood.startedAfter).toBe(first.understood.startedAfter);
  });

  describe("a cursor", () => {
    const cursor = async () => (await ask().query({ limit: 1 })).nextCursor ?? "no second page";

    it("fits into a button", async () => {
      expect((await cursor()).length).toBeLessThanOrEqual(1_500);
    });

    it("goes on with another limit", async () => {
      const whole = await allRows(ask(), {});
      const page = await ask().query({ limit: 5, cursor: await cursor() });
      expect(ids(page.instances ?? [])).toEqual(ids(whole.slice(1, 6)));
    });

    it.for([
      ["another filter", { state: "active" }],
      ["another order", { order: "oldest" }],
      ["another engine's name", { engine: "other" }],
    ] as const)("of %s is refused", async ([, more]) => {
      const { kind } = await refusalOf(ask().query({ limit: 1, ...more, cursor: await cursor() }));
      expect(kind).toBe("invalidInput");
    });

    it.for<[string, (cursor: string) => string]>([
      ["truncated", (text) => text.slice(0, -5)],
      ["with something after it", (text) => `${text}AAAA`],
      ["with a letter changed", (text) => text.slice(0, 20) + (text[20] === "A" ? "B" : "A") + text.slice(21)],
      ["that is garbage", () => "garbage"],
      ["that is empty", () => ""],
      ["that is JSON", () => '{"v":1}'],
      ["that is half JSON", () => Buffer.from('{"v":1,"t":"query"}').toString("base64url")],
      ["that is too long", () => "A".repeat(1_501)],
    ])("%s is refused", async ([, spoil]) => {
      const { kind } = await refusalOf(ask().query({ limit: 1, cursor: spoil(await cursor()) }));
      expect(kind).toBe("invalidInput");
    });

    it("of the history tool is refused here, and the other way round", async () => {
      const id = (await ask().query({ limit: 1 })).instances?.[0]?.id ?? "";
      const page = await ask().history({ id, limit: 1 });
      if (page.nextCursor !== undefined) {
        expect((await refusalOf(ask().query({ cursor: page.nextCursor }))).kind).toBe("invalidInput");
      }
      expect((await refusalOf(ask().history({ id, limit: 1, cursor: await cursor() }))).kind).toBe("invalidInput");
    });
  });
}
