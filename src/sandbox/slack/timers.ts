/** Timers with one owner. When it closes, whatever still waits happens at once: nothing hangs, and nothing fires later. */
export interface Timers {
  /** Does it once after so many milliseconds; the answer takes it back. */
  after(ms: number, act: () => void): () => void;
  /** Does it again and again, until it is taken back or the owner closes. */
  every(ms: number, act: () => void): () => void;
  pause(ms: number): Promise<void>;
  close(): void;
}

export function ownedTimers(): Timers {
  const waiting = new Map<NodeJS.Timeout, () => void>();
  const repeating = new Set<NodeJS.Timeout>();
  let closed = false;
  const after = (ms: number, act: () => void) => {
    if (closed) {
      queueMicrotask(act);
      return () => {};
    }
    const timer = setTimeout(() => {
      waiting.delete(timer);
      act();
    }, ms);
    waiting.set(timer, act);
    return () => {
      clearTimeout(timer);
      waiting.delete(timer);
    };
  };
  return {
    after,
    every: (ms, act) => {
      const timer = setInterval(act, ms);
      repeating.add(timer);
      return () => {
        clearInterval(timer);
        repeating.delete(timer);
      };
    },
    pause: (ms) => new Promise((resolve) => after(ms, resolve)),
    close: () => {
      closed = true;
      for (const timer of repeating) clearInterval(timer);
      for (const [timer, act] of [...waiting]) {
        clearTimeout(timer);
        waiting.delete(timer);
        act();
      }
    },
  };
}
