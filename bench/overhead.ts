import { Agent, request } from "undici";
import { runTool } from "../src/core/tool.ts";
import { tools } from "../tools/index.ts";
import { inWorlds, type World } from "./worlds.ts";

const runs = 200;
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Time that a question takes beside the same upstream requests sent bare, one after the other (the lookout sends those of a
 * round side by side). The sandbox answers in the same process, so its share is in both numbers.
 */
export async function measureOverhead(): Promise<string[]> {
  return [...(await inWorlds(300, overheadIn)).values()].flat();
}

async function overheadIn({ name: world, sandbox, call }: World): Promise<string[]> {
  const agent = new Agent({ connections: 8 });
  const id = sandbox.instances["payment-failed-external-task"];
  const questions = {
    get: () => runTool(tools.get, call(), { id }),
    "query of 20": () => runTool(tools.query, call(), {}),
    history: () => runTool(tools.history, call(), { id }),
  };
  const lines: string[] = [];
  try {
    for (const [name, ask] of Object.entries(questions)) {
      for (let run = 0; run < 30; run += 1) await ask();
      const before = sandbox.requests.length;
      await ask();
      const sent = sandbox.requests.slice(before);
      const bare = async () => {
        for (const { method, path, body } of sent) {
          const answer = await request(`${sandbox.url}${path}`, {
            dispatcher: agent,
            method: method === "POST" ? "POST" : "GET",
            headers: { accept: "application/json", ...(body ? { "content-type": "application/json" } : {}) },
            body: body || null,
          });
          await answer.body.text();
        }
      };
      const [own, raw]: [number[], number[]] = [[], []];
      for (let run = 0; run < runs; run += 1) {
        own.push(await timed(ask));
        raw.push(await timed(bare));
      }
      const [a, b] = [median(own), median(raw)];
      lines.push(
        `${world.padEnd(12)} ${name.padEnd(12)} ${String(sent.length).padStart(2)} requests   lookout ${a.toFixed(2)} ms   bare requests ${b.toFixed(2)} ms   difference ${(a - b).toFixed(2)} ms`,
      );
    }
  } finally {
    await agent.close();
  }
  return lines;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
