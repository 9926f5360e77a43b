/** What people and assistants read of a Camunda 8 cluster: whole answers, in each wire form and channel. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAccess, localCaller } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import { runTool } from "../../src/core/tool.ts";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { texts } from "../../src/mcp/text.ts";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { tools } from "../../tools/index.ts";
import { session, transcript } from "../terminal/session.ts";
import { now } from "../terminal/world.ts";

const forms = ["8.8", "8.9", "8.10", "operate"] as const;
const stuck = "onboarding-failed";
const terminal = { tty: true, width: 100 };

describe.for(forms)("a cluster of %s", (api) => {
  let sandbox: Sandbox;
  let engine: Engine;
  beforeAll(async () => {
    sandbox = await startCamunda8Sandbox({ now: now.getTime(), api });
    engine = createCamunda8({
      engine: "c8",
      url: sandbox.url,
      web: "https://operate.example.com/processes/{id}",
      auth: { type: "none" },
      timeoutMs: 10_000,
      userAgent: "lookout-test",
      businessKey: api === "8.9" || api === "8.10" ? "businessId" : { variable: "businessKey" },
    });
  });
  afterAll(async () => {
    await engine.close();
    await sandbox.close();
  });
  const idOf = (scenario: string) => sandbox.instances[scenario] ?? "";
  const file = (name: string) => `../golden/camunda8/channels/${name}.${api}.txt`;

  it.for([
    ["get", () => ["get", idOf(stuck)]],
    ["get-waiting", () => ["get", idOf("payment-waiting-message"), "--include", "variables"]],
    ["query", () => ["query", "--has-incident", "--limit", "3"]],
    ["count", () => ["query", "--count"]],
    ["history", () => ["history", idOf("payment-incident-resolved")]],
    ["doctor", () => ["doctor"]],
  ] as const)("in the terminal: %s", async ([name, words]) => {
    const said = transcript(words(), await session(words(), [engine], terminal));
    await expect(said.replaceAll(sandbox.url, "http://cluster")).toMatchFileSnapshot(file(`terminal-${name}`));
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

    it("get", async () => {
      await golden("get", texts.get(await runTool(tools.get, call(), { id: idOf(stuck) }), now));
    });
    it("query", async () => {
      await golden("query", texts.query(await runTool(tools.query, call(), { hasIncident: true, limit: 3 }), now));
    });
    it("count", async () => {
      await golden("count", texts.query(await runTool(tools.query, call(), { mode: "count" }), now));
    });
    it("history", async () => {
      const asked = { id: idOf("payment-incident-resolved") };
      await golden("history", texts.history(await runTool(tools.history, call(), asked), now));
    });
  });
});
