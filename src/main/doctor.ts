import { type Config, configSource, describeConfig } from "../config.ts";
import { describe } from "../core/describe.ts";
import { toLookoutError } from "../core/errors.ts";
import type { DoctorSetting } from "../terminal/run-engines.ts";
import { runDoctor } from "../terminal/run-engines.ts";
import { terminalIo } from "./terminal-io.ts";
import { twinProblems } from "./twins.ts";
import { openWorld, version, type World } from "./world.ts";

/** `lookout doctor`: a configuration that cannot be used is its first finding. */
export async function doctor(configPath: string | undefined, signal: AbortSignal, json: boolean): Promise<number> {
  const io = terminalIo(false);
  const setting = { version, node: process.versions.node };
  let world: World | undefined;
  try {
    world = await openWorld(configPath, signal);
    const { config } = world;
    const fleet = {
      timeoutMs: config.fleetTimeoutMs,
      aliases: config.aliases,
      problems: twinProblems(config.engines),
    };
    return await runDoctor(io, { ...setting, config: sourceOf(config), fleet }, world.engines, signal, json);
  } catch (error) {
    const problem = describe(toLookoutError(error));
    return await runDoctor(io, { ...setting, config: { source: nameOf(configPath), problem } }, [], signal, json);
  } finally {
    await world?.close();
  }
}

/** The places of a configuration as readers know them. */
const words: Readonly<Record<Config["source"]["from"], string>> = {
  "--config": "--config",
  LOOKOUT_CONFIG: "LOOKOUT_CONFIG",
  environment: "LOOKOUT_ENGINE_*",
  camundaEnvironment: "CAMUNDA_*",
};

function nameOf(configPath: string | undefined): string {
  const source = configSource({ configPath });
  return source === undefined ? "environment" : words[source];
}

function sourceOf(config: Config): DoctorSetting["config"] {
  const { from, path, ignored } = config.source;
  return {
    source: words[from],
    ...(path === undefined ? {} : { path }),
    ...(ignored.length === 0 ? {} : { notUsed: ignored }),
    summary: describeConfig(config),
  };
}
