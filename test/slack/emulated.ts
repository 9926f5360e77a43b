/**
 * Slack's Web API by `emulate`, which others wrote: a second opinion beside our own double. It has no Socket Mode, no slash
 * commands, no response_urls and no user groups.
 */
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { createEmulator } from "emulate";
import { openClient } from "./clients.ts";

/** Ids that the emulator gives by itself: its workspace, the person who made it, and its channel for all. */
export const emulated = { team: "T000000001", person: "U000000001", publicChannel: "C000000001" };

/** What Slack says of every person and channel, and the emulator leaves out. */
const unsaid: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "users.info": { user: { is_restricted: false, is_ultra_restricted: false } },
  "conversations.info": { channel: { is_ext_shared: false, is_shared: false, is_org_shared: false } },
};

export interface Emulated {
  /** Base of the emulator's own Web API. */
  readonly bareUrl: string;
  /** Base of the same with what the emulator leaves out, and with response_urls under it. */
  readonly apiUrl: string;
  readonly responseUrl: string;
  /** A channel of the person's that the bot was invited to. */
  readonly privateChannel: string;
  /** The person's own eyes: what the bot wrote she reads with rights that the bot has not. */
  readonly person: ReturnType<typeof openClient>["client"];
  /** Methods in the order in which they were called at `apiUrl`. */
  readonly called: readonly string[];
  /** What came to the response_url. */
  readonly responded: readonly { readonly text: string; readonly response_type: string }[];
  close(): Promise<void>;
}

const bot = { bot_id: "B000000009", bot_user_id: "U000000009", app_id: "A000000009" };
const ofPeople = ["channels:manage", "channels:history", "groups:read", "groups:write", "groups:history"];

/** Starts it with tokens of one bot, each with its scopes and no other. */
export async function startEmulated(tokens: Readonly<Record<string, readonly string[]>>): Promise<Emulated> {
  const app = { name: "Process Lookout", client_id: "1.9", client_secret: "none", redirect_uris: [], ...bot };
  const ofBot = { user_id: bot.bot_user_id, type: "bot", ...bot };
  const emulator = await createEmulator({
    service: "slack",
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        oauth_apps: [app],
        tokens: [
          ...Object.entries(tokens).map(([token, scopes]) => ({ ...ofBot, token, scopes })),
          { token: "xoxp-person", type: "user", user_id: emulated.person, scopes: ofPeople },
        ],
      },
    },
  });
  // It listens on IPv4 and calls itself localhost, which may be another address.
  const bareUrl = `http://127.0.0.1:${new URL(emulator.url).port}/api/`;
  const eyes = openClient({ apiUrl: bareUrl, token: "xoxp-person" });
  const { channel } = await eyes.client.conversations.create({ name: "ops", is_private: true });
  const privateChannel = channel?.id ?? "";
  for (const place of [privateChannel, emulated.publicChannel]) {
    await eyes.client.conversations.invite({ channel: place, users: bot.bot_user_id });
  }
  const front = await startFront(bareUrl);
  return {
    bareUrl,
    ...front,
    privateChannel,
    person: eyes.client,
    close: async () => {
      await front.close();
      await eyes.close();
      await emulator.close();
    },
  };
}

/** Stands before the emulator and adds what it lacks. */
async function startFront(bareUrl: string) {
  const called: string[] = [];
  const responded: Emulated["responded"][number][] = [];
  const answerTo = async (request: IncomingMessage): Promise<{ status: number; body: string }> => {
    const { url = "", headers } = request;
    const body = await text(request);
    if (url === "/response") {
      responded.push(JSON.parse(body));
      return { status: 200, body: "ok" };
    }
    const method = url.replace("/api/", "");
    called.push(method);
    const { authorization = "", "content-type": type = "" } = headers;
    const answer = await fetch(new URL(method, bareUrl), {
      method: "POST",
      headers: { authorization, "content-type": type },
      body,
    });
    return { status: answer.status, body: JSON.stringify(completed(method, await answer.text())) };
  };
  const server = createServer((request, response) => {
    answerTo(request).then(
      ({ status, body }) => response.writeHead(status, { "content-type": "application/json" }).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    apiUrl: `${url}/api/`,
    responseUrl: `${url}/response`,
    called,
    responded,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function completed(method: string, body: string): object {
  const answer: Record<string, object | undefined> = JSON.parse(body);
  for (const [part, facts] of Object.entries(unsaid[method] ?? {})) {
    if (answer[part]) answer[part] = { ...facts, ...answer[part] };
  }
  return answer;
}
