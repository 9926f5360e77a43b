import { type App, SocketModeReceiver } from "@slack/bolt";
import * as z from "zod";
import { boltLogger, type Log } from "./log.ts";
import { clientOptions, openNetwork, type Proxies } from "./network.ts";
import { SlackRefusal } from "./slack-faults.ts";

export interface SocketSetting {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly proxies: Proxies;
  readonly log: Log;
}

/** One socket of Socket Mode, from the request for its address to its end. */
export interface Socket {
  /** Resolves with Slack's hello. Rejects when Slack refuses, cannot be reached or says nothing. */
  readonly opened: Promise<void>;
  /** Resolves, with Slack's word for it, when another socket is needed in its place; it may listen for a while longer. */
  readonly leaving: Promise<string>;
  /** Ends it, within a second also when the other side has gone silent. Never rejects. */
  close(): Promise<void>;
}

type Client = SocketModeReceiver["client"];

/** Slack's pongs are sometimes slower than the 5 s that the client waits for by default (bolt-js #2496). */
const clientPingTimeout = 15_000;

/** How long a socket may take from the request for its address to Slack's hello. */
const helloTimeoutMs = 15_000;

/** Slack answers a close frame and keeps the connection; the client would wait half a minute for its end. */
const farewellMs = 1_000;

/** How often it is looked whether the client has given a silent socket up: that is the only sign of it. */
const lookMs = 1_000;

/** The client's own words, several for each event and each an error, say nothing that ours do not. */
const quiet = boltLogger({ info: () => {}, warn: () => {}, error: () => {} });

/** Opens a socket whose envelopes go to the app. It has a network of its own, which ends everything that belongs to it. */
export function openSocket(app: App, { appToken, apiUrl, proxies, log }: SocketSetting): Socket {
  const network = openNetwork(apiUrl, proxies);
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quiet,
    autoReconnectEnabled: false,
    clientPingTimeout,
    dispatcher: network.dispatcher,
    installerOptions: { clientOptions: clientOptions(apiUrl, network, quiet) },
    customPropertiesExtractor: ({ envelope_id }) => ({ delivery: String(envelope_id) }),
    // Listeners acknowledge before they do anything else; what is left has nobody to be acknowledged to.
    processEventErrorHandler: async ({ error }) => {
      log.error({ error: error.message }, "An envelope from Slack could not be processed.");
      return false;
    },
  });
  receiver.init(app);
  const { client } = receiver;
  const leaving = Promise.withResolvers<string>();
  takeFrames(client, log, leaving.resolve);
  let look: NodeJS.Timeout | undefined;
  client.once("disconnected", () => {
    clearInterval(look);
    leaving.resolve("ended");
  });
  const opened = hello(client, network.close).then(() => {
    look = setInterval(() => isOpen(client) || leaving.resolve("silent"), lookMs);
  });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closed(client, network.close).finally(() => clearInterval(look));
    return closing;
  };
  return { opened, leaving: leaving.promise, close };
}

const isOpen = ({ websocket }: Client) => websocket?.isActive() === true;

async function hello(client: Client, cut: () => Promise<void>): Promise<void> {
  const late = setTimeout(cut, helloTimeoutMs);
  try {
    await client.start();
  } catch (error) {
    await cut();
    // The client says nothing when the socket ends before the hello.
    throw error ?? new SlackRefusal(503, "no_hello");
  } finally {
    clearTimeout(late);
  }
}

async function closed(client: Client, cut: () => Promise<void>): Promise<void> {
  if (isOpen(client)) {
    const late = setTimeout(cut, farewellMs);
    await client.disconnect();
    clearTimeout(late);
  }
  await cut();
}

const envelope = { envelope_id: z.string(), payload: z.object({}) };
const told = z.object({ type: z.literal("disconnect"), reason: z.string().catch("unknown") });
const known = z.union([
  z.object({ type: z.literal("hello") }),
  z.object({ type: z.enum(["slash_commands", "interactive"]), ...envelope }),
  z.object({
    type: z.literal("events_api"),
    ...envelope,
    payload: z.object({ event: z.object({ type: z.string() }) }),
  }),
]);

/**
 * Stands between the socket and the client. When Slack announces the end of a socket the client closes it at once, with
 * what is on its way in it; and what it cannot read it throws where nobody catches it.
 */
function takeFrames(client: Client, log: Log, leave: (reason: string) => void): void {
  const takers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data: unknown, isBinary: boolean) => {
    const frame = read(data);
    const end = told.safeParse(frame).data;
    if (end) return leave(end.reason);
    if (!known.safeParse(frame).success) {
      log.warn({}, "Slack sent something over a socket that cannot be read.");
      return;
    }
    for (const take of takers) take(data, isBinary);
  });
}

function read(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
