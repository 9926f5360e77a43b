import packageJson from "../../package.json" with { type: "json" };
import { type Config, detectedAs, loadConfig } from "../config.ts";
import { type Caller, createAccess, localCaller } from "../core/access.ts";
import type { Engine } from "../core/engine.ts";
import type { Call } from "../core/tool.ts";
import { createEngine, detectKind, type Shared } from "../engines/index.ts";

export const version = packageJson.version;

/** What a run of the program has to work with. */
export interface World {
  readonly config: Config;
  readonly engines: readonly Engine[];
  /** The world of one question of a caller, the local one unless another is named. */
  call(signal: AbortSignal, caller?: Caller): Call;
  close(): Promise<void>;
}

/** Configuration → engines. Throws what `loadConfig` throws. */
export async function openWorld(configPath: string | undefined, signal: AbortSignal): Promise<World> {
  return worldOf(await loadConfig({ configPath }), signal);
}

export async function worldOf(config: Config, signal: AbortSignal): Promise<World> {
  const shared: Shared = { proxy: config.proxy, userAgent: `process-lookout/${version}` };
  const engines = await Promise.all(
    config.engines.map(async (settings) =>
      createEngine(
        settings.kind === undefined ? detectedAs(settings, await detectKind(settings, shared, signal)) : settings,
        shared,
      ),
    ),
  );
  const access = createAccess(config.access);
  return {
    config,
    engines,
    call: (asked, caller = localCaller) => ({
      caller,
      access,
      engines,
      now: new Date(),
      signal: asked,
      fleetTimeoutMs: config.fleetTimeoutMs,
      aliases: config.aliases,
    }),
    close: async () => {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}
