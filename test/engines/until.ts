import { setTimeout as sleep } from "node:timers/promises";

/** Polls until the question has an answer. */
export async function until<Found>(what: string, ask: () => Promise<Found | undefined>, seconds = 60): Promise<Found> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error(`gave up waiting for ${what}`);
}
