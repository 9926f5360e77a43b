import { setTimeout as sleep } from "node:timers/promises";
import type { App, Receiver } from "@slack/bolt";
import { fault } from "../core/errors.ts";
import type { Log } from "./log.ts";
import { openSocket, type Socket, type SocketSetting } from "./one-socket.ts";
import { type SlackFault, slackFaultOf } from "./slack-faults.ts";

export interface SocketsSetting extends SocketSetting {
  /** Told when Slack will not let the app come back: a revoked token, a disabled workspace. Whoever hears it stops. */
  readonly onEnd: (error: unknown) => void;
}

/** Slack sends each payload to one of the app's open sockets: when one breaks, the other listens. */
const socketCount = 2;

/** A socket that lived so long was a good one. */
const steadyMs = 10_000;

/** Pause after so many failures in a row, in ms: longer and longer, up to half a minute. */
const pauseMs = (failures: number) => (failures === 0 ? 0 : Math.min(30_000, 500 * 2 ** (failures - 1)));

/**
 * Receives over Socket Mode. Bolt's own reconnecting is off: it leaves five seconds without a socket at each refresh, and a
 * refused token in them is an unhandled rejection. `start` resolves with the first hello and rejects when Slack refuses.
 */
export function createSocketReceiver(setting: SocketsSetting): Receiver {
  const receiving = Promise.withResolvers<App>();
  const stopping = new AbortController();
  const sockets = new Set<Socket>();
  let kept: readonly Promise<void>[] = [];
  return {
    init: receiving.resolve,
    start: async () => {
      const app = await receiving.promise;
      const open = () => {
        const socket = openSocket(app, setting, () => sockets.delete(socket));
        sockets.add(socket);
        return socket;
      };
      const connected = Promise.withResolvers<void>();
      const keep = async () => {
        try {
          await keepConnected(open, stopping.signal, setting.log, connected.resolve);
          connected.reject(fault("cancelled", {}));
        } catch (error) {
          connected.reject(error);
          setting.onEnd(error);
        }
      };
      kept = Array.from({ length: socketCount }, keep);
      await connected.promise;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([...sockets].map((socket) => socket.close()));
      await Promise.all(kept);
    },
  };
}

/**
 * Keeps one socket open until the signal: when one leaves, the next is there before it is let go. Throws when Slack refuses
 * for good.
 */
async function keepConnected(open: () => Socket, signal: AbortSignal, log: Log, connected: () => void): Promise<void> {
  let current: Socket | undefined;
  let reason = "";
  /** Sockets in a row that were not opened, or ended soon. */
  let failures = 0;
  while (!signal.aborted) {
    const since = Date.now();
    const next = open();
    let pause: number;
    try {
      await next.opened;
      connected();
      if (current) log.info({ reason }, "A socket to Slack was replaced.");
      current?.retire();
      current = next;
      reason = await next.leaving;
      const isSteady = Date.now() - since >= steadyMs;
      // One that ends soon may have had to; only when several do there is something wrong.
      pause = isSteady ? 0 : pauseMs(failures);
      failures = isSteady ? 0 : failures + 1;
    } catch (error) {
      if (signal.aborted) return;
      const fault = slackFaultOf(error);
      if (isFinal(fault, current === undefined)) throw error;
      failures += 1;
      pause = Math.max(fault.retryAfterMs ?? 0, pauseMs(failures));
      log.warn({ error: fault.code, tries: failures }, "No socket to Slack; trying again.");
    }
    // The signal ends the pause, and then the loop.
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
}

/** Whether trying again is of no use: once it has worked, only a token that is refused is that. */
function isFinal({ permanent, passing, retryAfterMs }: SlackFault, isFirst: boolean): boolean {
  return permanent === true || (isFirst && !passing && retryAfterMs === undefined);
}
