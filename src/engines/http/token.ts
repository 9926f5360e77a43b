import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  OperationProcessingError,
  processClientCredentialsResponse,
  ResponseBodyError,
  UnsupportedOperationError,
} from "oauth4webapi";
import { correlationId } from "../../core/correlation.ts";
import { fault } from "../../core/errors.ts";
import { baseOf, isInside, parseUrl } from "./address.ts";
import { connectionFailure } from "./connection-failure.ts";
import { type Connections, openConnections } from "./connections.ts";
import type { Deadline, Deadlines } from "./deadline.ts";
import { postForm } from "./form.ts";
import { isFault, usedUntil } from "./login.ts";
import type { HttpSettings, OAuth } from "./settings.ts";
import { sharedWork } from "./shared-work.ts";

export interface Tokens {
  /**
   * The token that is kept, or a new one. All who wait for a new one share one request; each can leave by its own abort.
   */
  get(signal: AbortSignal): Promise<{ readonly value: string; readonly kept: boolean }>;
  /** Forgets a token that the engine refused, unless it has been replaced already. */
  drop(token: string): void;
  close(): Promise<void>;
}

interface Token {
  readonly value: string;
  readonly goodUntil: number;
}

/** For issuers that do not tell how long a token lives. */
const untoldLifeMs = 60_000;

const maxTokenChars = 100_000;

const tooSlow = "no answer in time";

/** What a token request needs to know of its issuer. */
interface Issuer {
  readonly url: URL;
  readonly shown: string;
  readonly connections: Connections;
}

/** The one login that may leave: client credentials to the configured token url, POST. Reads have their own table. */
export function createTokens(auth: OAuth, settings: HttpSettings, deadlines: Deadlines): Tokens {
  const { engine } = settings;
  const issuer = issuerOf(auth, settings);
  let current: Token | undefined;
  const renewed = sharedWork(deadlines, async (deadline) => {
    current = await requestToken(auth, issuer, settings, deadline);
    return current;
  });

  return {
    async get(signal) {
      // Not by the clock on the wall: that may be set, and the issuer's tells another time.
      if (current !== undefined && performance.now() < current.goodUntil) return { value: current.value, kept: true };
      try {
        const { value } = await renewed(signal);
        return { value, kept: false };
      } catch (error) {
        // The engine was not even asked: it is the issuer that let the time run out.
        if (!isFault(error, "timedOut")) throw error;
        throw fault("tokenRefused", { engine, issuer: issuer.shown, reason: tooSlow });
      }
    },
    drop(token) {
      if (current?.value === token) current = undefined;
    },
    close: () => issuer.connections.dispatcher.destroy(),
  };
}

function issuerOf(auth: OAuth, settings: HttpSettings): Issuer {
  const where = `engines[${settings.engine}].auth.tokenUrl`;
  const url = parseUrl(auth.tokenUrl, where);
  const base = baseOf(url);
  if (!base.https && !isInside(url)) {
    throw fault("configInvalid", {
      where,
      problems: ["does not begin with https://: the secret could be read on its way"],
    });
  }
  return { url, shown: base.shown, connections: openConnections(base, settings) };
}

async function requestToken(auth: OAuth, issuer: Issuer, settings: HttpSettings, deadline: Deadline): Promise<Token> {
  const { signal } = deadline;
  const server: AuthorizationServer = { issuer: issuer.url.origin, token_endpoint: auth.tokenUrl };
  const client: Client = { client_id: auth.clientId };
  const secret = auth.clientSecret.reveal();
  const authentication = auth.clientAuthentication === "basic" ? ClientSecretBasic(secret) : ClientSecretPost(secret);
  const parameters = new URLSearchParams();
  if (auth.scope !== undefined) parameters.set("scope", auth.scope);
  if (auth.audience !== undefined) parameters.set("audience", auth.audience);
  const askedAt = performance.now();
  try {
    const response = await clientCredentialsGrantRequest(server, client, authentication, parameters, {
      [customFetch]: (_url, options) =>
        post(issuer, { ...options.headers, "user-agent": agent(settings) }, options.body.toString(), deadline),
      [allowInsecureRequests]: issuer.url.protocol === "http:",
    });
    const { access_token: value, expires_in: lifeSeconds } = await processClientCredentialsResponse(
      server,
      client,
      response,
    );
    if (!/^[\x21-\x7e]+$/.test(value)) throw new TypeError("no header can carry this token");
    const lifeMs = lifeSeconds === undefined ? untoldLifeMs : lifeSeconds * 1000;
    return { value, goodUntil: usedUntil(askedAt, lifeMs) };
  } catch (error) {
    if (signal.aborted && isFault(signal.reason, "cancelled")) throw signal.reason;
    const reason = signal.aborted ? tooSlow : refusal(error, issuer, settings.engine);
    throw fault("tokenRefused", { engine: settings.engine, issuer: issuer.shown, reason });
  }
}

export function agent(settings: HttpSettings): string {
  return `${settings.userAgent} (${correlationId()})`;
}

/** oauth4webapi speaks fetch; this is as much of it as a token request needs, over our own connections. */
async function post(
  issuer: Issuer,
  headers: Record<string, string>,
  body: string,
  deadline: Deadline,
): Promise<Response> {
  const { origin, pathname, search } = issuer.url;
  const answer = await postForm({ origin, path: pathname + search, headers, body }, issuer.connections, deadline);
  answer.body.on("error", () => {});
  let text = "";
  for await (const chunk of answer.body.setEncoding("utf8")) {
    text += chunk;
    if (text.length > maxTokenChars) break;
  }
  const type = answer.headers["content-type"];
  return new Response(text === "" ? null : text, {
    status: answer.statusCode,
    headers: { "content-type": Array.isArray(type) ? (type[0] ?? "") : (type ?? "") },
  });
}

/** What a wrong answer ends in: oauth4webapi's complaints, our own, and that of Response about a status that is none. */
const unusable = [OperationProcessingError, UnsupportedOperationError, TypeError, RangeError];

/** A code and nothing else: bodies and the library's errors can hold the secret or the token. */
function refusal(error: unknown, issuer: Issuer, engine: string): string {
  if (error instanceof ResponseBodyError) {
    return /^[\w.-]{1,64}$/.test(error.error) ? error.error : `status ${error.status}`;
  }
  if (unusable.some((kind) => error instanceof kind)) {
    return error instanceof Error && error.cause instanceof Response && error.cause.status !== 200
      ? `status ${error.cause.status}`
      : "its answer holds no usable token";
  }
  const { facts } = connectionFailure(error, engine, issuer.shown, issuer.connections.proxy).error;
  return "reason" in facts ? facts.reason : "connection failed";
}
