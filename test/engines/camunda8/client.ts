import { parseJson } from "../../../src/engines/http/json.ts";
import { jsonText } from "./values.ts";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}
type Method = "GET" | "POST" | "PUT" | "PATCH";
export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** The headers of a session: the product guards its posts with a token against cross-site requests. */
export type Session = Readonly<Record<string, string>>;

/** Logs in as a person does in the browser: there is no other way into Operate without an identity provider. */
export async function login(url: string, { user, password }: Credentials): Promise<Session> {
  const form = new URLSearchParams({ username: user, password });
  const response = await fetch(`${url}/api/login?${form}`, { method: "POST", signal: AbortSignal.timeout(20_000) });
  if (response.status !== 204) throw new Error(`POST /api/login: ${response.status} ${await response.text()}`);
  const token = response.headers.get("x-csrf-token");
  const cookie = response.headers.getSetCookie().map((one) => one.split(";")[0]);
  return { cookie: cookie.join("; "), ...(token === null ? {} : { "x-csrf-token": token }) };
}

/** A bare REST client for seeding and checking: JSON in, parsed JSON out without loss, failures thrown unless raw. */
export function restClient(url: string, session: Session = {}) {
  /** A text goes out as it is, a form as a form, anything else as JSON. */
  async function raw(method: Method, path: string, body?: unknown): Promise<Answer> {
    const form = body instanceof FormData;
    const json = body === undefined || form ? {} : { "content-type": "application/json" };
    const response = await fetch(url + path, {
      method,
      headers: { accept: "application/json", ...session, ...json },
      ...(body === undefined ? {} : { body: form || typeof body === "string" ? body : jsonText(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    return {
      status: response.status,
      contentType: response.headers.get("content-type"),
      text: await response.text(),
    };
  }

  async function call(method: Method, path: string, body?: unknown): Promise<unknown> {
    const { status, text } = await raw(method, path, body);
    if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    return text === "" ? undefined : parseJson(text);
  }

  return {
    raw,
    parse: parseJson,
    get: (path: string) => call("GET", path),
    post: (path: string, body: unknown = {}) => call("POST", path, body),
    put: (path: string, body: unknown = {}) => call("PUT", path, body),
    patch: (path: string, body: unknown = {}) => call("PATCH", path, body),
  };
}
export type RestClient = ReturnType<typeof restClient>;
