/**
 * Counts rounds: how often a question waits for answers before it asks on.
 *
 * Watching the traffic would not tell: an answer may arrive while a request that does not depend on it is still on its way.
 * So it is proven by withholding. The test states the rounds as lists of requests. The first answer of a round is given only
 * when every request of that round has arrived; so none of them can depend on another's answer. A question that needs more
 * rounds never sends what is waited for, and its own deadline ends it.
 *
 * The adapter has at most `inFlight` requests open at once. A longer round is let go one answer at a time once so many are
 * held, and those that waited for their turn in the adapter arrive in its order, before anything that depends on an answer.
 */
import type { ServerResponse } from "node:http";
import { type Front, type Passing, startFront } from "./front.ts";

const inFlight = 8;

export const shape = ({ method, path }: Pick<Passing, "method" | "path">) =>
  `${method} ${path.replace(/\/(?:[0-9a-f]{8}-[0-9a-f-]{27}|-?\d{1,25}|[^/]*:[^/]*|[^/]*%3A[^/]*)(?=\/|$)/gi, "/{id}")}`;

export interface Rounds {
  readonly front: Front;
  /** Requests by round, sorted; the last is what came after all that was stated. */
  readonly seen: string[][];
  begin(): void;
}

/** A front that lets a question pass round by round, of so many requests each; before `begin` all passes unseen. */
export async function inRounds(target: string, sizes: readonly number[]): Promise<Rounds> {
  const seen: string[][] = [...sizes, 0].map(() => []);
  let begun = false;
  const held: (() => void)[] = [];
  let round = 0;
  let released = 0;
  const handle = (passing: Passing, pass: () => void, _response: ServerResponse) => {
    if (!begun) return pass();
    seen[round]?.push(shape(passing));
    const size = sizes[round];
    if (size === undefined) return pass();
    held.push(pass);
    const arrived = held.length + released;
    if (arrived < size) {
      if (held.length < inFlight) return;
      released += 1;
      return held.shift()?.();
    }
    round += 1;
    released = 0;
    for (const one of held.splice(0)) one();
  };
  const front = await startFront(target, handle);
  return { front, seen, begin: () => (begun = true) };
}
