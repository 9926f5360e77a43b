import { createAccess, localCaller } from "../src/core/access.ts";
import type { Engine } from "../src/core/engine.ts";
import { type Call, runTool } from "../src/core/tool.ts";
import { createBpel } from "../src/engines/bpel/engine.ts";
import { createCamunda7 } from "../src/engines/camunda7/engine.ts";
import { createCamunda8 } from "../src/engines/camunda8/engine.ts";
import { startBpelSandbox } from "../src/sandbox/bpel.ts";
import { startCamunda8Sandbox } from "../src/sandbox/camunda8.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import { tools } from "../tools/index.ts";

/** The same scripted world, told by one kind of engine, and the adapter before it. */
export interface World {
  readonly name: string;
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  call(): Call;
}

/** A sandbox of each kind with so many parcels, and the adapter before it under the name of `id`. */
export const kinds = {
  "Camunda 7": async (now: number, bulk: number, id = "camunda7") => {
    const sandbox = await startSandbox({ now, bulk });
    return { sandbox, engine: createCamunda7(settings(id, sandbox.url)) };
  },
  "Camunda 8.9": async (now: number, bulk: number, id = "camunda8") => {
    const sandbox = await startCamunda8Sandbox({ now, bulk });
    return { sandbox, engine: createCamunda8(settings(id, sandbox.url)) };
  },
  "Operate v1": async (now: number, bulk: number, id = "camunda8") => {
    const sandbox = await startCamunda8Sandbox({ now, bulk, api: "operate" });
    return { sandbox, engine: createCamunda8(settings(id, sandbox.url)) };
  },
  BPEL: async (now: number, bulk: number, id = "bpel") => {
    const sandbox = await startBpelSandbox({ now, bulk });
    return { sandbox, engine: createBpel(settings(id, sandbox.url)) };
  },
};

export const settings = (engine: string, url: string) => ({
  engine,
  url,
  auth: { type: "none" } as const,
  timeoutMs: 10_000,
  userAgent: "process-lookout/bench",
});

/** Asks for numbers before the worlds of all kinds; what an adapter asks once of its server has been asked by then. */
export async function inWorlds<T>(bulk: number, measure: (world: World) => Promise<T>): Promise<Map<string, T>> {
  const now = Date.now();
  const measured = new Map<string, T>();
  for (const [name, start] of Object.entries(kinds)) {
    const { sandbox, engine } = await start(now, bulk);
    const { signal } = new AbortController();
    const call = () => ({
      caller: localCaller,
      access: createAccess(undefined),
      engines: [engine],
      now: new Date(now),
      signal,
    });
    try {
      await runTool(tools.query, call(), { limit: 1 });
      measured.set(name, await measure({ name, sandbox, engine, call }));
    } finally {
      await engine.close();
      await sandbox.close();
    }
  }
  return measured;
}
