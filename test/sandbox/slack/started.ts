import { LogLevel, webApi } from "@slack/bolt";
import { onTestFinished } from "vitest";
import { type SlackDouble, type SlackDoubleOptions, startSlackDouble } from "../../../src/sandbox/slack/double.ts";

/** A double for one test, closed when it ends. */
export async function started(options: SlackDoubleOptions = {}): Promise<SlackDouble> {
  const slack = await startSlackDouble(options);
  onTestFinished(() => slack.close());
  return slack;
}

/** The official client of the Web API, without retries. */
export function clientOf(slack: SlackDouble, token = slack.tokens.bot) {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** Refusals are what the tests are about: nobody needs them in the log as well. */
export const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A clock that a test moves. */
export function clock(start = Date.UTC(2026, 10, 22, 10)) {
  let at = start;
  return {
    now: () => at,
    pass: (ms: number) => {
      at += ms;
    },
  };
}

/** What the Web API refused with: its error word and whatever came with it. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data;
    throw error;
  }
  throw new Error("It was not refused.");
}

/** Posts to the Web API by hand. */
export async function post(
  slack: SlackDouble,
  method: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(slack.apiUrl + method, {
    method: "POST",
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return response.json();
}

/** Posts to a `response_url`. */
export async function respond(url: string, said: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof said === "string" ? said : JSON.stringify(said),
  });
  return { status: response.status, body: await response.json() };
}
