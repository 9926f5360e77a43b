import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { createMcpServer } from "../../src/mcp/server.ts";
import { fakeEngine } from "./fake-engine.ts";
import { oneEngine, slowId, uuid, worldData, worldOf } from "./world.ts";

async function connected(engines: readonly Engine[] = oneEngine(), access?: Parameters<typeof worldOf>[1]) {
  const errors: Error[] = [];
  const server = createMcpServer({
    name: "process-lookout",
    version: "1.2.3",
    call: worldOf(engines, access),
    onError: (error) => errors.push(error),
  });
  const client = new Client({ name: "test", version: "0" });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(there), client.connect(here)]);
  // The client checks structured content against the output schemas from here on, of errors too.
  const { tools } = await client.listTools();
  return { client, errors, server, tools };
}

describe("the MCP server, asked by the SDK's own client", () => {
  test("introduces itself", async () => {
    const { client, tools } = await connected();
    expect(client.getServerVersion()).toMatchObject({ name: "process-lookout", version: "1.2.3" });
    expect(client.getServerCapabilities()).toEqual({ tools: {} });
    expect(tools.map(({ name }) => name)).toEqual([
      "get_process_instance",
      "query_process_instances",
      "get_process_instance_history",
    ]);
    for (const { annotations } of tools) {
      expect(annotations).toMatchObject({
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      });
    }
  });

  test("answers with the tool's object and its words", async () => {
    const { client } = await connected();
    const result = await client.callTool({ name: "get_process_instance", arguments: { id: "PAY-3" } });
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toMatchObject({ instance: { id: uuid(1), state: "active" }, unknown: [] });
    expect(result.content).toEqual([
      { type: "text", text: expect.stringMatching(/^PAY-3 · payment-collection v7 · active/) },
    ]);
  });

  test.for([
    ["a number for an id", "get_process_instance", { id: 2_251_799_813_685_249 }, "invalidInput", /id/],
    [
      "an unknown filter",
      "query_process_instances",
      { buisnessKey: "x" },
      "invalidInput",
      /did you mean businessKey\?/,
    ],
    ["no arguments", "get_process_instance", undefined, "invalidInput", /id/],
    ["an unknown instance", "get_process_instance", { id: "nope" }, "notFound", /No instance nope in c7-prod/],
    ["an unknown engine", "get_process_instance", { id: "x", engine: "c8" }, "invalidInput", /no engine c8/],
    [
      "a variable that the policy hides",
      "query_process_instances",
      { variables: [{ name: "iban", value: "x" }] },
      "denied",
      /iban/,
    ],
    ["a cursor of somebody else", "query_process_instances", { cursor: "abc" }, "invalidInput", /cursor/],
  ] as const)(
    "%s is an error result that a checking client lets pass",
    async ([_title, name, input, kind, message]) => {
      const { client, errors } = await connected();
      const result = await client.callTool({ name, ...(input ? { arguments: input } : {}) });
      expect(result.isError).toBe(true);
      expect(result.structuredContent).toEqual({
        error: expect.objectContaining({ kind, message: expect.stringMatching(message) }),
      });
      expect(result.content).toEqual([
        { type: "text", text: expect.stringMatching(new RegExp(`^Error \\(${kind}\\): [^\\n]+(\\nNext: [^\\n]+)?$`)) },
      ]);
      expect(errors).toHaveLength(1);
    },
  );

  test("a filter that the engine lacks is refused by name", async () => {
    const { client } = await connected([fakeEngine("c7-prod", { ...worldData(), lacks: ["tenantId"] })]);
    const { structuredContent } = await client.callTool({
      name: "query_process_instances",
      arguments: { tenantId: "a" },
    });
    expect(structuredContent).toMatchObject({ error: { kind: "unsupported", engine: "c7-prod" } });
  });

  test("an unknown tool is a protocol error", async () => {
    const { client } = await connected();
    await expect(client.callTool({ name: "query_proces_instances" })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining("did you mean query_process_instances?"),
    });
    await expect(client.callTool({ name: "constructor" })).rejects.toMatchObject({ code: -32_602 });
    await expect(client.callTool({ name: "get" })).rejects.toMatchObject({ code: -32_602 });
  });

  test("pages of a long list hold every row once", async () => {
    const { client } = await connected();
    const list = (cursor?: unknown) =>
      client.callTool({ name: "query_process_instances", arguments: { limit: 15, ...(cursor ? { cursor } : {}) } });
    const first = (await list()).structuredContent ?? {};
    const second =
      (await list(Object.entries(first).find(([key]) => key === "nextCursor")?.[1])).structuredContent ?? {};
    const ids = [first, second].flatMap((page) => JSON.stringify(page).match(/"id":"[0-9a-f]{8}-[^"]+"/g) ?? []);
    expect(new Set(ids).size).toBe(25);
  });

  test("a cancelled request aborts the engine's work", async () => {
    const seen = { started: 0, aborted: 0 };
    const { client } = await connected(oneEngine(worldData(), seen));
    const stop = new AbortController();
    const asked = client.callTool({ name: "get_process_instance", arguments: { id: slowId } }, undefined, {
      signal: stop.signal,
    });
    await expect.poll(() => seen.started).toBe(1);
    stop.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(() => seen.aborted).toBe(1);
  });

  test("closing aborts what is under way", async () => {
    const seen = { started: 0, aborted: 0 };
    const { client, server } = await connected(oneEngine(worldData(), seen));
    const asked = client.callTool({ name: "get_process_instance", arguments: { id: slowId } });
    const failed = expect(asked).rejects.toThrow();
    await expect.poll(() => seen.started).toBe(1);
    await server.close();
    await failed;
    expect(seen.aborted).toBe(1);
  });
});

describe("what a caller may not see", () => {
  const engines = [fakeEngine("c7-prod", worldData()), fakeEngine("c7-secret", worldData()), fakeEngine("c8-prod", {})];

  test("an engine outside the policy is in no schema, no instruction and no error", async () => {
    const { client, tools } = await connected(engines, {
      rules: [{ callers: ["local"], engines: ["c7-prod", "c8-prod"] }],
    });
    const error = await client.callTool({ name: "get_process_instance", arguments: { id: "x" } });
    const all = JSON.stringify([tools, client.getInstructions(), error]);
    expect(all).toContain("c8-prod");
    expect(all).not.toContain("c7-secret");
  });

  test("nobody's engines: the tools are still listed, and the answer says why there is nothing", async () => {
    const { client, tools } = await connected(engines, { rules: [] });
    expect(tools).toHaveLength(3);
    const { structuredContent } = await client.callTool({ name: "query_process_instances" });
    expect(structuredContent).toMatchObject({
      error: { kind: "invalidInput", next: "No engine is open to this caller." },
    });
  });
});
