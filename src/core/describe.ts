import type { ErrorKind, FaultFacts, FaultName, LookoutError, NotFoundCause } from "./errors.ts";
import { cleanText } from "./text.ts";

/** What a reader gets of an error: one sentence, and what to do next. */
export interface ErrorReport {
  kind: ErrorKind;
  message: string;
  next?: string;
  engine?: string;
}

interface Wording<Facts> {
  kind: ErrorKind;
  message: (facts: Facts) => string;
  next?: (facts: Facts) => string | undefined;
}

const causes: Record<NotFoundCause, string> = {
  otherEngine: "belong to another engine",
  notPermitted: "lie outside the rights of this caller or of the engine account",
  notYetExported: "be younger than the export delay",
  cleanedUp: "have been removed by history cleanup after its end",
  historyNotRecorded: "have ended in an engine that records no history",
};

const list = (items: readonly string[]) => items.join(", ");
const oneOf = (items: readonly string[]) =>
  items.length < 2 ? list(items) : `${list(items.slice(0, -1))} or ${items.at(-1)}`;
const sentence = (text: string) => (/[.?!…]$/.test(text) ? text : `${text}.`);
/** What an asker or a server wrote, short enough that the sentence around it stays whole. */
const short = (text: string) => oneLine(text, 120);
const oneLine = (text: string, limit?: number) => cleanText(text.replace(/\s+/g, " "), limit).text;
const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;

const noInstance = (id: string, engines: readonly string[], possible: readonly NotFoundCause[]) =>
  `No instance ${short(id)} in ${oneOf(engines)}.${possible.length ? ` It may ${oneOf(possible.map((cause) => causes[cause]))}.` : ""}`;

const wordings: { readonly [N in FaultName]: Wording<FaultFacts[N]> } = {
  inputInvalid: {
    kind: "invalidInput",
    message: ({ problems }) => sentence(problems.join("; ")),
    next: () => "Correct the input and ask again.",
  },
  inputContradictory: {
    kind: "invalidInput",
    message: ({ fields, because }) => `${fields.join(" and ")} contradict each other: ${because}.`,
    next: ({ fields }) => `Leave out ${oneOf(fields)}.`,
  },
  cursorMalformed: {
    kind: "invalidInput",
    message: () => "The cursor is not one that this lookout gave.",
    next: () => "Ask again without a cursor, or pass nextCursor exactly as it came.",
  },
  cursorOfOtherQuestion: {
    kind: "invalidInput",
    message: () => "The cursor belongs to another question.",
    next: () => "Repeat the same filters with the cursor, or ask again without it.",
  },
  engineUnnamed: {
    kind: "invalidInput",
    message: ({ engines, what }) => `${what} needs one engine, and several are configured: ${list(engines)}.`,
    next: ({ engines }) => `Add engine, for example ${engines[0]}.`,
  },
  engineUnknown: {
    kind: "invalidInput",
    message: ({ engine }) => `There is no engine ${short(engine)}.`,
    next: ({ engines }) => (engines.length ? `Engines: ${list(engines)}.` : "No engine is open to this caller."),
  },
  notSupported: {
    kind: "unsupported",
    message: ({ what, engine, because }) => `${engine} cannot do ${what}${because ? `: ${because}` : ""}.`,
    next: ({ can }) => (can?.length ? `It can do: ${list(can)}.` : undefined),
  },
  instanceNotFound: {
    kind: "notFound",
    message: ({ id, engine, causes: possible }) => noInstance(id, [engine], possible),
    next: () => "Query by its business key, or name another engine.",
  },
  instanceNowhere: {
    kind: "notFound",
    message: ({ id, engines, causes: possible }) => noInstance(id, engines, possible),
    next: () => "Query by its business key.",
  },
  instanceNotChecked: {
    kind: "unreachable",
    message: ({ id, engines, failed }) =>
      `${engines.length ? `No instance ${short(id)} in ${oneOf(engines)}` : `Not known whether there is an instance ${short(id)}`}; ${list(failed)} could not be asked and was NOT checked.`,
    next: () => "Try again, or look at the engines with `lookout doctor`.",
  },
  instanceInSeveral: {
    kind: "invalidInput",
    message: ({ id, engines }) => `${short(id)} is the id of an instance in each of ${list(engines)}.`,
    next: ({ engines }) => `Add engine, for example ${engines[0]}.`,
  },
  linkUnknown: {
    kind: "invalidInput",
    message: ({ link }) => `The link ${short(link)} names no process instance of a configured engine.`,
    next: () => "Give the instance id itself.",
  },
  policyForbids: {
    kind: "denied",
    message: ({ what }) => `The access policy of this lookout does not allow ${what} for this caller.`,
    next: ({ allow }) => `Whoever runs the lookout may allow it: ${allow}.`,
  },
  engineForbids: {
    kind: "denied",
    message: ({ engine, what, status = 403 }) =>
      `${engine} does not let the lookout's account read ${what} (${status}).`,
    next: ({ permission }) =>
      `Whoever grants rights in the engine gives the account ${permission ?? "read permission"}.`,
  },
  historyHidden: {
    kind: "denied",
    message: ({ engine, running }) =>
      `${engine} runs ${running} matching instance(s), but its history shows none: it records no history of them, or the lookout's account may not read it.`,
    next: () => "Give the account READ_HISTORY, or set the engine's history level to full; get by id works meanwhile.",
  },
  loginRefused: {
    kind: "unauthenticated",
    message: ({ engine }) =>
      `${engine} refused the login (401). It is not tried again by itself, so the account is not being locked.`,
    next: ({ engine }) =>
      `Whoever runs the lookout checks the login in the configuration (auth of ${engine}, or the environment), and waits a minute after a wrong password: engines refuse the right one meanwhile. \`lookout doctor\` shows what it tried.`,
  },
  loginPage: {
    kind: "unauthenticated",
    message: ({ engine, location }) => `${engine} sent the lookout to a login page (${location}) instead of answering.`,
    next: () => "Point the url at the REST API behind the login, or set auth for it.",
  },
  tokenRefused: {
    kind: "unauthenticated",
    message: ({ engine, issuer, reason }) =>
      sentence(`The token issuer ${issuer} gave no token for ${engine}: ${reason}`),
    next: ({ engine }) =>
      `Whoever runs the lookout checks clientId, clientSecret and scope in engines[${engine}].auth.`,
  },
  configInvalid: {
    kind: "configuration",
    message: ({ where, problems }) => sentence(`${where}: ${problems.join("; ")}`),
    next: () => "Mend it and run `lookout doctor`.",
  },
  configMissing: {
    kind: "configuration",
    message: () => "No engine is configured.",
    next: () =>
      "Set LOOKOUT_ENGINE_URL to the engine's REST address (or CAMUNDA_REST_ADDRESS, for Camunda 8), write a lookout.yaml and name it with --config, or try `lookout demo`.",
  },
  certificateUntrusted: {
    kind: "configuration",
    message: ({ engine, reason }) => `The certificate of ${engine} is not trusted (${reason}).`,
    next: ({ engine }) => `Name the authority's certificate file in engines[${engine}].tls.ca.`,
  },
  unreachable: {
    kind: "unreachable",
    message: ({ engine, url, reason }) => `${engine} cannot be reached at ${url} (${reason}).`,
    next: () =>
      "Check that the engine is up and that its url and the proxy settings are right; `lookout doctor` tries each step.",
  },
  timedOut: {
    kind: "timedOut",
    message: ({ engine, afterMs }) => `${engine} did not answer in ${seconds(afterMs)}.`,
    next: () => "Try again, narrow a query by definition or time, or have the engine's operator look at its load.",
  },
  paused: {
    kind: "unreachable",
    message: ({ engine, forMs }) =>
      `${engine} did not answer several times in a row, so it is left alone for ${seconds(forMs)} more.`,
    next: () => "Try again then, or look at it with `lookout doctor`, which asks it all the same.",
  },
  leftOut: {
    kind: "unreachable",
    message: ({ engine }) => `${engine} gave nothing on an earlier page, so its instances are not in this answer.`,
    next: () => "Ask again without the cursor to include it.",
  },
  overloaded: {
    kind: "rateLimited",
    message: ({ engine }) => `${engine} asks to be left alone for a while (429 or 503).`,
    next: ({ retryAfterMs }) => `Try again ${retryAfterMs ? `in ${seconds(retryAfterMs)}` : "later"}.`,
  },
  queueFull: {
    kind: "rateLimited",
    message: ({ engine, limit }) => `More than ${limit} questions wait for ${engine} already.`,
    next: () => "Try again in a moment.",
  },
  notJson: {
    kind: "badAnswer",
    message: ({ engine, url, status, contentType }) =>
      `${engine} answered ${url} with ${contentType} (${status}) instead of JSON.`,
    next: () => "The url is probably not the REST API, or a proxy answers in its place.",
  },
  answerTooLarge: {
    kind: "badAnswer",
    message: ({ engine, limitBytes }) =>
      `${engine} sent more than ${Math.round(limitBytes / 1_000_000)} MB; the answer was dropped.`,
    next: () => "Ask for less: a smaller limit or more filters.",
  },
  answerCutOff: {
    kind: "badAnswer",
    message: ({ engine }) => `${engine} ended its answer in the middle.`,
    next: () => "Try again; if it stays, a proxy or the engine cuts long answers.",
  },
  answerUnexpected: {
    kind: "badAnswer",
    message: ({ engine, read, problem }) => sentence(`${engine} answered ${read} in an unknown shape: ${problem}`),
    next: () => "Check kind and url of the engine with `lookout doctor`.",
  },
  engineFault: {
    kind: "badAnswer",
    message: ({ engine, read, status, type }) =>
      `${engine} failed to answer ${read} (${status}${type ? `, ${type}` : ""}).`,
    next: () => "Its operator finds the cause in the engine's log.",
  },
  redirected: {
    kind: "badAnswer",
    message: ({ engine, location }) => `${engine} redirects to ${location}; redirects are not followed.`,
    next: ({ location }) => `If ${location} is the right address, make it the engine's url.`,
  },
  filterIgnored: {
    kind: "badAnswer",
    message: ({ engine, filter }) => `${engine} returned rows that do not match ${filter}; the list was dropped.`,
    next: () =>
      "The server or a proxy before it ignores that filter; leave the filter out or check the engine's version.",
  },
  slackRefused: {
    kind: "unauthenticated",
    message: ({ variable, reason }) => `Slack refuses ${variable} (${reason}).`,
    next: ({ variable }) =>
      `Whoever runs the lookout copies the token anew from the app's page at api.slack.com/apps into ${variable}; a reinstalled app has new ones.`,
  },
  slackUnreachable: {
    kind: "unreachable",
    message: ({ reason }) => `Slack cannot be reached (${short(reason)}).`,
    next: () => "Check the way out to slack.com: network, HTTPS_PROXY, SLACK_API_URL.",
  },
  cannotListen: {
    kind: "configuration",
    message: ({ address, reason }) => `Cannot listen at ${short(address)} (${reason}).`,
    next: () => "Choose another address with --host and --port, or end what listens there.",
  },
  cancelled: { kind: "cancelled", message: () => "Cancelled." },
  internal: {
    kind: "internal",
    message: ({ detail }) => `The lookout itself failed (${detail}).`,
    next: () => "Please report it with the output of `lookout doctor --json`.",
  },
};

function engineOf(facts: object): string | undefined {
  return "engine" in facts && typeof facts.engine === "string" ? facts.engine : undefined;
}

/** The sentence and the next step that every channel uses. One line each, cleaned, cut at 500 characters. */
export function describe<N extends FaultName>(error: LookoutError<N>): ErrorReport {
  const wording: Wording<FaultFacts[N]> = wordings[error.fault];
  const next = wording.next?.(error.facts);
  const engine = engineOf(error.facts);
  return {
    kind: wording.kind,
    message: oneLine(wording.message(error.facts)),
    ...(next === undefined ? {} : { next: oneLine(next) }),
    ...(engine === undefined ? {} : { engine: short(engine) }),
  };
}

/** The kind of an error without its words. */
export function kindOf(error: LookoutError): ErrorKind {
  return wordings[error.fault].kind;
}
