/** Who may come in, as WebSphere decides it before the API sees the request. */
import type { Answer, Request } from "../server.ts";
import { ApiFault, faultAnswer, json, staleToken } from "./faults.ts";
import { cookie, htmlPage } from "./http.ts";
import { newSessions, type Sessions } from "./sessions.ts";
import type { BpelAuth, BpelSettings } from "./settings.ts";

export type Visitor = {
  /** Null where nobody is asked who they are. */
  readonly id: string | null;
  /** Names of templates. */
  readonly sees: "all" | readonly string[];
};

/** Either the gate answers, or it lets through and adds headers to what is answered. */
export type Gate = (
  request: Request,
) => { readonly answer: Answer } | { readonly visitor: Visitor; readonly headers: Answer["headers"] };

const tokenPath = "/bpm/system/login";
const tokenSeconds = 7200;
const realm = 'Basic realm="defaultWIMFileBasedRealm"';
const nobody = "UNAUTHENTICATED";

export function openGate({ auth, csrf = false, login = "basic" }: BpelSettings): Gate {
  const sessions = auth?.sessions ?? newSessions();
  const stranger: Answer =
    login === "form"
      ? { status: 302, contentType: null, headers: { location: "/rest/login.jsp" }, body: "" }
      : htmlPage(401, { "www-authenticate": realm });
  return (request) => {
    const entrance = auth ? enter(request, auth, { sessions, login }) : { user: nobody, headers: {} };
    if (!entrance) return { answer: stranger };
    const { user, headers } = entrance;
    if (csrf && request.url.split("?", 1)[0] === tokenPath) return { answer: { ...token(request), headers } };
    if (csrf && !sessions.isToken(request.headers.bpmcsrftoken, user)) {
      return { answer: { ...staleToken(), headers } };
    }
    return { visitor: auth ? { id: user, sees: auth.sees?.[user] ?? "all" } : { id: null, sees: "all" }, headers };

    function token({ method, body }: Request): Answer {
      if (method !== "POST") return htmlPage(405);
      if (!isJson(body)) return faultAnswer(new ApiFault(400, "CWTBG0012E", "body"));
      const answer = JSON.stringify({ csrf_token: sessions.openToken(user), expiration: tokenSeconds });
      return { status: 201, contentType: json, headers: {}, body: answer };
    }
  };
}

function isJson(body: string): boolean {
  try {
    return body === "" || typeof JSON.parse(body) === "object";
  } catch {
    return false;
  }
}

type Entrance = { readonly user: string; readonly headers: Answer["headers"] };
type House = { readonly sessions: Sessions; readonly login: "basic" | "form" };

/** By the cookie of an earlier login, else by name and password, which bring a new cookie. */
function enter({ headers }: Request, { users }: BpelAuth, { sessions, login }: House): Entrance | null {
  const known = sessions.userOf(cookie(headers.cookie, "LtpaToken2"));
  if (known !== undefined) return { user: known, headers: {} };
  const { name, password } = credentials(headers.authorization);
  const isRight = login === "basic" && users[name] === password;
  if (!isRight) return null;
  return { user: name, headers: { "set-cookie": `LtpaToken2=${sessions.openCookie(name)}; Path=/; HttpOnly` } };
}

function credentials(authorization: string | undefined): { readonly name: string; readonly password: string } {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? { name: "", password: "" } : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
