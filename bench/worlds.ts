import { createAccess, localCaller } from "../src/core/access.ts";
import type { Engine } from "../src/core/engine.ts";
import type { Call } from "../src/core/tool.ts";
import { createCamunda7 } from "../src/engines/camunda7/engine.ts";
import { createCamunda8 } from "../src/engines/camunda8/engine.ts";
import { startCamunda8Sandbox } from "../src/sandbox/camunda8.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";

/** The same scripted world, told by one kind of engine, and the adapter before it. */
export interface World {
  readonly name: string;
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  call(): Call;
}

const kinds = {
  "Camunda 7": async (now: number, bulk: number) => {
    const sandbox = await startSandbox({ now, bulk });
    return { sandbox, engine: createCamunda7(settings("camunda7", sandbox)) };
  },
  "Camunda 8.9": async (now: number, bulk: number) => {
    const sandbox = await startCamunda8Sandbox({ now, bulk });
    return { sandbox, engine: createCamunda8(settings("camunda8", sandbox)) };
  },
  "Operate v1": async (now: number, bulk: number) => {
    const sandbox = await startCamunda8Sandbox({ now, bulk, api: "operate" });
    return { sandbox, engine: createCamunda8(settings("camunda8", sandbox)) };
  },
};

const settings = (engine: string, { url }: Sandbox) => ({
  engine,
  url,
  auth: { type: "none" } as const,
  timeoutMs: 10_000,
  userAgent: "process-lookout/bench",
});

/** Asks for numbers before the worlds of all kinds; the version of each server has been asked for by then. */
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
      await engine.capabilities(signal);
      measured.set(name, await measure({ name, sandbox, engine, call }));
    } finally {
      await engine.close();
      await sandbox.close();
    }
  }
  return measured;
}
