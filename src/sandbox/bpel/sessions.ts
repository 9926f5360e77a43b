/** What the server has handed out: the cookies of those who logged in, and the tokens against forged requests. */
import { randomBytes } from "node:crypto";

export type Sessions = {
  readonly openCookie: (user: string) => string;
  readonly userOf: (cookie: string | undefined) => string | undefined;
  readonly openToken: (user: string) => string;
  readonly isToken: (token: string | undefined, user: string) => boolean;
  /** As when their time is up. */
  readonly expireCookies: () => void;
  readonly expireTokens: () => void;
};

/** Nobody has logged in yet. */
export function newSessions(): Sessions {
  const cookies = new Map<string, string>();
  const tokens = new Map<string, string>();
  const open = (known: Map<string, string>, user: string) => {
    const secret = randomBytes(48).toString("base64");
    known.set(secret, user);
    return secret;
  };
  return {
    openCookie: (user) => open(cookies, user),
    userOf: (cookie) => (cookie === undefined ? undefined : cookies.get(cookie)),
    openToken: (user) => open(tokens, user),
    isToken: (token, user) => token !== undefined && tokens.get(token) === user,
    expireCookies: () => cookies.clear(),
    expireTokens: () => tokens.clear(),
  };
}
