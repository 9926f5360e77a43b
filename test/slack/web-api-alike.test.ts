/** Our double and an emulator that others wrote say the same things, in the same form, of what the app reads in answers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SlackDouble, startSlackDouble } from "../../src/sandbox/slack/double.ts";
import { scopesOf } from "../../src/slack/directory.ts";
import { type Emulated, emulated, startEmulated } from "./emulated.ts";

const scopes = Object.values(scopesOf).flat();
let ours: SlackDouble;
let theirs: Emulated;
beforeAll(async () => {
  ours = await startSlackDouble({ scopes });
  theirs = await startEmulated({ "xoxb-all": scopes, "xoxb-none": [] });
});
afterAll(async () => {
  await ours.close();
  await theirs.close();
});

type Answer = Readonly<Record<string, unknown>>;

async function asked(apiUrl: string, token: string, method: string, args: Record<string, string>): Promise<Answer> {
  const response = await fetch(new URL(method, apiUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams(args),
  });
  return JSON.parse(await response.text());
}

const askedOurs = (method: string, args: Record<string, string>, double = ours) =>
  asked(double.apiUrl, double.tokens.bot, method, args);
const askedTheirs = (method: string, args: Record<string, string>, token = "xoxb-all") =>
  asked(theirs.bareUrl, token, method, args);

/** What stands at a path with dots. */
function at(answer: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
      answer,
    );
}

const kindsOf = (answer: Answer, paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [path, typeof at(answer, path)]));

interface Alike {
  readonly method: keyof typeof scopesOf;
  readonly ours: Record<string, string>;
  readonly theirs: Record<string, string>;
  /** What the app reads. */
  readonly reads: readonly string[];
  /** What of it the emulator leaves out; Slack says it, as its documentation shows. */
  readonly leftOut?: readonly string[];
}

const sharing = [
  "channel.is_ext_shared",
  "channel.is_pending_ext_shared",
  "channel.is_org_shared",
  "channel.is_shared",
];
const guesthood = ["user.is_restricted", "user.is_ultra_restricted"];
const { person, publicChannel } = emulated;
const calls: readonly Alike[] = [
  { method: "auth.test", ours: {}, theirs: {}, reads: ["ok", "team_id", "bot_id", "user_id"] },
  {
    method: "chat.postMessage",
    ours: { channel: "C0001", text: "Hello" },
    theirs: { channel: publicChannel, text: "Hello" },
    reads: ["ok", "ts"],
  },
  {
    method: "users.info",
    ours: { user: "U0001" },
    theirs: { user: person },
    reads: ["ok", "user.id", "user.team_id", "user.deleted", ...guesthood],
    leftOut: guesthood,
  },
  {
    method: "conversations.info",
    ours: { channel: "C0001" },
    theirs: { channel: publicChannel },
    reads: ["ok", "channel.id", ...sharing],
    leftOut: sharing,
  },
];

test.for(calls)("$method: what the app reads", async ({ method, ours, theirs, reads, leftOut = [] }) => {
  const double = kindsOf(await askedOurs(method, ours), reads);
  const emulator = kindsOf(await askedTheirs(method, theirs), reads);
  expect(Object.values(double)).not.toContain("undefined");
  expect(emulator).toEqual({ ...double, ...Object.fromEntries(leftOut.map((path) => [path, "undefined"])) });
});

const scoped = calls.filter(({ method }) => scopesOf[method].length > 0);
test.for(scoped)("$method: without its scope", async ({ method, ours, theirs }) => {
  const none = await startSlackDouble({ scopes: [] });
  const double = await askedOurs(method, ours, none).finally(() => none.close());
  expect(double).toEqual({ ok: false, error: "missing_scope", needed: scopesOf[method][0], provided: "" });
  expect(await askedTheirs(method, theirs, "xoxb-none")).toEqual(double);
});

test.for([
  ["chat.postMessage", { channel: "C9999", text: "Hello" }],
  ["conversations.info", { channel: "C9999" }],
  ["users.info", { user: "U9999" }],
] as const)("%s %j is refused with the same word", async ([method, args]) => {
  expect(await askedTheirs(method, args)).toEqual(await askedOurs(method, args));
});
