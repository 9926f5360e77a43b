import type { Handlers } from "../command-line.ts";
import { describe } from "../core/describe.ts";
import { toLookoutError } from "../core/errors.ts";
import type { Call } from "../core/tool.ts";
import type { Io } from "../terminal/output.ts";
import { terminalIo } from "./terminal-io.ts";
import { openWorld, version, type World } from "./world.ts";

/** Opens the world, asks, and closes it again, whatever happens. A world that cannot be opened is an error like any other. */
async function ask(
  { config, json }: { config?: string; json: boolean },
  signal: AbortSignal,
  question: (io: Io, call: () => Call, world: World) => Promise<number>,
): Promise<number> {
  let world: World | undefined;
  try {
    world = await openWorld(config, signal);
    const opened = world;
    return await question(terminalIo(opened.engines.length > 1, config), () => opened.call(signal), opened);
  } catch (error) {
    const { printError } = await import("../terminal/output.ts");
    return printError(terminalIo(false), describe(toLookoutError(error)), json);
  } finally {
    await world?.close();
  }
}

/** What each command does. Modes are loaded when they are asked for: a terminal needs no MCP, and the other way round. */
export function createHandlers(signal: AbortSignal): Handlers {
  return {
    get: (input, options) =>
      ask(options, signal, async (io, call) =>
        (await import("../terminal/run.ts")).runGet(io, call, input, options.json),
      ),
    query: (input, options) =>
      ask(options, signal, async (io, call) =>
        options.all || options.jsonl
          ? (await import("../terminal/query-all.ts")).runQueryAll(io, call, input, options)
          : (await import("../terminal/run.ts")).runQuery(io, call, input, options.json),
      ),
    history: (input, options) =>
      ask(options, signal, async (io, call) =>
        (await import("../terminal/run.ts")).runHistory(io, call, input, options.json),
      ),
    find: (key, options) =>
      ask(options, signal, async (io, call) => (await import("../terminal/find.ts")).runFind(io, call, key, options)),
    engines: (options) =>
      ask(options, signal, async (io, _call, { engines }) =>
        (await import("../terminal/run-engines.ts")).runEngines(io, engines, options.json),
      ),
    doctor: async ({ config, json }) => (await import("./doctor.ts")).doctor(config, signal, json),
    mcp: async ({ config }) => (await import("./mcp.ts")).serveMcp(config, version, signal),
    slack: async (options) => (await import("./slack.ts")).serveSlack(options, signal),
    slackManifest: async (options) => (await import("./slack-manifest.ts")).printManifest(options),
    sandbox: async (options) => (await import("./sandbox.ts")).runSandbox(options, signal),
    demo: async ({ once }) => (await import("./demo.ts")).runDemo(once, signal),
  };
}
