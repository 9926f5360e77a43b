import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";

/** A Slack that says over a socket what no Slack would say. */
export interface RawSlack {
  readonly apiUrl: string;
  /** Sends this over the newest socket. */
  send(frame: string | Buffer): void;
  /** Ends the newest socket. */
  end(): void;
  /** How often a socket was opened. */
  opened(): number;
  /** With which codes sockets were closed. */
  readonly closed: readonly number[];
  /** What the app sent over its sockets. */
  readonly heard: readonly unknown[];
  /** What the app posted to response_urls. */
  readonly posted: readonly unknown[];
  readonly responseUrl: string;
}

interface RawSlackOptions {
  /** For TLS. */
  readonly secure?: ServerOptions;
  /** Every socket is ended after the hello. */
  readonly endsAtOnce?: boolean;
}

/** A Slack that is closed when the test is over. */
export async function startRawSlack({ secure, endsAtOnce = false }: RawSlackOptions = {}): Promise<RawSlack> {
  const closed: number[] = [];
  let opened = 0;
  const heard: unknown[] = [];
  const posted: unknown[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  let url = "";
  const answers: Readonly<Record<string, () => object>> = {
    "/api/auth.test": () => ({ ok: true, team_id: "T0001", bot_id: "B0001", user_id: "U0BOT" }),
    "/api/apps.connections.open": () => ({ ok: true, url: `${url.replace("http", "ws")}/link` }),
  };
  const listener: RequestListener = async (request, response) => {
    const body = await text(request);
    const path = request.url ?? "";
    if (path === "/response") posted.push(JSON.parse(body));
    const answer = answers[path] ?? (() => ({ ok: path === "/response" }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer()));
  };
  const server = secure ? createSecureServer(secure, listener) : createServer(listener);
  let newest: WebSocket | undefined;
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (one) => {
      newest = one;
      opened += 1;
      one.on("message", (data) => heard.push(JSON.parse(String(data))));
      one.on("close", (code) => closed.push(code));
      one.send(JSON.stringify({ type: "hello" }));
      if (endsAtOnce) one.close(1_000);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `${secure ? "https" : "http"}://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  onTestFinished(async () => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    apiUrl: `${url}/api/`,
    responseUrl: `${url}/response`,
    send: (frame) => newest?.send(frame),
    end: () => newest?.close(1_000),
    opened: () => opened,
    closed,
    heard,
    posted,
  };
}
