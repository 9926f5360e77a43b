/** Socket Mode while sockets come and go. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";
import type { CallFault } from "../../../src/sandbox/slack/faults.ts";
import { startSlackApp } from "../../../src/slack/app.ts";
import { bothOpen, callsOf, optionsFor, runApp, slackFor, unhandled } from "./running.ts";
import { startTunnel } from "./tunnel.ts";
import { answersTo, expectAnswered, typed, typing } from "./typing.ts";
import type { Told } from "./world.ts";

const opened = (double: SlackDouble) => callsOf(double, "apps.connections.open").length;
/** Why sockets were replaced. */
const replacements = (told: readonly Told[]) =>
  told.filter(({ sentence }) => sentence === "A socket to Slack was replaced.").map(({ facts }) => facts);
const replacedTimes = (told: readonly Told[], times: number) =>
  vi.waitFor(() => expect(replacements(told)).toHaveLength(times), { timeout: 10_000, interval: 5 });

afterEach(() => {
  vi.useRealTimers();
});

/** Timers of app and double go at our pace; what goes over the network takes its time. */
const ourTime = () =>
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });

/** Lets seconds go by, one by one, until something is so. */
async function secondsUntil(isSo: () => boolean, most: number): Promise<void> {
  for (let second = 0; second < most && !isSo(); second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(isSo()).toBe(true);
}

test("two sockets are open after the start, each asked for with the app's token", async () => {
  const double = await slackFor();
  const { told } = await runApp(double);
  expect(double.sockets).toBe(2);
  expect(callsOf(double, "apps.connections.open").map(({ token }) => token)).toEqual(["app", "app"]);
  expect(callsOf(double, "auth.test").map(({ token }) => token)).toEqual(["bot"]);
  expect(told).toEqual([]);
});

describe("commands are acknowledged and answered once each", () => {
  test.each([
    ["warning", 0],
    ["refresh_requested", 0],
    ["warning", 300],
    ["refresh_requested", 300],
  ] as const)(
    "while each socket in turn is told to disconnect: %s, closed after %i ms",
    async (reason, closeAfterMs) => {
      const double = await slackFor();
      const { told } = await runApp(double);
      const stop = typing(double);
      for (const times of [1, 2]) {
        double.faults.disconnect(reason, { closeAfterMs });
        await replacedTimes(told, times);
      }
      await expectAnswered(double, await stop());
      expect(replacements(told)).toEqual([{ reason }, { reason }]);
      expect(told.filter(({ level }) => level === "error")).toEqual([]);
      await bothOpen(double);
    },
  );

  test("though Slack goes on using a socket of which it announced the end", async () => {
    ourTime();
    const double = await slackFor();
    const { told } = await runApp(double);
    double.faults.disconnect("warning", { closeAfterMs: 600_000 });
    await secondsUntil(() => replacements(told).length === 1, 5);
    expect(double.sockets).toBe(3);
    const commands = [];
    for (const key of ["n1x", "n2x", "n3x", "n4x", "n5x", "n6x"]) commands.push(await typed(double, key));
    expect(double.sockets).toBe(3);
    await secondsUntil(() => double.sockets === 2, 15);
    vi.useRealTimers();
    await expectAnswered(double, commands);
  });

  test("while both are told at once that they will be closed", async () => {
    const double = await slackFor();
    const { told } = await runApp(double);
    const stop = typing(double);
    double.faults.disconnect("warning", { sockets: "all", closeAfterMs: 2_000 });
    await replacedTimes(told, 2);
    await expectAnswered(double, await stop());
  });

  test("while Slack keeps the connection of a socket that is closed", async () => {
    const double = await slackFor();
    const { url } = await startTunnel({ keepsOpen: true });
    const { told } = await runApp(double, { proxies: { httpProxy: url } });
    const stop = typing(double);
    double.faults.disconnect("refresh_requested", { sockets: "all", closeAfterMs: 2_000 });
    await replacedTimes(told, 2);
    await expectAnswered(double, await stop());
  });

  test("when an envelope comes twice, or again after it was acknowledged", async () => {
    const double = await slackFor();
    await runApp(double);
    double.faults.nextDelivery({ kind: "twice" });
    const commands = [await typed(double, "n1x")];
    for (const key of ["n2x", "n3x"]) {
      commands.push(await typed(double, key));
      expect(double.faults.redeliver()).toBe(true);
      expect(double.faults.redeliver()).toBe(true);
    }
    commands.push(await typed(double, "n4x"));
    await expectAnswered(double, commands);
  });
});

describe("sockets that break", () => {
  test("without a word are opened again", async () => {
    const double = await slackFor();
    const rejections = unhandled();
    const { told } = await runApp(double);
    double.faults.breakSockets();
    await replacedTimes(told, 2);
    expect(replacements(told)).toEqual([{ reason: "ended" }, { reason: "ended" }]);
    await expectAnswered(double, [await typed(double, "n1x"), await typed(double, "n2x")]);
    expect(rejections).toEqual([]);
  });

  test("by falling silent are opened again, and given up", async () => {
    ourTime();
    const double = await slackFor();
    const { told } = await runApp(double);
    double.faults.stallSockets();
    await secondsUntil(() => replacements(told).length === 2, 30);
    expect(replacements(told)).toEqual([{ reason: "silent" }, { reason: "silent" }]);
    // The double still holds the two silent ones, and sends to each of the four in turn.
    const answered = ["n1x", "n2x", "n3x", "n4x"].map((key) => typed(double, key));
    const user = "U8000";
    await secondsUntil(() => ["n2x", "n3x"].every((key) => answersTo(double, { key, user }) === 1), 10);
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await Promise.all(answered)).map(({ acknowledged }) => acknowledged)).toEqual([false, true, true, false]);
  });

  test("by never saying hello are given up and tried again", async () => {
    ourTime();
    const double = await slackFor();
    double.faults.withoutHello(2);
    const { options, told } = optionsFor(double);
    const starting = startSlackApp(options);
    await secondsUntil(() => double.sockets === 2, 5);
    await secondsUntil(() => double.sockets === 0, 20);
    vi.useRealTimers();
    const app = await starting;
    await bothOpen(double);
    expect(opened(double)).toBe(4);
    expect(told.map(({ facts }) => facts)).toEqual([
      { error: "no_hello", tries: 1 },
      { error: "no_hello", tries: 1 },
    ]);
    await app.stop();
  });

  test("because there are too many of them are tried again", async () => {
    const double = await slackFor();
    const others = await Promise.all(Array.from({ length: 5 }, () => startSlackApp(optionsFor(double).options)));
    await vi.waitFor(() => expect(double.sockets).toBe(10));
    const { options, told } = optionsFor(double);
    const starting = startSlackApp(options);
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
    await others[0]?.stop();
    await (await starting).stop();
    await Promise.all(others.map((app) => app.stop()));
    expect(told[0]).toMatchObject({ level: "warn", facts: { error: "no_hello" } });
  });
});

describe.concurrent("apps.connections.open", () => {
  test.for<[string, CallFault, string]>([
    ["a 429", { kind: "rate-limited", retryAfter: 1 }, "ratelimited"],
    ["a 503", { kind: "status", status: 503 }, "http_error"],
    ["a connection that ends", { kind: "dropped", when: "before" }, "unreachable"],
    ["internal_error", { kind: "error", error: "internal_error" }, "internal_error"],
  ])("that answers with %s is asked again", async ([_what, fault, error], { onTestFinished }) => {
    const double = await slackFor({}, onTestFinished);
    double.faults.next("apps.connections.open", fault, 2);
    const { told } = await runApp(double, {}, onTestFinished);
    const warned = { level: "warn", facts: { error, tries: 1 }, sentence: "No socket to Slack; trying again." };
    expect(told).toEqual([warned, warned]);
    expect(opened(double)).toBe(4);
  });

  test("is left alone for as long as a 429 says", async ({ onTestFinished }) => {
    const double = await slackFor({}, onTestFinished);
    double.faults.next("apps.connections.open", { kind: "rate-limited", retryAfter: 2 });
    const app = await startSlackApp(optionsFor(double).options);
    // Whoever asks too early is refused again, and has to ask once more.
    double.faults.refuseToken("app", "internal_error");
    setTimeout(() => double.faults.refuseToken("app", null), 1_500);
    await bothOpen(double);
    expect(opened(double)).toBe(3);
    await app.stop();
  });
});
