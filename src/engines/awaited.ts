import { setTimeout as sleep } from "node:timers/promises";

/** Time between two looks for an instance that is not there yet, in ms. */
const pollMs = 500;

/** Time of a question that is kept for the answer when an instance is waited for, in ms. */
const answerMs = 2_000;

/** How long an instance may be waited for, so that the engine's deadline leaves time to tell it. */
export const patienceWithin = (timeoutMs: number, waitUpToMs: number) =>
  Math.min(waitUpToMs, Math.max(0, timeoutMs - answerMs));

/** What is looked for, again and again until the time to wait is over; undefined: it did not come. */
export async function awaited<T>(
  look: () => Promise<T | undefined>,
  waitUpToMs: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const until = performance.now() + waitUpToMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const left = until - performance.now();
    if (left <= 0) return undefined;
    await sleep(Math.min(pollMs, left), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
