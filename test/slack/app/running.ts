/** The real app beside a Slack double, without any engine unless told otherwise. */
import { onTestFinished, vi } from "vitest";
import { createAccess } from "../../../src/core/access.ts";
import type { Engine } from "../../../src/core/engine.ts";
import { LookoutError } from "../../../src/core/errors.ts";
import { Secret } from "../../../src/core/secret.ts";
import { type SlackDouble, type SlackDoubleOptions, startSlackDouble } from "../../../src/sandbox/slack/double.ts";
import { type SlackApp, type SlackAppOptions, startSlackApp } from "../../../src/slack/app.ts";
import { type SlackSection, slackSection } from "../../../src/slack/settings.ts";
import { typists } from "./typing.ts";
import { allOpen, type Told } from "./world.ts";

export interface Running {
  readonly mode?: "socket" | "http";
  readonly engines?: readonly Engine[];
  readonly section?: Partial<SlackSection>;
  readonly proxies?: SlackAppOptions["proxies"];
  readonly signal?: AbortSignal;
}

/** Takes what is to be done when a test is over; tests that run side by side have one each. */
export type Finished = (act: () => Promise<void>) => void;

/** A double that is closed when the test is over. */
export async function slackFor(
  options?: SlackDoubleOptions,
  finished: Finished = onTestFinished,
): Promise<SlackDouble> {
  const double = await startSlackDouble({ users: typists, ...options });
  finished(() => double.close());
  return double;
}

/** What the app is started with, and what it tells whoever runs it. */
export function optionsFor(double: Pick<SlackDouble, "apiUrl" | "tokens">, running: Running = {}) {
  const { mode = "socket", engines = [], section = {}, proxies = {}, signal } = running;
  const told: Told[] = [];
  const audited: Record<string, unknown>[] = [];
  const tell = (level: Told["level"]) => (facts: object, sentence: string) => told.push({ level, facts, sentence });
  const access = createAccess(allOpen);
  const { bot, app, signingSecret } = double.tokens;
  const options: SlackAppOptions = {
    settings: {
      ...slackSection.parse(section),
      botToken: new Secret(bot),
      connection:
        mode === "socket" ? { mode, appToken: new Secret(app) } : { mode, signingSecret: new Secret(signingSecret) },
      apiUrl: double.apiUrl,
    },
    proxies,
    listen: { host: "127.0.0.1", port: 0 },
    world: { call: (caller, asked) => ({ caller, access, engines, now: new Date(), signal: asked }), groups: [] },
    log: { info: tell("info"), warn: tell("warn"), error: tell("error") },
    audit: (line) => audited.push(JSON.parse(line)),
    ...(signal ? { signal } : {}),
  };
  return { options, told, audited };
}

export interface RunningApp {
  readonly app: SlackApp;
  readonly told: readonly Told[];
  readonly audited: readonly Record<string, unknown>[];
}

/** Starts the app; it is stopped when the test is over. In Socket Mode both sockets are open. */
export async function runApp(
  double: SlackDouble,
  running: Running = {},
  finished: Finished = onTestFinished,
): Promise<RunningApp> {
  const { options, told, audited } = optionsFor(double, running);
  const app = await startSlackApp(options);
  finished(() => app.stop());
  if (running.mode !== "http") await bothOpen(double);
  return { app, told, audited };
}

/** Resolves when both sockets of the app are open. */
export const bothOpen = (double: SlackDouble) =>
  vi.waitFor(() => openSockets(double, 2), { timeout: 5_000, interval: 10 });

function openSockets(double: SlackDouble, count: number): void {
  if (double.sockets !== count) throw new Error(`${double.sockets} sockets are open, not ${count}`);
}

/** The fault that a promise rejects with, as data; anything else fails the test. */
export async function faultOf(promise: Promise<unknown>): Promise<{ fault: string; facts: unknown }> {
  const error = await promise.then(
    () => new Error("it resolved"),
    (reason: unknown) => reason,
  );
  if (error instanceof LookoutError) return { fault: error.fault, facts: error.facts };
  throw error;
}

/** How often Slack was asked for this. */
export const callsOf = ({ calls }: SlackDouble, method: string) => calls.filter((call) => call.method === method);

/** Unhandled rejections from now to the end of the test. */
export function unhandled(finished: Finished = onTestFinished): readonly unknown[] {
  const seen: unknown[] = [];
  const note = (reason: unknown) => seen.push(reason);
  process.on("unhandledRejection", note);
  finished(async () => {
    process.off("unhandledRejection", note);
  });
  return seen;
}
