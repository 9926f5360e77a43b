import * as z from "zod";
import { LookoutError } from "../../core/errors.ts";
import type { Base } from "./address.ts";
import type { Asked } from "./answer.ts";
import type { Authenticator, Told } from "./auth.ts";
import type { Connections } from "./connections.ts";
import type { Deadline, Deadlines } from "./deadline.ts";
import { exchange, type Message } from "./exchange.ts";
import { keptLogin, loginFault, strangeLogin, usedUntil } from "./login.ts";
import { type Outcome, withRetries } from "./retry.ts";
import type { HttpSettings } from "./settings.ts";
import { agent } from "./token.ts";

/** The one login of this kind that may leave, at the root of the server. Reads have their own table. */
const login = { method: "POST", path: "/bpm/system/login" } as const;

/** The longest that the server gives, in seconds. */
const wantedLife = 7200;

interface Token {
  readonly value: string;
  readonly goodUntil: number;
}

/** ibm.com/docs, "Preventing cross site request forgery"; how long the token lives stands beside it in real answers. */
const given = z.looseObject({
  csrf_token: z.string().regex(/^[\x21-\x7e]+$/),
  expiration: z.number().positive().catch(wantedLife),
});

/** The refusal of a token that the server no longer knows. Both spellings are in use. */
const staleNumber = "CWTBG0651E";
const refused = z.union([
  z.looseObject({ error_number: z.literal(staleNumber) }),
  z.looseObject({ errorNumber: z.literal(staleNumber) }),
]);

/** Adds to every request the token by which a server tells it from a forged one. `inner` logs in, here as everywhere. */
export function withForgeryToken(
  inner: Authenticator,
  settings: HttpSettings,
  deadlines: Deadlines,
  base: Base,
  connections: Connections,
): Authenticator {
  const begin = async (deadline: Deadline): Promise<Token> => {
    const askedAt = performance.now();
    const { status, body } = await asked(inner, settings, base, connections, deadline);
    const { data } = given.safeParse(body);
    const wrong = loginFault(status, login.path, settings.engine);
    if (wrong !== undefined) throw wrong;
    if (data === undefined) throw strangeLogin(settings.engine, "it holds no usable csrf_token");
    return { value: data.csrf_token, goodUntil: usedUntil(askedAt, data.expiration * 1000) };
  };
  const tokens = keptLogin(deadlines, begin, ({ goodUntil }) => performance.now() < goodUntil);

  return {
    async credentials(signal) {
      // First the token: with its login, the inner credentials may change.
      const { value: token, kept } = await tokens.get(signal);
      const credentials = await inner.credentials(signal);
      return {
        headers: { ...credentials.headers, BPMCSRFToken: token.value },
        refusedBy(told) {
          // A session that ended takes its token along: the question is asked once more with both anew.
          const ended = credentials.refusedBy(told);
          const stale = isStale(told);
          if (ended || stale) tokens.drop(token);
          return ended || (stale && kept);
        },
      };
    },
    close: () => inner.close(),
  };
}

function isStale({ status, end }: Told): boolean {
  return status === 403 && !(end instanceof LookoutError) && refused.safeParse(end.body).success;
}

/** As in http/form.ts, a connection that breaks is tried again, but an answer never is. */
async function asked(
  inner: Authenticator,
  settings: HttpSettings,
  base: Base,
  connections: Connections,
  deadline: Deadline,
) {
  const { engine } = settings;
  const message: Message = {
    method: login.method,
    origin: base.origin,
    target: login.path,
    headers: {
      accept: "application/json",
      "accept-encoding": "identity",
      "content-type": "application/json",
      "user-agent": agent(settings),
    },
    body: JSON.stringify({ "refresh-groups": false, "requested-lifetime": wantedLife }),
  };
  const about: Asked = { engine, shown: base.origin + login.path, signal: deadline.signal, cutAt: undefined };
  const attempt = async (): Promise<Outcome> => {
    const { end, again } = await exchange(message, about, connections, inner);
    if (!(end instanceof LookoutError)) return { end };
    if (again !== undefined && end.fault === "unreachable") return { end, again };
    // A page that says 404 says the same as JSON that does.
    const absent = "status" in end.facts && end.facts.status === 404;
    return { end: (absent && loginFault(404, login.path, engine)) || end };
  };
  return withRetries(attempt, deadline);
}
