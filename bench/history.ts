import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createAccess, localCaller } from "../src/core/access.ts";
import { type OutputOf, runTool } from "../src/core/tool.ts";
import { createCamunda8 } from "../src/engines/camunda8/engine.ts";
import { tools } from "../tools/index.ts";
import { instanceKey, startLongHistory } from "./long-history.ts";

const events = 100_000;
const markEvery = 10_000;
const page = 200;
/** How much the heap may grow between the first mark and any later one. */
const limitMb = 5;

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

/** What is reachable, in MB: garbage that was not collected yet says nothing. */
function heapMb(): number {
  if (typeof collect === "function") for (let run = 0; run < 3; run += 1) collect();
  return process.memoryUsage().heapUsed / 1_000_000;
}

/** The history of an instance with 100,000 events, paged to its end, with the heap after each 10,000. Fails when it grows. */
export async function measureHistory(): Promise<string[]> {
  return [...(await paged("v2", "v2")), ...(await paged("operate", "Operate v1"))];
}

async function paged(api: "v2" | "operate", name: string): Promise<string[]> {
  // The instance itself is one event.
  const upstream = await startLongHistory(api, events - 1);
  const engine = createCamunda8({
    engine: "camunda8",
    url: upstream.url,
    auth: { type: "none" },
    timeoutMs: 10_000,
    userAgent: "process-lookout/bench",
  });
  const world = { caller: localCaller, access: createAccess(undefined), engines: [engine], now: new Date() };
  const marks: number[] = [];
  let [seen, before, cursor]: [number, string, string | undefined] = [0, "", undefined];
  const began = performance.now();
  try {
    do {
      const call = { ...world, signal: new AbortController().signal };
      const answer: OutputOf<typeof tools.history> = await runTool(tools.history, call, {
        id: instanceKey,
        limit: page,
        cursor,
      });
      for (const { startedAt, kind, id } of answer.events) {
        const place = `${startedAt} ${kind} ${id}`;
        if (place <= before) throw new Error(`${name}: ${place} came after ${before}`);
        before = place;
        seen += 1;
        if (seen % markEvery === 0) marks.push(heapMb());
      }
      cursor = answer.nextCursor;
    } while (cursor !== undefined);
  } finally {
    await engine.close();
    await upstream.close();
  }
  const took = performance.now() - began;
  if (seen !== events) throw new Error(`${name}: ${seen} events of ${events}`);
  const growth = Math.max(...marks) - (marks[0] ?? 0);
  const lines = [
    `${name.padEnd(10)} ${seen} events in ${Math.ceil(seen / page)} pages, ${upstream.requests()} requests, ${(took / 1_000).toFixed(1)} s, ${((took * page) / seen).toFixed(1)} ms a page`,
    `           heap in MB after each ${markEvery}: ${marks.map((mb) => mb.toFixed(1)).join(" ")}   growth ${growth.toFixed(1)} (limit ${limitMb})`,
  ];
  if (growth > limitMb) throw new Error(`${name}: memory is not flat\n${lines.join("\n")}`);
  return lines;
}
