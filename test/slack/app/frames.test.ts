/** What comes over a socket in ways in which no Slack should send it. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { startSlackApp } from "../../../src/slack/app.ts";
import { startRawSlack } from "./raw-slack.ts";
import { optionsFor, unhandled } from "./running.ts";

const tokens = { bot: "xoxb-1", app: "xapp-1", signingSecret: "secret" };
const envelope = { envelope_id: "e1", type: "slash_commands" };
const command = { team_id: "T0001", user_id: "U0001", channel_id: "C0001", command: "/process", text: "qurey" };

test("a command is answered though its socket ends before it can be acknowledged", async () => {
  const rejections = unhandled();
  const slack = await startRawSlack();
  const { options, told } = optionsFor({ apiUrl: slack.apiUrl, tokens });
  const app = await startSlackApp(options);
  slack.send(JSON.stringify({ ...envelope, payload: { ...command, response_url: slack.responseUrl } }));
  slack.end();
  await vi.waitFor(() => expect(slack.posted).toHaveLength(1));
  expect(slack.heard).toEqual([]);
  expect(told).toContainEqual(
    expect.objectContaining({ level: "warn", sentence: "Slack could not be told that it was heard." }),
  );
  expect(rejections).toEqual([]);
  await app.stop();
});

test("a Slack that ends every socket at once is not asked for one in a loop", async () => {
  const slack = await startRawSlack({ endsAtOnce: true });
  const app = await startSlackApp(optionsFor({ apiUrl: slack.apiUrl, tokens }).options);
  await sleep(1_200);
  // Each of two: at once, at once again, after half a second, after a whole one.
  expect(slack.opened()).toBeLessThanOrEqual(8);
  expect(slack.opened()).toBeGreaterThan(2);
  await app.stop();
});

test("what cannot be read is told, and nothing breaks", async () => {
  const rejections = unhandled();
  const slack = await startRawSlack();
  const { options, told } = optionsFor({ apiUrl: slack.apiUrl, tokens });
  const app = await startSlackApp(options);
  const unreadable = [
    "null",
    "7",
    "[]",
    "no JSON",
    "",
    Buffer.from([0xc3, 0x28]),
    JSON.stringify({ type: "events_api", envelope_id: "e2" }),
    JSON.stringify({ type: "events_api", envelope_id: "e2", payload: {} }),
    JSON.stringify({ ...envelope, payload: null }),
    JSON.stringify({ type: "slash_commands", payload: {} }),
    JSON.stringify({ type: "of_tomorrow" }),
  ];
  for (const frame of unreadable) slack.send(frame);
  // These can be read, and lack what a command or a click has.
  for (const id of ["e3", "e4"])
    slack.send(JSON.stringify({ ...envelope, envelope_id: id, payload: { command: "/process" } }));
  slack.send(
    JSON.stringify({ type: "interactive", envelope_id: "e5", payload: { type: "block_actions", actions: [{}] } }),
  );
  slack.send(JSON.stringify({ ...envelope, payload: { ...command, response_url: slack.responseUrl } }));
  await vi.waitFor(() => expect(slack.posted).toHaveLength(1));
  expect(told.filter(({ sentence }) => sentence.includes("cannot be read"))).toHaveLength(unreadable.length);
  expect(slack.heard).toEqual(["e3", "e4", "e1"].map((id) => ({ envelope_id: id, payload: {} })));
  expect(rejections).toEqual([]);
  await app.stop();
  // With a word of farewell, not by breaking off.
  expect(slack.closed).toEqual([1_000, 1_000]);
});
