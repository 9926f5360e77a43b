/** Engines of every kind behind fronts that a test can have misbehave, and the tools that ask them all. */
import { createAccess, localCaller } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import type { InstanceRow } from "../../src/core/model.ts";
import { type Call, type InputOf, type OutputOf, runTool } from "../../src/core/tool.ts";
import { createBpel } from "../../src/engines/bpel/engine.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { startBpelSandbox } from "../../src/sandbox/bpel.ts";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { tools } from "../../tools/index.ts";
import { type Handler, startFront } from "../contract/front.ts";

const now = new Date(Date.UTC(2026, 10, 22, 15, 20));

type Connected = (engine: string, url: string) => Engine;

const settings = (engine: string, url: string) =>
  ({ engine, url, auth: { type: "none" }, timeoutMs: 15_000, userAgent: "lookout-test" }) as const;

/** Every kind of engine, with what its sandbox holds for a business key. */
const kinds = {
  c7: { start: startSandbox, connect: (engine, url) => createCamunda7(settings(engine, url)) },
  c8: { start: startCamunda8Sandbox, connect: (engine, url) => createCamunda8(settings(engine, url)) },
  operate: {
    start: (world) => startCamunda8Sandbox({ ...world, api: "operate" }),
    connect: (engine, url) => createCamunda8({ ...settings(engine, url), businessKey: { variable: "businessKey" } }),
  },
  bpel: {
    start: startBpelSandbox,
    connect: (engine, url) => createBpel({ ...settings(engine, url), businessKey: "customText1" }),
  },
} satisfies Record<string, { start: (world: { now: number; bulk: number }) => Promise<Sandbox>; connect: Connected }>;
export type Kind = keyof typeof kinds;
export const allKinds = ["c7", "c8", "operate", "bpel"] as const satisfies readonly Kind[];

export interface Member {
  readonly id: string;
  readonly kind: Kind;
  readonly engine: Engine;
  readonly sandbox: Sandbox;
  /** How requests are dealt with from now on. */
  behave(handler: Handler): void;
  close(): Promise<void>;
}

/** An engine that tells the world of a moment, or the sandbox that is given, as `kind` tells it. */
export async function startMember(
  id: string,
  kind: Kind,
  bulk: number,
  given?: Sandbox,
  at: number = now.getTime(),
): Promise<Member> {
  const sandbox = given ?? (await kinds[kind].start({ now: at, bulk }));
  let current: Handler = (_passing, pass) => pass();
  const front = await startFront(sandbox.url, (...request) => current(...request));
  const engine = kinds[kind].connect(id, front.url);
  return {
    id,
    kind,
    engine,
    sandbox,
    behave: (handler) => {
      current = handler;
    },
    async close() {
      await engine.close();
      await front.close();
      if (!given) await sandbox.close();
    },
  };
}

export function asking(engines: readonly Engine[], call: Partial<Call> = {}) {
  const world = (): Call => ({
    caller: localCaller,
    access: createAccess({ rules: [{ callers: ["local"], variables: { show: ["*"] } }] }),
    engines,
    now,
    signal: new AbortController().signal,
    fleetTimeoutMs: 15_000,
    ...call,
  });
  return {
    get: (input: InputOf<typeof tools.get>): Promise<OutputOf<typeof tools.get>> => runTool(tools.get, world(), input),
    query: (input: InputOf<typeof tools.query> = {}): Promise<Answer> => runTool(tools.query, world(), input),
    history: (input: InputOf<typeof tools.history>): Promise<OutputOf<typeof tools.history>> =>
      runTool(tools.history, world(), input),
  };
}
export type Asking = ReturnType<typeof asking>;
export type Answer = OutputOf<typeof tools.query>;

/** All pages of a question; `between` is called after each, with its number from 1 on. */
export async function pagesOf(
  { query }: Pick<Asking, "query">,
  question: InputOf<typeof tools.query>,
  between: (page: Answer, number: number) => void = () => {},
): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (let cursor: string | undefined; pages.length < 1_000; ) {
    const page = await query({ ...question, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page);
    between(page, pages.length);
    cursor = page.nextCursor;
    if (cursor === undefined) return pages;
  }
  throw new Error("the pages do not end");
}

export const rowsOf = (pages: readonly Answer[]): InstanceRow[] => pages.flatMap(({ instances = [] }) => instances);
export const keyOf = ({ startedAt, engine, id }: InstanceRow) => `${startedAt} ${engine} ${id}`;
const text = (a = "", b = "") => (a < b ? -1 : a > b ? 1 : 0);

/** The one order of a fleet. */
export const inOrder = (rows: readonly InstanceRow[], order: "newest" | "oldest"): InstanceRow[] =>
  rows.toSorted(
    (a, b) =>
      (order === "newest" ? -1 : 1) * text(a.startedAt, b.startedAt) || text(a.engine, b.engine) || text(a.id, b.id),
  );
