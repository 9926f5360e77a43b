import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type SlackDouble, startSlackDouble } from "../../src/sandbox/slack/double.ts";
import { createDirectory, optionalScopes, scopesOf } from "../../src/slack/directory.ts";
import { slackFaultOf } from "../../src/slack/slack-faults.ts";
import { clientAnswering, openClient } from "./clients.ts";

let slack: SlackDouble;
let open: ReturnType<typeof openClient>;
beforeAll(async () => {
  slack = await startSlackDouble({
    channels: { C0007: { name: "friends", isMember: true, isMpim: true } },
    users: { U0009: { name: "del", isDeleted: true }, U0010: { name: "pat", teamId: "T0003", isStranger: true } },
  });
  open = openClient({ apiUrl: slack.apiUrl, token: slack.tokens.bot });
});
afterAll(async () => {
  await open.close();
  await slack.close();
});

const fresh = () => createDirectory(open.client);
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "answered",
    (error: unknown) => slackFaultOf(error).code,
  );

describe("people", () => {
  test.for([
    ["U0001", { teams: ["T0001"], guest: false, deactivated: false, stranger: false }],
    ["U0003", { teams: ["T0001"], guest: true, deactivated: false, stranger: false }],
    ["U0004", { teams: ["T0001"], guest: true, deactivated: false, stranger: false }],
    ["U0005", { teams: ["T0002"], guest: false, deactivated: false, stranger: false }],
    ["U0009", { teams: ["T0001"], deactivated: true, stranger: false }],
    ["U0010", { teams: ["T0003"], guest: false, deactivated: false, stranger: true }],
  ] as const)("%s", async ([id, facts]) => {
    expect(await fresh().member(id)).toEqual({ id, ...facts });
  });

  test("nobody", async () => {
    expect(await codeOf(fresh().member("U9999"))).toBe("user_not_found");
  });

  const user = { id: "U1", team_id: "T001" };
  test.for([
    [
      "of an organisation: all workspaces he is in",
      { ...user, enterprise_user: { teams: ["T002", "T001"] } },
      { teams: ["T001", "T002"] },
    ],
  ] as const)("%s", async ([_name, answered, facts]) => {
    expect(await createDirectory(clientAnswering(() => ({ ok: true, user: answered }))).member("U1")).toMatchObject(
      facts,
    );
  });

  test.for([
    ["true where one kind is told", { is_ultra_restricted: true }, true],
    ["unknown where one kind is denied", { is_restricted: false }, undefined],
    ["unknown where nothing is told", {}, undefined],
  ] as const)("whether a guest: %s", async ([_name, flags, guest]) => {
    const directory = createDirectory(clientAnswering(() => ({ ok: true, user: { ...user, ...flags } })));
    expect((await directory.member("U1")).guest).toBe(guest);
  });

  test.for([
    ["no user", {}],
    ["somebody else", { user: { ...user, id: "U2" } }],
    ["no workspace", { user: { id: "U1" } }],
    ["a workspace that is none", { user: { ...user, team_id: "<!channel>" } }],
    ["flags that are none", { user: { ...user, is_restricted: "no" } }],
  ] as const)("unreadable: %s", async ([_name, answer]) => {
    const directory = createDirectory(clientAnswering(() => ({ ok: true, ...answer })));
    expect(await codeOf(directory.member("U1"))).toBe("unreadable_answer");
  });
});

describe("channels", () => {
  test.for([
    ["C0001", { shared: false, ofWorkspaceAlone: true }],
    ["C0002", { shared: false, ofWorkspaceAlone: true }],
    ["C0004", { shared: false, ofWorkspaceAlone: true }],
    ["C0006", { shared: true, ofWorkspaceAlone: false }],
  ] as const)("%s", async ([id, facts]) => {
    expect(await fresh().channel(id)).toEqual({ id, ...facts });
  });

  test.for([
    ["a private channel without the app", "C0005", "channel_not_found"],
    ["a group message", "C0007", "missing_scope"],
    ["none", "C9999", "channel_not_found"],
  ] as const)("%s", async ([_name, id, code]) => {
    expect(await codeOf(fresh().channel(id))).toBe(code);
  });

  test.for([
    [{ is_ext_shared: false, is_pending_ext_shared: true }, true, false],
    [{ is_ext_shared: false, is_shared: true }, true, false],
    [{ is_ext_shared: false, is_shared: true, is_org_shared: true }, false, false],
    [{ is_ext_shared: true, is_org_shared: true }, true, false],
    [{ is_ext_shared: false }, false, true],
  ] as const)("%j", async ([flags, shared, ofWorkspaceAlone]) => {
    const directory = createDirectory(clientAnswering(() => ({ ok: true, channel: { id: "C1", ...flags } })));
    expect(await directory.channel("C1")).toEqual({ id: "C1", shared, ofWorkspaceAlone });
  });

  test.for([
    ["nothing about sharing", { channel: { id: "C1" } }],
    ["another channel", { channel: { id: "C2", is_ext_shared: false } }],
    ["no channel", {}],
  ] as const)("unreadable: %s", async ([_name, answer]) => {
    const directory = createDirectory(clientAnswering(() => ({ ok: true, ...answer })));
    expect(await codeOf(directory.channel("C1"))).toBe("unreadable_answer");
  });
});

describe("user groups", () => {
  test("those that somebody is in", async () => {
    expect(await fresh().groupsOf("U0001", ["S0001"])).toEqual(["S0001"]);
    expect(await fresh().groupsOf("U0002", ["S0001"])).toEqual([]);
  });

  test("none named, none asked", async () => {
    const before = slack.calls.length;
    expect(await fresh().groupsOf("U0001", [])).toEqual([]);
    expect(slack.calls.length).toBe(before);
  });

  test("one that cannot be read: none is told", async () => {
    expect(await codeOf(fresh().groupsOf("U0001", ["S0001", "S9999"]))).toBe("no_such_subteam");
  });
});

describe("what is remembered", () => {
  const asked = () => slack.calls.filter(({ method }) => method === "users.info").length;

  test("an answer, for a minute", async () => {
    let now = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    try {
      const directory = fresh();
      const before = asked();
      await directory.member("U0001");
      now += 59_000;
      await directory.member("U0001");
      expect(asked() - before).toBe(1);
      now += 2_000;
      // The cache looks at the clock once a millisecond.
      await new Promise((resolve) => setTimeout(resolve, 5));
      await directory.member("U0001");
      expect(asked() - before).toBe(2);
    } finally {
      clock.mockRestore();
    }
  });

  test("what is being asked is not asked twice", async () => {
    const directory = fresh();
    const before = asked();
    await Promise.all(Array.from({ length: 20 }, () => directory.member("U0002")));
    expect(asked() - before).toBe(1);
  });

  test("no failure", async () => {
    const directory = fresh();
    slack.faults.next("users.info", { kind: "error", error: "internal_error" });
    expect(await codeOf(directory.member("U0001"))).toBe("internal_error");
    expect(await codeOf(directory.member("U0001"))).toBe("answered");
  });

  test("more people at once than are remembered are all told", async () => {
    const directory = createDirectory(
      clientAnswering((_method, args) => ({ ok: true, user: { id: args.get("user"), team_id: "T001" } })),
    );
    const ids = Array.from({ length: 5_100 }, (_, n) => `U${n}`);
    const found = await Promise.all(ids.map((id) => directory.member(id)));
    expect(found.map(({ id }) => id)).toEqual(ids);
  });
});

/** One harmless call of each method. */
const calls = {
  "auth.test": ({ client }) => client.auth.test(),
  "chat.postMessage": ({ client }, channel) => client.chat.postMessage({ channel, text: "Hello" }),
  "conversations.info": ({ client }, channel) => client.conversations.info({ channel }),
  "usergroups.users.list": ({ client }) => client.usergroups.users.list({ usergroup: "S0001" }),
  "users.info": ({ client }, _channel, user) => client.users.info({ user }),
} satisfies Record<
  keyof typeof scopesOf,
  (opened: ReturnType<typeof openClient>, channel: string, user: string) => Promise<unknown>
>;

const methods = Object.entries(calls);
const all: readonly string[] = Object.values(scopesOf).flat();
const needed = (method: string): readonly string[] =>
  Object.entries(scopesOf).flatMap(([name, scopes]) => (name === method ? scopes : []));

describe("scopes", () => {
  test("what is optional is needed by some method", () => {
    for (const scope of optionalScopes) expect(all).toContain(scope);
  });

  test.for(methods)("%s needs what the table says, in the double", async ([method, call]) => {
    const outcome = async (scopes: readonly string[], channel: string) => {
      const double = await startSlackDouble({ scopes });
      const opened = openClient({ apiUrl: double.apiUrl, token: double.tokens.bot });
      try {
        await call(opened, channel, "U0001");
        return "answered";
      } catch (error) {
        return slackFaultOf(error).scopes?.join();
      } finally {
        await opened.close();
        await double.close();
      }
    };
    // A public and a private channel.
    const channels = ["C0001", "C0004"];
    for (const channel of channels) expect(await outcome(needed(method), channel)).toBe("answered");
    for (const scope of needed(method)) {
      const others = all.filter((one) => one !== scope);
      const outcomes = await Promise.all(channels.map((channel) => outcome(others, channel)));
      expect(outcomes).toContain(scope);
    }
  });
});
