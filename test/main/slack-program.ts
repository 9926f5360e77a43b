/** `lookout slack` as it is run: a process of its own between a Slack double and the engines of its configuration. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SlackDouble, type SlackDoubleOptions, startSlackDouble } from "../../src/sandbox/slack/double.ts";
import { startForwarder } from "../slack/app/forwarder.ts";
import { type Running, start } from "./run.ts";

export interface SlackProgramOptions {
  readonly mode?: "socket" | "http";
  /** What the configuration file says. */
  readonly config: object;
  readonly double?: Omit<SlackDoubleOptions, "mode">;
  /** Path of the program; its sources when left out. */
  readonly program?: string | undefined;
}

export interface SlackProgram {
  readonly double: SlackDouble;
  readonly running: Running;
  /** What it has written on standard output: audit lines. */
  audited(): readonly unknown[];
  /** What it has written on standard error: log lines. */
  logged(): readonly unknown[];
  /** Ends what is left, whatever state it is in. */
  close(): Promise<void>;
}

const listening = "Listening: ";
const linesOf = (text: string): readonly unknown[] =>
  text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));

/** Starts the program, and resolves when it listens. */
export async function startSlackProgram(options: SlackProgramOptions): Promise<SlackProgram> {
  const { mode = "socket", config, program } = options;
  const forwarder = await startForwarder();
  const double = await startSlackDouble({
    ...options.double,
    ...(mode === "http" ? { mode: { http: forwarder.requestUrl } } : {}),
  });
  const folder = await mkdtemp(join(tmpdir(), "lookout-slack-"));
  const file = join(folder, "lookout.yaml");
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config));
  const words = ["slack", "--config", file, ...(mode === "http" ? ["--port", "0"] : [])];
  const running = start(words, tokensOf(double, mode), program);
  const close = async () => {
    running.kill("SIGKILL");
    await running.ended;
    await double.close();
    await forwarder.close();
    await rm(folder, { recursive: true });
  };
  try {
    await running.told(listening);
  } catch (error) {
    await close();
    throw error;
  }
  forwarder.to(Number(/http:\/\/127\.0\.0\.1:(\d+)\/slack\/events/.exec(running.so().err)?.[1] ?? 0));
  return {
    double,
    running,
    audited: () => linesOf(running.so().out),
    logged: () => linesOf(running.so().err),
    close,
  };
}

/** The environment of a program that talks to a double. */
export function tokensOf({ apiUrl, tokens }: SlackDouble, mode: "socket" | "http" = "socket") {
  return {
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: tokens.bot,
    ...(mode === "socket" ? { SLACK_APP_TOKEN: tokens.app } : { SLACK_SIGNING_SECRET: tokens.signingSecret }),
  };
}
