import { afterAll, beforeAll } from "vitest";
import { type Camunda8SandboxOptions, startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Answer } from "./asking.ts";
import { now } from "./asking.ts";

type Row = Record<string, unknown>;
export type Found = { readonly items: Row[]; readonly page: Row };

/** One Camunda 8 sandbox for a group of tests, and short ways to ask it. */
export function camunda8For(options: Partial<Camunda8SandboxOptions> = {}) {
  let sandbox: Sandbox | undefined;
  const started = (): Sandbox => {
    if (!sandbox) throw new Error("the sandbox has not started");
    return sandbox;
  };
  beforeAll(async () => {
    sandbox = await startCamunda8Sandbox({ now, ...options });
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
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const type = response.headers.get("content-type");
    return { status: response.status, type, text: await response.text(), headers: response.headers };
  }
  const get = (path: string, headers?: Record<string, string>) => send("GET", path, undefined, headers);
  const post = (path: string, body: unknown, headers?: Record<string, string>) => send("POST", path, body, headers);
  const find = async (resource: string, body: unknown = {}): Promise<Found> => {
    const { status, text } = await post(`/v2/${resource}/search`, body);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return JSON.parse(text);
  };
  const key = (scenario: string): string => started().instances[scenario] ?? `no scenario ${scenario}`;
  /** The scenarios of the instances that a filter finds, sorted by name; those without one are left out. */
  const scenarios = async (filter: unknown, resource = "process-instances"): Promise<string[]> => {
    const names = new Map(Object.entries(started().instances).map(([name, value]) => [value, name]));
    const { items } = await find(resource, { filter, page: { limit: 1_000 } });
    const found = new Set(items.map((row) => names.get(String(row["processInstanceKey"]))));
    return [...found].flatMap((name) => name ?? []).sort();
  };
  return { started, send, get, post, find, key, scenarios };
}
