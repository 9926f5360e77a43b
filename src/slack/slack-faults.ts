import { webApi } from "@slack/bolt";
import * as z from "zod";

/** What became of a call to Slack, as data. */
export interface SlackFault {
  /** Slack's own word, or one of ours where Slack said none; letters, digits and underscores only. */
  readonly code: string;
  readonly log: "info" | "warn" | "error";
  /** One sentence for the person who waits; absent where that person cannot be told anything any more. */
  readonly told?: string;
  readonly next?: string;
  /** The token is refused and stays refused: the app has to stop. */
  readonly permanent?: true;
  /** The same call may succeed a moment later. Whether this one had an effect is not known. */
  readonly passing?: true;
  /** When Slack wants to be asked again. What was refused so had no effect. */
  readonly retryAfterMs?: number;
  /** What the system says of a connection that failed, as ECONNREFUSED. */
  readonly reason?: string;
  /** Scopes that the call needs and the token does not have, where Slack names them. */
  readonly scopes?: readonly string[];
}

/** An answer of Slack's, of a response_url or of a method, that does not fit the question. `retryAfter` in seconds. */
export class SlackRefusal extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(status: number, code?: string, retryAfter?: number) {
    super(code ?? `HTTP status ${status}`);
    this.name = "SlackRefusal";
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

type Wording = Omit<SlackFault, "code" | "retryAfterMs" | "reason" | "scopes">;

const runner = "whoever runs the lookout";
const newToken = {
  log: "error",
  told: "Slack no longer lets the lookout in.",
  next: `Tell ${runner}: the app has to be installed again, and its new token set.`,
  permanent: true,
} as const;
const refusedLayout = {
  log: "error",
  told: "Slack refused the layout of the answer.",
  next: `Ask for less at once; if that does not help, tell ${runner}.`,
} as const;
const tooLong = {
  log: "warn",
  told: "The answer is too long for one message in Slack.",
  next: "Ask for less at once, for example with limit=5.",
} as const;
const slackTroubled = {
  log: "warn",
  told: "Slack had an error of its own.",
  next: "Try again in a moment.",
  passing: true,
} as const;
const cutOff = { log: "warn", next: "Try again in a moment.", passing: true } as const;
const tooFast = {
  log: "warn",
  told: "Slack takes no more messages from the app at the moment.",
  next: "Try again in a minute.",
} as const;
const notReachedAnyMore = { log: "info" } as const;
const suspended = {
  log: "error",
  told: "The administrators of the workspace have suspended what the app needs.",
  next: "Ask an administrator of the workspace.",
} as const;

/** Slack's words for what went wrong, as far as they mean something of their own here. */
const wordings: Readonly<Record<string, Wording>> = {
  not_in_channel: {
    log: "warn",
    told: "The app is not in this channel, so it cannot write here.",
    next: "Invite it with /invite and ask again.",
  },
  channel_not_found: {
    log: "warn",
    told: "The app cannot see this channel.",
    next: "Invite it with /invite and ask again.",
  },
  is_archived: {
    log: "warn",
    told: "This channel is archived: nothing can be written here.",
    next: "Ask in another channel.",
  },
  restricted_action: {
    log: "warn",
    told: "The rules of this channel or workspace do not let the app write here.",
    next: "Ask in another channel, or ask an administrator of the workspace.",
  },
  user_not_found: { log: "warn", told: "Slack does not know you in this workspace." },
  user_not_visible: { log: "warn", told: "Slack does not show you to the app." },
  no_such_subteam: {
    log: "error",
    told: "Slack does not know a user group that the access rules name.",
    next: `Tell ${runner}: access.rules names a group by an id that is none.`,
  },
  invalid_auth: newToken,
  not_authed: newToken,
  token_revoked: newToken,
  token_expired: newToken,
  account_inactive: newToken,
  not_allowed_token_type: newToken,
  user_removed_from_team: newToken,
  team_disabled: newToken,
  missing_scope: {
    log: "error",
    told: "The app lacks a scope that it needs.",
    next: "An administrator of the workspace adds it to the app (lookout slack manifest prints all that are needed) and reinstalls the app.",
  },
  team_access_not_granted: {
    log: "error",
    told: "The app is not approved for this workspace.",
    next: "Ask an administrator of the workspace to approve it.",
  },
  org_login_required: {
    log: "warn",
    told: "The workspace is being moved and cannot be used until that is done.",
    next: "Try again later.",
  },
  ekm_access_denied: suspended,
  access_denied: suspended,
  ratelimited: tooFast,
  message_limit_exceeded: tooFast,
  invalid_blocks: refusedLayout,
  invalid_blocks_format: refusedLayout,
  invalid_attachments: refusedLayout,
  msg_too_long: tooLong,
  msg_blocks_too_long: tooLong,
  used_url: notReachedAnyMore,
  expired_url: notReachedAnyMore,
  invalid_url: notReachedAnyMore,
  internal_error: slackTroubled,
  fatal_error: slackTroubled,
  service_unavailable: slackTroubled,
  http_error: slackTroubled,
  no_hello: slackTroubled,
  unreachable: { ...cutOff, told: "Slack could not be reached." },
  timed_out: { ...cutOff, told: "Slack did not answer in time." },
  unreadable_answer: {
    log: "error",
    told: "Slack answered something that cannot be read.",
    next: `Try again in a moment; if that does not help, tell ${runner}.`,
  },
};

const unknownWording: Wording = {
  log: "error",
  told: "Something went wrong between the lookout and Slack.",
  next: `Try again in a moment; if that does not help, tell ${runner}.`,
};

const blocksRefusals: ReadonlySet<string> = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "invalid_attachments",
  "msg_too_long",
  "msg_blocks_too_long",
]);

/** Whether Slack may take the same answer in a simpler form. */
export function isBlocksRefusal({ code }: SlackFault): boolean {
  return blocksRefusals.has(code);
}

/** Whether the same answer is refused for its length, and not for what it is made of. */
export function isTooLong({ code }: SlackFault): boolean {
  return wordings[code] === tooLong;
}

/** What Slack's codes look like. In their place its client puts the whole text of a page that is no JSON. */
const word = /^[a-z0-9_]{2,60}$/;
const scopeList = z.string().regex(/^[a-z.:,_ ]*$/);

const { ErrorCode } = webApi;
const webApiError = z.discriminatedUnion("code", [
  z.object({
    code: z.literal(ErrorCode.PlatformError),
    data: z.object({
      error: z.string(),
      needed: scopeList.optional().catch(undefined),
      provided: scopeList.optional().catch(undefined),
      response_metadata: z.object({ retryAfter: z.number() }).optional().catch(undefined),
    }),
  }),
  z.object({ code: z.literal(ErrorCode.RateLimitedError), retryAfter: z.number() }),
  z.object({ code: z.literal(ErrorCode.HTTPError), statusCode: z.number() }),
  z.object({ code: z.literal(ErrorCode.RequestError), original: z.unknown() }),
]);

/** What a thrown thing says about Slack. Never throws. */
export function slackFaultOf(error: unknown): SlackFault {
  try {
    return read(error);
  } catch {
    // A thrown thing that cannot even be looked at.
    return faultOf("unknown");
  }
}

function read(error: unknown): SlackFault {
  if (error instanceof SlackRefusal) {
    const { code, status, retryAfter } = error;
    if (code !== undefined) return faultOf(code, retryAfter);
    // A response_url that is used up or too old is not found any more.
    return status === 404 || status === 410 ? faultOf("expired_url") : ofStatus(status, retryAfter);
  }
  const { data: known } = webApiError.safeParse(error);
  switch (known?.code) {
    case ErrorCode.PlatformError: {
      const { error: code, needed, provided, response_metadata: more } = known.data;
      const fault = faultOf(code, more?.retryAfter);
      return code === "missing_scope" ? withScopes(fault, needed, provided) : fault;
    }
    case ErrorCode.RateLimitedError:
      return faultOf("ratelimited", known.retryAfter);
    case ErrorCode.HTTPError:
      return ofStatus(known.statusCode);
    case ErrorCode.RequestError:
      return ofConnection(known.original);
    default:
      return isUndatedLimit(error) ? faultOf("ratelimited") : ofConnection(error);
  }
}

/** Where Slack names no pause: messages pass about once a second. Never more than a day. */
const usualPauseMs = 1_000;
const longestPauseMs = 86_400_000;

function faultOf(said: string, retryAfter?: number): SlackFault {
  const code = said === "rate_limited" ? "ratelimited" : word.test(said) ? said : "unreadable_answer";
  const wording = Object.hasOwn(wordings, code) ? wordings[code] : undefined;
  return {
    code,
    ...(wording ?? unknownWording),
    ...(code === "ratelimited" ? { retryAfterMs: pauseMs(retryAfter) } : {}),
  };
}

const pauseMs = (seconds: number | undefined) =>
  seconds !== undefined && Number.isFinite(seconds) && seconds > 0
    ? Math.min(Math.ceil(seconds * 1_000), longestPauseMs)
    : usualPauseMs;

function ofStatus(status: number, retryAfter?: number): SlackFault {
  if (status === 429) return faultOf("ratelimited", retryAfter);
  return faultOf(status >= 500 ? "http_error" : "unreadable_answer");
}

/** Names the scopes, when Slack does, so that nobody has to guess which one. */
function withScopes(fault: SlackFault, needed = "", provided = ""): SlackFault {
  const has = new Set(provided.split(/[, ]+/));
  const scopes = needed.split(/[, ]+/).filter((scope) => scope !== "" && !has.has(scope));
  if (scopes.length === 0) return fault;
  return { ...fault, told: `The app lacks the scope ${scopes.join(", ")}.`, scopes };
}

/** The client does not tell a 429 that names no pause by a class of its own. */
function isUndatedLimit(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Retry header did not contain a valid timeout");
}

/** What the platform throws when a connection fails; anything else is a defect of ours, not of the connection. */
function ofConnection(error: unknown): SlackFault {
  if (!(error instanceof Error)) return faultOf("unknown");
  if (error.name === "TimeoutError" || error.name === "AbortError") return faultOf("timed_out");
  const reason = connectionReason(error);
  return reason === undefined ? faultOf("unknown") : { ...faultOf("unreachable"), reason };
}

/** Why a connection failed, in the word of what caused it first; undefined for what is no such thing. */
function connectionReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const first = connectionReason(error.cause);
  if (first !== undefined) return first;
  const status = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (status !== undefined) return `the proxy answered ${status}`;
  if ("code" in error && typeof error.code === "string" && /^[A-Z][A-Z\d_]{2,60}$/.test(error.code)) return error.code;
  return error instanceof TypeError && error.message === "fetch failed" ? "fetch failed" : undefined;
}
