import { isAbsolute, resolve } from "node:path";
import { clientConfigurations } from "../mcp/clients.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import type { Io } from "../terminal/output.ts";
import { runGet, runHistory, runQuery } from "../terminal/run.ts";
import { commandLine } from "../terminal/shell-words.ts";
import { paint } from "../terminal/style.ts";
import { aborted } from "./sandbox.ts";
import { terminalIo } from "./terminal-io.ts";
import { worldOf } from "./world.ts";

const script = process.argv[1] ?? "lookout";

/** How a reader starts the program, so that what an answer proposes can be copied. */
const command = script.endsWith("main.ts") ? "npm run -s lookout --" : "lookout";

/** `lookout demo`: a sandbox, the three questions asked of it, and how to go on; stays up until Ctrl-C unless `once`. */
export async function runDemo(once: boolean, signal: AbortSignal): Promise<number> {
  const sandbox = await startSandbox({ now: Date.now() });
  const world = await worldOf(
    {
      source: { from: "environment", ignored: [] },
      engines: [
        {
          id: "sandbox",
          kind: "camunda7",
          url: sandbox.url,
          auth: { type: "none" },
          timeoutMs: 10_000,
          businessKey: "businessKey",
        },
      ],
      fleetTimeoutMs: 10_000,
      aliases: [],
      proxy: {},
      files: [],
    },
    signal,
  );
  // The demo is read by a person, also where its output is kept in a file.
  const own = terminalIo(false);
  const io = { ...own, outIsTty: true, style: { ...own.style, command } };
  const say = (text: string) => process.stdout.write(`${text}\n`);
  try {
    say(`A sandbox engine with a small world of orders, invoices, customers and payments runs at ${sandbox.url}\n`);
    await show(io, () => world.call(signal), sandbox.instances);
    say(goOn(io, sandbox.url));
    if (once) return 0;
    say("\nThe sandbox stays up until Ctrl-C.");
    await aborted(signal);
    return 0;
  } finally {
    await world.close();
    await sandbox.close();
  }
}

type CallFactory = Parameters<typeof runGet>[1];

/** The three questions, each with the command that asks it. */
async function show(io: Io, call: CallFactory, instances: Readonly<Record<string, string>>): Promise<void> {
  const stuck = instances["payment-failed-external-task"] ?? "";
  const withdrawn = instances["onboarding-withdrawn"] ?? "";
  const title = (words: readonly string[], why: string) =>
    process.stdout.write(`${paint(io.style, "bold", `$ ${commandLine(io.style, words)}`)}   # ${why}\n`);
  title(["query", "--attention", "incident", "--limit", "5"], "what needs a person");
  await runQuery(io, call, { attention: ["incident"], limit: 5 }, false);
  process.stdout.write("\n");
  title(["get", stuck], "why one of them is stuck");
  await runGet(io, call, { id: stuck }, false);
  process.stdout.write("\n");
  title(["history", withdrawn], "what happened in another");
  await runHistory(io, call, { id: withdrawn }, false);
}

/** How a newcomer asks on, in a terminal and in an MCP client. */
function goOn(io: Io, url: string): string {
  const args = [isAbsolute(script) ? script : resolve(script), "mcp"];
  const clients = clientConfigurations({ command: process.execPath, args, env: { LOOKOUT_ENGINE_URL: url } });
  return [
    `\n${paint(io.style, "bold", "Ask on from another terminal")}`,
    `  export LOOKOUT_ENGINE_URL=${url}`,
    `  ${command} query --definition-key order-fulfilment`,
    `  ${command} doctor`,
    ...clients.flatMap(({ client, where, text }) => [
      `\n${paint(io.style, "bold", client)}: ${where}`,
      text.replace(/^/gm, "  "),
    ]),
  ].join("\n");
}
