import type { Acknowledgement, Connection, Envelope, Retry, Timings } from "./envelope.ts";
import type { Faults } from "./faults.ts";
import { isFields, parsed } from "./fields.ts";
import { openSockets, type Socket, type Sockets, send } from "./sockets.ts";
import type { State } from "./state.ts";
import type { Timers } from "./timers.ts";

/** Envelopes through the sockets of the app: each to one of them. */
export interface SocketMode extends Connection, Pick<Faults, "redeliver"> {
  readonly sockets: Sockets;
}

interface Pending {
  readonly envelope: Envelope;
  on: Socket;
  attempts: number;
  settle(acknowledgement: Acknowledgement): void;
}

export function socketMode(state: State, timers: Timers, timings: Timings): SocketMode {
  const pending = new Map<string, Pending>();
  let newest: Envelope | undefined;
  const sockets = openSockets(state, timers, timings, {
    heard: (text) => acknowledge(pending, text),
    gone: (socket) => {
      for (const entry of pending.values()) if (entry.on === socket) elsewhere(entry);
    },
  });

  /** What a socket that is gone did not acknowledge goes to another, if there is another. */
  const elsewhere = (entry: Pending) => {
    const to = sockets.next(entry.on);
    if (!to || to === entry.on) return;
    entry.on = to;
    entry.attempts += 1;
    send(to, written(entry.envelope, entry.attempts - 1));
  };

  const deliver = (envelope: Envelope, retry?: Retry) => {
    const to = sockets.next();
    newest = envelope;
    if (!to) return Promise.resolve<Acknowledgement>({ acknowledged: false, error: "dispatch_failed" });
    return new Promise<Acknowledgement>((resolve) => {
      const late = timers.after(timings.acknowledgeMs, () => {
        entry.settle({ acknowledged: false, error: "operation_timeout" });
      });
      const entry: Pending = {
        envelope,
        on: to,
        attempts: 1,
        settle: (acknowledgement) => {
          pending.delete(envelope.id);
          late();
          resolve({ ...acknowledgement, ...(entry.attempts > 1 ? { attempts: entry.attempts } : {}) });
        },
      };
      pending.set(envelope.id, entry);
      send(to, written(envelope, retry?.attempt ?? 0));
      if (state.faults.ofDelivery()?.kind === "twice") send(sockets.next(to) ?? to, written(envelope, 1));
    });
  };

  return {
    sockets,
    deliver,
    redeliver: () => {
      const to = sockets.next();
      if (!to || !newest) return false;
      send(to, written(newest, 1));
      return true;
    },
    close: async () => {
      for (const entry of [...pending.values()]) entry.settle({ acknowledged: false, error: "dispatch_failed" });
      await sockets.close();
    },
  };
}

function acknowledge(pending: ReadonlyMap<string, Pending>, text: string): void {
  const said = parsed(text);
  if (!isFields(said)) return;
  const { envelope_id: id, payload } = said;
  const entry = typeof id === "string" ? pending.get(id) : undefined;
  const says = isFields(payload) && Object.keys(payload).length > 0;
  entry?.settle({ acknowledged: true, ...(says ? { body: payload } : {}) });
}

function written({ id, type, payload }: Envelope, attempt: number): object {
  const counted = type === "events_api" || attempt > 0;
  return {
    envelope_id: id,
    payload,
    type,
    accepts_response_payload: type === "slash_commands",
    ...(counted ? { retry_attempt: attempt, retry_reason: attempt > 0 ? "timeout" : "" } : {}),
  };
}
