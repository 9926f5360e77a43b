import { Server } from "node:http";
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { onTestFinished } from "vitest";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";
import { silent } from "./started.ts";

type Receiver = SocketModeReceiver | HTTPReceiver;

/** The official app framework, pointed at a double, until the test ends; answers the port that it listens on, if it does. */
export async function boltApp(
  slack: SlackDouble,
  receiver: Receiver,
  listen: (app: App) => void,
): Promise<number | undefined> {
  const app = new App({
    receiver,
    token: slack.tokens.bot,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    convoStore: false,
    deferInitialization: true,
    logger: silent,
  });
  listen(app);
  await app.init();
  const server = await (receiver instanceof HTTPReceiver ? app.start(0) : app.start());
  onTestFinished(async () => {
    await app.stop();
  });
  const address = server instanceof Server ? server.address() : null;
  return typeof address === "object" && address !== null ? address.port : undefined;
}

/** The way in through sockets; after a socket is gone it comes back within so many milliseconds. */
export function socketReceiver(slack: SlackDouble, clientPingTimeout = 100): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: slack.tokens.app,
    clientPingTimeout,
    logger: silent,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } } },
  });
}

export function httpReceiver(signingSecret: string): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    logger: silent,
    logLevel: LogLevel.ERROR,
    unhandledRequestTimeoutMillis: 50,
  });
}
