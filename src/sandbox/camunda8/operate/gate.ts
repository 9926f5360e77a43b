/** Who may come in: sessions with a token against forged requests, or bearer tokens. */
import type { Answer, Request } from "../../server.ts";
import { FrameworkFault } from "./faults.ts";
import { cookie, type Target } from "./http.ts";
import { isMaskOf, maskedToken, newCsrfToken, newSessions } from "./sessions.ts";
import type { OperateAuth } from "./settings.ts";

type Headers = Answer["headers"];

/** Either the gate answers, or it lets through and adds headers to what is answered. Throws `FrameworkFault` for 403. */
export type Gate = (request: Request, target: Target) => { readonly answer: Answer } | { readonly headers: Headers };

const names = { session: "OPERATE-SESSION", token: "X-CSRF-TOKEN", header: "x-csrf-token" } as const;
const attributes = "Path=/; HttpOnly; SameSite=Lax";

/** Not the usual 401: nothing says how to log in. */
const stranger = {
  answer: { status: 401, contentType: "application/json;charset=UTF-8", headers: {}, body: '{"message":""}' },
} as const;
const welcome = { headers: {} } as const;

export function openGate(auth: OperateAuth | undefined): Gate {
  if (!auth) return () => welcome;
  if (auth.kind === "session") return sessionGate(auth);
  return (request, target) => {
    const token = bearerOf(request);
    return !isGuarded(target) || (token !== undefined && auth.tokens.includes(token)) ? welcome : stranger;
  };
}

/** Elsewhere nothing is found, by anybody. */
const isGuarded = ({ segments: [first = ""] }: Target) => ["v1", "v2", "api"].includes(first);

const bearerOf = ({ headers: { authorization } }: Request) => /^Bearer (.*)$/.exec(authorization ?? "")?.[1];

function sessionGate({ users, csrf = true, sessions = newSessions() }: OperateAuth & { kind: "session" }): Gate {
  return (request, target) => {
    const isRead = ["GET", "HEAD", "OPTIONS"].includes(request.method);
    if (request.method === "POST" && target.path === "/api/login") {
      return isRight(users, credentials(request, target)) ? { answer: loggedIn(request) } : stranger;
    }
    const token = cookie(request, names.token);
    const isExempt = isRead || bearerOf(request) !== undefined;
    if (csrf && !isExempt && !isMaskOf(request.headers[names.header], token)) throw new FrameworkFault(403);
    if (!isGuarded(target)) return welcome;
    if (!sessions.knows(cookie(request, names.session))) return stranger;
    return csrf && isRead && token !== undefined ? { headers: { [names.header]: maskedToken(token) } } : welcome;
  };

  function loggedIn(request: Request): Answer {
    const session = `${names.session}=${sessions.open(cookie(request, names.session))}; ${attributes}`;
    const token = newCsrfToken();
    const headers: Headers = csrf
      ? { "set-cookie": [session, `${names.token}=${token}; ${attributes}`], [names.header]: maskedToken(token) }
      : { "set-cookie": session };
    return { status: 204, contentType: null, headers, body: "" };
  }
}

type Credentials = { readonly name: string; readonly password: string };

function isRight(users: Readonly<Record<string, string>>, { name, password }: Credentials): boolean {
  return Object.hasOwn(users, name) && users[name] === password;
}

/** In the query or in a form; JSON is not read. */
function credentials({ headers, body }: Request, { parameters }: Target): Credentials {
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const form = new URLSearchParams(isForm ? body : "");
  const read = (name: string) => parameters.get(name) ?? form.get(name) ?? "";
  return { name: read("username"), password: read("password") };
}
