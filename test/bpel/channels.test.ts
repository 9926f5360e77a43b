/** What people and assistants read of a Business Flow Manager: whole answers in each channel. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAccess, localCaller } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import { runTool } from "../../src/core/tool.ts";
import { createBpel } from "../../src/engines/bpel/engine.ts";
import { texts } from "../../src/mcp/text.ts";
import { startBpelSandbox } from "../../src/sandbox/bpel.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { tools } from "../../tools/index.ts";
import { session, transcript } from "../terminal/session.ts";
import { now } from "../terminal/world.ts";

const terminal = { tty: true, width: 100 };

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
  sandbox = await startBpelSandbox({ now: now.getTime(), states: true });
  engine = createBpel({
    engine: "claims",
    url: sandbox.url,
    web: "https://bpm.example.com/bpc?piid={id}",
    auth: { type: "none" },
    timeoutMs: 10_000,
    userAgent: "lookout-test",
    businessKey: "customText1",
  });
});
afterAll(async () => {
  await engine.close();
  await sandbox.close();
});
const idOf = (scenario: string) => sandbox.instances[scenario] ?? "";
const file = (name: string) => `../golden/bpel/channels/${name}.txt`;

it.for([
  ["get-root", () => ["get", idOf("onboarding-failed")]],
  ["get-stuck", () => ["get", idOf("onboarding-failed-grandchild"), "--include", "variables"]],
  ["get-places", () => ["get", idOf("order-multi-instance")]],
  ["get-failed", () => ["get", idOf("state-failed")]],
  ["get-in-doubt", () => ["get", idOf("state-indoubt")]],
  ["get-running", () => ["get", idOf("state-running"), "--include", "variables"]],
  ["get-task", () => ["get", "_TKI:a01b0109.7232ed16.d33c67f6.beb30076"]],
  ["query-stuck", () => ["query", "--has-incident", "--limit", "4"]],
  ["query-failed", () => ["query", "--state", "failed"]],
  ["query-refused", () => ["query", "--business-key", "ORDER_*"]],
  ["count", () => ["query", "--count"]],
  ["history", () => ["history", idOf("onboarding-withdrawn")]],
  ["history-stuck", () => ["history", idOf("invoice-failed-job")]],
  ["doctor", () => ["doctor"]],
] as const)("in the terminal: %s", async ([name, words]) => {
  const said = transcript(words(), await session(words(), [engine], terminal));
  await expect(said.replaceAll(new URL(sandbox.url).origin, "http://manager")).toMatchFileSnapshot(
    file(`terminal-${name}`),
  );
});

describe("to an assistant", () => {
  const call = () => ({
    caller: localCaller,
    access: createAccess(undefined),
    engines: [engine],
    now,
    signal: AbortSignal.timeout(10_000),
    maxCharacters: 20_000,
  });
  const golden = (name: string, text: string) =>
    expect(`${text.replace(/cursor=[\w-]+/, "cursor=CURSOR")}\n`).toMatchFileSnapshot(file(`mcp-${name}`));

  it.for(["onboarding-failed", "state-indoubt", "state-suspended"])("get %s", async (scenario) => {
    await golden(`get-${scenario}`, texts.get(await runTool(tools.get, call(), { id: idOf(scenario) }), now));
  });
  it("query", async () => {
    await golden("query", texts.query(await runTool(tools.query, call(), { hasIncident: true, limit: 4 }), now));
  });
  it("count", async () => {
    await golden("count", texts.query(await runTool(tools.query, call(), { mode: "count" }), now));
  });
  it("history", async () => {
    await golden(
      "history",
      texts.history(await runTool(tools.history, call(), { id: idOf("onboarding-failed") }), now),
    );
  });
});
