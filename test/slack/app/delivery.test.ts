/** Answers on their way into a Slack that refuses, repeats, forgets and falls silent. */
import { describe, expect, test, vi } from "vitest";
import type { CallFault } from "../../../src/sandbox/slack/faults.ts";
import type { SeenMessage } from "../../../src/sandbox/slack/messages.ts";
import { asked, kinds, open, posts, seen, toldOf, trouble } from "./delivering.ts";
import { callsOf, unhandled } from "./running.ts";
import type { SlackWorld } from "./world.ts";

describe.concurrent("an answer for one person", () => {
  test.for<[string, CallFault]>([
    ["a 429 is waited out", { kind: "rate-limited", retryAfter: 1 }],
    ["a 503 is tried once more", { kind: "status", status: 503 }],
    ["a connection that ends before Slack has the answer is tried once more", { kind: "dropped", when: "before" }],
    ["an error of Slack's own is tried once more", { kind: "error", error: "internal_error" }],
  ])("%s", async ([_what, fault], { onTestFinished }) => {
    const world = await open(onTestFinished);
    world.double.faults.next("response_url", fault);
    await asked(world, "qurey");
    expect(await seen(world, 1)).toHaveLength(1);
    expect(posts(world)).toBe(2);
    expect(trouble(world)).toEqual([]);
  });

  test("a connection that ends after Slack has it is tried once more: twice does no harm", async ({
    onTestFinished,
  }) => {
    const world = await open(onTestFinished);
    world.double.faults.next("response_url", { kind: "dropped", when: "after" });
    await asked(world, "qurey");
    const [first, second, ...others] = await seen(world, 2);
    expect(second).toMatchObject({ text: first?.text, ephemeralTo: "U0001" });
    expect(others).toEqual([]);
  });

  test.for<[string, CallFault, number, string]>([
    ["a second 429", { kind: "rate-limited", retryAfter: 1 }, 2, "ratelimited"],
    ["a 429 that is longer than a person waits", { kind: "rate-limited", retryAfter: 60 }, 1, "ratelimited"],
    ["a second 503", { kind: "status", status: 503 }, 2, "http_error"],
    ["a second broken connection", { kind: "dropped", when: "before" }, 2, "unreachable"],
    ["an address that is used up", { kind: "error", error: "used_url" }, 1, "used_url"],
    ["an address that is too old", { kind: "error", error: "expired_url" }, 1, "expired_url"],
    ["an address that is not there", { kind: "status", status: 404 }, 1, "expired_url"],
  ])("%s is told in the log, and nothing breaks", async ([_what, fault, times, error], { onTestFinished }) => {
    const rejections = unhandled(onTestFinished);
    const world = await open(onTestFinished);
    world.double.faults.next("response_url", fault, times);
    await asked(world, "qurey");
    await vi.waitFor(
      () =>
        expect(world.told).toContainEqual(
          expect.objectContaining({ facts: { error }, sentence: "Slack did not take an answer." }),
        ),
      { timeout: 5_000, interval: 5 },
    );
    expect(posts(world)).toBe(times);
    expect(rejections).toEqual([]);
    await asked(world, "help");
    expect(await seen(world, 1)).toHaveLength(1);
  });
});

describe.concurrent("what a whole channel sees is there once", () => {
  /** Clicks Share on an answer. */
  async function shared(world: SlackWorld, fault: CallFault): Promise<readonly SeenMessage[]> {
    await asked(world, "PAY-3");
    const [card] = await seen(world, 1);
    if (!card) throw new Error("no card");
    world.double.faults.next("response_url", fault);
    const before = world.audited.length;
    expect(await world.double.click({ message: card, actionId: "Share" })).toMatchObject({ acknowledged: true });
    await vi.waitFor(() => expect(world.audited.length).toBe(before + 1), { timeout: 5_000, interval: 5 });
    return world.double.seen({ user: "U0002" });
  }

  test("though Slack's answer to a shared message is lost", async ({ onTestFinished }) => {
    const world = await open(onTestFinished);
    expect(await shared(world, { kind: "dropped", when: "after" })).toHaveLength(1);
    expect(trouble(world)).toContainEqual(expect.objectContaining({ facts: { error: "unreachable" } }));
  });

  test.for<CallFault>([
    { kind: "dropped", when: "before" },
    { kind: "status", status: 503 },
  ])("or not at all when nobody knows: %o", async (fault, { onTestFinished }) => {
    const world = await open(onTestFinished);
    expect(await shared(world, fault)).toEqual([]);
    expect(trouble(world)).toHaveLength(1);
  });

  test("though it has to wait for a 429", async ({ onTestFinished }) => {
    const world = await open(onTestFinished);
    expect(await shared(world, { kind: "rate-limited", retryAfter: 1 })).toHaveLength(1);
    expect(trouble(world)).toEqual([]);
  });
});

describe.concurrent("a thread in an incident channel", () => {
  const incidents = { section: { incidentChannels: ["C0001", "C0002", "C0003"] } };
  const everybody = { user: "U0002" };

  test("is a line and the answer below it", async ({ onTestFinished }) => {
    const world = await open(onTestFinished, incidents);
    world.double.faults.next("chat.postMessage", { kind: "rate-limited", retryAfter: 1 });
    await asked(world, "PAY-3");
    const [head, answer, ...others] = world.double.seen(everybody);
    expect(answer?.threadTs).toBe(head?.ts);
    expect(others).toEqual([]);
    expect(posts(world)).toBe(0);
    expect(callsOf(world.double, "chat.postMessage").map(({ token }) => token)).toEqual(["bot", "bot", "bot"]);
  });

  test.for([0, 1])(
    "is not begun or told twice when Slack's answer to message %i is lost",
    async (before, { onTestFinished }) => {
      const world = await open(onTestFinished, incidents);
      if (before === 1) world.double.faults.next("chat.postMessage", { kind: "slow", ms: 1 });
      world.double.faults.next("chat.postMessage", { kind: "dropped", when: "after" });
      await asked(world, "PAY-3");
      expect(world.double.seen(everybody)).toHaveLength(before + 1);
      const [note, answer] = (await seen(world, before + 3)).filter(({ ephemeralTo }) => ephemeralTo);
      expect(note?.text).toContain("Only you see this answer: Slack could not be reached.");
      expect(answer?.text).toContain("PAY-3");
    },
  );

  test.for<[string, string]>([
    ["not_in_channel", "The app is not in this channel"],
    ["channel_not_found", "The app cannot see this channel"],
    ["is_archived", "This channel is archived"],
    ["restricted_action", "do not let the app write here"],
    ["message_limit_exceeded", "Slack takes no more messages"],
    ["msg_too_long", "too long"],
    ["an_error_of_tomorrow", "Something went wrong between the lookout and Slack"],
  ])(
    "that Slack refuses (%s) becomes an answer for whoever asked, and says why",
    async ([error, why], { onTestFinished }) => {
      const world = await open(onTestFinished, incidents);
      world.double.faults.next("chat.postMessage", { kind: "error", error }, 3);
      await asked(world, "PAY-3");
      const [note, answer, ...others] = await seen(world, 2);
      expect(note).toMatchObject({ ephemeralTo: "U0001", text: expect.stringContaining(why) });
      expect(note?.text).toContain("Only you see this answer");
      expect(answer).toMatchObject({ ephemeralTo: "U0001", text: expect.stringContaining("PAY-3") });
      expect(others).toEqual([]);
      expect(world.double.seen(everybody)).toEqual([]);
      expect(world.audited.at(-1)).toMatchObject({ visible: false });
      expect(trouble(world).map(({ facts }) => facts)).toContainEqual({ error, channel: "C0001" });
    },
  );

  test("in a channel without the app", async ({ onTestFinished }) => {
    const world = await open(onTestFinished, incidents);
    await asked(world, "PAY-3", { channel: "C0002" });
    const [note, answer] = await seen(world, 2, { channel: "C0002" });
    expect(note?.text).toContain("Only you see this answer: The app is not in this channel");
    expect(answer).toMatchObject({ ephemeralTo: "U0001", text: expect.stringContaining("PAY-3") });
  });

  test("in an archived channel nobody can be told anything", async ({ onTestFinished }) => {
    const rejections = unhandled(onTestFinished);
    const world = await open(onTestFinished, incidents);
    await asked(world, "PAY-3", { channel: "C0003" });
    await toldOf(world, "is_archived");
    expect(world.double.seen({ channel: "C0003" })).toEqual([]);
    expect(rejections).toEqual([]);
  });

  test("comes in a simpler form when Slack refuses the blocks", async ({ onTestFinished }) => {
    const world = await open(onTestFinished, incidents);
    world.double.faults.refuseBlocks(["table"]);
    await asked(world, "stuck");
    const [head, answer, ...others] = world.double.seen(everybody);
    expect(kinds(answer ?? head ?? { ts: "", channel: "", text: "", by: "", edited: false })).not.toContain("table");
    expect(answer?.threadTs).toBe(head?.ts);
    expect(others).toEqual([]);
    world.double.faults.refuseBlocks(["table", "rich_text", "context"]);
    await asked(world, "stuck");
    const [, , secondHead, second] = world.double.seen(everybody);
    expect(second).toMatchObject({ threadTs: secondHead?.ts, text: expect.stringContaining("PAY") });
    expect(second?.blocks).toBeUndefined();
  });
});

test.concurrent("Slack down is a line in the log, and the next answer comes when it is back", async ({
  onTestFinished,
}) => {
  const rejections = unhandled(onTestFinished);
  const world = await open(onTestFinished);
  for (const method of ["users.info", "conversations.info"])
    world.double.faults.next(method, { kind: "dropped", when: "before" });
  world.double.faults.next("response_url", { kind: "dropped", when: "before" }, 2);
  await asked(world, "qurey");
  await toldOf(world, "unreachable");
  expect(world.double.seen({})).toEqual([]);
  await asked(world, "qurey");
  expect(await seen(world, 1)).toHaveLength(1);
  expect(rejections).toEqual([]);
});

test.concurrent("each call carries its own token, and a 429 on one holds up no other", async ({ onTestFinished }) => {
  const world = await open(onTestFinished, { section: { incidentChannels: ["C0001"] } });
  const { double } = world;
  double.faults.next("chat.postMessage", { kind: "rate-limited", retryAfter: 2 });
  await double.command({ text: "PAY-3" });
  await vi.waitFor(() => expect(callsOf(double, "chat.postMessage")).toHaveLength(1), { interval: 5 });
  await double.command({ text: "PAY-3", channel: "C0002" });
  expect(await seen(world, 1, { channel: "C0002" })).toHaveLength(1);
  expect(callsOf(double, "chat.postMessage")).toHaveLength(1);
  expect(await seen(world, 2)).toHaveLength(2);
  expect(Object.fromEntries(double.calls.map(({ method, token }) => [method, token]))).toEqual({
    "auth.test": "bot",
    "apps.connections.open": "app",
    "users.info": "bot",
    "conversations.info": "bot",
    "chat.postMessage": "bot",
    response_url: "none",
  });
});
