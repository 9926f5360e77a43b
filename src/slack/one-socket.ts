import { type App, SocketModeReceiver } from "@slack/bolt";
import * as z from "zod";
import { boltLogger, type Log } from "./log.ts";
import { clientOptions, type Network, openNetwork, type Proxies } from "./network.ts";
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
  /** Ends it when Slack does, or after a while: until then it hears what is on its way in it. */
  retire(): void;
  /** Ends it, within a second also when the other side has gone silent. Never rejects. */
  close(): Promise<void>;
}

type Client = SocketModeReceiver["client"];

/** Slack's pongs are sometimes slower than the 5 s that the client waits for by default (bolt-js #2496). */
const clientPingTimeout = 15_000;

/** How long a socket may take from the request for its address to Slack's hello. */
const helloTimeoutMs = 15_000;

/** Slack closes a socket itself within about ten seconds of announcing it. */
const graceMs = 10_000;

/** Slack answers a close frame and keeps the connection; the client would wait half a minute for its end. */
const farewellMs = 1_000;

/** How often it is looked whether the client has given a silent socket up: that is the only sign of it. */
const lookMs = 1_000;

/** The client's own words, several for each event and each an error, say nothing that ours do not. */
const quiet = boltLogger({ info: () => {}, warn: () => {}, error: () => {} });

/**
 * Opens a socket whose envelopes go to the app. It has a network of its own, so that with it ends everything that belongs to
 * it. `onEnd` hears of its end, however it comes.
 */
export function openSocket(app: App, setting: SocketSetting, onEnd: () => void): Socket {
  const network = openNetwork(setting.apiUrl, setting.proxies);
  const client = clientFor(app, setting, network);
  const leaving = Promise.withResolvers<string>();
  takeFrames(client, setting.log, leaving.resolve);
  let look: NodeJS.Timeout | undefined;
  let late: NodeJS.Timeout | undefined;
  let isEnded = false;
  const end = () => {
    isEnded = true;
    clearInterval(look);
    clearTimeout(late);
    leaving.resolve("ended");
    onEnd();
    return network.close();
  };
  client.once("disconnected", end);
  const opened = hello(client, end).then(() => {
    look = setInterval(() => isOpen(client) || leaving.resolve("silent"), lookMs);
  });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= farewell(client, end);
    return closing;
  };
  const retire = () => {
    if (!isEnded) late = setTimeout(close, graceMs);
  };
  return { opened, leaving: leaving.promise, retire, close };
}

function clientFor(app: App, { appToken, apiUrl, log }: SocketSetting, network: Network): Client {
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
  return receiver.client;
}

const isOpen = ({ websocket }: Client) => websocket?.isActive() === true;

async function hello(client: Client, end: () => Promise<void>): Promise<void> {
  const late = setTimeout(end, helloTimeoutMs);
  try {
    await client.start();
  } catch (error) {
    await end();
    // The client says nothing when the socket ends before the hello.
    throw error ?? new SlackRefusal(503, "no_hello");
  } finally {
    clearTimeout(late);
  }
}

async function farewell(client: Client, end: () => Promise<void>): Promise<void> {
  if (isOpen(client)) {
    const late = setTimeout(end, farewellMs);
    await client.disconnect();
    clearTimeout(late);
  }
  await end();
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
