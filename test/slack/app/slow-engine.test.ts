/** Engines that take their time, never answer, or are not there. */
import { expect, test, vi } from "vitest";
import { startSandbox } from "../../../src/sandbox/sandbox.ts";
import { heldEngine } from "./held-engine.ts";
import { callsOf, type Finished, type Running, runApp, slackFor } from "./running.ts";
import { connected } from "./world.ts";

interface Slow extends Pick<Running, "section"> {
  readonly timeoutMs?: number;
}

/** The app in front of an engine that answers when it is let go. */
async function slow(finished: Finished, { timeoutMs = 10_000, section = {} }: Slow = {}) {
  const { engine, letGo } = await heldEngine(timeoutMs, finished);
  const double = await slackFor({}, finished);
  const running = await runApp(double, { engines: [engine], section }, finished);
  const seen = (count: number, by: { channel?: string } = {}) =>
    double.until(by, (messages) => messages.length >= count);
  return { ...running, double, seen, letGo };
}

const waiting = { ephemeralTo: "U0001", text: expect.stringContaining("Still asking c7-prod") };

test.concurrent("whoever waits longer than a moment is told so, and then gets the answer", async ({
  onTestFinished,
}) => {
  const { double, seen, letGo, told } = await slow(onTestFinished);
  expect(await double.command({ text: "PAY-3" })).toMatchObject({ acknowledged: true });
  expect(await seen(1)).toEqual([expect.objectContaining(waiting)]);
  letGo();
  const [, answer, ...others] = await seen(2);
  expect(answer).toMatchObject({ ephemeralTo: "U0001", text: expect.stringContaining("PAY-3") });
  expect(others).toEqual([]);
  expect(told).toEqual([]);
});

test.concurrent("the answer comes though Slack did not take the words before it", async ({ onTestFinished }) => {
  const { double, seen, letGo } = await slow(onTestFinished);
  double.faults.next("response_url", { kind: "error", error: "restricted_action" });
  await double.command({ text: "PAY-3" });
  await vi.waitFor(() => expect(callsOf(double, "response_url")).toHaveLength(1), { timeout: 5_000 });
  letGo();
  expect(await seen(1)).toEqual([expect.objectContaining({ text: expect.stringContaining("PAY-3") })]);
});

test.concurrent("an engine that never answers is named, and so is what to do", async ({ onTestFinished }) => {
  const { double, seen, audited } = await slow(onTestFinished, { timeoutMs: 1_500 });
  await double.command({ text: "stuck" });
  const [placeholder, answer, ...others] = await seen(2);
  expect(placeholder).toMatchObject(waiting);
  expect(answer).toMatchObject({ ephemeralTo: "U0001", text: expect.stringMatching(/c7-prod .*(?:answer|time)/) });
  expect(others).toEqual([]);
  expect(audited).toHaveLength(1);
});

test.concurrent("an engine that never answers is not shown to an incident channel", async ({ onTestFinished }) => {
  const { double, seen } = await slow(onTestFinished, { timeoutMs: 1_500, section: { incidentChannels: ["C0001"] } });
  await double.command({ text: "stuck" });
  await seen(2);
  expect(double.seen({ user: "U0002" })).toEqual([]);
});

test.concurrent("an engine that is not there is named at once", async ({ onTestFinished }) => {
  const gone = await startSandbox({ now: Date.now() });
  await gone.close();
  const engine = connected("c7-prod", gone.url);
  onTestFinished(() => engine.close());
  const double = await slackFor({}, onTestFinished);
  await runApp(double, { engines: [engine] }, onTestFinished);
  await double.command({ text: "stuck" });
  const seen = await double.until({}, (messages) => messages.some(({ text }) => !text.includes("Still asking")));
  expect(seen.at(-1)).toMatchObject({ ephemeralTo: "U0001", text: expect.stringContaining("c7-prod") });
  expect(seen.at(-1)?.text).toMatch(/refused|reached/);
});

test.concurrent("five uses of the address are enough for all that there may be to say", async ({ onTestFinished }) => {
  const { double, seen, letGo } = await slow(onTestFinished, { section: { incidentChannels: ["C0002"] } });
  double.faults.refuseBlocks(["table", "rich_text", "context", "actions"]);
  await double.command({ text: "stuck", channel: "C0002" });
  await seen(1, { channel: "C0002" });
  letGo();
  const [placeholder, note, answer, ...others] = await seen(3, { channel: "C0002" });
  expect(placeholder).toMatchObject(waiting);
  expect(note?.text).toContain("Only you see this answer: ");
  expect(answer?.text).toContain("PAY");
  expect(others).toEqual([]);
  expect(callsOf(double, "response_url")).toHaveLength(5);
});
