import { fault, LookoutError } from "../../core/errors.ts";

export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds left until this deadline, or the one that the caller's signal came from, is over. */
  leftMs(): number;
  stop(): void;
}

export interface Deadlines {
  /** The process stays up for it until `stop` is called. */
  start(signal: AbortSignal): Deadline;
  /** Work on one deadline, which ends with it. */
  within<T>(signal: AbortSignal, work: (deadline: AbortSignal) => Promise<T>): Promise<T>;
  close(): void;
}

/** Deadlines of one engine. AbortSignal.timeout would do but for its reason, which has to be our fault, and for `close`. */
export function createDeadlines(engine: string, timeoutMs: number): Deadlines {
  const running = new Set<(reason: unknown) => void>();
  const ends = new WeakMap<AbortSignal, number>();
  let closed = false;

  function start(signal: AbortSignal): Deadline {
    const controller = new AbortController();
    const endsAt = Math.min(performance.now() + timeoutMs, ends.get(signal) ?? Number.POSITIVE_INFINITY);
    ends.set(controller.signal, endsAt);
    const timer = setTimeout(() => end(fault("timedOut", { engine, afterMs: timeoutMs })), timeoutMs);
    const stop = (): void => {
      clearTimeout(timer);
      running.delete(end);
      signal.removeEventListener("abort", passOn);
    };
    const end = (reason: unknown): void => {
      stop();
      controller.abort(reason);
    };
    const passOn = (): void => end(signal.reason);
    running.add(end);
    signal.addEventListener("abort", passOn, { once: true });
    if (signal.aborted) passOn();
    else if (closed) end(fault("cancelled", {}));
    return { signal: controller.signal, leftMs: () => endsAt - performance.now(), stop };
  }

  async function within<T>(signal: AbortSignal, work: (deadline: AbortSignal) => Promise<T>): Promise<T> {
    const deadline = start(signal);
    try {
      return await work(deadline.signal);
    } finally {
      deadline.stop();
    }
  }

  function close(): void {
    closed = true;
    for (const end of [...running]) end(fault("cancelled", {}));
  }

  return { start, within, close };
}

/** What an aborted signal means to the asker. */
export function abortFault(signal: AbortSignal): LookoutError {
  return signal.reason instanceof LookoutError ? signal.reason : fault("cancelled", {}, signal.reason);
}

/** The work's result, or the abort as soon as it comes: undici notices an abort only once a connection stands. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const giveUp = (): void => aborted.reject(abortFault(signal));
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
