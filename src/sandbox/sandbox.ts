/** An embedded engine on loopback, with a small scripted world in it. Nothing can be written to it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { camunda7 } from "./camunda7/facade.ts";
import { type Answer, contextPath } from "./camunda7/http.ts";
import type { Flavor, HistoryLevel, Users } from "./camunda7/settings.ts";
import { tellWorld } from "./script.ts";

export type SandboxOptions = {
  /** 0 lets the system choose. */
  readonly port?: number;
  readonly host?: string;
  /** The moment at which the world is told, in milliseconds; the same moment gives the same world. */
  readonly now: number;
  /** So many parcels more, for lists that need paging. */
  readonly bulk?: number;
  readonly version?: string;
  readonly flavor?: Flavor;
  readonly historyLevel?: HistoryLevel;
  /** What a body that does not fit the query is answered with; real engines differ from start to start. */
  readonly errorMapper?: "text" | "json";
  /** Switches on HTTP Basic: who may come in, and which definitions each may see. */
  readonly auth?: { readonly users: Users };
  /** The offset of times in answers, as `+0200`. */
  readonly utcOffset?: string;
  readonly queryMaxResultsLimit?: number;
};

type SandboxRequest = { readonly method: string; readonly path: string; readonly body: string };

export type Sandbox = {
  /** The base URL, ending in `/engine-rest`. */
  readonly url: string;
  /** Scenario name to instance id. */
  readonly instances: Readonly<Record<string, string>>;
  /** What was asked, oldest first, paths below the base URL; the newest 10,000. */
  readonly requests: readonly SandboxRequest[];
  readonly close: () => Promise<void>;
};

const remembered = 10_000;
const versions = { camunda7: "7.24.0", operaton: "2.1.4", cibseven: "2.2.0" } satisfies Record<Flavor, string>;

/** Starts an engine and resolves when it listens. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", now, bulk = 0, flavor = "camunda7" } = options;
  const world = tellWorld({ now, bulk });
  const engine = camunda7(world, {
    flavor,
    version: options.version ?? versions[flavor],
    historyLevel: options.historyLevel ?? "full",
    errorMapper: options.errorMapper ?? "text",
    utcOffset: options.utcOffset ?? "+0000",
    users: options.auth?.users,
    queryMaxResultsLimit: options.queryMaxResultsLimit,
  });
  const requests: SandboxRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    if (body === null) return;
    const { method = "GET", url = "/", headers } = incoming;
    requests.push({ method, path: url.startsWith(contextPath) ? url.slice(contextPath.length) : url, body });
    if (requests.length > remembered) requests.shift();
    send(response, engine({ method, url, headers, body }));
  });
  const address = await listening(server, port, host);
  return { url: `http://${address}${contextPath}`, instances: world.scenarios, requests, close: () => closed(server) };
}

/** Null when the client has gone before it said everything. */
async function bodyOf(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, contentType, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, ...(contentType !== null && { "content-type": contentType }) });
  response.end(body);
}

function listening(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === "object" && address !== null ? address.port : port;
      resolve(`${host.includes(":") ? `[${host}]` : host}:${actual}`);
    });
  });
}

/** Does not wait for clients that keep their connection. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
