import { type EnvironmentEngine, engineVariables, loadEnvironment } from "./config/environment.ts";
import { type NamedFile, type ReadFile, readFileFromDisk } from "./config/files.ts";
import type { Env } from "./config/placeholders.ts";
import { keyText } from "./config/problems.ts";
import { proxyOf, shownProxy } from "./config/proxy.ts";
import type { AccessConfig } from "./core/access.ts";
import { fault } from "./core/errors.ts";
import { type Camunda7Settings, camunda7Settings } from "./engines/camunda7/settings.ts";
import type { Proxy as ProxySettings } from "./engines/http.ts";
import type { Connection } from "./engines/settings.ts";

export { configJsonSchema } from "./config/file-schema.ts";

/** Which of the places won; the others were not looked at, and nothing is merged. */
interface ConfigSource {
  readonly from: "--config" | "LOOKOUT_CONFIG" | "environment";
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

type EngineSettings = Camunda7Settings | UndetectedEngine;

/** A file beside the configuration that was read: authorities, certificates, secrets. */
interface ConfigFile {
  /** The key or the environment variable that names it. */
  readonly key: string;
  readonly path: string;
}

/** Everything that the lookout is told from outside. Printing, logging or serialising it shows no secret. */
export interface Config {
  readonly source: ConfigSource;
  readonly engines: readonly EngineSettings[];
  readonly access?: AccessConfig;
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

/**
 * Reads the configuration: the file behind --config, else the one behind LOOKOUT_CONFIG, else LOOKOUT_ENGINE_*.
 * Throws `configMissing` when there is none of them, and `configInvalid` with everything that is wrong with the first.
 */
export async function loadConfig(question: ConfigQuestion = {}): Promise<Config> {
  const { env = process.env, cwd = process.cwd(), configPath, readFile = readFileFromDisk } = question;
  const variables = engineVariables(env);
  const { LOOKOUT_CONFIG } = env;
  const fromEnvironment = LOOKOUT_CONFIG || undefined;
  const file = configPath ?? fromEnvironment;
  if (file !== undefined) {
    const namedBy = configPath === undefined ? "LOOKOUT_CONFIG" : "--config";
    // A start without a file spares the YAML parser.
    const { loadConfigFile } = await import("./config/config-file.ts");
    const { path, engines, access, files, used } = await loadConfigFile({ file, namedBy, cwd, env, readFile });
    const passedOver = configPath !== undefined && fromEnvironment ? ["LOOKOUT_CONFIG", ...variables] : variables;
    return {
      source: { from: namedBy, path, ignored: passedOver.filter((name) => !used.has(name)) },
      engines,
      ...(access ? { access } : {}),
      proxy: proxyOf(env),
      files: files.map(shownFile),
    };
  }
  if (variables.length === 0) throw fault("configMissing", {});
  const { engine, files } = await loadEnvironment(env, cwd, readFile);
  return {
    source: { from: "environment", ignored: [] },
    engines: [settingsOf(engine)],
    proxy: proxyOf(env),
    files: files.map(shownFile),
  };
}

const shownFile = ({ path, file }: NamedFile): ConfigFile => ({ key: keyText(path), path: file });

function settingsOf({ kind, ...engine }: EnvironmentEngine): EngineSettings {
  return kind === undefined ? { ...engine, kind } : detectedAs({ ...engine, kind: undefined }, kind);
}

/** The settings of an engine whose kind has been found out; its id is its kind unless it was given one. */
export function detectedAs({ id, ...connection }: UndetectedEngine, kind: Camunda7Settings["kind"]): Camunda7Settings {
  return camunda7Settings({ id: id ?? kind, kind }, connection);
}

/** The configuration for `doctor --json`: JSON without secrets and user names. */
export function describeConfig({ source, engines, access, proxy, files }: Config) {
  return {
    source,
    engines: engines.map((engine) => ({
      id: engine.id ?? null,
      kind: engine.kind ?? null,
      url: engine.url,
      auth: engine.auth.type,
      timeoutMs: engine.timeoutMs,
      tls: Object.keys(engine.tls ?? {}),
      ...(engine.kind === undefined ? {} : camunda7Summary(engine)),
    })),
    accessRules: access ? access.rules.length : null,
    proxy: shownProxy(proxy),
    files,
  };
}

function camunda7Summary({ flavor, engineName, web, businessKey }: Camunda7Settings) {
  return { flavor: flavor ?? null, engineName: engineName ?? null, web: web ?? null, businessKey };
}
