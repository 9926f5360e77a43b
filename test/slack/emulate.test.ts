/** The app's calls of Slack's Web API, asked of an emulator that others wrote, with the scopes of manifest.yml and no other. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createAccess } from "../../src/core/access.ts";
import { Secret } from "../../src/core/secret.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { signature } from "../../src/sandbox/slack/signatures.ts";
import { startSlackApp } from "../../src/slack/app.ts";
import { createDelivery } from "../../src/slack/deliver.ts";
import { createDirectory, scopesOf } from "../../src/slack/directory.ts";
import type { Message } from "../../src/slack/messages/message.ts";
import { slackSection } from "../../src/slack/settings.ts";
import { slackFaultOf } from "../../src/slack/slack-faults.ts";
import { connected } from "./app/world.ts";
import { openClient } from "./clients.ts";
import { type Emulated, emulated, startEmulated } from "./emulated.ts";

const { bot, bot_optional: optional }: Readonly<Record<"bot" | "bot_optional", readonly string[]>> = parse(
  readFileSync(join(import.meta.dirname, "../../manifest.yml"), "utf8"),
).oauth_config.scopes;
const granted = [...bot, ...optional];

/** Scopes of what the emulator does not have: slash commands, and user groups. */
const notServed = ["commands", "usergroups:read"];
const served = granted.filter((scope) => !notServed.includes(scope));

const all = "xoxb-all";
const without = (scope: string) => `xoxb-without-${scope}`;
const lacking = (scope: string) => `The app lacks the scope ${scope}.`;

let slack: Emulated;
beforeAll(async () => {
  const others = (scope: string) => granted.filter((one) => one !== scope);
  const fewer = granted.map((scope) => [without(scope), others(scope)] as const);
  slack = await startEmulated({ [all]: granted, ...Object.fromEntries(fewer) });
});
afterAll(() => slack.close());

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** The parts of the app that call the Web API, with a token. */
function openParts(token: string, apiUrl = slack.apiUrl) {
  const { client, close } = openClient({ apiUrl, token });
  const fetch = () => Promise.reject(new Error("nothing is answered here"));
  return {
    client,
    directory: createDirectory(client),
    delivery: createDelivery({ fetch, client, log: silent }),
    close,
  };
}
type Parts = ReturnType<typeof openParts>;

/** A message as a view made it. */
interface Golden {
  readonly file: string;
  readonly message: Message;
}
const golden = join(import.meta.dirname, "golden");
const goldens: readonly Golden[] = readdirSync(golden)
  .filter((file) => file.endsWith(".json"))
  .map((file) => ({ file, message: JSON.parse(readFileSync(join(golden, file), "utf8")) }));
const headline: Message = { text: "ORDER-1 is stuck" };
const answer = (): Message => goldens.find(({ message }) => message.blocks)?.message ?? headline;

/** Every use of the Web API, through the code that uses it. */
const uses = {
  "who the app is": { method: "auth.test", run: ({ client }) => client.auth.test() },
  "who asks": { method: "users.info", run: ({ directory }) => directory.member(emulated.person) },
  "where, in public": {
    method: "conversations.info",
    run: ({ directory }) => directory.channel(emulated.publicChannel),
  },
  "where, in private": {
    method: "conversations.info",
    run: ({ directory }) => directory.channel(slack.privateChannel),
  },
  "a thread in public": {
    method: "chat.postMessage",
    run: ({ delivery }) => delivery.thread(emulated.publicChannel, headline, answer),
  },
  "a thread in private": {
    method: "chat.postMessage",
    run: ({ delivery }) => delivery.thread(slack.privateChannel, headline, answer),
  },
} satisfies Record<
  string,
  { readonly method: keyof typeof scopesOf; readonly run: (parts: Parts) => Promise<unknown> }
>;

/** Which of them need a scope. */
const neededBy: Readonly<Record<string, readonly (keyof typeof uses)[]>> = {
  "channels:read": ["where, in public"],
  "chat:write": ["a thread in public", "a thread in private"],
  "groups:read": ["where, in private"],
  "users:read": ["who asks"],
};

/** What is told of each use that a token is refused. */
async function refusedWith(token: string): Promise<Readonly<Record<string, string | undefined>>> {
  const parts = openParts(token);
  const refusals: Record<string, string | undefined> = {};
  for (const [use, { run }] of Object.entries(uses)) {
    await run(parts).catch((error: unknown) => {
      const { code, told } = slackFaultOf(error);
      refusals[use] = code === "missing_scope" ? told : code;
    });
  }
  await parts.close();
  return refusals;
}

describe("scopes", () => {
  test("each of the manifest is tried here, or of something that the emulator does not have", () => {
    expect([...Object.keys(neededBy), ...notServed].sort()).toEqual([...granted].sort());
  });

  test("each method of the table is called here, but the one of user groups", () => {
    const methods = new Set<string>(Object.values(uses).map(({ method }) => method));
    expect([...methods, "usergroups.users.list"].sort()).toEqual(Object.keys(scopesOf).sort());
  });

  test("those of the manifest are enough", async () => {
    expect(await refusedWith(all)).toEqual({});
  });

  test.for(served)("without %s the app says so where it is needed, and does everything else", async (scope) => {
    const refusals = Object.fromEntries((neededBy[scope] ?? []).map((use) => [use, lacking(scope)]));
    expect(refusals).not.toEqual({});
    expect(await refusedWith(without(scope))).toEqual(refusals);
  });

  test("the emulator has no user groups: what it answers is taken for no answer", async () => {
    const { directory, close } = openParts(all);
    const error = await directory.groupsOf(emulated.person, ["S0001"]).catch((thrown: unknown) => thrown);
    await close();
    expect(slackFaultOf(error).code).toBe("unreadable_answer");
  });
});

describe("what the emulator says by itself", () => {
  test("of a person: not whether he is a guest, so that is not known", async () => {
    const { directory, close } = openParts(all, slack.bareUrl);
    expect(await directory.member(emulated.person)).toEqual({
      id: emulated.person,
      teams: [emulated.team],
      deactivated: false,
      stranger: false,
    });
    await close();
  });

  test("of a channel: not whether it is shared, so that is no answer", async () => {
    const { directory, close } = openParts(all, slack.bareUrl);
    const error = await directory.channel(emulated.publicChannel).catch((thrown: unknown) => thrown);
    await close();
    expect(slackFaultOf(error).code).toBe("unreadable_answer");
  });
});

/** What is in a channel: its newest message with all replies. */
async function newestThread(channel: string) {
  const { messages: [newest] = [] } = await slack.person.conversations.history({ channel, limit: 1 });
  const { messages = [] } = await slack.person.conversations.replies({ channel, ts: newest?.ts ?? "" });
  return messages;
}

describe("what is stored is what was sent", () => {
  test("there are messages of views to send", () => {
    expect(goldens).not.toEqual([]);
  });

  test.for(goldens)("$file", async ({ message }) => {
    const { delivery, close } = openParts(all);
    await delivery.thread(slack.privateChannel, message, () => message);
    await close();
    const stored = await newestThread(slack.privateChannel);
    expect(stored.map(({ text, blocks }) => ({ text, ...(blocks ? { blocks } : {}) }))).toStrictEqual([
      message,
      message,
    ]);
    const [head] = stored;
    expect(stored.map(({ thread_ts }) => thread_ts)).toEqual([undefined, head?.ts]);
    for (const one of stored) expect(one).toMatchObject({ unfurl_links: false, unfurl_media: false });
  });
});

/** The whole app, receiving over HTTP: Socket Mode is nothing that the emulator has. */
describe("the app", () => {
  const secret = "a-secret-of-both";
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ now: Date.now() });
  });
  afterAll(() => sandbox.close());

  /** Lets the app answer what a person types in some channels, to the end; tells what came to her alone. */
  async function asked(token: string, channels: readonly string[], incidentChannels: readonly string[] = []) {
    const engines = [connected("c7-prod", sandbox.url)];
    const access = createAccess({ rules: [{ callers: [`slack:${emulated.team}`] }] });
    const app = await startSlackApp({
      settings: {
        ...slackSection.parse({ incidentChannels }),
        botToken: new Secret(token),
        connection: { mode: "http", signingSecret: new Secret(secret) },
        apiUrl: slack.apiUrl,
      },
      proxies: {},
      listen: { host: "127.0.0.1", port: 0 },
      world: { call: (caller, signal) => ({ caller, access, engines, now: new Date(), signal }), groups: [] },
      log: silent,
      audit: () => {},
    });
    expect(app.teamId).toBe(emulated.team);
    const before = slack.responded.length;
    for (const channel of channels) await typed(app.address?.port ?? 0, channel);
    await app.stop();
    await Promise.all(engines.map((engine) => engine.close()));
    return slack.responded.slice(before);
  }

  /** As Slack sends a slash command. */
  async function typed(port: number, channel: string): Promise<void> {
    const body = new URLSearchParams({
      team_id: emulated.team,
      user_id: emulated.person,
      user_name: "admin",
      channel_id: channel,
      command: "/process",
      text: "stuck",
      response_url: slack.responseUrl,
    }).toString();
    const seconds = Math.floor(Date.now() / 1_000);
    const { status } = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": String(seconds),
        "x-slack-signature": signature(secret, seconds, body),
      },
      body,
    });
    expect(status).toBe(200);
  }

  test("answers one person, and a channel in a thread, with no method that needs another scope", async () => {
    const before = slack.called.length;
    const { publicChannel } = emulated;
    const alone = await asked(all, [publicChannel, slack.privateChannel], [slack.privateChannel]);
    const expected = expect.stringMatching(/^\d+ stuck instances/);
    expect(alone).toContainEqual(expect.objectContaining({ response_type: "ephemeral", text: expected }));
    const [head, reply, ...more] = await newestThread(slack.privateChannel);
    expect(more).toEqual([]);
    expect(head).toMatchObject({ text: expected });
    expect(reply).toMatchObject({ text: expected, thread_ts: head?.ts });
    expect(JSON.stringify(reply?.blocks)).toContain('"type":"table"');
    const known: readonly string[] = Object.values(uses).map(({ method }) => method);
    expect([...new Set(slack.called.slice(before))].sort()).toEqual([...new Set(known)].sort());
  });

  test.for([
    ["users:read", "Who you are could not be checked, so nothing is shown."],
    ["channels:read", "Whether this channel is shared with another organisation could not be checked"],
    ["groups:read", "Whether this channel is shared with another organisation could not be checked"],
    ["chat:write", "Only you see this answer:"],
  ] as const)("without %s tells the person", async ([scope, sentence]) => {
    const channel = scope === "channels:read" ? emulated.publicChannel : slack.privateChannel;
    const texts = (await asked(without(scope), [channel], [channel])).map(({ text }) => text);
    const telling = texts.filter((text) => text.includes(lacking(scope)));
    expect(telling).toEqual([expect.stringContaining(sentence)]);
    // Whoever cannot be checked gets no answer; only the channel goes without where the app cannot write there.
    expect(texts.some((text) => text.includes("stuck instances"))).toBe(scope === "chat:write");
  });
});
