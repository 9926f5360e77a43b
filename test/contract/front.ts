import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** One request as it came through. */
export interface Passing {
  readonly method: string;
  /** Below the base URL, without query. */
  readonly path: string;
  readonly url: string;
  readonly body: string;
}

export interface Front {
  /** The base URL to be used in place of the engine's. */
  readonly url: string;
  readonly requests: Passing[];
  close(): Promise<void>;
}

/** How a request is dealt with: `pass` answers as the engine does, when it is called. */
export type Handler = (passing: Passing, pass: () => void, response: ServerResponse) => void;

/** A server before an engine, on a port of the system's choice. It sees every request, and may deal with each as it likes. */
export async function startFront(target: string, handle: Handler = (_passing, pass) => pass()): Promise<Front> {
  const base = new URL(target);
  const prefix = base.pathname.replace(/\/$/, "");
  const agent = new Agent({ keepAlive: true });
  const requests: Passing[] = [];
  const server = createServer((incoming, response) => {
    // A client that gives up is no failure of the server.
    void bodyOf(incoming).then(
      (body) => {
        const { method = "GET", url = "/" } = incoming;
        const path = (url.split("?")[0] ?? "").slice(prefix.length);
        const passing = { method, path, url, body };
        requests.push(passing);
        handle(passing, () => passOn(base, agent, incoming, body, response), response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function passOn(base: URL, agent: Agent, incoming: IncomingMessage, body: string, response: ServerResponse): void {
  const { method, url: path, headers } = incoming;
  const { host: _host, connection: _connection, ...kept } = headers;
  const options = { host: base.hostname, port: base.port, method, path, headers: kept, agent };
  const sent = request(options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on("error", () => response.destroy());
  sent.end(body);
}
