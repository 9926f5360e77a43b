/** Tokens that Slack refuses, at the start and later. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";
import { startSlackApp } from "../../../src/slack/app.ts";
import { callsOf, faultOf, optionsFor, runApp, slackFor, unhandled } from "./running.ts";

const opened = (double: SlackDouble) => callsOf(double, "apps.connections.open").length;

describe("tokens that are refused", () => {
  test("the app's, when a socket is opened again: the app ends, once and without a loop", async () => {
    const rejections = unhandled();
    const double = await slackFor();
    const { app } = await runApp(double);
    double.faults.refuseToken("app");
    double.faults.disconnect("refresh_requested");
    expect(await faultOf(app.ended)).toEqual({
      fault: "slackRefused",
      facts: { variable: "SLACK_APP_TOKEN", reason: "token_revoked" },
    });
    const asked = opened(double);
    await app.stop();
    await vi.waitFor(() => expect(double.sockets).toBe(0));
    expect(asked).toBe(3);
    expect(opened(double)).toBe(asked);
    expect(rejections).toEqual([]);
  });

  test.each([
    ["bot", "SLACK_BOT_TOKEN", "account_inactive"],
    ["app", "SLACK_APP_TOKEN", "invalid_auth"],
    ["app", "SLACK_APP_TOKEN", "not_allowed_token_type"],
  ] as const)("the %s's at the start (%s, %s)", async (token, variable, reason) => {
    const rejections = unhandled();
    const double = await slackFor();
    double.faults.refuseToken(token, reason);
    const { options } = optionsFor(double);
    expect(await faultOf(startSlackApp(options))).toEqual({ fault: "slackRefused", facts: { variable, reason } });
    expect(double.sockets).toBe(0);
    expect(opened(double)).toBe(token === "bot" ? 0 : 2);
    expect(rejections).toEqual([]);
  });

  test("a scope that the app's lacks ends the start too", async () => {
    const double = await slackFor();
    double.faults.next("apps.connections.open", { kind: "error", error: "missing_scope" }, 2);
    const { options } = optionsFor(double);
    expect(await faultOf(startSlackApp(options))).toEqual({
      fault: "slackRefused",
      facts: { variable: "SLACK_APP_TOKEN", reason: "missing_scope" },
    });
  });

  test("one refused while the other is being opened leaves nothing open", async () => {
    const double = await slackFor();
    double.faults.next("apps.connections.open", { kind: "error", error: "invalid_auth" });
    double.faults.next("apps.connections.open", { kind: "slow", ms: 100 });
    expect(await faultOf(startSlackApp(optionsFor(double).options))).toMatchObject({ fault: "slackRefused" });
    await sleep(300);
    expect(double.sockets).toBe(0);
    expect(opened(double)).toBe(2);
  });
});

test("without Slack there is no app", async () => {
  const double = await slackFor();
  await double.close();
  const { options } = optionsFor(double);
  expect(await faultOf(startSlackApp(options))).toEqual({
    fault: "slackUnreachable",
    facts: { reason: "ECONNREFUSED" },
  });
});
