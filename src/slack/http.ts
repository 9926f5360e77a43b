import { createServer, type ServerResponse } from "node:http";
import type { App, Receiver } from "@slack/bolt";
import { fault } from "../core/errors.ts";
import type { Log } from "./log.ts";
import { readRequest } from "./signed-request.ts";

export interface HttpSetting {
  readonly signingSecret: string;
  readonly host: string;
  readonly port: number;
  readonly log: Log;
}

/** The path under which Slack finds the app. */
export const requestPath = "/slack/events";

const timeouts = {
  /** Longer than balancers keep their connections: else one is closed here while a request is on its way. */
  keepAliveTimeout: 75_000,
  /** For a whole request to arrive; Slack itself waits three seconds for the answer. */
  requestTimeout: 10_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
};

/** How long connections may take to end when the app stops, in ms: time to acknowledge what is being received. */
const farewellMs = 1_000;

/**
 * Receives over HTTP. Bolt's own receiver takes a request from the future for a fresh one, lets a captured one in under many
 * names, and ends the process where a payload is the word null. `start` resolves with the address once it listens.
 */
export function createHttpReceiver({ signingSecret, host, port, log }: HttpSetting): Receiver {
  const receiving = Promise.withResolvers<App>();
  const listening = Promise.withResolvers<unknown>();
  const server = createServer(timeouts, (request, response) => {
    if (request.method !== "POST" || request.url !== requestPath) return end(response, 404);
    const answered = async () => {
      const read = await readRequest(request, signingSecret);
      if ("body" in read) return await processed(await receiving.promise, read, response);
      if (read.status === 401) log.warn({}, "A request was refused: not signed with our signing secret, or not now.");
      end(response, read.status, read.says);
    };
    answered().catch((error: unknown) => {
      log.error({ error: String(error) }, "A request from Slack could not be processed.");
      end(response, 500);
    });
  });
  server.on("error", (error) => {
    if (server.listening) log.error({ error: error.message }, "The server for Slack's requests failed.");
    listening.reject(fault("cannotListen", { address: addressText({ host, port }), reason: whyNot(error) }, error));
  });
  return {
    init: receiving.resolve,
    start: () => {
      server.listen(port, host, () => listening.resolve(server.address()));
      return listening.promise;
    },
    stop: async () => {
      const late = setTimeout(() => server.closeAllConnections(), farewellMs);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(late);
    },
  };
}

/** The host and the port of a URL. */
export function addressText({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What the system says about an address that cannot be listened at. */
const whyNots: Readonly<Record<string, string>> = {
  EADDRINUSE: "in use by another program",
  EADDRNOTAVAIL: "not an address of this machine",
  EACCES: "not permitted",
  ENOTFOUND: "no such host",
};

function whyNot(error: NodeJS.ErrnoException): string {
  const { code = error.name } = error;
  return whyNots[code] ?? code;
}

async function processed(app: App, event: Pick<Parameters<App["processEvent"]>[0], "body">, response: ServerResponse) {
  let isAcknowledged = false;
  const ack = async () => {
    isAcknowledged = true;
    end(response, 200);
  };
  await app.processEvent({ ...event, ack });
  // Nobody listens for such a thing.
  if (!isAcknowledged) end(response, 404);
}

function end(response: ServerResponse, status: number, says?: object): void {
  if (response.headersSent) return;
  if (says) response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(says));
  else response.writeHead(status).end();
}
