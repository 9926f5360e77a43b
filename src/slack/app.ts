import { App, type Receiver, webApi } from "@slack/bolt";
import { fault } from "../core/errors.ts";
import { createAudit } from "./audit.ts";
import { type Conversation, type ConversationSetting, createConversation, type World } from "./conversation.ts";
import { createDelivery } from "./deliver.ts";
import { createDirectory } from "./directory.ts";
import { createHttpReceiver } from "./http.ts";
import { boltLogger, type Log } from "./log.ts";
import { apiUrlOf, clientOptions, type Network, openNetwork, type Proxies } from "./network.ts";
import { readClick, readCommand } from "./payloads.ts";
import type { SlackSettings } from "./settings.ts";
import { slackFaultOf } from "./slack-faults.ts";
import { createSocketReceiver } from "./sockets.ts";
import { createWork, type Work } from "./work.ts";

export interface SlackAppOptions {
  readonly settings: SlackSettings;
  readonly proxies: Proxies;
  /** Where requests are awaited when Slack sends them over HTTP. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly world: World;
  readonly log: Log;
  /** Takes one audit line. */
  readonly audit: (line: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

/** The app while it runs. */
export interface SlackApp {
  /** The workspace's id. */
  readonly teamId: string;
  /** Where requests are awaited; absent in Socket Mode. */
  readonly address?: { readonly host: string; readonly port: number };
  /** Rejects when Slack lets the app in no longer. Never resolves. */
  readonly ended: Promise<never>;
  /** Takes nothing new, lets what is under way come to its answer for a while, and closes every connection. */
  stop(): Promise<void>;
}

/** How long answers that are under way may take when the app stops, in ms: as long as a question may. */
const drainMs = 20_000;
/** How long they then have to say that they were cancelled, in ms. */
const lastWordsMs = 3_000;

/**
 * Connects to the workspace and listens. Throws `slackRefused` when Slack takes no token, `slackUnreachable` when it cannot
 * be asked, `cancelled` when the signal comes first.
 */
export async function startSlackApp(options: SlackAppOptions): Promise<SlackApp> {
  const { signal } = options;
  if (signal?.aborted) throw fault("cancelled", {});
  const apiUrl = apiUrlOf(options.settings.apiUrl);
  const network = openNetwork(apiUrl, options.proxies);
  const ended = Promise.withResolvers<never>();
  // Whoever waits for it hears it; before anybody does it must not count as unhandled.
  ended.promise.catch(() => {});
  const receiver = receiverOf(options, apiUrl, (error) => ended.reject(refused("SLACK_APP_TOKEN", error)));
  const onTokenRefused = (reason: string) =>
    ended.reject(fault("slackRefused", { variable: "SLACK_BOT_TOKEN", reason }));
  const close = async () => {
    await receiver.stop();
    await network.close();
  };
  signal?.addEventListener("abort", close, { once: true });
  try {
    const { app, teamId, work, conversation } = await appOf({ ...options, onTokenRefused }, apiUrl, network, receiver);
    const address = await app.start().catch((error: unknown) => {
      throw options.settings.connection.mode === "socket" ? refused("SLACK_APP_TOKEN", error) : error;
    });
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= stopping(receiver, work, conversation, network));
    return { teamId, ...addressOf(address), ended: ended.promise, stop };
  } catch (error) {
    await close();
    throw signal?.aborted ? fault("cancelled", {}, error) : error;
  } finally {
    signal?.removeEventListener("abort", close);
  }
}

type AppSetting = SlackAppOptions & Pick<ConversationSetting, "onTokenRefused">;

async function appOf(options: AppSetting, apiUrl: string, network: Network, receiver: Receiver) {
  const { settings, log } = options;
  const token = settings.botToken.reveal();
  const client = new webApi.WebClient(token, clientOptions(apiUrl, network, boltLogger(log)));
  const self = await identity(client);
  const work = createWork();
  const conversation = createConversation({
    ...options,
    audit: createAudit(options.audit),
    teamId: self.teamId,
    directory: createDirectory(client),
    delivery: createDelivery({ fetch: network.fetch, client, log }),
    work,
  });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: token, ...self }),
    clientOptions: clientOptions(apiUrl, network, boltLogger(log)),
    logger: boltLogger(log),
    convoStore: false,
    deferInitialization: true,
  });
  listen(app, conversation, work, log);
  await app.init();
  return { app, teamId: self.teamId, work, conversation };
}

async function identity(client: webApi.WebClient) {
  try {
    const { team_id: teamId = "", bot_id: botId = "", user_id: botUserId = "" } = await client.auth.test();
    return { teamId, botId, botUserId };
  } catch (error) {
    throw refused("SLACK_BOT_TOKEN", error);
  }
}

/** What Slack's refusal of a token, or its silence, means to whoever runs the lookout; what came of neither stays what it is. */
function refused(variable: string, error: unknown) {
  const { code, reason = code, passing, retryAfterMs } = slackFaultOf(error);
  if (code === "unknown") return error;
  const isAnswer = !passing && retryAfterMs === undefined && code !== "unreadable_answer";
  return isAnswer ? fault("slackRefused", { variable, reason }, error) : fault("slackUnreachable", { reason }, error);
}

function receiverOf(options: SlackAppOptions, apiUrl: string, onEnd: (error: unknown) => void): Receiver {
  const { settings, listen, proxies, log } = options;
  const { connection } = settings;
  return connection.mode === "socket"
    ? createSocketReceiver({ appToken: connection.appToken.reveal(), apiUrl, proxies, log, onEnd })
    : createHttpReceiver({ signingSecret: connection.signingSecret.reveal(), ...listen, log });
}

/**
 * One listener for each kind of payload: two that match would both acknowledge. Each acknowledges first, since Slack waits
 * three seconds, and then looks whether it has seen the delivery before, since Slack and the network repeat.
 */
function listen(app: App, conversation: Conversation, work: Work, log: Log): void {
  app.command(/.*/, async ({ ack, body, context }) => {
    await acknowledge(ack, log);
    const command = readCommand(body);
    if (command) await work.once(String(context["delivery"]), () => conversation.command(command));
    else log.warn({}, "A slash command from Slack lacks what every one has.");
  });
  app.action(/.*/, async ({ ack, body, context }) => {
    await acknowledge(ack, log);
    const click = readClick(body);
    if (click) await work.once(String(context["delivery"]), () => conversation.click(click));
    else log.warn({}, "A click from Slack lacks what every one has.");
  });
  app.error(async ({ message }) => log.error({ error: message }, "Something from Slack was not answered."));
}

/** A socket may end in between; then Slack tells it again or the person that it failed, and the answer comes all the same. */
async function acknowledge(ack: () => Promise<void>, log: Log): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log.warn({ error: String(error) }, "Slack could not be told that it was heard.");
  }
}

function addressOf(address: unknown): Pick<SlackApp, "address"> {
  if (typeof address !== "object" || address === null || !("port" in address && "address" in address)) return {};
  return { address: { host: String(address.address), port: Number(address.port) } };
}

/** First nothing is taken any more; then what was taken comes to its answer, as far as there is time. */
async function stopping(receiver: Receiver, work: Work, conversation: Conversation, network: Network): Promise<void> {
  const late = setTimeout(() => conversation.cancel(), drainMs);
  const cut = setTimeout(() => network.close(), drainMs + lastWordsMs);
  await receiver.stop();
  await work.idle();
  clearTimeout(late);
  clearTimeout(cut);
  await network.close();
}
