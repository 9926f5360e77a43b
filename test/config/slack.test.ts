import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeConfig, loadSlackSettings } from "../../src/config.ts";
import { describe as inWords } from "../../src/core/describe.ts";
import { LookoutError } from "../../src/core/errors.ts";
import { cwd, disk, type Given, loadEnvironment, loadFile, messageOf, oneEngine } from "./loading.ts";

// In parts, so that no scanner takes them for real ones.
const bot = `xoxb-${"1234-5678-made0up"}`;
const appLevel = `xapp-${"1-A012-34-made0up"}`;
const signing = "8f742231b10e8888abcd99yyyzzz85a5";

const slack = (env: Given["env"], files: Given["files"] = {}, section = {}) =>
  loadSlackSettings(section, { env: env ?? {}, cwd, readFile: disk(files) });

/** What whoever starts the app is told. */
async function refusal(env: Given["env"], files: Given["files"] = {}): Promise<string> {
  const outcome = await slack(env, files).catch((error: unknown) => error);
  if (!(outcome instanceof LookoutError)) throw outcome instanceof Error ? outcome : new Error("it was accepted");
  const { kind, message } = inWords(outcome);
  expect(kind).toBe("configuration");
  return message.replace(/^environment: /, "");
}

describe("the section slack", () => {
  const section = (text: string) => `${oneEngine}slack: ${text}\n`;

  it("may be left out: then there are no settings, and the defaults where the app is started", async () => {
    const config = await loadFile(oneEngine);
    expect(config).not.toHaveProperty("slack");
    expect(describeConfig(config)).toMatchObject({ slack: null });
    expect(await loadSlackSettings(config, { env: { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: appLevel } })).toMatchObject(
      {
        command: "/process",
        incidentChannels: [],
        guests: "refuse",
        sharedChannels: "refuse",
      },
    );
  });

  it("has defaults for each key", async () => {
    const { slack: read } = await loadFile(section("{ command: /vorgang }"));
    expect(read).toEqual({ command: "/vorgang", incidentChannels: [], guests: "refuse", sharedChannels: "refuse" });
  });

  it("is read whole, and doctor tells how many channels there are", async () => {
    const config = await loadFile(
      section("{ command: /bpm_2-x, incidentChannels: [C0123ABCD, G01], guests: allow, sharedChannels: allow }"),
    );
    expect(config.slack).toEqual({
      command: "/bpm_2-x",
      incidentChannels: ["C0123ABCD", "G01"],
      guests: "allow",
      sharedChannels: "allow",
    });
    expect(describeConfig(config).slack).toEqual({
      command: "/bpm_2-x",
      incidentChannels: 2,
      guests: "allow",
      sharedChannels: "allow",
    });
  });

  const command = "slack.command must be a slash and 1 to 31 characters of a-z, 0-9, _ and -, such as /process";
  const channel =
    "slack.incidentChannels[0] must be the channel's id, such as C0123ABCD, not its name: open the channel's details in Slack, the id is at the bottom";
  it.each([
    ["{ command: process }", `5: ${command}`],
    ["{ command: / }", `5: ${command}`],
    ["{ command: /Process }", `5: ${command}`],
    ["{ command: /a b }", `5: ${command}`],
    [`{ command: /${"a".repeat(32)} }`, `5: ${command}`],
    ["{ command: 5 }", "5: slack.command must be text: put it in quotes"],
    ['{ incidentChannels: ["#ops"] }', `5: ${channel}`],
    ["{ incidentChannels: [ops] }", `5: ${channel}`],
    ["{ incidentChannels: [c0123abcd] }", `5: ${channel}`],
    ["{ incidentChannels: [D0123ABCD] }", `5: ${channel}`],
    ["{ incidentChannels: [https://team.slack.com/archives/C0123ABCD] }", `5: ${channel}`],
    ["{ incidentChannels: C0123ABCD }", "5: slack.incidentChannels must be a list"],
    ["{ incidentChannels: [12] }", "5: slack.incidentChannels[0] must be text: put it in quotes"],
    ["{ incidentChannels: [C01, C02, C01] }", "5: slack.incidentChannels[2] is the same as slack.incidentChannels[0]"],
    ["{ guests: yes }", "5: slack.guests must be one of refuse, allow"],
    ["{ sharedChannels: true }", "5: slack.sharedChannels must be one of refuse, allow"],
    ["{ incidentChannel: [C01] }", "5: slack.incidentChannel is not known; did you mean incidentChannels?"],
    ["", "5: slack has no value"],
    ["on", "5: slack must be a map (key: value)"],
  ])("%s", async (text, message) => {
    const end = message.endsWith("?") ? "" : ".";
    expect(await messageOf(loadFile(section(text)))).toBe(`lookout.yaml:${message}${end}`);
  });

  it("tells of a name that YAML takes for a comment", async () => {
    expect(await messageOf(loadFile(section("\n  incidentChannels:\n    - #ops")))).toBe(`lookout.yaml:7: ${channel}.`);
  });

  it("holds no tokens", async () => {
    expect(await messageOf(loadFile(section(`{ botToken: ${bot} }`)))).toBe(
      "lookout.yaml:5: slack.botToken is not known (known: command, incidentChannels, guests, sharedChannels).",
    );
  });
});

describe("callers of access rules", () => {
  const rule = (caller: string) =>
    `${oneEngine}access:\n  rules:\n    - callers: [local]\n    - callers: [local, ${JSON.stringify(caller)}]\n`;
  const form =
    "must be slack: and an id of Slack's, not a name: slack:T… is a workspace, slack:C… a channel, slack:U… a person, slack:S… a user group";

  it.each(["slack:#ops", "slack:@anna", "slack:general", "slack:c0123abcd", "slack:", "slack: C0123ABCD", "Slack:C01"])(
    "%s is told the right form",
    async (caller) => {
      expect(await messageOf(loadFile(rule(caller)))).toBe(`lookout.yaml:8: access.rules[1].callers[1] ${form}.`);
    },
  );

  it.each([
    "slack:T01",
    "slack:C0123ABCD",
    "slack:G01",
    "slack:D01",
    "slack:U01",
    "slack:W01",
    "slack:S01",
    "slackers",
  ])("%s is right", async (caller) => {
    expect((await loadFile(rule(caller))).access?.rules[1]?.callers).toEqual(["local", caller]);
  });

  it("are told of beside engines without an id", async () => {
    expect(await messageOf(loadFile(rule("slack:#ops").replace("id: prod", "name: prod")))).toContain(form);
  });
});

describe("the tokens", () => {
  it("with an app-level token it is Socket Mode, even where a signing secret is there too", async () => {
    const settings = await slack({
      SLACK_BOT_TOKEN: bot,
      SLACK_APP_TOKEN: appLevel,
      SLACK_SIGNING_SECRET: "xapp-not looked at",
    });
    expect(settings.botToken.reveal()).toBe(bot);
    expect(settings.connection.mode === "socket" && settings.connection.appToken.reveal()).toBe(appLevel);
    expect(settings).not.toHaveProperty("apiUrl");
  });

  it("without one it is HTTP; empty counts as not set", async () => {
    const { connection } = await slack({
      SLACK_BOT_TOKEN: bot,
      SLACK_APP_TOKEN: "",
      SLACK_APP_TOKEN_FILE: "",
      SLACK_SIGNING_SECRET: signing,
      SLACK_API_URL: "",
    });
    expect(connection.mode === "http" && connection.signingSecret.reveal()).toBe(signing);
  });

  it("come from files, relative to the current folder", async () => {
    const files = { [`${cwd}/bot`]: `${bot}\n`, "/run/secrets/app": `${appLevel}\r\n`, [`${cwd}/secret`]: signing };
    const env = { SLACK_BOT_TOKEN_FILE: "bot" };
    const socket = await slack({ ...env, SLACK_APP_TOKEN_FILE: "/run/secrets/app" }, files);
    expect(socket.botToken.reveal()).toBe(bot);
    expect(socket.connection.mode === "socket" && socket.connection.appToken.reveal()).toBe(appLevel);
    const http = await slack({ ...env, SLACK_SIGNING_SECRET_FILE: "secret" }, files);
    expect(http.connection.mode === "http" && http.connection.signingSecret.reveal()).toBe(signing);
  });

  const noBot = "SLACK_BOT_TOKEN is not set: it is the bot token of the installed app and begins with xoxb-";
  const noWay = "neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP) is set";
  const expires = "xoxe.xoxb- and is a bot token that expires (token rotation), which is not renewed here";
  const wrong: readonly [NonNullable<Given["env"]>, string][] = [
    [{}, `${noBot}; ${noWay}.`],
    [{ SLACK_BOT_TOKEN: bot }, `${noWay}.`],
    [{ SLACK_APP_TOKEN: appLevel }, `${noBot}.`],
    [
      { SLACK_APP_TOKEN: appLevel, SLACK_BOT_TOKEN: "xoxp-1-made0up" },
      "SLACK_BOT_TOKEN must be the bot token of the installed app (xoxb-), but begins with xoxp- and is a user token.",
    ],
    [
      { SLACK_APP_TOKEN: appLevel, SLACK_BOT_TOKEN: "xoxe.xoxb-1-made0up" },
      `SLACK_BOT_TOKEN must be the bot token of the installed app (xoxb-), but begins with ${expires}.`,
    ],
    [
      { SLACK_APP_TOKEN: appLevel, SLACK_BOT_TOKEN: "made0up" },
      "SLACK_BOT_TOKEN must begin with xoxb-, as the bot token of the installed app does.",
    ],
    [
      { SLACK_APP_TOKEN: bot, SLACK_BOT_TOKEN: appLevel },
      "SLACK_BOT_TOKEN must be the bot token of the installed app (xoxb-), but begins with xapp- and is an app-level token; SLACK_APP_TOKEN must be an app-level token with the scope connections:write (xapp-), but begins with xoxb- and is a bot token.",
    ],
    [
      { SLACK_APP_TOKEN: "made0up", SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: signing },
      "SLACK_APP_TOKEN must begin with xapp-, as an app-level token with the scope connections:write does.",
    ],
    [
      { SLACK_SIGNING_SECRET: appLevel, SLACK_BOT_TOKEN: bot },
      "SLACK_SIGNING_SECRET must be the signing secret of the app, but begins with xapp- and is an app-level token.",
    ],
    [
      { SLACK_APP_TOKEN: appLevel, SLACK_BOT_TOKEN: `"${bot}"` },
      "SLACK_BOT_TOKEN must be the bot token of the installed app alone, without quotes, spaces or line breaks.",
    ],
    [
      { SLACK_APP_TOKEN: `${appLevel} `, SLACK_BOT_TOKEN: bot },
      "SLACK_APP_TOKEN must be an app-level token with the scope connections:write alone, without quotes, spaces or line breaks.",
    ],
    [
      { SLACK_APP_TOKEN: appLevel, SLACK_BOT_TOKEN: bot, SLACK_BOT_TOKEN_FILE: "bot" },
      "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set: unset one of them.",
    ],
    [
      { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: appLevel, SLACK_APP_TOKEN_FILE: "app" },
      "SLACK_APP_TOKEN and SLACK_APP_TOKEN_FILE are both set: unset one of them.",
    ],
    [
      { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: signing, SLACK_SIGNING_SECRET_FILE: "s" },
      "SLACK_SIGNING_SECRET and SLACK_SIGNING_SECRET_FILE are both set: unset one of them.",
    ],
    [
      { SLACK_BOT_TOKEN_FILE: "gone", SLACK_APP_TOKEN_FILE: "empty" },
      `SLACK_BOT_TOKEN_FILE names ${cwd}/gone, which does not exist; SLACK_APP_TOKEN_FILE names ${cwd}/empty, which is empty.`,
    ],
    [
      { SLACK_BOT_TOKEN_FILE: "app", SLACK_APP_TOKEN: appLevel },
      "the file of SLACK_BOT_TOKEN_FILE must be the bot token of the installed app (xoxb-), but begins with xapp- and is an app-level token.",
    ],
  ];
  it.each(wrong)("%j", async (env, message) => {
    expect(await refusal(env, { [`${cwd}/app`]: appLevel, [`${cwd}/empty`]: "\n" })).toBe(message);
  });

  it("are left alone wherever the app is not started", async () => {
    const env = { LOOKOUT_ENGINE_URL: "http://c7/engine-rest", SLACK_BOT_TOKEN: "wrong", SLACK_APP_TOKEN_FILE: "gone" };
    expect((await loadEnvironment(env)).source.ignored).toEqual([]);
    expect(await loadFile(oneEngine, { env })).toBeDefined();
  });

  it("are never shown, whatever is wrong with them", async () => {
    const text = fc.string({ unit: fc.constantFrom(..."abXZ019-. '\"\n\u00e9"), maxLength: 9 });
    const beginning = fc.constantFrom("", "xoxb-", "xapp-", "xoxp-", "xoxe.xoxb-", '"xoxb-', " xapp-");
    await fc.assert(
      fc.asyncProperty(beginning, text, fc.boolean(), async (begins, held, asFile) => {
        const secret = `${begins}${held}Kq7`;
        const files = { [`${cwd}/held`]: secret };
        for (const names of [
          ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"],
          ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"],
        ]) {
          const env = Object.fromEntries(names.map((name) => (asFile ? [`${name}_FILE`, "held"] : [name, secret])));
          const outcome = await slack(env, files).catch((error: unknown) => error);
          const shown =
            outcome instanceof LookoutError
              ? [inspect(outcome, { depth: 9 }), JSON.stringify(inWords(outcome)), outcome.stack]
              : [inspect(outcome, { depth: 9, showHidden: true }), JSON.stringify(outcome), String(outcome)];
          expect(shown.join("\n")).not.toContain("Kq7");
        }
      }),
    );
  });
});

describe("SLACK_API_URL", () => {
  const tokens = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: appLevel };

  it.each([
    ["https://slack.example.com/api", "https://slack.example.com/api"],
    ["https://slack.com/api/", "https://slack.com/api/"],
    ["http://127.0.0.1:4003/api/", "http://127.0.0.1:4003/api/"],
    ["http://[::1]:4003", "http://[::1]:4003/"],
    ["http://slack-double.test-ns.svc/api/", "http://slack-double.test-ns.svc/api/"],
  ])("%s", async (SLACK_API_URL, apiUrl) => {
    expect((await slack({ ...tokens, SLACK_API_URL })).apiUrl).toBe(apiUrl);
  });

  it.each([
    ["slack.com/api", "must be an address that begins with http:// or https://"],
    ["wss://slack.com/api/", "must be an address that begins with http:// or https://"],
    ["http://slack.example.com/api/", "must begin with https://: the tokens could be read on their way"],
    ["https://u:hunter2@slack.com/api/", "must not hold a user name or password"],
    [
      "https://slack.com/api/?token=hunter2",
      "must not hold a query (?…) or a fragment (#…): it is the base of the Web API",
    ],
  ])("%s is refused", async (SLACK_API_URL, message) => {
    expect(await refusal({ ...tokens, SLACK_API_URL })).toBe(`SLACK_API_URL ${message}.`);
  });
});
