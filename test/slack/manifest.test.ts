import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { manifestYaml } from "../../src/main/slack-manifest.ts";
import { scopesOf } from "../../src/slack/directory.ts";
import { manifestOf } from "../../src/slack/manifest.ts";
import { type Calls, callsIn, callsOfTheApp } from "./calls.ts";

const root = join(import.meta.dirname, "../..");
const specs = join(root, "../shared/specs/slack");

const questions = {
  "over Socket Mode": { command: "/process" },
  "over HTTP": { command: "/bpm_2-x", url: "https://lookout.example.com" },
};

test("manifest.yml is what the code says (`npx vitest run test/slack/manifest.test.ts -u` writes it)", async () => {
  const text = manifestYaml({ command: "/process" });
  await expect(text).toMatchFileSnapshot("../../manifest.yml");
  expect(parse(text)).toEqual(manifestOf({ command: "/process" }));
});

describe("Slack's own schema", () => {
  const missing = existsSync(specs) ? "" : ` (skipped: no ${specs})`;
  const read = (name: string) => JSON.parse(readFileSync(join(specs, name), "utf8"));
  const validator = () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const base = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas/";
    for (const version of ["1.0.0", "2.0.0"]) {
      const name = `manifest.schema.${version}.json`;
      ajv.addSchema(read(name), base + name);
    }
    return ajv.compile(read("manifest.schema.json"));
  };

  test.skipIf(missing)(`takes the manifest${missing}`, () => {
    const validate = validator();
    for (const [way, question] of Object.entries(questions)) {
      validate(manifestOf(question));
      expect(validate.errors ?? [], way).toEqual([]);
    }
  });

  test.skipIf(missing)(`is asked in earnest${missing}`, () => {
    const validate = validator();
    const { features, ...rest } = manifestOf(questions["over Socket Mode"]);
    expect(validate({ ...rest, feature: features })).toBe(false);
    expect(validate(manifestOf({ command: "process" }))).toBe(false);
  });
});

test("over HTTP Slack is told one address for everything, and none over Socket Mode", () => {
  const address = "https://lookout.example.com/slack/events";
  for (const url of ["https://lookout.example.com", "https://lookout.example.com/", address, `${address}/`]) {
    const { features, settings } = manifestOf({ command: "/process", url });
    expect(features?.slash_commands?.map(({ url: one }) => one)).toEqual([address]);
    expect(settings).toMatchObject({ interactivity: { request_url: address }, socket_mode_enabled: false });
  }
  expect(manifestOf({ command: "/process", url: "https://x/lookout" }).settings?.interactivity?.request_url).toBe(
    "https://x/lookout/slack/events",
  );
  const text = manifestYaml({ command: "/process" });
  expect(text).not.toMatch(/_?url:/);
  expect(text).toContain("socket_mode_enabled: true");
});

/** What a manifest must have for these calls, and what a manifest has. */
const neededFor = ({ listeners, methods }: Calls, table: Readonly<Record<string, readonly string[]>>) => ({
  methods: [...methods].sort(),
  commands: listeners.flatMap(({ kind }) => (kind === "command" ? ["one"] : [])),
  scopes: [
    ...new Set([
      ...(listeners.some(({ kind }) => kind === "command") ? ["commands"] : []),
      ...[...methods].flatMap((method) => table[method] ?? [`unknown for ${method}`]),
    ]),
  ].sort(),
  interactivity: listeners.some(({ kind }) => ["action", "options", "view", "shortcut"].includes(kind)),
  shortcuts: listeners.flatMap(({ kind, name }) => (kind === "shortcut" ? [name] : [])),
  events: listeners.flatMap(({ kind, name }) => (kind === "event" ? [name] : kind === "message" ? ["message"] : [])),
});

const hasIn = ({ features, oauth_config, settings }: ReturnType<typeof manifestOf>) => ({
  methods: Object.keys(scopesOf).sort(),
  commands: (features?.slash_commands ?? []).map(() => "one"),
  scopes: [...(oauth_config?.scopes?.bot ?? []), ...(oauth_config?.scopes?.bot_optional ?? [])].sort(),
  interactivity: settings?.interactivity?.is_enabled ?? false,
  shortcuts: (features?.shortcuts ?? []).map(({ callback_id }) => callback_id),
  events: settings?.event_subscriptions?.bot_events ?? [],
});

describe("the code and the manifest", () => {
  const calls = callsOfTheApp(join(root, "src/slack"));

  test.each(Object.entries(questions))("go together %s", (_way, question) => {
    expect(neededFor(calls, scopesOf)).toEqual(hasIn(manifestOf(question)));
  });

  test("the listener takes every command that the manifest can have", () => {
    const names = calls.listeners.flatMap(({ kind, name }) => (kind === "command" ? [name] : []));
    expect(names.map((name) => typeof name === "object" && name.test("/bpm_2-x"))).toEqual([true]);
  });

  test("user groups alone are left to the administrator", () => {
    expect(manifestOf(questions["over Socket Mode"]).oauth_config?.scopes?.bot_optional).toEqual(["usergroups:read"]);
  });
});

describe("what is looked for in the code is found there", () => {
  const seen = (text: string) => neededFor(callsIn("src/slack/app.ts", text), scopesOf);

  test.each([
    ["await client.files.uploadV2({});", { methods: ["files.uploadV2"], scopes: ["unknown for files.uploadV2"] }],
    ["this.web.chat.update({});", { methods: ["chat.update"] }],
    ["const { chat } = client; chat.postMessage({});", { methods: ["chat.postMessage"], scopes: ["chat:write"] }],
    ["client?.users.info({ user });", { methods: ["users.info"], scopes: ["users:read"] }],
    ['client.apiCall("users.list");', { methods: ["users.list"] }],
    ["client.apiCall(name);", { methods: ["a computed name"] }],
    ["app.command('/other', run);", { commands: ["one"], scopes: ["commands"] }],
    ["app.shortcut('open', run);", { shortcuts: ["open"], interactivity: true }],
    ["app.event('app_mention', run);", { events: ["app_mention"] }],
    ["app.message(run);", { events: ["message"] }],
    ["app.view('form', run);", { interactivity: true }],
  ])("%s", (text, found) => {
    expect(seen(text)).toMatchObject(found);
  });

  test("also where the app has another name", () => {
    expect(() => callsIn("src/slack/app.ts", "const bolt = new App({});")).toThrow("bolt");
    expect(() => callsIn("src/slack/app.ts", "function f(bolt: App) {}")).toThrow("bolt");
    expect(() => callsIn("src/slack/app.ts", "const f = (app: App) => app; const app = new App({});")).not.toThrow();
  });

  test("and nothing else is", () => {
    const others = "conversation.command(one); files.read(path); chat.count(); map.get(key);";
    expect(callsIn("src/slack/app.ts", others)).toEqual({ listeners: [], methods: new Set() });
  });
});
