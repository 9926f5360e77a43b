import { type Deadline, type Deadlines, unlessAborted } from "./deadline.ts";

/**
 * One piece of work at a time for all who want its result, on a deadline of its own: whoever comes while it is under way
 * waits for the same result, and may leave by an abort without ending it for the others.
 */
export function sharedWork<T>(
  deadlines: Deadlines,
  work: (deadline: Deadline) => Promise<T>,
): (signal: AbortSignal) => Promise<T> {
  const never = new AbortController().signal;
  let underWay: Promise<T> | undefined;

  async function begun(): Promise<T> {
    const deadline = deadlines.start(never);
    try {
      return await work(deadline);
    } finally {
      deadline.stop();
      underWay = undefined;
    }
  }

  return (signal) => {
    underWay ??= begun();
    return unlessAborted(underWay, signal);
  };
}
