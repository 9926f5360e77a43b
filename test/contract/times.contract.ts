import { describe, expect, it } from "vitest";
import { waitingHours } from "../../src/core/filters.ts";
import { shiftIso } from "../../src/core/time.ts";
import { whyNot } from "./askable.ts";
import { allPages, allRows, asking, needs, type Row, refusalOf, type Subject } from "./subject.ts";
import { isAtWork } from "./unfinished.ts";

type Bound = "startedAfter" | "startedBefore" | "endedAfter" | "endedBefore";

/** After is inclusive, before exclusive. */
const holds: Readonly<Record<Bound, (row: Row, at: string) => boolean>> = {
  startedAfter: ({ startedAt = "" }, at) => startedAt >= at,
  startedBefore: ({ startedAt = "" }, at) => startedAt < at,
  endedAfter: ({ endedAt }, at) => typeof endedAt === "string" && endedAt >= at,
  endedBefore: ({ endedAt }, at) => typeof endedAt === "string" && endedAt < at,
};
const bounds = ["startedAfter", "startedBefore", "endedAfter", "endedBefore"] as const;

/** Bounds of time, to the millisecond of an instance that is known. Any engine with history is held to these. */
export function timesContract(subject: () => Subject): void {
  const ask = () => asking(subject());
  const ids = (rows: readonly Row[]) => rows.map(({ id }) => id).sort();

  it.for(bounds)("%s: a millisecond before, at and after the very moment", async (bound, ctx) => {
    const because = await whyNot(subject(), { [bound]: "2020-01-01" });
    if (because) ctx.skip(because);
    const all = await allRows(ask(), {});
    const moments = [
      ...new Set(all.flatMap((row) => (bound.startsWith("started") ? row.startedAt : row.endedAt) ?? [])),
    ];
    const at = moments.sort()[Math.floor(moments.length / 2)];
    if (at === undefined) return ctx.skip("nothing has ended here");
    for (const shift of [-1, 0, 1]) {
      const moment = shiftIso(at, shift);
      const expected = ids(all.filter((row) => holds[bound](row, moment)));
      expect(ids(await allRows(ask(), { [bound]: moment })), moment).toEqual(expected);
    }
  });

  it("a window of one millisecond finds what began in it", async () => {
    const all = await allRows(ask(), {});
    const at = all[Math.floor(all.length / 2)]?.startedAt ?? "";
    const rows = await allRows(ask(), { startedAfter: at, startedBefore: shiftIso(at, 1) });
    expect(rows.length).toBeGreaterThan(0);
    expect(ids(rows)).toEqual(ids(all.filter(({ startedAt }) => startedAt === at)));
  });

  it("times with another offset, dates and durations back from now mean the same moments", async () => {
    const now = subject().now();
    const asked = asking({ engine: subject().engine, now: () => now });
    const { understood } = await asked.query({
      startedAfter: "3650d",
      startedBefore: "2100-01-01T02:00:00+02:00",
      limit: 1,
    });
    expect(understood).toMatchObject({
      startedAfter: new Date(now.getTime() - 3_650 * 86_400_000).toISOString(),
      startedBefore: "2100-01-01T00:00:00.000Z",
    });
    if (await whyNot(subject(), { endedAfter: "2020-01-01" })) return;
    expect((await asked.query({ endedAfter: "2020-01-01", limit: 1 })).understood.endedAfter).toBe(
      "2020-01-01T00:00:00.000Z",
    );
  });

  it.for([
    [{ startedAfter: "2026-01-02", startedBefore: "2026-01-01" }, "startedAfter"],
    [{ startedAfter: "2026-01-01", startedBefore: "2026-01-01" }, "startedAfter"],
    [{ endedAfter: "2026-01-02", endedBefore: "2026-01-01" }, "endedAfter"],
    [{ state: "active", endedAfter: "1d" }, "state"],
    [{ state: ["completed"], hasIncident: true }, "hasIncident"],
    [{ state: "terminated", elementId: "x" }, "elementId"],
    [{ endedBefore: "1d", attention: ["overdue"] }, "attention"],
    [{ state: "completed", waitingLongerThan: "1h" }, "waitingLongerThan"],
    [{ startedAfter: "yesterday" }, "startedAfter"],
    [{ startedAfter: "2026-02-30" }, "startedAfter"],
    [{ waitingLongerThan: "soon" }, "waitingLongerThan"],
    [{ definitionVersion: 1 }, "definitionKey"],
    [{ definitionVersion: 1, definitionKey: ["a", "b"] }, "definitionKey"],
  ] as const)("%j is refused in words, not answered with an empty list", async ([input, named]) => {
    const { definitionKey, state, attention, ...rest } = {
      definitionKey: undefined,
      state: undefined,
      attention: undefined,
      ...input,
    };
    const refusal = await refusalOf(
      ask().query({
        ...rest,
        ...(definitionKey ? { definitionKey: [...definitionKey] } : {}),
        ...(state ? { state: typeof state === "string" ? state : [...state] } : {}),
        ...(attention ? { attention: [...attention] } : {}),
      }),
    );
    expect(refusal.kind).toBe("invalidInput");
    expect(refusal.message).toContain(named);
  });
}

/** How long things wait. For seeded engines with history. */
export function waitingLongerContract(subject: () => Subject): void {
  const declared = async (ctx: { skip(note?: string): void }) => {
    const because = await whyNot(subject(), { waitingLongerThan: "1h" });
    if (because) ctx.skip(because);
  };
  const key = "invoice-approval";
  /** Instances of one definition with the moment since which they wait longest, as `get` tells it. */
  async function waits() {
    const labels = subject().world.where((fact) => fact.key === key && fact.at.length > 0);
    const found: { label: string; since: string }[] = [];
    for (const label of labels) {
      const { waitingAt } = await asking(subject()).get({ id: subject().idOf(label) });
      found.push({ label, since: waitingAt[0]?.since ?? "" });
    }
    return found.sort((a, b) => (a.since < b.since ? -1 : 1));
  }
  /** The same engine, asked at a moment from which `1m` leads back to `at`. */
  const askedAbout = (at: string) => asking({ engine: subject().engine, now: () => new Date(Date.parse(at) + 60_000) });

  it("waitingLongerThan: entered before then, to the millisecond", async (ctx) => {
    await declared(ctx);
    const all = await waits();
    const { since = "" } = all[Math.floor(all.length / 2)] ?? {};
    for (const shift of [0, 1]) {
      const at = shiftIso(since, shift);
      const rows = await allRows(askedAbout(at), { definitionKey: key, waitingLongerThan: "1m" });
      expect(subject().labelsOf(rows), at).toEqual(
        all
          .filter((one) => one.since < at)
          .map(({ label }) => label)
          .sort(),
      );
    }
  });

  describe("attention waiting", () => {
    const asked = { attention: ["waiting" as const] };
    const offered = async (ctx: { skip(note?: string): void }) => {
      const because = await whyNot(subject(), asked);
      if (because) ctx.skip(because);
    };
    const at = (now: string) => asking({ engine: subject().engine, now: () => new Date(now) });

    it("is all that is at work, and nothing that waits for something else, once it has waited for long", async (ctx) => {
      await offered(ctx);
      const { rows, isPart } = await allPages(at("2099-01-01T00:00:00.000Z"), asked);
      const labels = subject().labelsOf(rows);
      const expected = subject().world.where((fact) => isAtWork(subject().traits.family, fact.at));
      expect(expected.length).toBeGreaterThan(3);
      if (isPart) expect(expected).toEqual(expect.arrayContaining(labels));
      else expect(labels).toEqual(expected);
    });

    it("is what was begun before the hours that make it so", async (ctx) => {
      await offered(ctx);
      const all = await waits();
      const { since = "" } = all[Math.floor(all.length / 2)] ?? {};
      const now = shiftIso(since, waitingHours * 3_600_000);
      const found = subject().labelsOf(await allRows(at(now), { ...asked, definitionKey: key }));
      // An engine may write down the element and its task some milliseconds apart.
      const begun = (instant: string) => all.filter((one) => one.since < instant).map(({ label }) => label);
      expect(found).toEqual(expect.arrayContaining(begun(shiftIso(since, -100))));
      expect(begun(shiftIso(since, 100))).toEqual(expect.arrayContaining(found));
    });
  });

  it("waitingLongerThan with an element: at that element for so long", async (ctx) => {
    await declared(ctx);
    const because = await whyNot(subject(), { elementId: "postToLedger" });
    if (because) ctx.skip(because);
    const rows = await allRows(askedAbout("2099-01-01T00:00:00.000Z"), {
      definitionKey: key,
      elementId: "postToLedger",
      waitingLongerThan: "1m",
    });
    const expected = subject().world.where((fact) => fact.at.includes("postToLedger"));
    expect(subject().labelsOf(rows)).toEqual(expected);
  });

  it("waitingLongerThan with a job that still retries before its element", async (ctx) => {
    await declared(ctx);
    if (!subject().world.labels.includes("payment-job-retrying")) ctx.skip("not visible");
    const input = { definitionKey: "payment-collection", waitingLongerThan: "1m" };
    const rows = await allRows(askedAbout("2099-01-01T00:00:00.000Z"), input);
    expect(rows.map(subject().labelOf)).toContain("payment-job-retrying");
  });

  describe("order longestWaiting", () => {
    const offered = async (ctx: { skip(note?: string): void }) => {
      const { orders } = await subject().engine.capabilities(new AbortController().signal);
      if (!orders.includes("longestWaiting")) ctx.skip("not offered");
    };

    it("is refused where the engine does not offer it", async (ctx) => {
      const { orders } = await subject().engine.capabilities(new AbortController().signal);
      if (orders.includes("longestWaiting")) ctx.skip("offered");
      const refusal = await refusalOf(asking(subject()).query({ order: "longestWaiting" }));
      expect(refusal).toMatchObject({ kind: "unsupported", message: expect.stringContaining("longestWaiting") });
    });

    it("is in the order of waiting, and says that its pages are not stable", async (ctx) => {
      await offered(ctx);
      const expected = (await waits()).map(({ since }) => since);
      const answer = await asking(subject()).query({ definitionKey: key, order: "longestWaiting", limit: 100 });
      expect(answer.stable).toBe(false);
      const since = new Map((await waits()).map((one) => [one.label, one.since]));
      expect((answer.instances ?? []).map((row) => since.get(subject().labelOf(row)))).toEqual(expected);
    });

    it("pages without repeat while nothing changes", async (ctx) => {
      await offered(ctx);
      needs(subject(), ctx, "invoice-assigned");
      const whole = await allRows(asking(subject()), { definitionKey: key, order: "longestWaiting" });
      for (const limit of [1, 4]) {
        const rows = await allRows(asking(subject()), { definitionKey: key, order: "longestWaiting", limit });
        expect(
          rows.map(({ id }) => id),
          `limit ${limit}`,
        ).toEqual(whole.map(({ id }) => id));
      }
    });
  });
}
