import type { Dispatcher } from "undici";
import { LookoutError } from "../../core/errors.ts";
import type { Base } from "./address.ts";
import { type Asked, drop, header } from "./answer.ts";
import { connectionFailure } from "./connection-failure.ts";
import type { Connections } from "./connections.ts";
import { cookiesOf } from "./cookies.ts";
import type { Deadline, Deadlines } from "./deadline.ts";
import { postForm } from "./form.ts";
import { type KeptLogin, keptLogin, loginFault, strangeLogin } from "./login.ts";
import { refusalOf } from "./refusal.ts";
import type { SessionAuth } from "./settings.ts";

/** What carries a session from request to request. */
interface Session {
  readonly headers: Readonly<Record<string, string>>;
  /** Whether POST requests must show a token against forgery besides the cookies. */
  readonly guarded: boolean;
}

/** The one login that may leave besides token requests. Reads have their own table. */
const login = { method: "POST", path: "/api/login" } as const;

/** Operate calls it X-CSRF-TOKEN, before 8.6 OPERATE-X-CSRF-TOKEN, and takes it back under the same name. */
const forgeryToken = /^(?:[\w-]+-)?x-csrf-token$/i;

/** Logs in at the root of the API, which an address may name with its version ("/v1"). */
export function createSessions(
  auth: SessionAuth,
  engine: string,
  agent: () => string,
  base: Base,
  connections: Connections,
  deadlines: Deadlines,
): KeptLogin<Session> {
  const path = base.path.replace(/\/v[12]$/, "") + login.path;
  const shown = base.origin + path;

  async function begin(deadline: Deadline): Promise<Session> {
    const asked: Asked = { engine, shown, signal: deadline.signal, cutAt: undefined };
    const body = new URLSearchParams({ username: auth.username, password: auth.password.reveal() }).toString();
    const headers = { accept: "application/json", "user-agent": agent() };
    const answer = await postForm({ origin: base.origin, path, headers, body }, connections, deadline).catch(
      (error: unknown) => {
        throw error instanceof LookoutError ? error : connectionFailure(error, engine, shown, connections.proxy).error;
      },
    );
    drop(answer);
    return sessionOf(answer, asked);
  }

  return keptLogin(deadlines, begin);
}

/** The session that the answer to a login begins. Its body says nothing. */
function sessionOf(answer: Dispatcher.ResponseData<unknown>, asked: Asked): Session {
  const { engine } = asked;
  const status = answer.statusCode;
  const refusal = refusalOf(answer, asked.shown, asked);
  if (refusal?.end instanceof LookoutError) throw refusal.end;
  const wrong = loginFault(status, login.path, engine);
  if (wrong !== undefined) throw wrong;
  const cookie = cookiesOf(answer)
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  if (cookie === "") throw strangeLogin(engine, `no cookie came with status ${status}`);
  const guard = Object.keys(answer.headers).find((name) => forgeryToken.test(name));
  const token = guard === undefined ? "" : header(answer, guard);
  if (guard === undefined || token === "") return { headers: { cookie }, guarded: false };
  return { headers: { cookie, [guard]: token }, guarded: true };
}
