import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SlackDouble, startSlackDouble } from "../../src/sandbox/slack/double.ts";
import { createDirectory } from "../../src/slack/directory.ts";
import { type Asker, type Who, type WhoSettings, whoAsks } from "../../src/slack/who.ts";
import { clientAnswering, openClient } from "./clients.ts";

let slack: SlackDouble;
let open: ReturnType<typeof openClient>;
beforeAll(async () => {
  slack = await startSlackDouble({
    users: {
      U0006: { name: "gil", teamId: "T0002", isRestricted: true },
      U0009: { name: "del", isDeleted: true },
      U0010: { name: "pat", teamId: "T0002", isStranger: true },
    },
    channels: { C0007: { name: "friends", isMember: true, isMpim: true } },
  });
  open = openClient({ apiUrl: slack.apiUrl, token: slack.tokens.bot });
});
afterAll(async () => {
  await open.close();
  await slack.close();
});

const refuseAll: WhoSettings = { teamId: "T0001", guests: "refuse", sharedChannels: "refuse", groups: ["S0001"] };
const asker = (facts: Partial<Asker> = {}): Asker => ({
  teamId: "T0001",
  userId: "U0001",
  channelId: "C0001",
  ...facts,
});
const who = (facts: Partial<Asker>, settings: Partial<WhoSettings> = {}) =>
  whoAsks(asker(facts), { ...refuseAll, ...settings }, createDirectory(open.client));

/** The names that are given, or why none are. */
const told = (found: Who) =>
  found.allowed ? { person: found.person.names, channel: found.channel.names } : found.refusal.because;

const ada = ["slack:U0001", "slack:S0001"];

describe("who is let in", () => {
  test.for([
    [{}, { person: [...ada, "slack:C0001", "slack:T0001"], channel: ["slack:C0001", "slack:T0001"] }],
    [
      { userId: "U0002" },
      { person: ["slack:U0002", "slack:C0001", "slack:T0001"], channel: ["slack:C0001", "slack:T0001"] },
    ],
    [
      { channelId: "C0004" },
      { person: [...ada, "slack:C0004", "slack:T0001"], channel: ["slack:C0004", "slack:T0001"] },
    ],
    [{ channelId: "D0001" }, { person: [...ada, "slack:D0001", "slack:T0001"], channel: ["slack:D0001"] }],
    [
      { userTeamId: "T0001" },
      { person: [...ada, "slack:C0001", "slack:T0001"], channel: ["slack:C0001", "slack:T0001"] },
    ],
    [{ userId: "U0003" }, "guest"],
    [{ userId: "U0004" }, "guest"],
    [{ userId: "U0003", channelId: "D0003" }, "guest"],
    [{ userId: "U0005" }, "foreignTeam"],
    [{ userId: "U0005", teamId: "T0002" }, "foreignTeam"],
    [{ userId: "U0005", channelId: "D0003" }, "foreignTeam"],
    [{ userId: "U0010" }, "foreignTeam"],
    [{ teamId: "T0002" }, "foreignTeam"],
    [{ userTeamId: "T0002" }, "foreignTeam"],
    [{ userId: "U0009" }, "deactivated"],
    [{ channelId: "C0006" }, "sharedChannel"],
    [{ channelId: "C0005" }, "unseenChannel"],
    [{ channelId: "C0005", channelName: "privategroup" }, "unseenChannel"],
    [{ channelId: "C0007" }, "groupMessage"],
    [{ channelId: "C0005", channelName: "mpdm-ada--ben-1" }, "groupMessage"],
    [{ userId: "U9999" }, "personNotChecked"],
  ] as const)("by default: %j", async ([facts, expected]) => {
    expect(told(await who(facts))).toEqual(expected);
  });

  test.for([
    [
      { userId: "U0003" },
      { person: ["slack:U0003", "slack:C0001", "slack:T0001"], channel: ["slack:C0001", "slack:T0001"] },
    ],
    [{ userId: "U0005" }, "foreignTeam"],
    [{ channelId: "C0006" }, "sharedChannel"],
  ] as const)("guests allowed: %j", async ([facts, expected]) => {
    expect(told(await who(facts, { guests: "allow" }))).toEqual(expected);
  });

  const partner = { person: ["slack:U0005", "slack:C0006", "slack:T0002"], channel: ["slack:C0006"] };
  test.for([
    // What the workspace may see is not for a channel in which others read.
    [{ channelId: "C0006" }, { person: [...ada, "slack:C0006", "slack:T0001"], channel: ["slack:C0006"] }],
    [{ userId: "U0005", channelId: "C0006" }, partner],
    [{ userId: "U0005", channelId: "C0006", userTeamId: "T0002", teamId: "T0002" }, partner],
    [{ userId: "U0005", channelId: "C0006", userTeamId: "T0003" }, "foreignTeam"],
    [{ userId: "U0005", channelId: "C0006", teamId: "T0003" }, "foreignTeam"],
    [{ userId: "U0005" }, "foreignTeam"],
    [{ userId: "U0005", channelId: "D0003" }, "foreignTeam"],
    [{ userId: "U0006", channelId: "C0006" }, "guest"],
    [{ userId: "U0010", channelId: "C0006" }, "foreignTeam"],
    [{ userId: "U0003", channelId: "C0006" }, "guest"],
  ] as const)("shared channels allowed: %j", async ([facts, expected]) => {
    expect(told(await who(facts, { sharedChannels: "allow" }))).toEqual(expected);
  });

  test.for([
    { teamId: "" },
    { teamId: "U0001" },
    { userId: "" },
    { userId: "slack:U0001" },
    { userId: "u0001" },
    { userId: "S0001" },
    { userId: "U0001 " },
    { userId: "U0001\nU0002" },
    { channelId: "#general" },
    { channelId: "T0001" },
    { userTeamId: "<!channel>" },
  ])("ids that are none are not asked about: %j", async (facts) => {
    const before = slack.calls.length;
    expect(told(await who(facts))).toBe("unreadable");
    expect(slack.calls.length).toBe(before);
  });
});

/** A directory without one of the app's scopes, or with a fault of Slack's. */
async function without(scope: string, facts: Partial<Asker> = {}, settings: Partial<WhoSettings> = {}): Promise<Who> {
  const scopes = ["users:read", "channels:read", "groups:read", "usergroups:read"].filter((one) => one !== scope);
  const double = await startSlackDouble({ scopes });
  const opened = openClient({ apiUrl: double.apiUrl, token: double.tokens.bot });
  try {
    return await whoAsks(asker(facts), { ...refuseAll, ...settings }, createDirectory(opened.client));
  } finally {
    await opened.close();
    await double.close();
  }
}

async function during(method: string, facts: Partial<Asker> = {}): Promise<Who> {
  slack.faults.next(method, { kind: "status", status: 503 });
  return who(facts);
}

test("every refusal in words", async () => {
  const found: readonly (readonly [string, Who])[] = [
    ["ids that are none", await who({ userId: "nobody" })],
    ["another workspace", await who({ userId: "U0005" })],
    ["a guest", await who({ userId: "U0003" })],
    ["a deactivated account", await who({ userId: "U0009" })],
    ["a shared channel", await who({ channelId: "C0006" })],
    ["a group message", await who({ channelId: "C0007" })],
    ["a private channel without the app", await who({ channelId: "C0005" })],
    ["nobody", await who({ userId: "U9999" })],
    ["without users:read", await without("users:read")],
    ["without channels:read", await without("channels:read")],
    ["without groups:read", await without("groups:read", { channelId: "C0004" })],
    ["without usergroups:read", await without("usergroups:read")],
    ["a group that is none", await who({}, { groups: ["S9999"] })],
    ["users.info down", await during("users.info")],
    ["conversations.info down", await during("conversations.info")],
    ["usergroups.users.list down", await during("usergroups.users.list")],
  ];
  const text = found.map(([name, one]) => {
    if (one.allowed) throw new Error(`${name} is allowed`);
    const { because, text, next, fault } = one.refusal;
    return `${name}: ${because}${fault ? ` (${fault.code})` : ""}\n  ${text}\n  ${next}\n`;
  });
  await expect(text.join("\n")).toMatchFileSnapshot("golden/refusals.txt");
});

test("without rules for user groups the scope for them is not needed", async () => {
  expect((await without("usergroups:read", {}, { groups: [] })).allowed).toBe(true);
});

/** A small Slack in which anything may be true, and mostly is as usual. */
const flag = fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constantFrom(true, undefined));
const team = fc.oneof({ weight: 8, arbitrary: fc.constant("T0001") }, fc.constantFrom("T0002", "T0003"));
const world = fc.record({
  user: fc.record({
    id: fc.constant("U0001"),
    team_id: team,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    deleted: flag,
    enterprise_user: fc.option(fc.record({ teams: fc.subarray(["T0001", "T0002"]) }), { nil: undefined }),
  }),
  channel: fc.record({
    id: fc.constantFrom("C0001", "D0001"),
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
    is_org_shared: flag,
    is_shared: flag,
  }),
  members: fc.subarray(["U0001", "U0002"]),
});
const payload = fc.record({ teamId: team, userTeamId: fc.option(team, { nil: undefined }) });
const settings = fc.record({
  teamId: fc.constant("T0001"),
  guests: fc.constantFrom("refuse" as const, "allow" as const),
  sharedChannels: fc.constantFrom("refuse" as const, "allow" as const),
  groups: fc.subarray(["S0001", "S0002"]),
});

/** Asks in such a Slack; what is given for a method stands in the place of its answer. */
function ask(
  { user, channel, members }: typeof world extends fc.Arbitrary<infer W> ? W : never,
  place: typeof payload extends fc.Arbitrary<infer P> ? P : never,
  given: WhoSettings,
  instead: Readonly<Record<string, unknown>> = {},
): Promise<Who> {
  const answers: Readonly<Record<string, unknown>> = {
    "users.info": { ok: true, user },
    "conversations.info": { ok: true, channel },
    "usergroups.users.list": { ok: true, users: members },
    ...instead,
  };
  const directory = createDirectory(clientAnswering((method) => answers[method]));
  return whoAsks({ userId: user.id, channelId: channel.id, ...place }, given, directory);
}

describe("whatever Slack says", () => {
  test("by default only full members of the workspace, where only people of it read", async () => {
    const isAllowed = fc.asyncProperty(world, payload, async (slackIs, place) => {
      const { user, channel } = slackIs;
      const found = await ask(slackIs, place, refuseAll);
      const isMember = [user.team_id, ...(user.enterprise_user?.teams ?? [])].includes("T0001");
      const isFull = user.is_restricted === false && user.is_ultra_restricted === false && !user.deleted;
      const isPrivate = channel.is_ext_shared === false && !channel.is_pending_ext_shared;
      if (found.allowed) {
        expect({ isMember, isFull, stranger: user.is_stranger ?? false }).toEqual({
          isMember: true,
          isFull: true,
          stranger: false,
        });
        expect(place.teamId).toBe("T0001");
        expect(isPrivate || channel.id === "D0001").toBe(true);
      }
    });
    await fc.assert(isAllowed, { numRuns: 500 });
  });

  test("some are let in, and some by each setting", async () => {
    const seen = new Set<string>();
    const isSeen = fc.asyncProperty(world, payload, settings, async (slackIs, place, given) => {
      const found = await ask(slackIs, place, given);
      seen.add(found.allowed ? `${given.guests} ${given.sharedChannels}` : found.refusal.because);
    });
    await fc.assert(isSeen, { numRuns: 500, seed: 6 });
    expect([...seen].sort()).toEqual([
      "allow allow",
      "allow refuse",
      "channelNotChecked",
      "deactivated",
      "foreignTeam",
      "guest",
      "personNotChecked",
      "refuse allow",
      "refuse refuse",
      "sharedChannel",
    ]);
  });

  test("a channel is never asked for with a name of a person or a group, nor people of others with the workspace's", async () => {
    const isNamed = fc.asyncProperty(world, payload, settings, async (slackIs, place, given) => {
      const { user, channel } = slackIs;
      const found = await ask(slackIs, place, given);
      if (!found.allowed) return;
      const { person, channel: all } = found;
      expect(["slack:T0001", `slack:${channel.id}`]).toEqual(expect.arrayContaining([...all.names]));
      expect(all.names[0]).toBe(`slack:${channel.id}`);
      if (channel.is_ext_shared || channel.is_org_shared || channel.id === "D0001") expect(all.names).toHaveLength(1);
      expect(person.names[0]).toBe("slack:U0001");
      for (const name of person.names) expect(name).toMatch(/^slack:[UCDST]\d{4}$/);
      const isMember = [user.team_id, ...(user.enterprise_user?.teams ?? [])].includes("T0001");
      expect(person.names.includes("slack:T0001")).toBe(isMember);
      if (!isMember) expect([given.sharedChannels, channel.id]).toEqual(["allow", "C0001"]);
    });
    await fc.assert(isNamed, { numRuns: 500 });
  });

  test("what cannot be read lets nobody in", async () => {
    const methods = ["users.info", "conversations.info", "usergroups.users.list"];
    const broken = fc.tuple(
      fc.constantFrom(...methods),
      fc.oneof(
        fc.jsonValue(),
        fc.jsonValue().map((value) => ({ ok: true, user: value, channel: value, users: value })),
        fc
          .constantFrom("missing_scope", "internal_error", "ratelimited", "channel_not_found")
          .map((error) => ({ ok: false, error })),
      ),
    );
    const isRefused = fc.asyncProperty(world, settings, broken, async (slackIs, given, [method, answer]) => {
      const inChannel = { ...slackIs, channel: { ...slackIs.channel, id: "C0001" as const } };
      const wide = { ...given, groups: ["S0001"] };
      const found = await ask(inChannel, { teamId: "T0001", userTeamId: undefined }, wide, { [method]: answer });
      // A list of users can be an empty one, and say that somebody is in no group.
      const isList = method === "usergroups.users.list" && JSON.stringify(answer).includes('"users":[');
      if (!isList) expect(found.allowed).toBe(false);
    });
    await fc.assert(isRefused, { numRuns: 500 });
  });

  test("whatever stands in a payload is a decision, and no throw", async () => {
    const anything = fc.record({
      teamId: fc.string(),
      userId: fc.string(),
      channelId: fc.string(),
      channelName: fc.string(),
    });
    const directory = createDirectory(clientAnswering(() => ({ ok: false, error: "user_not_found" })));
    const isDecided = fc.asyncProperty(anything, async (asked) => {
      expect((await whoAsks(asked, refuseAll, directory)).allowed).toBe(false);
    });
    await fc.assert(isDecided);
  });
});
