import { createServer, type Server } from "node:net";
import { createAccess, localCaller } from "../src/core/access.ts";
import type { Engine } from "../src/core/engine.ts";
import { type OutputOf, runTool } from "../src/core/tool.ts";
import { createCamunda7 } from "../src/engines/camunda7/engine.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { tools } from "../tools/index.ts";
import { kinds, settings } from "./worlds.ts";

const engineCount = 10;
/** All begin within a second, and of BPEL, which tells no more than seconds, a page can be made of 1,000 in two of them at most. */
const parcelsOf = (kind: string) => (kind === "BPEL" ? 400 : 1_150);
const pageSize = 100;
const runs = 3;
const fleetTimeoutMs = 5_000;
/** How much longer than the deadline the answer may take. */
const limitMs = fleetTimeoutMs * 1.1;

interface Fleet {
  readonly engines: readonly Engine[];
  readonly sandboxes: readonly Sandbox[];
  /** Parcels of each engine. */
  readonly parcels: ReadonlyMap<string, number>;
}
type Answer = OutputOf<typeof tools.query>;

/**
 * Ten engines of all kinds that tell the same world, so that forty instances begin in one millisecond. Fails when one that hangs
 * keeps the others longer than the deadline, and when one cursor over all loses or repeats an instance.
 */
export async function measureFleet(): Promise<string[]> {
  const fleet = await startFleet(engineCount);
  try {
    return [...(await oneHangs(fleet)), ...(await oneCursor(fleet))];
  } finally {
    await Promise.all(fleet.engines.map((engine) => engine.close()));
    await Promise.all(fleet.sandboxes.map((sandbox) => sandbox.close()));
  }
}

async function startFleet(count: number): Promise<Fleet> {
  const now = Date.now();
  const starts = Object.entries(kinds);
  const parcels = new Map<string, number>();
  const members: { readonly engine: Engine; readonly sandbox: Sandbox }[] = [];
  for (let n = 0; n < count; n += 1) {
    const [kind, start] = starts[n % starts.length] ?? [];
    if (kind === undefined || start === undefined) throw new Error("no kind of engine");
    const id = `engine-${n}`;
    members.push(await start(now, parcelsOf(kind), id));
    parcels.set(id, parcelsOf(kind));
  }
  return { engines: members.map(({ engine }) => engine), sandboxes: members.map(({ sandbox }) => sandbox), parcels };
}

const ask = (engines: readonly Engine[], input: object): Promise<Answer> =>
  runTool(
    tools.query,
    {
      caller: localCaller,
      access: createAccess(undefined),
      engines,
      now: new Date(),
      signal: new AbortController().signal,
      fleetTimeoutMs,
    },
    input,
  );

/** The tenth is a server that takes connections and never says a word. */
async function oneHangs({ engines }: Fleet): Promise<string[]> {
  const { server, url } = await silentServer();
  const hanging = createCamunda7(settings("hanging", url));
  const nine = engines.slice(0, engineCount - 1);
  const ten = [...nine.slice(0, 4), hanging, ...nine.slice(4)];
  try {
    await ask(nine, {});
    const lines: string[] = [];
    for (const [name, input] of [
      ["list", { limit: pageSize }],
      ["count", { mode: "count" }],
    ] as const) {
      const without = await timed(() => ask(nine, input));
      const times: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        const { answer, ms } = await timed(() => ask(ten, input));
        assertOthersGiven(answer);
        times.push(ms);
      }
      const slowest = Math.max(...times);
      lines.push(
        `${name.padEnd(7)} nine engines ${without.ms.toFixed(0)} ms   with a tenth that hangs ${slowest.toFixed(0)} ms, the slowest of ${runs} (deadline ${fleetTimeoutMs} ms, limit ${limitMs} ms), nine ok, one timed out`,
      );
      if (slowest > limitMs) throw new Error(`one engine that hangs keeps the others\n${lines.join("\n")}`);
    }
    return lines;
  } finally {
    await hanging.close();
    await new Promise((done) => server.close(done));
  }
}

function assertOthersGiven({ engines, instances, counts }: Answer): void {
  const failed = engines.filter(({ status }) => status !== "ok");
  const [only, ...others] = failed;
  if (only?.engine !== "hanging" || only.error?.kind !== "timedOut" || others.length > 0) {
    throw new Error(`not one timed out, but: ${JSON.stringify(failed)}`);
  }
  const seen = new Set([...(instances ?? []), ...(counts?.definitions ?? [])].map(({ engine }) => engine));
  if (counts && seen.size !== engineCount - 1) throw new Error(`numbers of ${seen.size} engines only`);
  if (instances && instances.length !== pageSize) throw new Error(`${instances.length} rows of ${pageSize}`);
}

/** All parcels of all engines by one cursor: as many of each engine as it was told, in the one order, none twice. */
async function oneCursor({ engines, parcels }: Fleet): Promise<string[]> {
  const seen = new Map<string, Set<string>>(engines.map(({ id }) => [id, new Set()]));
  const question = { definitionKey: "parcel-tracking", order: "oldest", limit: pageSize };
  let [rows, pages, longest, before, cursor]: [number, number, number, string, string | undefined] = [
    0,
    0,
    0,
    "",
    undefined,
  ];
  const began = performance.now();
  do {
    const answer = await ask(engines, { ...question, cursor });
    pages += 1;
    const broken = answer.engines.find(({ status }) => status !== "ok");
    if (broken) throw new Error(`page ${pages}: ${JSON.stringify(broken)}`);
    for (const { engine, id, startedAt } of answer.instances ?? []) {
      const place = `${startedAt} ${engine} ${id}`;
      if (place <= before) throw new Error(`${place} came after ${before}`);
      before = place;
      rows += 1;
      seen.get(engine)?.add(id);
    }
    cursor = answer.nextCursor;
    longest = Math.max(longest, cursor?.length ?? 0);
  } while (cursor !== undefined);
  const seconds = (performance.now() - began) / 1_000;
  const counted = [...seen].map(([engine, ids]) => ({ found: ids.size, told: parcels.get(engine) ?? 0 }));
  const told = counted.reduce((sum, one) => sum + one.told, 0);
  const found = counted.reduce((sum, one) => sum + one.found, 0);
  const line = `cursor  ${rows} rows of ${engines.length} engines: ${told - found} lost, ${rows - found} repeated (limit 0)   ${pages} pages of ${pageSize}, ${seconds.toFixed(1)} s, ${((1_000 * seconds) / pages).toFixed(0)} ms a page   longest cursor ${longest} characters (limit 1500)`;
  if (rows !== found || counted.some((one) => one.found !== one.told))
    throw new Error(`rows were lost or repeated\n${line}`);
  return [line];
}

async function silentServer(): Promise<{ server: Server; url: string }> {
  const server = createServer((socket) => void socket.on("error", () => {}).resume());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/engine-rest` };
}

async function timed<T>(run: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const start = performance.now();
  const answer = await run();
  return { answer, ms: performance.now() - start };
}
