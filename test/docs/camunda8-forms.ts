import { createServer } from "node:http";
import type { Capabilities } from "../../src/core/engine.ts";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { reads } from "../../src/engines/camunda8/reads.ts";
import { createRequests } from "../../src/engines/camunda8/requests.ts";
import { identify, type Server } from "../../src/engines/camunda8/server.ts";
import { createHttp } from "../../src/engines/http.ts";

/** The answers by which a cluster shows what it speaks. */
export interface Form {
  /** null: a gateway that does not tell; undefined: there is none at the address. */
  readonly version: string | null | undefined;
  /** Who answers for an instance that does not exist: the API, or the web server, which knows no such path. */
  readonly unknownInstance: "api" | "webServer";
}

interface NamedForm extends Form {
  readonly name: string;
}

/** The forms that have a column of their own. */
export const forms = {
  v8: { name: "8.8", version: "8.8.0", unknownInstance: "api" },
  v9: { name: "8.9", version: "8.9.0", unknownInstance: "api" },
  v10: { name: "8.10", version: "8.10.0", unknownInstance: "api" },
  described: { name: "December 2024", version: "8.7.0", unknownInstance: "api" },
  operate: { name: "Operate v1", version: "8.6.0", unknownInstance: "webServer" },
} as const satisfies Record<string, NamedForm>;

const missing = {
  api: { status: 404, body: { status: 404, title: "NOT_FOUND", detail: "no such instance" } },
  webServer: { status: 404, body: { timestamp: "2026-11-22T00:00:00Z", status: 404, error: "Not Found", path: "/" } },
};

const replyTo = (path: string, { version, unknownInstance }: Form) => {
  if (path.endsWith("/search")) return { status: 200, body: { items: [], total: 0 } };
  if (path !== "/v2/topology") return missing[unknownInstance];
  return version === undefined ? missing.webServer : { status: 200, body: { gatewayVersion: version } };
};

interface Found {
  readonly server: Server;
  readonly capabilities: Capabilities;
  /** The paths that were asked to find out. */
  readonly paths: readonly string[];
}

/** What the adapter takes a cluster of this form for, and what it can be asked then. */
export async function asked(form: Form): Promise<Found> {
  const paths: string[] = [];
  const cluster = createServer(({ url = "" }, response) => {
    paths.push(url);
    const { status, body } = replyTo(url, form);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => cluster.listen(0, "127.0.0.1", done));
  const address = cluster.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const settings = { engine: "c8", url, auth: { type: "none" }, timeoutMs: 10_000, userAgent: "docs" } as const;
  const { signal } = new AbortController();
  const http = createHttp(settings, reads);
  const engine = createCamunda8(settings);
  try {
    const server = await identify(createRequests("c8", http, signal), undefined);
    const toFindOut = [...paths];
    return { server, capabilities: await engine.capabilities(signal), paths: toFindOut };
  } finally {
    await Promise.all([http.close(), engine.close()]);
    cluster.close();
  }
}
