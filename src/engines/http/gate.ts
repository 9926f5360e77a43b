import { fault } from "../../core/errors.ts";
import { abortFault } from "./deadline.ts";

export interface Gate {
  /** Waits for a place and gives back the function that leaves it. Whoever aborts while waiting leaves the queue. */
  enter(signal: AbortSignal): Promise<() => void>;
}

/**
 * At most `places` requests at once and `queue` waiting for one. undici's own queue has no limit and does not notice the
 * abort of a request that waits in it, so requests wait here and undici always has a connection free.
 */
export function createGate(engine: string, places: number, queue: number): Gate {
  const waiting = new Set<() => void>();
  let taken = 0;

  function leave(): void {
    taken -= 1;
    const [next] = waiting;
    next?.();
  }

  /** Leaving twice must not free two places. */
  function take(): () => void {
    taken += 1;
    let inside = true;
    return () => {
      if (inside) leave();
      inside = false;
    };
  }

  async function enter(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw abortFault(signal);
    if (taken < places) return take();
    if (waiting.size >= queue) throw fault("queueFull", { engine, limit: queue });
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        waiting.delete(admit);
        signal.removeEventListener("abort", giveUp);
        resolve(take());
      };
      const giveUp = (): void => {
        waiting.delete(admit);
        reject(abortFault(signal));
      };
      waiting.add(admit);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  return { enter };
}
