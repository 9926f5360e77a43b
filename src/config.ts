import { camundaVariables, loadCamundaEnvironment } from "./config/camunda-environment.ts";
import {
  type EngineKind,
  type EngineSettings,
  engineSettings,
  kindSummary,
  urlProblem,
} from "./config/engine-settings.ts";
import { type EnvironmentEngine, engineVariables, loadEnvironment } from "./config/environment.ts";
import { type NamedFile, type ReadFile, readFileFromDisk } from "./config/files.ts";
import { type FleetSettings, fleetSettings } from "./config/fleet.ts";
import type { Env } from "./config/placeholders.ts";
import { configFault, keyText, problemAt } from "./config/problems.ts";
import { proxyOf, shownProxy } from "./config/proxy.ts";
import type { AccessConfig } from "./core/access.ts";
import { fault } from "./core/errors.ts";
import type { Proxy as ProxySettings } from "./engines/http.ts";
import type { Connection } from "./engines/settings.ts";
import type { SlackSection, SlackSettings } from "./slack/settings.ts";

export { configJsonSchema } from "./config/file-schema.ts";

/** Which of the places won; the others were not looked at, and nothing is merged. */
interface ConfigSource {
  readonly from: "--config" | "LOOKOUT_CONFIG" | "environment" | "camundaEnvironment";
  /** The whole path of the file. */
  readonly path?: string;
  /** Variables that are set and would have configured an engine, had this source not come first. */
  readonly ignored: readonly string[];
}

/** An engine of which only the address is known: main asks it what it is, see `detectedAs`. */
export interface UndetectedEngine extends Connection {
  /** Absent: the engine is called by its kind. */
  readonly id?: string;
  readonly kind: undefined;
}

/** A file beside the configuration that was read: authorities, certificates, secrets. */
interface ConfigFile {
  /** The key or the environment variable that names it. */
  readonly key: string;
  readonly path: string;
}

/** Everything that the lookout is told from outside. Printing, logging or serialising it shows no secret. */
export interface Config extends FleetSettings {
  readonly source: ConfigSource;
  readonly engines: readonly (EngineSettings | UndetectedEngine)[];
  readonly access?: AccessConfig;
  readonly slack?: SlackSection;
  readonly proxy: ProxySettings;
  readonly files: readonly ConfigFile[];
}

export interface ConfigQuestion {
  /** The process's own unless a test gives another. */
  readonly env?: Env;
  readonly cwd?: string;
  /** What stands behind --config. */
  readonly configPath?: string | undefined;
  readonly readFile?: ReadFile;
}

/** The place that the configuration is read from; undefined when there is none. */
export function configSource({ env = process.env, configPath }: ConfigQuestion): ConfigSource["from"] | undefined {
  if (configPath !== undefined) return "--config";
  const { LOOKOUT_CONFIG } = env;
  if (LOOKOUT_CONFIG) return "LOOKOUT_CONFIG";
  if (engineVariables(env).length > 0) return "environment";
  return camundaVariables(env).length > 0 ? "camundaEnvironment" : undefined;
}

/**
 * Reads the configuration: the file behind --config, else the one behind LOOKOUT_CONFIG, else LOOKOUT_ENGINE_*, else
 * CAMUNDA_*.
 * Throws `configMissing` when there is none of them, and `configInvalid` with everything that is wrong with the first.
 */
export async function loadConfig(question: ConfigQuestion = {}): Promise<Config> {
  const { env = process.env, cwd = process.cwd(), configPath, readFile = readFileFromDisk } = question;
  const from = configSource({ env, configPath });
  const { LOOKOUT_CONFIG = "" } = env;
  switch (from) {
    case undefined:
      throw fault("configMissing", {});
    case "environment": {
      const { engine, files } = await loadEnvironment(env, cwd, readFile);
      return fromVariables({ from, ignored: camundaVariables(env) }, settingsOf(engine), files, env);
    }
    case "camundaEnvironment": {
      const { engine, files } = await loadCamundaEnvironment(env, cwd, readFile);
      return fromVariables({ from, ignored: [] }, engine, files, env);
    }
    default: {
      // A start without a file spares the YAML parser.
      const { loadConfigFile } = await import("./config/config-file.ts");
      const file = configPath ?? LOOKOUT_CONFIG;
      const { path, engines, fleet, access, slack, files, used } = await loadConfigFile({
        file,
        namedBy: from,
        cwd,
        env,
        readFile,
      });
      const other = from === "--config" && LOOKOUT_CONFIG ? ["LOOKOUT_CONFIG"] : [];
      const passedOver = [...other, ...engineVariables(env), ...camundaVariables(env)];
      return {
        source: { from, path, ignored: passedOver.filter((name) => !used.has(name)) },
        engines,
        ...fleet,
        ...(access ? { access } : {}),
        ...(slack ? { slack } : {}),
        proxy: proxyOf(env),
        files: files.map(shownFile),
      };
    }
  }
}

/**
 * The settings of the Slack app: the file's section, and the tokens from SLACK_*. Asked for where the app is started, and
 * nowhere else. Throws `configInvalid` naming variables.
 */
export async function loadSlackSettings(
  { slack }: Pick<Config, "slack">,
  { env = process.env, cwd = process.cwd(), readFile = readFileFromDisk }: Omit<ConfigQuestion, "configPath"> = {},
): Promise<SlackSettings> {
  const { slackSettings } = await import("./config/slack.ts");
  return slackSettings(slack, env, cwd, readFile);
}

function fromVariables(
  source: ConfigSource,
  engine: EngineSettings | UndetectedEngine,
  files: readonly NamedFile[],
  env: Env,
): Config {
  return { source, engines: [engine], ...fleetSettings({}), proxy: proxyOf(env), files: files.map(shownFile) };
}

const shownFile = ({ path, file }: NamedFile): ConfigFile => ({ key: keyText(path), path: file });

function settingsOf({ kind, ...engine }: EnvironmentEngine): EngineSettings | UndetectedEngine {
  return kind === undefined ? { ...engine, kind } : detectedAs({ ...engine, kind: undefined }, kind);
}

/**
 * The settings of an engine whose kind has been found out; its id is its kind unless it was given one.
 * Throws `configInvalid` when engines of that kind are not asked at such an address.
 */
export function detectedAs({ id, ...connection }: UndetectedEngine, kind: EngineKind): EngineSettings {
  const problem = urlProblem(kind, connection);
  if (problem !== undefined) throw configFault("environment", [problemAt(["LOOKOUT_ENGINE_URL"], problem)]);
  return engineSettings({ id: id ?? kind, kind }, connection);
}

/** The configuration for `doctor --json`: JSON without secrets and user names. */
export function describeConfig({ source, engines, fleetTimeoutMs, aliases, access, slack, proxy, files }: Config) {
  return {
    source,
    engines: engines.map((engine) => ({
      id: engine.id ?? null,
      kind: engine.kind ?? null,
      url: engine.url,
      auth: engine.auth.type,
      timeoutMs: engine.timeoutMs,
      tls: Object.keys(engine.tls ?? {}),
      ...(engine.kind === undefined ? {} : kindSummary(engine)),
    })),
    fleetTimeoutMs,
    aliases,
    accessRules: access ? access.rules.length : null,
    slack: slack ? { ...slack, incidentChannels: slack.incidentChannels.length } : null,
    proxy: shownProxy(proxy),
    files,
  };
}
