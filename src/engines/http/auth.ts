import { fault } from "../../core/errors.ts";
import type { Secret } from "../../core/secret.ts";
import type { Deadlines } from "./deadline.ts";
import type { Auth, HttpSettings } from "./settings.ts";
import { createTokens } from "./token.ts";

interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** To be called when the engine answers 401 to these credentials. */
  refused(): void;
}

export interface Authenticator {
  credentials(signal: AbortSignal): Promise<Credentials>;
  close(): Promise<void>;
}

/** Headers that decide how a message is framed or routed; configured ones would break it. */
const reserved =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-authorization|te|trailer|transfer-encoding|upgrade)$/;

export function createAuthenticator(settings: HttpSettings, deadlines: Deadlines): Authenticator {
  if (settings.auth.type !== "oauth") return fixed(headersOf(settings.auth, settings.engine));
  const tokens = createTokens(settings.auth, settings, deadlines);
  return {
    async credentials(signal) {
      const token = await tokens.get(signal);
      return { headers: { authorization: `Bearer ${token}` }, refused: () => tokens.drop(token) };
    },
    close: () => tokens.close(),
  };
}

function fixed(headers: Readonly<Record<string, string>>): Authenticator {
  const credentials: Credentials = { headers, refused: () => {} };
  return { credentials: () => Promise.resolve(credentials), close: () => Promise.resolve() };
}

function headersOf(auth: Exclude<Auth, { type: "oauth" }>, engine: string): Readonly<Record<string, string>> {
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
