import type { Fields } from "./fields.ts";

/** What Slack sends to an app, whichever way it goes. */
export interface Envelope {
  /** The same whenever it is delivered again. */
  readonly id: string;
  readonly type: "slash_commands" | "interactive" | "events_api";
  readonly payload: Fields;
}

/** What came back. */
export interface Acknowledgement {
  readonly acknowledged: boolean;
  /** What the acknowledgement said, when it said something. */
  readonly body?: unknown;
  /** What the person reads when there was none. */
  readonly error?: "dispatch_failed" | "operation_timeout";
  /** Of HTTP. */
  readonly status?: number;
  /** The answer to the second of two deliveries of the same; of HTTP. */
  readonly replay?: Acknowledgement;
  /** How many times it was delivered, when more than once. */
  readonly attempts?: number;
}

/** That something is delivered once more, the first time being 1, and how the time before ended. */
export interface Retry {
  readonly attempt: number;
  readonly after: Acknowledgement;
}

/** The way to the app. */
export interface Connection {
  deliver(envelope: Envelope, retry?: Retry): Promise<Acknowledgement>;
  close(): Promise<void>;
}

/** How long things take; all in milliseconds. */
export interface Timings {
  /** In which the app has to acknowledge. */
  readonly acknowledgeMs: number;
  /** In which a ticket for a socket has to be used. */
  readonly ticketMs: number;
  /** Between two pings to a socket. */
  readonly pingMs: number;
  /** Before an event that was not acknowledged is delivered again: the first, second, third time. */
  readonly retriesMs: readonly number[];
}

export const usualTimings: Timings = {
  acknowledgeMs: 3_000,
  ticketMs: 30_000,
  pingMs: 10_000,
  retriesMs: [0, 60_000, 300_000],
};
