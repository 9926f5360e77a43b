/** What every sandbox needs around its façade: listening on loopback, reading bodies, remembering what was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

type HeaderName = "accept" | "content-type" | "authorization" | "cookie" | TokenName;
type TokenName = "x-csrf-token" | "bpmcsrftoken";

export type Request = {
  readonly method: string;
  /** As it stood in the request line: path and query. */
  readonly url: string;
  readonly headers: Readonly<Partial<Record<HeaderName, string | undefined>>>;
  readonly body: string;
};

export type Answer = {
  readonly status: number;
  readonly contentType: string | null;
  /** A list is sent as one header for each of its values. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
};

type SandboxRequest = { readonly method: string; readonly path: string; readonly body: string };

export type Sandbox = {
  /** The base URL; of Camunda 7 it ends in `/engine-rest`, of BPEL in `/rest/bpm/bfm/v1`. */
  readonly url: string;
  /** Scenario name to instance id. */
  readonly instances: Readonly<Record<string, string>>;
  /** What was asked, oldest first, paths below the base URL; the newest 10,000. */
  readonly requests: readonly SandboxRequest[];
  readonly close: () => Promise<void>;
};

type Served = {
  readonly port: number;
  readonly host: string;
  /** What the base URL ends with. */
  readonly contextPath: string;
  readonly instances: Readonly<Record<string, string>>;
  readonly facade: (request: Request) => Answer;
};

const remembered = 10_000;

/** Puts a façade behind a port, and resolves when it listens. */
export async function serve({ port, host, contextPath, instances, facade }: Served): Promise<Sandbox> {
  const requests: SandboxRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    if (body === null) return;
    const { method = "GET", url = "/" } = incoming;
    requests.push({ method, path: url.startsWith(contextPath) ? url.slice(contextPath.length) : url, body });
    if (requests.length > remembered) requests.shift();
    send(response, facade({ method, url, headers: headersOf(incoming), body }));
  });
  const address = await listening(server, port, host);
  return { url: `http://${address}${contextPath}`, instances, requests, close: () => closed(server) };
}

/** Null when the client has gone before it said everything. */
export async function bodyOf(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function headersOf({ headers }: IncomingMessage): Request["headers"] {
  const token = (name: TokenName) => {
    const values = headers[name];
    return typeof values === "string" ? values : values?.join(", ");
  };
  return { ...headers, "x-csrf-token": token("x-csrf-token"), bpmcsrftoken: token("bpmcsrftoken") };
}

function send(response: ServerResponse, { status, contentType, headers, body }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (contentType !== null) response.setHeader("content-type", contentType);
  response.end(body);
}

/** Listens, and answers the address that was got as `host:port`. */
export function listening(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === "object" && address !== null ? address.port : port;
      resolve(`${host.includes(":") ? `[${host}]` : host}:${actual}`);
    });
  });
}

/** Stops listening; does not wait for clients that keep their connection. */
export function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
