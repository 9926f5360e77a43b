/** A server that answers as a test says, and the adapter before it. */
import { onTestFinished } from "vitest";
import { type Camunda8Options, createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { type Access, type Asking, asking } from "../contract/subject.ts";
import { type Seen, serve } from "../engines-http/servers.ts";
import { now } from "./rows.ts";

export type Row = Readonly<Record<string, unknown>>;
export const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A request as the server sees it. */
export interface Asked {
  readonly method: string;
  /** Below the address of the server, without query. */
  readonly path: string;
  readonly headers: Seen["headers"];
  /** Empty where there is no body. */
  readonly body: Row;
}

export interface Reply {
  readonly status?: number;
  /** What the body says; a bigint is written with all its digits. Without it there is no body. */
  readonly json?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a server answers; undefined: it never does. */
export type Serving = (asked: Asked) => Reply | undefined;

export interface Cluster {
  readonly url: string;
  readonly engine: ReturnType<typeof createCamunda8>;
  readonly ask: Asking;
  /** All requests so far, without those that find out what the server is. */
  readonly asked: readonly Asked[];
  /** The tools with other access, or an end of one's own. */
  asking(access?: Access, signal?: AbortSignal): Asking;
  /** Answers like this from now on. */
  serve(serving: Serving): void;
}

type Options = Partial<Omit<Camunda8Options, "engine" | "url">> & { readonly path?: string };

const probes = new Set(["/v2/topology", "/v2/process-instances/1"]);

/** No instance of a test has the key 1: by it the adapter finds out what a server is, and whether bodies arrive. */
const isProbe = ({ path, body: { filter } }: Asked) =>
  probes.has(path) || (isRow(filter) && filter["processInstanceKey"] === "1");

/** Starts a server for one test. */
export async function startCluster(serving: Serving, { path = "", ...options }: Options = {}): Promise<Cluster> {
  let current = serving;
  const asked: Asked[] = [];
  const server = await serve((seen, response) => {
    const one = askedOf(seen, path);
    if (!isProbe(one)) asked.push(one);
    const reply = current(one);
    if (!reply) return;
    const { status = 200, json, type = "application/json", headers = {} } = reply;
    const text = json === undefined ? undefined : jsonText(json);
    response.writeHead(status, { ...(text === undefined ? {} : { "content-type": type }), ...headers }).end(text);
  });
  const engine = connect(server.url + path, options);
  onTestFinished(() => engine.close());
  const askingAs = (access?: Access, signal?: AbortSignal) => asking({ engine, now: () => now }, access, signal);
  return {
    url: server.url + path,
    engine,
    ask: askingAs(),
    asked,
    asking: askingAs,
    serve: (next) => {
      current = next;
    },
  };
}

/** The adapter for a server at an address. */
export function connect(url: string, options: Omit<Options, "path"> = {}) {
  return createCamunda8({
    engine: "c8",
    url,
    timeoutMs: 20_000,
    userAgent: "lookout-test",
    auth: { type: "none" },
    ...options,
  });
}

function askedOf({ method, url, headers, body }: Seen, prefix: string): Asked {
  const parsed: unknown = body.startsWith("{") ? JSON.parse(body) : {};
  const path = (url.split("?")[0] ?? "").slice(prefix.length);
  return { method, path, headers, body: isRow(parsed) ? parsed : {} };
}

/** JSON in which a bigint is a number. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_name, one: unknown) => (typeof one === "bigint" ? `\u0001${one}` : one));
  return text.replace(/"\\u0001(-?\d+)"/g, "$1");
}

/** A problem as the API describes it. */
export function problem(status: number, title: string, detail = title, path = "/v2"): Reply {
  return {
    status,
    type: "application/problem+json",
    json: { type: "about:blank", title, status, detail, instance: path },
  };
}

/** What the web server itself says of a path that nothing serves. */
export function noSuchPath(path: string): Reply {
  return { status: 404, json: { timestamp: "2026-11-22T15:16:17.901+00:00", status: 404, error: "Not Found", path } };
}

/** Answers in place of the server where the path fits. */
export const only =
  (paths: RegExp, reply: (asked: Asked) => Reply | undefined, others: Serving): Serving =>
  (asked) =>
    paths.test(asked.path) ? reply(asked) : others(asked);
