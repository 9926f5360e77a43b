import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const runs = 31;
const launcher = join(import.meta.dirname, "..", "dist", "lookout.js");
const messages = [
  {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1" } },
  },
  { jsonrpc: "2.0", method: "notifications/initialized" },
  { jsonrpc: "2.0", id: 2, method: "tools/list" },
];

/** Milliseconds from spawn to the exit of `node -e 0`. */
function bareNode(): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    spawn(process.execPath, ["-e", "0"], { stdio: "ignore" })
      .on("error", reject)
      .on("exit", () => resolve(performance.now() - start));
  });
}

/** Milliseconds from spawn to the whole answer to tools/list. */
function toolsList(): Promise<number> {
  const start = performance.now();
  const env = { ...process.env, LOOKOUT_ENGINE_URL: "http://127.0.0.1:9/engine-rest", LOOKOUT_ENGINE_KIND: "camunda7" };
  const child = spawn(process.execPath, [launcher, "mcp"], { env, stdio: ["pipe", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let answer = "";
    child.on("error", reject);
    child.stdout.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
      if (!answer.includes('"id":2') || !answer.endsWith("\n")) return;
      resolve(performance.now() - start);
      child.stdin.end();
    });
    child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  });
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Start-up of the built program beside bare Node, interleaved so that both see the same load. */
export async function measureStartup(): Promise<string[]> {
  if (!existsSync(launcher)) return ["dist/lookout.js is missing: npm run build first"];
  const bare: number[] = [];
  const served: number[] = [];
  await toolsList(); // fills V8's compile cache, as any second start finds it
  for (let run = 0; run < runs; run += 1) {
    bare.push(await bareNode());
    served.push(await toolsList());
  }
  const [base, own] = [median(bare), median(served)];
  return [
    `node -e 0                      ${base.toFixed(1)} ms (median of ${runs})`,
    `lookout mcp, to tools/list     ${own.toFixed(1)} ms`,
    `ratio                          ${(own / base).toFixed(2)} (aim 4, stretch 3)`,
  ];
}
