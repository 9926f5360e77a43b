import { type FaultName, fault, LookoutError } from "../../core/errors.ts";
import type { Deadline, Deadlines } from "./deadline.ts";
import { sharedWork } from "./shared-work.ts";

// What the logins that the lookout takes itself have in common.

/** What a login gave, for as long as it is good. */
export interface KeptLogin<T> {
  /** What is kept, or what a new login gives. All who wait for a new one share it; each can leave by its own abort. */
  get(signal: AbortSignal): Promise<{ readonly value: T; readonly kept: boolean }>;
  /** Forgets what the engine refused, unless it has been replaced already. */
  drop(value: T): void;
}

/** So long a refused login is not tried again: what a question still asks after it must not count as more wrong passwords. */
const refusedForMs = 10_000;

export function keptLogin<T>(
  deadlines: Deadlines,
  begin: (deadline: Deadline) => Promise<T>,
  isGood: (value: T) => boolean = () => true,
): KeptLogin<T> {
  let current: { readonly value: T } | undefined;
  let refused: { readonly error: LookoutError; readonly until: number } | undefined;

  const begun = sharedWork(deadlines, async (deadline) => {
    try {
      const value = await begin(deadline);
      current = { value };
      return value;
    } catch (error) {
      if (isFault(error, "loginRefused")) refused = { error, until: performance.now() + refusedForMs };
      throw error;
    }
  });

  return {
    async get(signal) {
      if (current !== undefined && isGood(current.value)) return { value: current.value, kept: true };
      if (refused !== undefined && performance.now() < refused.until) throw refused.error;
      return { value: await begun(signal), kept: false };
    },
    drop(value) {
      if (current?.value === value) current = undefined;
    },
  };
}

export function isFault(error: unknown, name: FaultName): error is LookoutError {
  return error instanceof LookoutError && error.fault === name;
}

export function strangeLogin(engine: string, problem: string): LookoutError {
  return fault("answerUnexpected", { engine, read: "the login", problem });
}

/** What the status of a login's answer says against it, besides what it says of any request. */
export function loginFault(status: number, path: string, engine: string): LookoutError | undefined {
  if (status === 403) return fault("loginRefused", { engine });
  if (status === 404 || status === 405) return strangeLogin(engine, `there is none at ${path} (${status})`);
  return status < 200 || status > 299 ? fault("engineFault", { engine, read: "the login", status }) : undefined;
}

/** Renewed this long before its end; what lives shorter is used for half of its life. */
const marginMs = 30_000;

/** Until when something is used that was asked for at a time of `performance.now()` and lives so long. */
export function usedUntil(askedAt: number, lifeMs: number): number {
  return askedAt + lifeMs - Math.min(marginMs, lifeMs / 2);
}
