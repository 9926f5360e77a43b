import { type Config, describeConfig } from "../config.ts";
import { describe } from "../core/describe.ts";
import { toLookoutError } from "../core/errors.ts";
import type { DoctorSetting } from "../terminal/run-engines.ts";
import { runDoctor } from "../terminal/run-engines.ts";
import { terminalIo } from "./terminal-io.ts";
import { openWorld, version, type World } from "./world.ts";

/** `lookout doctor`: a configuration that cannot be used is its first finding. */
export async function doctor(configPath: string | undefined, signal: AbortSignal, json: boolean): Promise<number> {
  const io = terminalIo(false);
  const setting = { version, node: process.versions.node };
  let world: World | undefined;
  try {
    world = await openWorld(configPath, signal);
    return await runDoctor(io, { ...setting, config: sourceOf(world.config) }, world.engines, signal, json);
  } catch (error) {
    const problem = describe(toLookoutError(error));
    return await runDoctor(io, { ...setting, config: { source: nameOf(configPath), problem } }, [], signal, json);
  } finally {
    await world?.close();
  }
}

const nameOf = (configPath: string | undefined) => (configPath === undefined ? "environment" : "--config");

function sourceOf(config: Config): DoctorSetting["config"] {
  const { from, path, ignored } = config.source;
  return {
    source: from,
    ...(path === undefined ? {} : { path }),
    ...(ignored.length === 0 ? {} : { notUsed: ignored }),
    summary: describeConfig(config),
  };
}
