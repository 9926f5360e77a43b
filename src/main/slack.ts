import type { SlackOptions } from "../command-line.ts";
import { type Config, loadSlackSettings } from "../config.ts";
import { createLog } from "../log.ts";
import { startSlackApp } from "../slack/app.ts";
import { addressText, requestPath } from "../slack/http.ts";
import { aborted } from "./sandbox.ts";
import { openWorld, type World } from "./world.ts";

/**
 * `lookout slack`: answers a workspace until a signal comes, then ends what is under way. Audit lines go to standard output,
 * the log to standard error. Throws `slackRefused` when Slack takes a token no longer.
 */
export async function serveSlack(options: SlackOptions, signal: AbortSignal): Promise<number> {
  const { config: configPath, host = "127.0.0.1", port = 3_000 } = options;
  const world = await openWorld(configPath, signal);
  try {
    await serve(world, { host, port }, signal);
    return 0;
  } finally {
    await world.close();
  }
}

async function serve(world: World, listen: { host: string; port: number }, signal: AbortSignal): Promise<void> {
  const { config } = world;
  const settings = await loadSlackSettings(config);
  const log = createLog();
  // Whatever escapes the app and the SDK ends the run with its reason instead of silently or in the middle of an answer.
  const broken = Promise.withResolvers<never>();
  process.on("unhandledRejection", broken.reject);
  try {
    const app = await startSlackApp({
      settings,
      proxies: config.proxy,
      listen,
      world: { call: (caller, asked) => world.call(asked, caller), groups: groupsOf(config) },
      log,
      audit: (line) => process.stdout.write(`${line}\n`),
      signal,
    });
    const { teamId, address } = app;
    const where = address ? `requests of Slack at http://${addressText(address)}${requestPath}` : "Socket Mode";
    log.info({ team: teamId, command: settings.command }, `Listening: ${where}.`);
    if (!namesSlack(config)) log.warn({ team: teamId }, nobodySees(teamId));
    try {
      await Promise.race([aborted(signal), app.ended, broken.promise]);
    } finally {
      log.info({}, "Stopping.");
      await app.stop();
    }
  } finally {
    process.off("unhandledRejection", broken.reject);
  }
}

const callersOf = ({ access }: Config) => access?.rules.flatMap(({ callers }) => callers) ?? [];

const namesSlack = (config: Config) => callersOf(config).some((name) => name.startsWith("slack:"));

/** Groups are asked for only where rules name some. */
const groupsOf = (config: Config) => [
  ...new Set(callersOf(config).flatMap((name) => /^slack:(S[A-Z0-9]+)$/.exec(name)?.[1] ?? [])),
];

const nobodySees = (teamId: string) =>
  `No access rule names anybody in Slack, so nobody there sees anything. To let this workspace see all: access.rules: [{ callers: ["slack:${teamId}"] }, { callers: [local] }]`;
