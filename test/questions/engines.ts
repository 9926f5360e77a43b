/** Engines of every kind that tell the same world, and the tools that ask them. */
import { createAccess, localCaller } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import type { InstanceRow } from "../../src/core/model.ts";
import { type OutputOf, runTool } from "../../src/core/tool.ts";
import { createBpel } from "../../src/engines/bpel/engine.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { startBpelSandbox } from "../../src/sandbox/bpel.ts";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { tools } from "../../tools/index.ts";
import type { Kind } from "./questions.ts";

const now = Date.UTC(2026, 10, 22, 15, 20);
const world = { now };

/** Nothing listens on the discard port. */
const deadUrl = "http://127.0.0.1:9/engine-rest";

const settings = (engine: string, url: string) =>
  ({ engine, url, auth: { type: "none" }, timeoutMs: 15_000, userAgent: "lookout-test" }) as const;

interface Installed {
  readonly kind: Kind;
  start(): Promise<Sandbox>;
  connect(engine: string, url: string): Engine;
}

/** Each is asked for business keys where its sandbox keeps them. */
const installed = {
  "camunda-7": {
    kind: "camunda7",
    start: () => startSandbox(world),
    connect: (engine, url) => createCamunda7(settings(engine, url)),
  },
  "camunda-8-9": {
    kind: "v2",
    start: () => startCamunda8Sandbox({ ...world, api: "8.9" }),
    connect: (engine, url) => createCamunda8(settings(engine, url)),
  },
  "camunda-8-10": {
    kind: "v2",
    start: () => startCamunda8Sandbox({ ...world, api: "8.10" }),
    connect: (engine, url) => createCamunda8(settings(engine, url)),
  },
  operate: {
    kind: "operate",
    start: () => startCamunda8Sandbox({ ...world, api: "operate" }),
    connect: (engine, url) => createCamunda8({ ...settings(engine, url), businessKey: { variable: "businessKey" } }),
  },
  bpel: {
    kind: "bpel",
    start: () => startBpelSandbox({ ...world, states: true }),
    connect: (engine, url) => createBpel({ ...settings(engine, url), businessKey: "customText1" }),
  },
} as const satisfies Record<string, Installed>;
export type Name = keyof typeof installed;
export const names = ["camunda-7", "camunda-8-9", "camunda-8-10", "operate", "bpel"] as const satisfies readonly Name[];

/** The tools before some engines; what an asker writes is not typed. */
export function asking(engines: readonly Engine[]) {
  const call = () => ({
    caller: localCaller,
    access: createAccess(undefined),
    engines,
    now: new Date(now),
    signal: new AbortController().signal,
    fleetTimeoutMs: 15_000,
  });
  return {
    get: (input: unknown): Promise<OutputOf<typeof tools.get>> => runTool(tools.get, call(), input),
    query: (input: unknown): Promise<OutputOf<typeof tools.query>> => runTool(tools.query, call(), input),
    history: (input: unknown): Promise<OutputOf<typeof tools.history>> => runTool(tools.history, call(), input),
  };
}
type Asking = ReturnType<typeof asking>;

export interface Member {
  readonly name: Name;
  readonly kind: Kind;
  readonly engine: Engine;
  readonly ask: Asking;
  idOf(scenario: string): string;
  /** The scenario of an instance. */
  labelOf(id: string): string;
  labelsOf(rows: readonly InstanceRow[] | undefined): string[];
  close(): Promise<void>;
}

export async function startMember(name: Name): Promise<Member> {
  const { kind, start, connect }: Installed = installed[name];
  const sandbox = await start();
  const engine = connect(name, sandbox.url);
  const labels = new Map(Object.entries(sandbox.instances).map(([label, id]) => [id, label]));
  const labelOf = (id: string) => labels.get(id) ?? `nobody knows ${id}`;
  return {
    name,
    kind,
    engine,
    ask: asking([engine]),
    idOf: (scenario) => sandbox.instances[scenario] ?? `no ${scenario} here`,
    labelOf,
    labelsOf: (rows) => (rows ?? []).map(({ id }) => labelOf(id)),
    close: async () => {
      await engine.close();
      await sandbox.close();
    },
  };
}

/** An engine that nobody started. */
export const deadEngine = () => createCamunda7(settings("camunda-7-old", deadUrl));
