import { setTimeout as sleep } from "node:timers/promises";
import { LookoutError } from "../../core/errors.ts";
import { abortFault, type Deadline } from "./deadline.ts";
import type { Reply } from "./settings.ts";

/** How one attempt ended. `again`: another attempt may do better, after the time that the engine asked for. */
export interface Outcome {
  readonly end: Reply | LookoutError;
  readonly again?: { readonly afterMs: number };
}

const attempts = 3;

const firstPauseMs = 200;

/**
 * Tries again while that may help and the deadline leaves time for it.
 *
 * Our own loop, because undici's RetryHandler (7.30) does not do this: it resumes a body that broke off with a Range
 * request, of a POST as well, where we want "cut off"; its pause does not end with an abort and keeps the process up; it
 * knows no deadline and no jitter; it swallows the last refusal's headers and reads bodies of refusals without limit.
 */
export async function withRetries(attempt: () => Promise<Outcome>, deadline: Deadline): Promise<Reply> {
  for (let tried = 1; ; tried += 1) {
    const { end, again } = await attempt();
    if (again === undefined || tried === attempts || !(await paused(tried, again.afterMs, deadline))) {
      if (end instanceof LookoutError) throw end;
      return end;
    }
  }
}

/** Waits before another attempt, longer after each; false at once when the deadline leaves no time for that. */
export async function paused(tried: number, afterMs: number, deadline: Deadline): Promise<boolean> {
  const pauseMs = afterMs + jittered(firstPauseMs * 2 ** (tried - 1));
  if (pauseMs >= deadline.leftMs()) return false;
  await sleep(pauseMs, undefined, { signal: deadline.signal }).catch(() => {
    throw abortFault(deadline.signal);
  });
  return true;
}

function jittered(ms: number): number {
  return ms * (0.5 + Math.random() / 2);
}
