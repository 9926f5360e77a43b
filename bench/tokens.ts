import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { createAccess, localCaller } from "../src/core/access.ts";
import { runTool } from "../src/core/tool.ts";
import { createCamunda7 } from "../src/engines/camunda7/engine.ts";
import { advertised } from "../src/mcp/advertised.ts";
import { texts } from "../src/mcp/text.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { tools } from "../tools/index.ts";

const tokens = (value: unknown) => encode(typeof value === "string" ? value : JSON.stringify(value)).length;
const line = (what: string, count: number, aim: string) => `${what.padEnd(52)} ${String(count).padStart(5)}   ${aim}`;

/** Tokens (o200k) of what a model reads: the tool list, and one answer of each kind. */
export async function measureTokens(): Promise<string[]> {
  const list = advertised(["camunda7"]);
  const sandbox = await startSandbox({ now: Date.now(), bulk: 100 });
  const engine = createCamunda7({
    engine: "camunda7",
    url: sandbox.url,
    auth: { type: "none" },
    timeoutMs: 10_000,
    userAgent: "process-lookout/bench",
  });
  const now = new Date();
  const call = {
    caller: localCaller,
    access: createAccess(undefined),
    engines: [engine],
    now,
    signal: new AbortController().signal,
    maxCharacters: 20_000,
  };
  try {
    const rows = await runTool(tools.query, call, { limit: 25 });
    const stuck = await runTool(tools.get, call, { id: sandbox.instances["payment-failed-external-task"] });
    const past = await runTool(tools.history, call, { id: sandbox.instances["onboarding-withdrawn"] });
    const counts = await runTool(tools.query, call, { mode: "count" });
    const withoutOutput = list.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    return [
      line("tool list: names, descriptions, input schemas", tokens(withoutOutput), "aim 1200"),
      line("tool list with output schemas", tokens(list), "aim 2500"),
      line("query, 25 instances, text", tokens(texts.query(rows, now)), "aim 1000"),
      line("query, 25 instances, structured content", tokens(rows), "aim 2000"),
      line("  of that the 25 ids alone", tokens(rows.instances?.map(({ id }) => id)), ""),
      line("get, stuck instance, text", tokens(texts.get(stuck, now)), ""),
      line("get, stuck instance, structured content", tokens(stuck), ""),
      line("history, 5 events, text", tokens(texts.history(past, now)), ""),
      line("query mode=count, text", tokens(texts.query(counts, now)), ""),
    ];
  } finally {
    await engine.close();
    await sandbox.close();
  }
}
