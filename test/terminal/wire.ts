import type { Handlers } from "../../src/command-line.ts";
import { createAccess, localCaller } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import type { Io } from "../../src/terminal/output.ts";
import { now } from "./world.ts";

const access = createAccess(undefined);

/** The handlers of the command line over given engines, loaded as lazily as `src/main.ts` loads them. */
export function wire(io: Io, engines: readonly Engine[], signal: AbortSignal): Handlers {
  const call = () => ({ caller: localCaller, access, engines, now, signal });
  const run = () => import("../../src/terminal/run.ts");
  const setup = () => import("../../src/terminal/run-engines.ts");
  const config = { source: "--config", path: "/etc/lookout.yaml", notUsed: ["CAMUNDA_*"] };
  return {
    get: async (input, { json }) => (await run()).runGet(io, call, input, json),
    query: async (input, options) => {
      if (!options.all && !options.jsonl) return (await run()).runQuery(io, call, input, options.json);
      return (await import("../../src/terminal/query-all.ts")).runQueryAll(io, call, input, options);
    },
    history: async (input, { json }) => (await run()).runHistory(io, call, input, json),
    find: async (key, options) => (await import("../../src/terminal/find.ts")).runFind(io, call, key, options),
    engines: async ({ json }) => (await setup()).runEngines(io, engines, json),
    doctor: async ({ json }) =>
      (await setup()).runDoctor(io, { version: "0.1.0", node: "24.0.0", config }, engines, signal, json),
    mcp: async () => 0,
    slack: async () => 0,
    slackManifest: async () => 0,
    sandbox: async () => 0,
    demo: async () => 0,
  };
}
