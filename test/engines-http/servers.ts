import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { LookoutError } from "../../src/core/errors.ts";
import { type Ask, createHttp, type Http, type HttpSettings, type Reply } from "../../src/engines/http.ts";

/** The table that most tests ask through. */
const reads = {
  instance: { method: "GET", path: "/process-instance/{id}" },
  list: { method: "POST", path: "/history/process-instance" },
  stackTrace: { method: "GET", path: "/job/{id}/stacktrace" },
} as const;

type Reads = typeof reads;

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Served {
  readonly url: string;
  readonly port: number;
  readonly seen: Seen[];
  readonly sockets: Set<Socket>;
  stop(): Promise<void>;
}

type Handler = (request: Seen, response: ServerResponse) => void;

/** A real server on a free port, for one test. */
export async function serve(handler: Handler, secure?: ServerOptions): Promise<Served> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    void text(request).then((body) => {
      const one = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
      seen.push(one);
      handler(one, response);
    });
  };
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  server.keepAliveTimeout = 60_000;
  const served = await listen(server);
  return { ...served, url: `${secure === undefined ? "http" : "https"}://127.0.0.1:${served.port}`, seen };
}

/** A server below HTTP: what it says on a connection is up to the test. */
export async function serveTcp(onConnection: (socket: Socket) => void): Promise<Omit<Served, "seen">> {
  const served = await listen(createTcpServer(onConnection));
  return { ...served, url: `http://127.0.0.1:${served.port}` };
}

export async function listen(server: Server): Promise<Omit<Served, "seen" | "url">> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { port: address.port, sockets, stop };
}

export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** An Http that is closed when the test is over. */
export function open(url: string, settings: Partial<HttpSettings> = {}): Http<Reads> {
  const http = createHttp(
    {
      engine: "north",
      url,
      auth: { type: "none" },
      timeoutMs: 10_000,
      userAgent: "process-lookout/1.2.3",
      ...settings,
    },
    reads,
  );
  onTestFinished(() => http.close());
  return http;
}

export const signal = new AbortController().signal;

export function instance(http: Http<Reads>, ask: Partial<Ask> = {}): Promise<Reply> {
  return http.ask("instance", { path: { id: "a1" }, signal, ...ask });
}

/** The fault that a promise ends with, as data; anything else fails the test. */
export async function faultOf(promise: Promise<unknown>): Promise<{ fault: string; facts: unknown }> {
  const error = await promise.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof LookoutError) return { fault: error.fault, facts: error.facts };
  throw error;
}
