import { describe, expect, test } from "vitest";
import { button, goodBlocks, long, plain, raw, table } from "./block-kit-samples.ts";
import { clientOf, clock, post, refusal, started } from "./started.ts";

const form = "application/x-www-form-urlencoded";

describe("who asks", () => {
  test("the bot, by header or by argument", async () => {
    const slack = await started();
    expect(await clientOf(slack).auth.test()).toMatchObject({
      ok: true,
      team_id: slack.team.id,
      user_id: slack.bot.userId,
      bot_id: slack.bot.botId,
      response_metadata: {
        scopes: ["commands", "chat:write", "users:read", "channels:read", "groups:read", "usergroups:read"],
      },
    });
    expect(await post(slack, "auth.test", `token=${slack.tokens.bot}`, { "content-type": form })).toMatchObject({
      ok: true,
    });
  });

  test.each([
    ["nobody", "not_authed", {}],
    ["somebody else", "invalid_auth", { authorization: "Bearer xoxb-other" }],
  ])("%s: %s", async (_who, error, headers) => {
    const slack = await started();
    expect(await post(slack, "auth.test", undefined, headers)).toMatchObject({ ok: false, error });
  });

  test("a token in JSON is not looked at", async () => {
    const slack = await started();
    const body = JSON.stringify({ token: slack.tokens.bot });
    expect(await post(slack, "auth.test", body, { "content-type": "application/json" })).toMatchObject({
      error: "not_authed",
    });
  });

  test("each token has its methods", async () => {
    const slack = await started();
    expect(await refusal(clientOf(slack).apps.connections.open())).toMatchObject({ error: "not_allowed_token_type" });
    const app = clientOf(slack, slack.tokens.app);
    expect(await refusal(app.chat.postMessage({ channel: "C0001", text: "x" }))).toMatchObject({
      error: "not_allowed_token_type",
    });
    expect(await app.apps.connections.open()).toMatchObject({
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/),
    });
  });

  test.each(["token_revoked", "account_inactive", "invalid_auth"])(
    "a token that is good no more: %s",
    async (error) => {
      const slack = await started();
      slack.faults.refuseToken("bot", error);
      expect(await refusal(clientOf(slack).auth.test())).toMatchObject({ error });
      slack.faults.refuseToken("bot", null);
      expect(await clientOf(slack).auth.test()).toMatchObject({ ok: true });
    },
  );
});

describe("how it is asked", () => {
  test("a method that there is not", async () => {
    const slack = await started();
    expect(await refusal(clientOf(slack).apiCall("reactions.add"))).toMatchObject({
      error: "unknown_method",
      req_method: "reactions.add",
    });
    expect(await refusal(clientOf(slack).apiCall("constructor"))).toMatchObject({ error: "unknown_method" });
  });

  test.each([
    ["invalid_json", "{", "application/json"],
    ["json_not_object", "[]", "application/json"],
    ["invalid_post_type", "<a/>", "application/xml"],
  ])("%s", async (error, body, type) => {
    const slack = await started();
    const headers = { authorization: `Bearer ${slack.tokens.bot}`, "content-type": type };
    expect(await post(slack, "auth.test", body, headers)).toMatchObject({ ok: false, error });
  });

  test("a body without a type", async () => {
    const slack = await started();
    const response = await fetch(`${slack.apiUrl}auth.test`, {
      method: "POST",
      body: new Blob(["x"]),
      headers: { authorization: `Bearer ${slack.tokens.bot}` },
    });
    expect(await response.json()).toMatchObject({ error: "missing_post_type" });
  });

  test("JSON says the same as a form", async () => {
    const slack = await started();
    const body = JSON.stringify({ channel: "C0001", text: "Hi", blocks: [{ type: "divider" }] });
    const headers = { authorization: `Bearer ${slack.tokens.bot}`, "content-type": "application/json; charset=utf-8" };
    expect(await post(slack, "chat.postMessage", body, headers)).toMatchObject({
      ok: true,
      message: { text: "Hi", blocks: [{ type: "divider" }] },
    });
  });

  test("a missing argument", async () => {
    const slack = await started();
    expect(await refusal(clientOf(slack).apiCall("chat.postMessage", { text: "x" }))).toMatchObject({
      error: "invalid_arguments",
      response_metadata: { messages: ["[ERROR] missing required field: channel"] },
    });
  });

  test("every call is remembered, with who asked and what was answered", async () => {
    const slack = await started();
    await clientOf(slack).chat.postMessage({ channel: "C0001", text: "Hi" });
    await refusal(clientOf(slack).users.info({ user: "U9" }));
    expect(slack.calls).toMatchObject([
      { method: "chat.postMessage", args: { channel: "C0001", text: "Hi" }, token: "bot", result: { ok: true } },
      { method: "users.info", args: { user: "U9" }, result: { ok: false, error: "user_not_found" } },
    ]);
    expect(slack.refusals).toEqual([{ where: "users.info", error: "user_not_found", problems: [] }]);
  });
});

describe("scopes", () => {
  test.each([
    ["chat.postMessage", { channel: "C0001", text: "x" }, "chat:write"],
    ["users.info", { user: "U0001" }, "users:read"],
    ["usergroups.users.list", { usergroup: "S0001" }, "usergroups:read"],
    ["conversations.info", { channel: "C0001" }, "channels:read"],
    ["conversations.info", { channel: "C0004" }, "groups:read"],
    ["conversations.info", { channel: "D0001" }, "im:read"],
    ["conversations.history", { channel: "C0001" }, "channels:history"],
    ["conversations.replies", { channel: "C0004", ts: "1.1" }, "groups:history"],
  ])("%s %o needs %s", async (method, args, needed) => {
    const slack = await started({ scopes: ["commands"] });
    expect(await refusal(clientOf(slack).apiCall(method, args))).toMatchObject({
      error: "missing_scope",
      needed,
      provided: "commands",
    });
  });
});

describe("chat.postMessage", () => {
  test("a message of words and blocks, in a thread, with metadata", async () => {
    const slack = await started();
    const client = clientOf(slack);
    const { ts: parent } = await client.chat.postMessage({ channel: "C0001", text: "First" });
    const metadata = { event_type: "incident", event_payload: { key: "4711" } };
    const posted = await client.chat.postMessage({
      channel: "#general",
      text: "Reply",
      blocks: [{ type: "actions", elements: [button()] }],
      thread_ts: parent ?? "",
      metadata,
    });
    expect(posted).toMatchObject({
      channel: "C0001",
      message: {
        bot_id: slack.bot.botId,
        thread_ts: parent,
        metadata,
        blocks: [{ block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] }],
      },
    });
    expect(slack.seen({})).toMatchObject([
      { text: "First", by: "bot", edited: false },
      { text: "Reply", threadTs: parent },
    ]);
    // A reply to the reply belongs to the same thread.
    await client.chat.postMessage({ channel: "C0001", text: "Again", thread_ts: posted.ts ?? "" });
    expect(slack.seen({}).at(-1)).toMatchObject({ text: "Again", threadTs: parent });
  });

  test("to a person it is a direct message", async () => {
    const slack = await started();
    expect(await clientOf(slack).chat.postMessage({ channel: "U0001", text: "Hi" })).toMatchObject({
      channel: "D0001",
    });
    const { channel } = await clientOf(slack).chat.postMessage({ channel: "U0002", text: "Hi" });
    expect(slack.seen({ user: "U0002", channel: channel ?? "" })).toMatchObject([{ text: "Hi" }]);
  });

  test.each([
    ["channel_not_found", "C9999"],
    ["channel_not_found", "C0005"],
    ["channel_not_found", "D0002"],
    ["not_in_channel", "C0002"],
    ["is_archived", "C0003"],
  ])("%s in %s", async (error, channel) => {
    const slack = await started();
    expect(await refusal(clientOf(slack).chat.postMessage({ channel, text: "x" }))).toMatchObject({ ok: false, error });
    expect(slack.seen({ channel })).toEqual([]);
  });

  test("with chat:write.public the bot need not be in a public channel", async () => {
    const slack = await started({ scopes: ["chat:write", "chat:write.public"] });
    expect(await clientOf(slack).chat.postMessage({ channel: "C0002", text: "x" })).toMatchObject({ ok: true });
    expect(await refusal(clientOf(slack).chat.postMessage({ channel: "C0005", text: "x" }))).toMatchObject({
      error: "channel_not_found",
    });
  });

  test.each([
    ["no_text", {}],
    ["no_text", { text: "", blocks: "[]" }],
    ["invalid_blocks_format", { blocks: "[{" }],
    ["invalid_blocks_format", { blocks: "{}" }],
    ["invalid_attachments", { text: "x", attachments: "no" }],
    ["invalid_metadata_format", { text: "x", metadata: "no" }],
    ["invalid_metadata_schema", { text: "x", metadata: JSON.stringify({ event_type: "x" }) }],
    [
      "msg_blocks_too_long",
      { blocks: JSON.stringify(Array.from({ length: 5 }, () => ({ type: "section", text: plain(long(2_601)) }))) },
    ],
  ])("%s for %o", async (error, args) => {
    const slack = await started();
    expect(await refusal(clientOf(slack).apiCall("chat.postMessage", { channel: "C0001", ...args }))).toMatchObject({
      error,
    });
  });

  test("invalid_blocks tells which and why", async () => {
    const slack = await started();
    const blocks = [{ type: "section", text: plain("") }];
    expect(await refusal(clientOf(slack).chat.postMessage({ channel: "C0001", blocks, text: "" }))).toMatchObject({
      error: "invalid_blocks",
      errors: ["must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
      response_metadata: { messages: ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"] },
    });
    expect(slack.refusals).toMatchObject([
      {
        where: "chat.postMessage",
        error: "invalid_blocks",
        problems: [{ code: "too_short", pointer: "/blocks/0/text/text" }],
      },
    ]);
  });

  test("two tables are invalid_attachments", async () => {
    const slack = await started();
    const blocks = [table([[raw()]]), table([[raw()]])];
    expect(await refusal(clientOf(slack).chat.postMessage({ channel: "C0001", blocks, text: "x" }))).toMatchObject({
      error: "invalid_attachments",
      errors: [expect.stringContaining("only_one_table_allowed")],
    });
  });

  test("a workspace that does not know a block yet", async () => {
    const slack = await started();
    const send = () => clientOf(slack).chat.postMessage({ channel: "C0001", blocks: [table([[raw()]])], text: "x" });
    slack.faults.refuseBlocks(["table", "data_table"]);
    expect(await refusal(send())).toMatchObject({
      error: "invalid_blocks",
      errors: ["unsupported type: table [json-pointer:/blocks/0/type]"],
    });
    slack.faults.refuseBlocks([]);
    expect(await send()).toMatchObject({ ok: true });
  });

  test("a text that is too long is cut", async () => {
    const slack = await started();
    const { message } = await clientOf(slack).chat.postMessage({ channel: "C0001", text: long(40_001) });
    expect(message?.text).toHaveLength(40_000);
  });

  test("every block of the official types is taken", async () => {
    const slack = await started();
    const taken = Object.values(goodBlocks).filter(({ type }) => type !== "data_table" && type !== "container");
    await clientOf(slack).chat.postMessage({ channel: "C0001", text: "All", blocks: taken });
    expect(slack.seen({})[0]?.blocks).toHaveLength(taken.length);
  });
});

describe("chat.postEphemeral", () => {
  test("one person sees it, and nobody can change it", async () => {
    const slack = await started();
    const client = clientOf(slack);
    const { message_ts: ts = "" } = await client.chat.postEphemeral({ channel: "C0001", user: "U0002", text: "Psst" });
    expect(slack.seen({ user: "U0002" })).toMatchObject([{ ts, text: "Psst", ephemeralTo: "U0002" }]);
    expect(slack.seen({ user: "U0001" })).toEqual([]);
    expect(await refusal(client.chat.update({ channel: "C0001", ts, text: "x" }))).toMatchObject({
      error: "message_not_found",
    });
    expect(await refusal(client.chat.delete({ channel: "C0001", ts }))).toMatchObject({ error: "message_not_found" });
  });

  test.each([
    ["user_not_in_channel", "C0001", "U0005"],
    ["user_not_in_channel", "C0001", "U9999"],
    ["not_in_channel", "C0002", "U0001"],
    ["is_archived", "C0003", "U0001"],
    ["channel_not_found", "C0005", "U0001"],
  ])("%s in %s to %s", async (error, channel, user) => {
    const slack = await started();
    expect(await refusal(clientOf(slack).chat.postEphemeral({ channel, user, text: "x" }))).toMatchObject({ error });
  });
});

describe("chat.update and chat.delete", () => {
  test("an own message changes in its place, and goes", async () => {
    const slack = await started();
    const client = clientOf(slack);
    const metadata = { event_type: "incident", event_payload: { key: "1" } };
    const { ts = "" } = await client.chat.postMessage({ channel: "C0001", text: "Before", metadata });
    await client.chat.postMessage({ channel: "C0001", text: "After it" });
    expect(await client.chat.update({ channel: "C0001", ts, text: "Now" })).toMatchObject({
      ts,
      text: "Now",
      message: { metadata },
    });
    expect(slack.seen({})).toMatchObject([{ ts, text: "Now", edited: true }, { text: "After it" }]);
    const cleared = await client.apiCall("chat.update", { channel: "C0001", ts, text: "Now", metadata: "{}" });
    expect(cleared).not.toHaveProperty("message.metadata");
    await client.chat.delete({ channel: "C0001", ts });
    expect(slack.seen({})).toMatchObject([{ text: "After it" }]);
    expect(await refusal(client.chat.update({ channel: "C0001", ts, text: "x" }))).toMatchObject({
      error: "message_not_found",
    });
    expect(await refusal(client.chat.delete({ channel: "C0001", ts }))).toMatchObject({ error: "message_not_found" });
  });

  test("a text of an update is at most 4,000 characters", async () => {
    const slack = await started();
    const client = clientOf(slack);
    const { ts = "" } = await client.chat.postMessage({ channel: "C0001", text: "x" });
    expect(await client.chat.update({ channel: "C0001", ts, text: long(4_000) })).toMatchObject({ ok: true });
    expect(await refusal(client.chat.update({ channel: "C0001", ts, text: long(4_001) }))).toMatchObject({
      error: "msg_too_long",
    });
  });

  test("the window in which it can be edited closes", async () => {
    const slack = await started();
    const client = clientOf(slack);
    const { ts = "" } = await client.chat.postMessage({ channel: "C0001", text: "x" });
    slack.faults.closeEditWindow();
    expect(await refusal(client.chat.update({ channel: "C0001", ts, text: "y" }))).toMatchObject({
      error: "edit_window_closed",
    });
    const later = await client.chat.postMessage({ channel: "C0001", text: "x" });
    expect(await client.chat.update({ channel: "C0001", ts: later.ts ?? "", text: "y" })).toMatchObject({ ok: true });
  });

  test("what somebody else wrote stays, and so does what stands in an archive", async () => {
    const slack = await started();
    slack.say({ text: "My own words" });
    const [{ ts } = { ts: "" }] = slack.seen({});
    expect(await refusal(clientOf(slack).chat.update({ channel: "C0001", ts, text: "x" }))).toMatchObject({
      error: "cant_update_message",
    });
    expect(await refusal(clientOf(slack).chat.delete({ channel: "C0001", ts }))).toMatchObject({
      error: "cant_delete_message",
    });
    const { ts: old = "" } = await clientOf(slack).chat.postMessage({ channel: "C0001", text: "x" });
    slack.change.channel("C0001", { isArchived: true });
    expect(await refusal(clientOf(slack).chat.update({ channel: "C0001", ts: old, text: "y" }))).toMatchObject({
      error: "is_inactive",
    });
  });
});

test("chat.getPermalink", async () => {
  const slack = await started();
  const client = clientOf(slack);
  const { ts = "" } = await client.chat.postMessage({ channel: "C0001", text: "x" });
  expect(await client.chat.getPermalink({ channel: "C0001", message_ts: ts })).toMatchObject({
    permalink: `https://lookout-works.slack.com/archives/C0001/p${ts.replace(".", "")}`,
  });
  const reply = await client.chat.postMessage({ channel: "C0001", text: "y", thread_ts: ts });
  expect(await client.chat.getPermalink({ channel: "C0001", message_ts: reply.ts ?? "" })).toMatchObject({
    permalink: expect.stringContaining(`?thread_ts=${ts}&cid=C0001`),
  });
  expect(await refusal(client.chat.getPermalink({ channel: "C0001", message_ts: "1.1" }))).toMatchObject({
    error: "message_not_found",
  });
});

describe("conversations", () => {
  test.each([
    [
      "C0001",
      {
        name: "general",
        is_channel: true,
        is_member: true,
        is_private: false,
        is_ext_shared: false,
        is_archived: false,
      },
    ],
    ["C0002", { is_member: false }],
    ["C0003", { is_archived: true }],
    ["C0004", { is_private: true, is_group: true, is_channel: false }],
    ["C0006", { is_ext_shared: true, is_shared: true, shared_team_ids: ["T0001", "T0002"] }],
  ])("conversations.info of %s", async (channel, expected) => {
    const slack = await started();
    expect(await clientOf(slack).conversations.info({ channel })).toMatchObject({
      channel: { id: channel, ...expected },
    });
  });

  test("of a direct message, and of channels that the bot does not see", async () => {
    const slack = await started({
      scopes: ["im:read", "mpim:read"],
      channels: { G0001: { name: "three", isMember: true, isMpim: true } },
    });
    const { conversations } = clientOf(slack);
    expect(await conversations.info({ channel: "D0001" })).toMatchObject({ channel: { is_im: true, user: "U0001" } });
    expect(await conversations.info({ channel: "G0001" })).toMatchObject({
      channel: { is_mpim: true, is_private: true },
    });
    for (const channel of ["C0005", "D0002", "C9999", "U0001", "#general"]) {
      expect(await refusal(conversations.info({ channel }))).toMatchObject({ error: "channel_not_found" });
    }
  });

  const scopes = ["chat:write", "channels:history"];

  test("history is newest first, in pages, without replies and without what one person sees", async () => {
    const time = clock();
    const slack = await started({ scopes, now: time.now });
    const client = clientOf(slack);
    const all: string[] = [];
    for (const text of ["one", "two", "three"]) {
      const { ts = "" } = await client.chat.postMessage({
        channel: "C0001",
        text,
        metadata: { event_type: "t", event_payload: { text } },
      });
      all.push(ts);
      time.pass(1_000);
    }
    const [first = "", second = ""] = all;
    await client.chat.postMessage({ channel: "C0001", text: "reply", thread_ts: first });
    await client.chat.postEphemeral({ channel: "C0001", user: "U0001", text: "psst" });
    const page = await client.conversations.history({ channel: "C0001", limit: 2, include_all_metadata: true });
    expect(page).toMatchObject({
      has_more: true,
      messages: [{ text: "three", metadata: { event_type: "t" } }, { text: "two" }],
    });
    const cursor = page.response_metadata?.next_cursor ?? "";
    const rest = await client.conversations.history({ channel: "C0001", limit: 2, cursor });
    expect(rest).toMatchObject({ has_more: false, messages: [{ text: "one" }] });
    expect(rest.messages?.[0]).not.toHaveProperty("metadata");
    expect((await client.conversations.history({ channel: "C0001", oldest: second })).messages).toHaveLength(1);
    expect(
      (await client.conversations.history({ channel: "C0001", oldest: second, inclusive: true })).messages,
    ).toHaveLength(2);
    expect((await client.conversations.history({ channel: "C0001", latest: second })).messages).toHaveLength(1);
    expect(await client.conversations.replies({ channel: "C0001", ts: first })).toMatchObject({
      messages: [{ text: "one" }, { text: "reply" }],
    });
  });

  test("what cannot be read", async () => {
    const slack = await started({ scopes });
    const { conversations } = clientOf(slack);
    expect(await refusal(conversations.history({ channel: "C0002" }))).toMatchObject({ error: "not_in_channel" });
    expect(await refusal(conversations.history({ channel: "C0001", cursor: "x" }))).toMatchObject({
      error: "invalid_cursor",
    });
    expect(await refusal(conversations.replies({ channel: "C0001", ts: "1.1" }))).toMatchObject({
      error: "thread_not_found",
    });
  });
});

describe("people", () => {
  test.each([
    [
      "U0001",
      {
        name: "ada",
        tz: "Europe/Vienna",
        is_restricted: false,
        is_ultra_restricted: false,
        team_id: "T0001",
        deleted: false,
      },
    ],
    ["U0003", { is_restricted: true, is_ultra_restricted: false }],
    ["U0004", { is_restricted: true, is_ultra_restricted: true }],
    ["U0005", { team_id: "T0002" }],
    ["U0006", { is_stranger: true, team_id: "T0003" }],
    ["U0007", { deleted: true }],
    ["U0LOOKOUT", { is_bot: true }],
  ])("users.info of %s", async (user, expected) => {
    const slack = await started({
      users: { U0006: { name: "str", isStranger: true, teamId: "T0003" }, U0007: { name: "del", isDeleted: true } },
    });
    expect(await clientOf(slack).users.info({ user })).toMatchObject({ user: { id: user, ...expected } });
  });

  test("groups of users", async () => {
    const slack = await started({ userGroups: { S0002: ["U0002", "U0003"] } });
    expect(await clientOf(slack).usergroups.users.list({ usergroup: "S0001" })).toMatchObject({ users: ["U0001"] });
    expect(await clientOf(slack).usergroups.users.list({ usergroup: "S0002" })).toMatchObject({
      users: ["U0002", "U0003"],
    });
    expect(await refusal(clientOf(slack).usergroups.users.list({ usergroup: "S9" }))).toMatchObject({
      error: "no_such_subteam",
    });
  });
});
