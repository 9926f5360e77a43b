import { describe, expect, test } from "vitest";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";
import { goodBlocks, option, plain } from "./block-kit-samples.ts";
import { boltApp, socketReceiver } from "./bolt-app.ts";
import { clientOf, started } from "./started.ts";

/** An app that acknowledges everything, and the bodies that it got. */
async function listening(slack: SlackDouble): Promise<readonly Record<string, unknown>[]> {
  const bodies: Record<string, unknown>[] = [];
  await boltApp(slack, socketReceiver(slack), (app) => {
    app.command(/.*/, async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack();
    });
    app.action(/.*/, async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack();
    });
    app.shortcut(/.*/, async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack();
    });
  });
  return bodies;
}

describe("a command", () => {
  test("has everything that Slack sends", async () => {
    const slack = await started();
    const bodies = await listening(slack);
    const { responseUrl, afterMs } = await slack.command({ text: '  get <x> & "y"  ' });
    expect(afterMs).toBeGreaterThanOrEqual(0);
    expect(bodies).toEqual([
      {
        token: expect.any(String),
        team_id: "T0001",
        team_domain: "lookout-works",
        channel_id: "C0001",
        channel_name: "general",
        user_id: "U0001",
        user_name: "ada",
        command: "/process",
        text: 'get &lt;x&gt; &amp; "y"',
        api_app_id: "A0LOOKOUT",
        is_enterprise_install: "false",
        response_url: responseUrl,
        trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
      },
    ]);
  });

  test.each([
    ["C0004", "privategroup"],
    ["C0005", "privategroup"],
    ["D0001", "directmessage"],
    ["C0006", "with-partner"],
    ["G0001", "mpdm-three-1"],
  ])("in %s is in %s", async (channel, name) => {
    const slack = await started({ channels: { G0001: { name: "three", isMember: true, isMpim: true } } });
    const bodies = await listening(slack);
    await slack.command({ text: "help", channel, user: "U0005", command: "/lookout" });
    expect(bodies).toMatchObject([{ channel_id: channel, channel_name: name, command: "/lookout", team_id: "T0002" }]);
  });

  test("may be answered in its acknowledgement", async () => {
    const slack = await started();
    await boltApp(slack, socketReceiver(slack), (app) => {
      app.command("/process", async ({ ack, command }) => {
        if (command.text === "loud") await ack({ response_type: "in_channel", text: "For all" });
        else if (command.text === "shown") await ack({ response_type: "in_channel" });
        else if (command.text === "wrong") await ack({ blocks: [{ type: "section" }] });
        else await ack("For you");
      });
    });
    expect(await slack.command({ text: "quiet" })).toMatchObject({ acknowledged: true, body: { text: "For you" } });
    await slack.command({ text: "loud" });
    await slack.command({ text: "shown" });
    await slack.command({ text: "wrong" });
    expect(slack.seen({})).toMatchObject([
      { text: "For you", ephemeralTo: "U0001" },
      { text: "/process loud", by: "U0001" },
      { text: "For all", by: "bot" },
      { text: "/process shown", by: "U0001" },
    ]);
    expect(slack.refusals).toMatchObject([{ where: "acknowledgement", error: "invalid_blocks" }]);
  });

  test("cannot be typed where there is no channel", async () => {
    const slack = await started();
    await expect(slack.command({ text: "x", channel: "C9999" })).rejects.toThrow("no channel C9999");
  });
});

describe("a click", () => {
  const blocks = [
    {
      type: "actions",
      block_id: "row",
      elements: [
        { type: "button", action_id: "more", text: plain("More"), value: "page 2", style: "primary" },
        {
          type: "static_select",
          action_id: "open",
          placeholder: plain("Open …"),
          options: [option("1", "First"), option("2", "Second")],
        },
        { type: "overflow", action_id: "rest", options: [option("a", "A"), option("b", "B")] },
      ],
    },
    { type: "section", text: plain(), accessory: { type: "button", action_id: "beside", text: plain("Beside") } },
  ];

  test("on a button of a message that all see", async () => {
    const slack = await started();
    const bodies = await listening(slack);
    await clientOf(slack).chat.postMessage({ channel: "C0001", text: "List", blocks });
    const [message] = slack.seen({});
    if (!message) throw new Error("There is no message.");
    const { responseUrl } = await slack.click({ message, actionId: "More", user: "U0002" });
    expect(bodies).toEqual([
      {
        type: "block_actions",
        user: { id: "U0002", username: "ben", name: "ben", team_id: "T0001" },
        api_app_id: "A0LOOKOUT",
        token: expect.any(String),
        container: { type: "message", message_ts: message.ts, channel_id: "C0001", is_ephemeral: false },
        trigger_id: expect.any(String),
        team: { id: "T0001", domain: "lookout-works" },
        enterprise: null,
        is_enterprise_install: false,
        channel: { id: "C0001", name: "general" },
        message: expect.objectContaining({ type: "message", ts: message.ts, text: "List", bot_id: slack.bot.botId }),
        state: { values: {} },
        response_url: responseUrl,
        actions: [
          {
            type: "button",
            action_id: "more",
            block_id: "row",
            text: { ...plain("More") },
            value: "page 2",
            style: "primary",
            action_ts: expect.any(String),
          },
        ],
      },
    ]);
  });

  test("on a message for one person: it is not sent along", async () => {
    const slack = await started();
    const bodies = await listening(slack);
    await clientOf(slack).chat.postEphemeral({
      channel: "C0001",
      user: "U0002",
      text: "List",
      blocks,
      thread_ts: "1.000001",
    });
    const [message] = slack.seen({ user: "U0002" });
    if (!message) throw new Error("There is no message.");
    await slack.click({ message, actionId: "more" });
    expect(bodies).toMatchObject([{ user: { id: "U0002" }, container: { is_ephemeral: true, thread_ts: "1.000001" } }]);
    expect(bodies[0]).not.toHaveProperty("message");
  });

  test.each([
    ["open", undefined, { selected_option: { value: "1" }, placeholder: { text: "Open …" } }],
    ["Open …", "2", { selected_option: { value: "2" } }],
    ["open", "Second", { selected_option: { value: "2" } }],
    ["rest", "b", { type: "overflow", selected_option: { value: "b" } }],
    ["Beside", undefined, { type: "button", action_id: "beside" }],
  ])("on %s, choosing %s", async (actionId, value, action) => {
    const slack = await started();
    const bodies = await listening(slack);
    await clientOf(slack).chat.postMessage({ channel: "C0001", text: "List", blocks });
    const [message] = slack.seen({});
    if (!message) throw new Error("There is no message.");
    await slack.click({ message, actionId, ...(value === undefined ? {} : { value }) });
    expect(bodies).toMatchObject([{ actions: [action] }]);
  });

  test("is impossible on what is not there", async () => {
    const slack = await started();
    const { ts = "" } = await clientOf(slack).chat.postMessage({ channel: "C0001", text: "List", blocks });
    const [message] = slack.seen({});
    if (!message) throw new Error("There is no message.");
    await expect(slack.click({ message, actionId: "Less" })).rejects.toThrow(
      "Nothing to click called Less; there is: More (more), ",
    );
    await expect(slack.click({ message, actionId: "open", value: "3" })).rejects.toThrow("with 3");
    await clientOf(slack).chat.delete({ channel: "C0001", ts });
    await expect(slack.click({ message, actionId: "More" })).rejects.toThrow("no longer there");
  });

  test("every element that a person can use can be used", async () => {
    const slack = await started();
    const bodies = await listening(slack);
    await clientOf(slack).chat.postMessage({
      channel: "C0001",
      text: "All",
      blocks: [goodBlocks["actions"] ?? { type: "divider" }],
    });
    const [message] = slack.seen({});
    if (!message) throw new Error("There is no message.");
    for (const actionId of "abdhkl")
      await slack.click({ message, actionId, ...("dkl".includes(actionId) ? { value: "x" } : {}) });
    expect(bodies).toHaveLength(6);
  });
});

test("a shortcut of a message", async () => {
  const slack = await started();
  const bodies = await listening(slack);
  const message = slack.say({ text: "order 4711 is stuck", user: "U0002" });
  const { responseUrl } = await slack.shortcut({ callbackId: "look_up", message });
  expect(bodies).toMatchObject([
    {
      type: "message_action",
      callback_id: "look_up",
      user: { id: "U0001" },
      channel: { id: "C0001" },
      message: { user: "U0002", text: "order 4711 is stuck" },
      message_ts: message.ts,
      response_url: responseUrl,
    },
  ]);
  await clientOf(slack).chat.postEphemeral({ channel: "C0001", user: "U0001", text: "Psst" });
  const hidden = slack.seen({}).at(-1);
  await expect(slack.shortcut({ callbackId: "look_up", message: hidden ?? message })).rejects.toThrow("no menu");
});

describe("what a person sees", () => {
  test("until waits for it, or tells what there is instead", async () => {
    const slack = await started();
    const soon = slack.until({}, (all) => all.some(({ text }) => text === "Two"));
    slack.say({ text: "One" });
    slack.say({ text: "Elsewhere", channel: "C0002" });
    slack.say({ text: "Two", threadTs: "1.000001" });
    expect(await soon).toMatchObject([{ text: "One" }, { text: "Two" }]);
    expect(await slack.until({ channel: "C0002" }, (all) => all.length === 1)).toMatchObject([{ text: "Elsewhere" }]);
    await expect(slack.until({}, (all) => all.length > 2, 10)).rejects.toThrow(/U0001 sees in C0001: .*"Two"/s);
    const failed = slack.until({}, ([, , third]) => {
      if (third) throw new Error("an expectation in the condition");
      return false;
    });
    slack.say({ text: "Three" });
    await expect(failed).rejects.toThrow("an expectation in the condition");
  });

  test("a double that closes ends all waiting", async () => {
    const slack = await started();
    const waiting = slack.until({}, () => false).catch(String);
    await slack.close();
    expect(await waiting).toContain("Not so within");
  });
});

test("an administrator changes the workspace", async () => {
  const slack = await started();
  const client = clientOf(slack);
  slack.change.user("U0002", { isRestricted: true });
  slack.change.channel("C0001", { isExtShared: true });
  slack.change.userGroup("S0001", ["U0002"]);
  expect(await client.users.info({ user: "U0002" })).toMatchObject({ user: { name: "ben", is_restricted: true } });
  expect(await client.conversations.info({ channel: "C0001" })).toMatchObject({
    channel: { name: "general", is_ext_shared: true },
  });
  expect(await client.usergroups.users.list({ usergroup: "S0001" })).toMatchObject({ users: ["U0002"] });
});
