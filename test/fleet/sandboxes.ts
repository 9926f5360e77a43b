import { createAccess, localCaller } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import type { Call } from "../../src/core/tool.ts";
import { createBpel } from "../../src/engines/bpel/engine.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { startBpelSandbox } from "../../src/sandbox/bpel.ts";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { now } from "../terminal/world.ts";

type Name = "c7-prod" | "c8-prod" | "c8-2024" | "claims";

/** A migration half done: the same world in a Camunda 7, in two clusters, in BPEL, and an engine that is down. */
export interface Fleet {
  readonly engines: readonly Engine[];
  /** Those that answer. */
  readonly up: readonly string[];
  call(): Call;
  /** The id of a scripted instance in one of the engines. */
  idOf(engine: Name, scenario: string): string;
  /** Without what differs from one run to the next. */
  lasting(text: string): string;
  close(): Promise<void>;
}

/** Nothing listens on the discard port. */
const deadUrl = "http://127.0.0.1:9/engine-rest";

const settings = (engine: string, url: string) =>
  ({ engine, url, auth: { type: "none" }, timeoutMs: 10_000, userAgent: "lookout-test" }) as const;

export async function startFleet(): Promise<Fleet> {
  const options = { now: now.getTime() };
  const sandboxes: Record<Name, Sandbox> = {
    "c7-prod": await startSandbox(options),
    "c8-prod": await startCamunda8Sandbox({ ...options, api: "8.9" }),
    "c8-2024": await startCamunda8Sandbox({ ...options, api: "operate" }),
    claims: await startBpelSandbox(options),
  };
  const engines = [
    createCamunda7(settings("c7-prod", sandboxes["c7-prod"].url)),
    createCamunda8(settings("c8-prod", sandboxes["c8-prod"].url)),
    createCamunda8({ ...settings("c8-2024", sandboxes["c8-2024"].url), businessKey: { variable: "businessKey" } }),
    createBpel({ ...settings("claims", sandboxes.claims.url), businessKey: "customText1" }),
    createCamunda7(settings("c7-old", deadUrl)),
  ];
  const access = createAccess(undefined);
  return {
    engines,
    up: Object.keys(sandboxes),
    call: () => ({ caller: localCaller, access, engines, now, signal: AbortSignal.timeout(20_000) }),
    idOf: (engine, scenario) => sandboxes[engine].instances[scenario] ?? "",
    lasting: (text) =>
      Object.entries(sandboxes)
        .reduce((all, [id, { url }]) => all.replaceAll(new URL(url).origin, `http://${id}`), text)
        .replace(/((?:--)?cursor[= ])[\w-]{20,}/g, "$1CURSOR"),
    close: async () => {
      await Promise.all(engines.map((engine) => engine.close()));
      await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox.close()));
    },
  };
}
