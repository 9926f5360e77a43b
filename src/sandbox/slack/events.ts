import { randomUUID } from "node:crypto";
import type { Acknowledgement, Connection } from "./envelope.ts";
import type { Fields } from "./fields.ts";
import { eventPayload } from "./payloads.ts";
import type { State } from "./state.ts";
import type { Timers } from "./timers.ts";

/** Sends an event of the Events API, and again after each of these milliseconds until it is acknowledged. */
export async function sendEvent(
  state: State,
  connection: Connection,
  timers: Timers,
  retriesMs: readonly number[],
  event: Fields,
): Promise<Acknowledgement> {
  const id = randomUUID();
  const payload = eventPayload(state, event, `Ev${id.slice(0, 8).toUpperCase()}`);
  const envelope = { id, type: "events_api" as const, payload };
  let last = await connection.deliver(envelope);
  let attempts = 1;
  for (const wait of retriesMs) {
    if (last.acknowledged) break;
    await timers.pause(wait);
    last = await connection.deliver(envelope, { attempt: attempts, after: last });
    attempts += 1;
  }
  return { ...last, ...(attempts > 1 ? { attempts } : {}) };
}
