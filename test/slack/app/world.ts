/** The real app between a Slack double and real adapters over sandboxes: only the networks are not the real ones. */
import { type AccessConfig, createAccess } from "../../../src/core/access.ts";
import type { Engine } from "../../../src/core/engine.ts";
import { Secret } from "../../../src/core/secret.ts";
import { createCamunda7 } from "../../../src/engines/camunda7/engine.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { type SlackDouble, type SlackDoubleOptions, startSlackDouble } from "../../../src/sandbox/slack/double.ts";
import { type SlackApp, startSlackApp } from "../../../src/slack/app.ts";
import { type SlackSection, slackSection } from "../../../src/slack/settings.ts";
import { startForwarder } from "./forwarder.ts";

export interface Told {
  readonly level: "info" | "warn" | "error";
  readonly facts: object;
  readonly sentence: string;
}

export interface SlackWorld {
  readonly double: SlackDouble;
  readonly app: SlackApp;
  readonly sandbox: Sandbox;
  /** Audit lines as they were written. */
  readonly audited: readonly Record<string, unknown>[];
  /** Log lines. */
  readonly told: readonly Told[];
  close(): Promise<void>;
}

export interface SlackWorldOptions {
  readonly mode?: "socket" | "http";
  readonly double?: Omit<SlackDoubleOptions, "mode">;
  readonly section?: Partial<SlackSection>;
  readonly access?: AccessConfig;
  readonly groups?: readonly string[];
  /** Engines in the place of the one sandbox, or made around it. */
  readonly engines?: (sandbox: Sandbox) => readonly Engine[];
}

/** Everybody of the workspace, in every channel, sees everything but the values of variables. */
export const allOpen: AccessConfig = { rules: [{ callers: ["slack:T0001"] }] };

export const connected = (id: string, url: string): Engine =>
  createCamunda7({
    engine: id,
    url,
    auth: { type: "none" },
    timeoutMs: 10_000,
    userAgent: "lookout-test",
    businessKey: "businessKey",
  });

export async function startSlackWorld(options: SlackWorldOptions = {}): Promise<SlackWorld> {
  const { mode = "socket", access: rules = allOpen, groups = [] } = options;
  const sandbox = await startSandbox({ now: Date.now() });
  const engines = options.engines?.(sandbox) ?? [connected("c7-prod", sandbox.url)];
  const forwarder = await startForwarder();
  const double = await startSlackDouble({
    ...options.double,
    ...(mode === "http" ? { mode: { http: forwarder.requestUrl } } : {}),
  });
  const access = createAccess(rules);
  const audited: Record<string, unknown>[] = [];
  const told: Told[] = [];
  const tell = (level: Told["level"]) => (facts: object, sentence: string) => told.push({ level, facts, sentence });
  const { bot, app: appToken, signingSecret } = double.tokens;
  const app = await startSlackApp({
    settings: {
      ...slackSection.parse(options.section ?? {}),
      botToken: new Secret(bot),
      connection:
        mode === "socket"
          ? { mode, appToken: new Secret(appToken) }
          : { mode, signingSecret: new Secret(signingSecret) },
      apiUrl: double.apiUrl,
    },
    proxies: {},
    listen: { host: "127.0.0.1", port: 0 },
    world: {
      call: (caller, signal) => ({ caller, access, engines, now: new Date(), signal }),
      groups,
    },
    log: { info: tell("info"), warn: tell("warn"), error: tell("error") },
    audit: (line) => audited.push(JSON.parse(line)),
  });
  forwarder.to(app.address?.port ?? 0);
  return {
    double,
    app,
    sandbox,
    audited,
    told,
    close: async () => {
      await app.stop();
      await double.close();
      await forwarder.close();
      await Promise.all(engines.map((engine) => engine.close()));
      await sandbox.close();
    },
  };
}
