import { setTimeout as sleep } from "node:timers/promises";
import type { App, Receiver } from "@slack/bolt";
import { fault } from "../core/errors.ts";
import type { Log } from "./log.ts";
import { openSocket, type Socket, type SocketSetting } from "./one-socket.ts";
import { type SlackFault, slackFaultOf } from "./slack-faults.ts";

export interface SocketsSetting extends SocketSetting {
  /** Told when Slack will not let the app come back: a revoked token, a disabled workspace. */
  readonly onEnd: (error: unknown) => void;
}

/** Slack sends each payload to one of the app's open sockets: when one breaks, the other listens. */
const socketCount = 2;

/** A socket that lived so long was a good one. */
const steadyMs = 10_000;

/** Pause before the next try, in ms: none after a socket that worked, then longer up to half a minute. */
const pauseMs = (failures: number) => (failures === 0 ? 0 : Math.min(30_000, 500 * 2 ** (failures - 1)));

/**
 * Receives over Socket Mode. Bolt's own reconnecting is off: it leaves five seconds without a socket at each refresh, and a
 * refused token in them is an unhandled rejection. `start` resolves with the first hello and rejects when Slack refuses.
 */
export function createSocketReceiver(setting: SocketsSetting): Receiver {
  const stopping = new AbortController();
  const receiving = Promise.withResolvers<App>();
  let kept: readonly Promise<void>[] = [];
  return {
    init: receiving.resolve,
    start: async () => {
      const app = await receiving.promise;
      const connected = Promise.withResolvers<void>();
      const open = () => openSocket(app, setting);
      const keep = async () => {
        try {
          await keepConnected(open, stopping.signal, setting.log, connected.resolve);
          connected.reject(fault("cancelled", {}));
        } catch (error) {
          connected.reject(error);
          stopping.abort();
          setting.onEnd(error);
        }
      };
      kept = Array.from({ length: socketCount }, keep);
      await connected.promise;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(kept);
    },
  };
}

/**
 * Keeps one socket open until the signal: the next one is there before the one that leaves is closed. Throws when Slack
 * refuses for good.
 */
async function keepConnected(open: () => Socket, signal: AbortSignal, log: Log, connected: () => void): Promise<void> {
  const held = new Set<Socket>();
  const closeAll = () => Promise.all([...held].map((socket) => socket.close()));
  signal.addEventListener("abort", closeAll, { once: true });
  let current: Socket | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const since = Date.now();
    const next = open();
    held.add(next);
    let pause = 0;
    try {
      await next.opened;
      connected();
      await current?.close();
      if (current) held.delete(current);
      current = next;
      const reason = await next.leaving;
      failures = Date.now() - since < steadyMs ? failures + 1 : 0;
      if (!signal.aborted) log.info({ reason }, "A socket to Slack is replaced.");
    } catch (error) {
      held.delete(next);
      if (signal.aborted) break;
      const fault = slackFaultOf(error);
      if (isFinal(fault, current === undefined)) throw error;
      failures += 1;
      pause = fault.retryAfterMs ?? 0;
      log.warn({ error: fault.code, tries: failures }, "No socket to Slack; trying again.");
    }
    await sleep(Math.max(pause, pauseMs(failures)), undefined, { signal }).catch(() => {});
  }
  await closeAll();
}

/** Whether trying again is of no use: once it has worked, only a token that is refused is that. */
function isFinal({ permanent, passing, retryAfterMs }: SlackFault, isFirst: boolean): boolean {
  return permanent === true || (isFirst && !passing && retryAfterMs === undefined);
}
