/** What the double does wrong because it was told to. */

/** One call, or one post to a `response_url`, that goes wrong. */
export type CallFault =
  /** HTTP 429 with `Retry-After` in seconds. */
  | { readonly kind: "rate-limited"; readonly retryAfter: number }
  /** An HTTP status that is no answer of Slack's, for instance 503. */
  | { readonly kind: "status"; readonly status: number }
  /** The connection ends without an answer, before or after the call did what it does. */
  | { readonly kind: "dropped"; readonly when: "before" | "after" }
  /** Answered correctly, after so many milliseconds. */
  | { readonly kind: "slow"; readonly ms: number }
  /** `{"ok":false,"error":…}`, and nothing was done. */
  | { readonly kind: "error"; readonly error: string };

/** One request to the app that is delivered wrongly. */
export type DeliveryFault =
  /** The same again, right after the first: the envelope, or the request with its signature. */
  | { readonly kind: "twice" }
  /** Signed for a moment so many seconds away from now: below zero for the past. */
  | { readonly kind: "shifted"; readonly seconds: number }
  | { readonly kind: "wrong-signature" };

type DisconnectReason = "warning" | "refresh_requested" | "link_disabled";

/** Faults on demand. */
export interface Faults {
  /**
   * The next calls of a method go wrong, once unless told otherwise. `response_url` is for posts there, `*` for any call;
   * faults of one method are used up in the order in which they were asked for.
   */
  next(method: string, fault: CallFault, times?: number): void;
  /** The next requests or envelopes to the app. */
  nextDelivery(fault: DeliveryFault, times?: number): void;
  /** From now on blocks (or elements) of these types are `invalid_blocks`; an empty list takes them all again. */
  refuseBlocks(types: readonly string[]): void;
  /** From now on a token is answered with this error (`token_revoked` unless told otherwise); null makes it good again. */
  refuseToken(token: "bot" | "app", error?: string | null): void;
  /** Messages older than now can no longer be edited: `edit_window_closed`. */
  closeEditWindow(): void;
  /** Sends `disconnect` to the newest socket or to all, and closes it after so many milliseconds (0 unless told otherwise). */
  disconnect(
    reason?: DisconnectReason,
    how?: { readonly sockets?: "newest" | "all"; readonly closeAfterMs?: number },
  ): void;
  /** Ends sockets without a word, as a broken network does. */
  breakSockets(): void;
  /** Sockets stay open, and nothing goes through them in either direction. */
  stallSockets(): void;
  /** The next sockets are opened and hear no `hello`. */
  withoutHello(times?: number): void;
  /** Delivers the newest envelope again although it was acknowledged; false when there was none. */
  redeliver(): boolean;
}

/** The faults that wait for a call or a delivery. */
export interface Waiting {
  readonly refusedBlocks: ReadonlySet<string>;
  /** What is asked of a method next, and forgotten by that. */
  ofCall(method: string): CallFault | undefined;
  ofDelivery(): DeliveryFault | undefined;
  add(method: string, fault: CallFault, times: number): void;
  addDelivery(fault: DeliveryFault, times: number): void;
  refuse(types: readonly string[]): void;
}

export function waitingFaults(): Waiting {
  const calls = new Map<string, CallFault[]>();
  const deliveries: DeliveryFault[] = [];
  const refusedBlocks = new Set<string>();
  return {
    refusedBlocks,
    ofCall: (method) => calls.get(method)?.shift() ?? calls.get("*")?.shift(),
    ofDelivery: () => deliveries.shift(),
    add: (method, fault, times) => {
      const list = calls.get(method) ?? [];
      calls.set(method, [...list, ...Array.from({ length: times }, () => fault)]);
    },
    addDelivery: (fault, times) => {
      deliveries.push(...Array.from({ length: times }, () => fault));
    },
    refuse: (types) => {
      refusedBlocks.clear();
      for (const type of types) refusedBlocks.add(type);
    },
  };
}
