import { describe, expect, test } from "vitest";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";
import { raw, table } from "./block-kit-samples.ts";
import { boltApp, socketReceiver } from "./bolt-app.ts";
import { clock, respond, started } from "./started.ts";

/** A `response_url` of a command; nobody listens, but it is good all the same. */
async function ofCommand(slack: SlackDouble, from: { user?: string; channel?: string } = {}): Promise<string> {
  return (await slack.command({ text: "get 1", ...from })).responseUrl;
}

/** A message with a button, and the `response_url` of a click on it. */
async function ofClick(slack: SlackDouble, how: object = {}): Promise<string> {
  await respond(await ofCommand(slack), {
    text: "Before",
    blocks: [
      {
        type: "actions",
        elements: [{ type: "button", text: { type: "plain_text", text: "More" }, action_id: "more" }],
      },
    ],
    ...how,
  });
  const message = slack.seen({}).at(-1);
  if (!message) throw new Error("There is no message to click.");
  return (await slack.click({ message, actionId: "More" })).responseUrl;
}

describe("of a command", () => {
  test("an answer is for one person unless it says otherwise", async () => {
    const slack = await started();
    const url = await ofCommand(slack, { user: "U0002" });
    expect(await respond(url, { text: "Psst" })).toEqual({ status: 200, body: { ok: true } });
    await respond(url, { text: "Loud", response_type: "in_channel" });
    expect(slack.seen({ user: "U0002" })).toMatchObject([
      { text: "Psst", ephemeralTo: "U0002", by: "bot" },
      { text: "Loud" },
    ]);
    expect(slack.seen({ user: "U0001" })).toMatchObject([{ text: "Loud" }]);
  });

  test("it works where the bot is not, and in threads", async () => {
    const slack = await started();
    for (const channel of ["C0002", "C0005", "D0002"]) {
      const url = await ofCommand(slack, { channel });
      expect(await respond(url, { text: "Here", response_type: "in_channel", thread_ts: "1.000001" })).toMatchObject({
        status: 200,
      });
      expect(slack.seen({ channel })).toMatchObject([{ text: "Here", threadTs: "1.000001" }]);
    }
  });

  test("nothing can be replaced or deleted: it is a message of its own", async () => {
    const slack = await started();
    const url = await ofCommand(slack);
    await respond(url, { text: "Asking …" });
    await respond(url, { text: "Answer", replace_original: true });
    await respond(url, { text: "Gone?", delete_original: true });
    expect(slack.seen({}).map(({ text }) => text)).toEqual(["Asking …", "Answer", "Gone?"]);
  });

  test("five uses, refused ones included", async () => {
    const slack = await started();
    const url = await ofCommand(slack);
    expect(await respond(url, {})).toEqual({ status: 400, body: { ok: false, error: "no_text" } });
    for (let use = 2; use <= 5; use += 1) expect(await respond(url, { text: `${use}` })).toMatchObject({ status: 200 });
    expect(await respond(url, { text: "6" })).toEqual({ status: 404, body: { ok: false, error: "used_url" } });
    expect(slack.seen({})).toHaveLength(4);
  });

  test("thirty minutes", async () => {
    const time = clock();
    const slack = await started({ now: time.now });
    const url = await ofCommand(slack);
    time.pass(30 * 60_000 - 1);
    expect(await respond(url, { text: "Just" })).toMatchObject({ status: 200 });
    time.pass(1);
    expect(await respond(url, { text: "Late" })).toEqual({ status: 404, body: { ok: false, error: "expired_url" } });
  });

  test.each([
    ["invalid_payload", 400, "no JSON"],
    ["invalid_blocks", 400, { blocks: [{ type: "section" }] }],
    ["invalid_attachments", 400, { blocks: [table([[raw()]]), table([[raw()]])] }],
    ["no_text", 400, { response_type: "in_channel" }],
  ])("%s", async (error, status, said) => {
    const slack = await started();
    expect(await respond(await ofCommand(slack), said)).toEqual({ status, body: { ok: false, error } });
    expect(slack.refusals).toMatchObject([{ where: "response_url", error }]);
  });

  test("an address that was never given, and a channel that is an archive by now", async () => {
    const slack = await started();
    expect(await respond(`${slack.url}/response/T/1/x`, { text: "x" })).toMatchObject({
      status: 404,
      body: { error: "invalid_url" },
    });
    const url = await ofCommand(slack);
    slack.change.channel("C0001", { isArchived: true });
    expect(await respond(url, { text: "x" })).toMatchObject({ status: 400, body: { error: "is_archived" } });
  });

  test("a type that this workspace does not take", async () => {
    const slack = await started();
    slack.faults.refuseBlocks(["table"]);
    const url = await ofCommand(slack);
    expect(await respond(url, { blocks: [table([[raw()]])] })).toMatchObject({
      status: 400,
      body: { error: "invalid_blocks" },
    });
    expect(slack.refusals).toMatchObject([{ problems: [{ code: "unsupported_type", pointer: "/blocks/0/type" }] }]);
  });
});

describe("of a click", () => {
  test.each(["ephemeral", "in_channel"])(
    "the message is replaced (%s), also when nothing is said about it",
    async (how) => {
      const slack = await started();
      const url = await ofClick(slack, { response_type: how });
      const [before] = slack.seen({});
      await respond(url, { text: "Now", replace_original: "true" });
      expect(slack.seen({})).toMatchObject([
        { ts: before?.ts, text: "Now", edited: true, ...(how === "ephemeral" ? { ephemeralTo: "U0001" } : {}) },
      ]);
      await respond(url, { text: "And now" });
      expect(slack.seen({})).toMatchObject([{ ts: before?.ts, text: "And now" }]);
      expect(slack.seen({})[0]).not.toHaveProperty("blocks");
    },
  );

  test("or it stays, and the answer stands beside it", async () => {
    const slack = await started();
    await respond(await ofClick(slack), { text: "More", replace_original: false });
    expect(slack.seen({})).toMatchObject([{ text: "Before" }, { text: "More", ephemeralTo: "U0001" }]);
  });

  test("or it goes", async () => {
    const slack = await started();
    const url = await ofClick(slack);
    await respond(url, { delete_original: true });
    expect(slack.seen({})).toEqual([]);
    expect(await respond(url, { delete_original: true })).toMatchObject({
      status: 404,
      body: { error: "message_not_found" },
    });
    expect(await respond(url, { text: "x" })).toMatchObject({ status: 404, body: { error: "message_not_found" } });
  });
});

test("the official client answers through it", async () => {
  const slack = await started();
  await boltApp(slack, socketReceiver(slack), (app) => {
    app.command("/process", async ({ ack, respond: answer, command }) => {
      await ack();
      await answer({ text: `You said ${command.text}`, response_type: "in_channel" });
    });
  });
  expect(await slack.command({ text: "hello" })).toMatchObject({ acknowledged: true });
  expect(await slack.until({}, (all) => all.length > 0)).toMatchObject([{ text: "You said hello", by: "bot" }]);
});
