import type { Dispatcher } from "undici";
import { fault, LookoutError } from "../../core/errors.ts";
import type { Base } from "./address.ts";
import { type Asked, drop, header } from "./answer.ts";
import { connectionFailure } from "./connection-failure.ts";
import type { Connections } from "./connections.ts";
import type { Deadline, Deadlines } from "./deadline.ts";
import { postForm } from "./form.ts";
import { refusalOf } from "./refusal.ts";
import type { SessionAuth } from "./settings.ts";
import { sharedWork } from "./shared-work.ts";

/** What carries a session from request to request. */
interface Session {
  readonly headers: Readonly<Record<string, string>>;
  /** Whether POST requests must show a token against forgery besides the cookies. */
  readonly guarded: boolean;
}

export interface Sessions {
  /** The session that is kept, or a new one. All who wait for a new one share one login; each can leave by its own abort. */
  get(signal: AbortSignal): Promise<{ readonly session: Session; readonly kept: boolean }>;
  /** Forgets a session that the engine refused, unless it has been replaced already. */
  drop(session: Session): void;
}

/** The one login that may leave besides token requests. Reads have their own table. */
const login = { method: "POST", path: "/api/login" } as const;

/** So long a refused login is not tried again: what a question still asks after it must not count as more wrong passwords. */
const refusedForMs = 10_000;

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
): Sessions {
  const path = base.path.replace(/\/v[12]$/, "") + login.path;
  const shown = base.origin + path;
  let current: Session | undefined;
  let refused: { readonly error: LookoutError; readonly until: number } | undefined;

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

  const begun = sharedWork(deadlines, async (deadline) => {
    try {
      current = await begin(deadline);
      return current;
    } catch (error) {
      if (error instanceof LookoutError && error.fault === "loginRefused") {
        refused = { error, until: performance.now() + refusedForMs };
      }
      throw error;
    }
  });

  return {
    async get(signal) {
      if (current !== undefined) return { session: current, kept: true };
      if (refused !== undefined && performance.now() < refused.until) throw refused.error;
      return { session: await begun(signal), kept: false };
    },
    drop(session) {
      if (current === session) current = undefined;
    },
  };
}

/** The session that the answer to a login begins. Its body says nothing. */
function sessionOf(answer: Dispatcher.ResponseData<unknown>, asked: Asked): Session {
  const { engine } = asked;
  const status = answer.statusCode;
  if (status === 403) throw fault("loginRefused", { engine });
  const refusal = refusalOf(answer, asked.shown, asked);
  if (refusal?.end instanceof LookoutError) throw refusal.end;
  const strange = (problem: string) => fault("answerUnexpected", { engine, read: "the login", problem });
  if (status === 404 || status === 405) throw strange(`there is none at ${login.path} (${status})`);
  if (status < 200 || status > 299) throw fault("engineFault", { engine, read: "the login", status });
  const cookie = cookiesOf(answer);
  if (cookie === "") throw strange(`no cookie came with status ${status}`);
  const guard = Object.keys(answer.headers).find((name) => forgeryToken.test(name));
  const token = guard === undefined ? "" : header(answer, guard);
  if (guard === undefined || token === "") return { headers: { cookie }, guarded: false };
  return { headers: { cookie, [guard]: token }, guarded: true };
}

/** The cookies of an answer as a request shows them. A server drops one by giving it no value. */
function cookiesOf(answer: Dispatcher.ResponseData<unknown>): string {
  const set = answer.headers["set-cookie"] ?? [];
  const pairs = [set].flat().map((text) => text.split(";", 1)[0]?.trim() ?? "");
  return pairs.filter((pair) => /^[\w!#$%&'*+.^`|~-]+=[\x21-\x7e]+$/.test(pair)).join("; ");
}
