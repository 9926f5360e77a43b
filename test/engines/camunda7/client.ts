export type Credentials = { user: string; password: string };
type Method = "GET" | "POST" | "PUT" | "DELETE";
type Answer = { status: number; text: string };

const basic = ({ user, password }: Credentials) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});

/** A bare REST client for launching, seeding and checking: JSON in, parsed JSON out, failures thrown unless raw. */
export function restClient(url: string, credentials?: Credentials) {
  const base = url.replace(/\/+$/, "");
  const headers = { accept: "application/json", ...(credentials ? basic(credentials) : {}) };

  /** A text goes out as it is, a form as a form, anything else as JSON. */
  async function raw(method: Method, path: string, body?: unknown): Promise<Answer> {
    const form = body instanceof FormData;
    const response = await fetch(base + path, {
      method,
      headers: body === undefined || form ? headers : { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: form || typeof body === "string" ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    return { status: response.status, text: await response.text() };
  }

  async function call(method: Method, path: string, body?: unknown): Promise<unknown> {
    const { status, text } = await raw(method, path, body);
    if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  return {
    raw,
    get: (path: string) => call("GET", path),
    post: (path: string, body: unknown = {}) => call("POST", path, body),
    put: (path: string, body: unknown = {}) => call("PUT", path, body),
    delete: (path: string) => call("DELETE", path),
  };
}
export type RestClient = ReturnType<typeof restClient>;
