import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Arrived, answers, type End, failures, type Method, methods, sayNothing, setUp } from "./pausing.ts";

const everyEnd = fc.constantFrom(...answers, ...failures, ...failures, ...failures, ...sayNothing);
const mostlyFailures = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...failures) },
  { weight: 1, arbitrary: everyEnd },
);
const passing = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 70_000 }));

describe("whatever happens", () => {
  test("questions one after the other are let through as the rule says", async () => {
    const steps = fc.array(fc.record({ afterMs: passing, how: everyEnd }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const { question, clock } = setUp();
        // The rule in its own words: the run of failures since the last answer, each with its time.
        let run: number[] = [];
        for (const { afterMs, how } of script) {
          clock.now += afterMs;
          const pauseMs = run.length < 3 ? 0 : Math.min(5_000 * 2 ** (run.length - 3), 60_000);
          const leftMs = (run.at(-1) ?? 0) + pauseMs - clock.now;
          const expected = pauseMs > 0 && leftMs > 0 ? Math.ceil(leftMs) : undefined;
          expect(await question(how)).toBe(expected);
          if (expected !== undefined) continue;
          if (failures.includes(how)) run.push(clock.now);
          else if (answers.includes(how)) run = [];
        }
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });

  test("side by side, a pause holds, one question at a time tries, and an answer opens the way", async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ begin: fc.constantFrom(...methods) }) },
      { weight: 4, arbitrary: fc.record({ which: fc.nat(), how: mostlyFailures }) },
      { weight: 1, arbitrary: fc.record({ passMs: passing }) },
    );
    const seen = { refused: 0, tried: 0, opened: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 150 }), async (script) => {
        const { begin, question, clock } = setUp();
        // So that capabilities are known by heart.
        await question("answer", "capabilities");
        const log: Event[] = [];
        const underWay: Begun[] = [];
        for (const one of script) {
          if ("passMs" in one) clock.now += one.passMs;
          else if ("how" in one) {
            const [ending] = underWay.splice(one.which % Math.max(1, underWay.length), 1);
            await ending?.arrived.end(one.how);
            if (ending) log.push({ begun: ending.index, how: one.how, at: clock.now });
            seen.opened += ending && answers.includes(one.how) ? 1 : 0;
          } else {
            const { leftMs, isPause } = expectedNow(log, clock.now);
            const { arrived, forMs, answered } = await begin(one.begin);
            if (one.begin === "capabilities" && isPause) expect(answered).toBe(true);
            else expect(forMs).toBe(leftMs);
            seen.refused += forMs === undefined ? 0 : 1;
            seen.tried += arrived && isPause ? 1 : 0;
            if (arrived) underWay.push({ arrived, index: log.push({ method: one.begin }) - 1 });
          }
        }
      }),
      { seed: 20261122, numRuns: 200 },
    );
    expect(Object.values(seen).every((times) => times > 40)).toBe(true);
  });
});

interface Begun {
  readonly arrived: Arrived;
  /** Its place in the log. */
  readonly index: number;
}

/** A question reached the engine, or one of these ended. */
type Event = { readonly method: Method } | { readonly begun: number; readonly how: End; readonly at: number };

/** What the rule says of a question asked now, from all that happened so far. */
function expectedNow(log: readonly Event[], now: number): { leftMs?: number; isPause: boolean } {
  const methodOf = (index: number) => {
    const event = log[index];
    return event && "method" in event ? event.method : undefined;
  };
  let lastCounted = -1;
  let run: number[] = [];
  for (const [index, event] of log.entries()) {
    if ("method" in event) continue;
    if (answers.includes(event.how)) {
      const isAnswer = event.how !== "answer" || methodOf(event.begun) !== "capabilities";
      if (isAnswer) run = [];
    } else if (failures.includes(event.how) && event.begun > lastCounted) {
      run.push(event.at);
      lastCounted = index;
    }
  }
  if (run.length < 3) return { isPause: false };
  const until = (run.at(-1) ?? 0) + Math.min(5_000 * 2 ** (run.length - 3), 60_000);
  if (until > now) return { leftMs: Math.ceil(until - now), isPause: true };
  const ended = new Set(log.flatMap((event) => ("begun" in event ? [event.begun] : [])));
  const isTried = log.some((event, index) => "method" in event && index > lastCounted && !ended.has(index));
  return { ...(isTried ? { leftMs: 1_000 } : {}), isPause: true };
}
