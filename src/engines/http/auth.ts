import type { Dispatcher } from "undici";
import { fault } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { type Base, isInside } from "./address.ts";
import type { Connections } from "./connections.ts";
import { cookiesOf } from "./cookies.ts";
import type { Deadlines } from "./deadline.ts";
import { withForgeryToken } from "./forgery-token.ts";
import { isFault } from "./login.ts";
import type { Outcome } from "./retry.ts";
import { createSessions } from "./session.ts";
import type { Auth, HttpSettings, OAuth, Read, SessionAuth } from "./settings.ts";
import { agent, createTokens } from "./token.ts";

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /**
   * To be told every answer to a request with these credentials. True when it refuses credentials that were accepted
   * before: then new ones may be accepted. False for credentials that were new, or that cannot be had anew.
   */
  refusedBy(told: Told): boolean;
}

/** An answer, as the credentials are told it that it was asked with. */
export interface Told {
  readonly method: Read["method"];
  readonly status: number;
  readonly headers: Dispatcher.ResponseData<unknown>["headers"];
  /** What it says, or why that does not matter. */
  readonly end: Outcome["end"];
}

export interface Authenticator {
  credentials(signal: AbortSignal): Promise<Credentials>;
  close(): Promise<void>;
}

/** Headers that decide how a message is framed or routed; configured ones would break it. */
const reserved =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-authorization|te|trailer|transfer-encoding|upgrade)$/;

/** `base` and `connections` are the engine's, for a login that it takes itself. */
export function createAuthenticator(
  settings: HttpSettings,
  deadlines: Deadlines,
  base: Base,
  connections: Connections,
): Authenticator {
  const login = kindOfLogin(settings, deadlines, base, connections);
  return settings.csrfLogin ? withForgeryToken(login, settings, deadlines, base, connections) : login;
}

function kindOfLogin(
  settings: HttpSettings,
  deadlines: Deadlines,
  base: Base,
  connections: Connections,
): Authenticator {
  const { auth, engine, sessionCookie } = settings;
  switch (auth.type) {
    case "oauth":
      return byToken(auth, settings, deadlines);
    case "session":
      return bySession(auth, settings, deadlines, base, connections);
    default: {
      const headers = headersOf(auth, engine);
      return auth.type === "basic" && sessionCookie !== undefined
        ? byCookie(sessionCookie, headers, base)
        : fixed(headers);
    }
  }
}

function byToken(auth: OAuth, settings: HttpSettings, deadlines: Deadlines): Authenticator {
  const tokens = createTokens(auth, settings, deadlines);
  return {
    async credentials(signal) {
      const { value, kept } = await tokens.get(signal);
      return {
        headers: { authorization: `Bearer ${value}` },
        refusedBy({ end }) {
          if (!isFault(end, "loginRefused")) return false;
          tokens.drop(value);
          return kept;
        },
      };
    },
    close: () => tokens.close(),
  };
}

function bySession(
  auth: SessionAuth,
  settings: HttpSettings,
  deadlines: Deadlines,
  base: Base,
  connections: Connections,
): Authenticator {
  const sessions = createSessions(auth, settings.engine, () => agent(settings), base, connections, deadlines);
  return {
    async credentials(signal) {
      const { value: session, kept } = await sessions.get(signal);
      return {
        headers: session.headers,
        refusedBy({ status, method, end }) {
          // 403 to a POST is a token against forgery that went stale, or a missing right: a new session tells which.
          const forged = status === 403 && method === "POST" && session.guarded && kept;
          if (!isFault(end, "loginRefused") && !forged) return false;
          sessions.drop(session);
          return kept;
        },
      };
    },
    close: () => Promise.resolve(),
  };
}

/** With a cookie in place of the password as soon as an answer brings one, and with the password again when it is refused. */
function byCookie(name: string, login: Credentials["headers"], base: Base): Authenticator {
  const isPrivate = base.https || isInside(new URL(base.origin));
  let current: Secret | undefined;
  return {
    async credentials() {
      const used = current;
      return {
        headers: used === undefined ? login : { cookie: `${name}=${used.reveal()}` },
        refusedBy(told) {
          // Where a server has a login page, it may send there whom it no longer knows.
          if (isFault(told.end, "loginRefused") || isFault(told.end, "loginPage")) {
            if (current === used) current = undefined;
            return used !== undefined;
          }
          const newest = cookiesOf(told).findLast((cookie) => cookie.name === name && (isPrivate || !cookie.secure));
          if (newest !== undefined) current = new Secret(newest.value);
          return false;
        },
      };
    },
    close: () => Promise.resolve(),
  };
}

function fixed(headers: Readonly<Record<string, string>>): Authenticator {
  const credentials: Credentials = { headers, refusedBy: () => false };
  return { credentials: () => Promise.resolve(credentials), close: () => Promise.resolve() };
}

function headersOf(auth: Exclude<Auth, OAuth | SessionAuth>, engine: string): Readonly<Record<string, string>> {
  switch (auth.type) {
    case "none":
      return {};
    case "basic":
      return { authorization: `Basic ${basic(auth.username, auth.password)}` };
    case "bearer":
      return checked({ authorization: `Bearer ${auth.token.reveal()}` }, engine);
    case "headers":
      return checked(
        Object.fromEntries(
          Object.entries(auth.headers).map(([name, value]) => [name.toLowerCase(), value.reveal()] as const),
        ),
        engine,
      );
  }
}

function basic(username: string, password: Secret): string {
  return Buffer.from(`${username}:${password.reveal()}`, "utf8").toString("base64");
}

/** A line break from a file that holds a token must be found at the start, and not by an error that prints the token. */
function checked(headers: Record<string, string>, engine: string): Record<string, string> {
  const problems = Object.entries(headers).flatMap(([name, value]) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return [`"${name}" is no header name`];
    if (reserved.test(name)) return [`the header ${name} cannot be set`];
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return [`the value of ${name} holds characters that no header may`];
    return [];
  });
  if (problems.length > 0) throw fault("configInvalid", { where: `engines[${engine}].auth`, problems });
  return headers;
}
