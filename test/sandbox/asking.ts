import { afterAll, beforeAll } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";

export const now = Date.UTC(2026, 10, 22, 12);

export type Answer = { status: number; type: string | null; text: string; headers: Headers };
type Row = Record<string, unknown>;

/** One sandbox for a group of tests, and short ways to ask it. */
export function sandboxFor(options: Partial<SandboxOptions> = {}) {
  let sandbox: Sandbox | undefined;
  const started = (): Sandbox => {
    if (!sandbox) throw new Error("the sandbox has not started");
    return sandbox;
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ now, ...options });
  });
  afterAll(() => sandbox?.close());

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(started().url + path, {
      method,
      headers: {
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      text: await response.text(),
      headers: response.headers,
    };
  }
  const get = (path: string, headers?: Record<string, string>) => send("GET", path, undefined, headers);
  const post = (path: string, body: unknown, headers?: Record<string, string>) => send("POST", path, body, headers);
  const rows = async (path: string, body?: unknown): Promise<Row[]> => {
    const { status, text } = await send(body === undefined ? "GET" : "POST", path, body);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return JSON.parse(text);
  };
  const id = (scenario: string): string => started().instances[scenario] ?? `no scenario ${scenario}`;
  /** The scenarios that a query finds, in the order of the answer. */
  const scenarios = async (path: string, body?: unknown): Promise<string[]> => {
    const names = new Map(Object.entries(started().instances).map(([name, value]) => [value, name]));
    return (await rows(path, body)).map(
      ({ id: own, processInstanceId }) => names.get(String(processInstanceId ?? own)) ?? String(own),
    );
  };
  return { started, send, get, post, rows, scenarios, id };
}
