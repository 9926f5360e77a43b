/** The closed set of error kinds, by whose hands the mending lies in (docs/contract.md, section Errors). */
export const errorKinds = [
  "invalidInput",
  "unsupported",
  "notFound",
  "denied",
  "unauthenticated",
  "configuration",
  "unreachable",
  "timedOut",
  "rateLimited",
  "badAnswer",
  "cancelled",
  "internal",
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** Why an id may be unknown although its owner is sure that it exists. */
export type NotFoundCause = "otherEngine" | "notPermitted" | "notYetExported" | "cleanedUp" | "historyNotRecorded";

/** What each fault carries. Facts only: `describe` alone turns them into words. */
export interface FaultFacts {
  inputInvalid: { problems: readonly string[] };
  inputContradictory: { fields: readonly string[]; because: string };
  cursorMalformed: Record<never, never>;
  cursorOfOtherQuestion: Record<never, never>;
  engineUnnamed: { engines: readonly string[]; what: string };
  engineUnknown: { engine: string; engines: readonly string[] };
  notSupported: { what: string; engine: string; because?: string; can?: readonly string[] };
  instanceNotFound: { id: string; engine: string; causes: readonly NotFoundCause[] };
  instanceNowhere: { id: string; engines: readonly string[]; causes: readonly NotFoundCause[] };
  instanceNotChecked: { id: string; engines: readonly string[]; failed: readonly string[] };
  instanceInSeveral: { id: string; engines: readonly string[] };
  linkUnknown: { link: string };
  policyForbids: { what: string; allow: string };
  engineForbids: { engine: string; what: string; permission?: string; status?: number };
  historyHidden: { engine: string; running: number };
  loginRefused: { engine: string };
  loginPage: { engine: string; location: string };
  tokenRefused: { engine: string; issuer: string; reason: string };
  configInvalid: { where: string; problems: readonly string[] };
  configMissing: Record<never, never>;
  certificateUntrusted: { engine: string; reason: string };
  unreachable: { engine: string; url: string; reason: string };
  timedOut: { engine: string; afterMs: number };
  paused: { engine: string; forMs: number };
  leftOut: { engine: string };
  overloaded: { engine: string; retryAfterMs?: number };
  queueFull: { engine: string; limit: number };
  notJson: { engine: string; url: string; status: number; contentType: string };
  answerTooLarge: { engine: string; limitBytes: number };
  answerCutOff: { engine: string };
  answerUnexpected: { engine: string; read: string; problem: string };
  engineFault: { engine: string; read: string; status: number; type?: string };
  redirected: { engine: string; location: string };
  filterIgnored: { engine: string; filter: string };
  slackRefused: { variable: string; reason: string };
  slackUnreachable: { reason: string };
  cannotListen: { address: string; reason: string };
  cancelled: Record<never, never>;
  internal: { detail: string };
}

export type FaultName = keyof FaultFacts;

/** The one error of this project: a named fault with its facts. Thrown low, caught once per channel. */
export class LookoutError<N extends FaultName = FaultName> extends Error {
  readonly fault: N;
  readonly facts: FaultFacts[N];

  constructor(fault: N, facts: FaultFacts[N], options?: { cause?: unknown }) {
    super(fault, options);
    this.name = "LookoutError";
    this.fault = fault;
    this.facts = facts;
  }
}

/** Shorthand that keeps call sites to one line: `throw fault("timedOut", { engine, afterMs })`. */
export function fault<N extends FaultName>(name: N, facts: FaultFacts[N], cause?: unknown): LookoutError<N> {
  return new LookoutError(name, facts, cause === undefined ? undefined : { cause });
}

/** True for an abort, whichever of the platform's shapes it takes. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || ("code" in error && error.code === "ABORT_ERR"));
}

/** Any thrown value as one of the closed set; what is not ours is a defect of ours. */
export function toLookoutError(error: unknown): LookoutError {
  if (error instanceof LookoutError) return error;
  if (isAbort(error)) return fault("cancelled", {}, error);
  return fault("internal", { detail: error instanceof Error ? error.name : typeof error }, error);
}
