import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { LookoutError } from "../../src/core/errors.ts";
import { get } from "../../tools/get.ts";
import { query } from "../../tools/query.ts";
import { sample } from "../core/samples.ts";
import { fakeEngine } from "./fake-engine.ts";
import { rowsOf } from "./fleet-pages.ts";
import { askerOf, faultOf } from "./world.ts";

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  // They are told of once the microtasks are through.
  await new Promise(setImmediate);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

/** An engine that does not notice its abort, and what it was given; `end` has it answer or fail at last. */
function hanging(id: string) {
  const answer = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  const engine = fakeEngine(id, {
    instances: rowsOf(id, 2),
    before: (_method, _question, signal) => {
      signals.push(signal);
      return answer.promise;
    },
  });
  return { engine, signals, end: answer };
}
const answering = (id: string) => fakeEngine(id, { instances: rowsOf(id, 2) });
const fleetTimeoutMs = 300;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

describe("with a deadline for the fleet", () => {
  test.each(["list", "count"])("%s: an engine that hangs is reported, and the others are given", async (mode) => {
    const { engine, signals, end } = hanging("b");
    const asking = askerOf([answering("a"), engine, answering("c")], {}, { fleetTimeoutMs })(query, { mode });
    await vi.advanceTimersByTimeAsync(fleetTimeoutMs - 1);
    expect(signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    const answer = await asking;
    expect(answer.engines.map(({ engine: id, status, error }) => [id, status, error?.kind])).toEqual([
      ["a", "ok", undefined],
      ["b", "failed", "timedOut"],
      ["c", "ok", undefined],
    ]);
    expect(answer.engines[1]?.error?.message).toBe("b did not answer in 0.3 s.");
    if (mode === "list") expect(answer.instances?.map(({ engine: id }) => id)).toEqual(["a", "c", "a", "c"]);
    // It was told, by the fault that says what happened.
    expect(signals[0]?.reason).toMatchObject({ fault: "timedOut", facts: { engine: "b", afterMs: fleetTimeoutMs } });
    expect(vi.getTimerCount()).toBe(0);
    end.reject(new Error("far too late"));
  });

  test("no timer is left once all have answered", async () => {
    await askerOf([answering("a"), answering("b")], {}, { fleetTimeoutMs })(query, {});
    expect(vi.getTimerCount()).toBe(0);
  });

  test("all hang: an answer without rows, not an error", async () => {
    const asking = askerOf([hanging("a").engine, hanging("b").engine], {}, { fleetTimeoutMs })(query, {});
    await vi.advanceTimersByTimeAsync(fleetTimeoutMs);
    expect(await asking).toMatchObject({ instances: [], engines: [{ status: "failed" }, { status: "failed" }] });
  });

  test("whatever an engine makes of its abort, it timed out", async () => {
    const aborting: Engine = {
      ...fakeEngine("b"),
      // Rejects within the abort, before anything else can.
      capabilities: (signal) =>
        new Promise((_answer, reject) =>
          signal.addEventListener("abort", () => reject(new DOMException("gone", "AbortError"))),
        ),
    };
    const asking = askerOf([answering("a"), aborting], {}, { fleetTimeoutMs })(query, {});
    await vi.advanceTimersByTimeAsync(fleetTimeoutMs);
    expect((await asking).engines[1]).toMatchObject({ status: "failed", error: { kind: "timedOut" } });
  });

  test("the next page is under it as well, with one engine left", async () => {
    let [isSlow, down] = [false, true];
    const slow = fakeEngine("a", {
      instances: rowsOf("a", 3),
      before: () => (isSlow ? new Promise(() => {}) : undefined),
    });
    const dead = fakeEngine("b", { before: () => (down ? Promise.reject(new Error("x")) : undefined) });
    const ask = askerOf([slow, dead], {}, { fleetTimeoutMs });
    const first = await ask(query, { limit: 1 });
    [isSlow, down] = [true, false];
    const asking = ask(query, { limit: 1, cursor: first.nextCursor });
    await vi.advanceTimersByTimeAsync(fleetTimeoutMs);
    expect((await asking).engines.map(({ error }) => error?.kind)).toEqual(["timedOut", "unreachable"]);
  });

  test("get is under it: what one has is given, what none has is not called absent", async () => {
    const { engine } = hanging("b");
    const ask = askerOf(
      [fakeEngine("a", { instances: [sample({ engine: "a", id: "x" })] }), engine],
      {},
      { fleetTimeoutMs },
    );
    const found = ask(get, { id: "x" });
    const absent = faultOf(ask(get, { id: "y" }));
    await vi.advanceTimersByTimeAsync(fleetTimeoutMs);
    expect((await found).instance).toMatchObject({ engine: "a", id: "x" });
    expect(await absent).toBe("instanceNotChecked");
  });

  test("a single engine has its own deadline only", async () => {
    const { engine, end } = hanging("a");
    const asking = askerOf([engine], {}, { fleetTimeoutMs })(query, {});
    await vi.advanceTimersByTimeAsync(10 * fleetTimeoutMs);
    end.resolve();
    expect((await asking).engines).toMatchObject([{ status: "ok" }]);
  });
});

describe("the caller leaves", () => {
  const engines = () => [answering("a"), hanging("b"), hanging("c")] as const;
  test.each([undefined, 60_000])("cancelled at once, with a deadline of %s", async (deadline) => {
    const [a, b, c] = engines();
    const stop = new AbortController();
    const call = { signal: stop.signal, ...(deadline === undefined ? {} : { fleetTimeoutMs: deadline }) };
    const asking = faultOf(askerOf([a, b.engine, c.engine], {}, call)(query, {}));
    await new Promise(setImmediate);
    stop.abort();
    expect(await asking).toBe("cancelled");
    // Every engine is told, so that none works on for nobody.
    for (const { signals } of [b, c]) {
      expect(signals[0]?.aborted).toBe(true);
      expect(signals[0]?.reason).toBeInstanceOf(LookoutError);
    }
    b.end.reject(new Error("too late"));
    c.end.resolve();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("and nothing listens to the caller's signal any more", async () => {
    const stop = new AbortController();
    const added = vi.spyOn(stop.signal, "addEventListener");
    const removed = vi.spyOn(stop.signal, "removeEventListener");
    await askerOf([answering("a"), answering("b")], {}, { signal: stop.signal, fleetTimeoutMs })(query, {});
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed).toHaveBeenCalledTimes(2);
  });
});
