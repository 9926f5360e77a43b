import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OlderClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OlderTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { tools } from "../../tools/index.ts";
import { environment, start } from "./run.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: Date.parse("2026-11-22T12:00:00Z") });
});
afterAll(() => sandbox.close());

const strings = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const launch = () => ({
  command: process.execPath,
  args: [join(import.meta.dirname, "..", "..", "src", "main.ts"), "mcp"],
  env: strings(environment({ LOOKOUT_ENGINE_URL: sandbox.url })),
});

const info = { name: "test", version: "1" };
const clients = {
  "the SDK's own client": async () => {
    const client = new OlderClient(info);
    await client.connect(new OlderTransport(launch()));
    return client;
  },
  "the v2 client": async () => {
    const client = new Client(info);
    await client.connect(new StdioClientTransport(launch()));
    return client;
  },
};

describe.each(Object.entries(clients))("over a real pipe, by %s", (_name, connect) => {
  test("lists the tools and answers all three questions", async () => {
    const client = await connect();
    try {
      const names = (await client.listTools()).tools.map(({ name }) => name);
      expect(names).toEqual(Object.values(tools).map(({ name }) => name));
      const id = sandbox.instances["payment-failed-external-task"];
      const got = await client.callTool({ name: "get_process_instance", arguments: { id } });
      expect(tools.get.output.parse(got.structuredContent).instance).toMatchObject({ id, hasIncident: true });
      const found = await client.callTool({ name: "query_process_instances", arguments: { hasIncident: true } });
      expect(tools.query.output.parse(found.structuredContent).instances?.map((row) => row.id)).toContain(id);
      const past = await client.callTool({ name: "get_process_instance_history", arguments: { id } });
      expect(tools.history.output.parse(past.structuredContent).events.map(({ kind }) => kind)).toContain("jobFailure");
    } finally {
      await client.close();
    }
  });

  test("an error is a result in our words, and the server goes on", async () => {
    const client = await connect();
    try {
      const failed = await client.callTool({ name: "get_process_instance", arguments: { id: "nope" } });
      expect(failed).toMatchObject({ isError: true, structuredContent: { error: { kind: "notFound" } } });
      expect((await client.listTools()).tools).toHaveLength(3);
    } finally {
      await client.close();
    }
  });
});

describe("the process", () => {
  const hello = `${JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: info },
  })}\n`;

  test("ends cleanly with the end of input, having said nothing but the protocol", async () => {
    const running = start(["mcp"], { LOOKOUT_ENGINE_URL: sandbox.url });
    running.write(hello);
    await running.saw('"id":1');
    running.closeInput();
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    for (const line of out.trimEnd().split("\n")) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
  });

  test.each(["SIGTERM", "SIGINT"] as const)("ends cleanly on %s", async (signal) => {
    const running = start(["mcp"], { LOOKOUT_ENGINE_URL: sandbox.url });
    running.write(hello);
    await running.saw('"id":1');
    running.kill(signal);
    expect((await running.ended).code).toBe(0);
  });

  test("starts while the engine is down, and says so when asked", async () => {
    const running = start(["mcp"], { LOOKOUT_ENGINE_URL: "http://127.0.0.1:9/engine-rest" });
    const question = {
      jsonrpc: "2.0",
      id: 2,
      method: "tools/call",
      params: { name: "query_process_instances", arguments: {} },
    };
    running.write(hello);
    running.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
    running.write(`${JSON.stringify(question)}\n`);
    await running.saw('"id":2');
    running.closeInput();
    expect((await running.ended).out).toMatch(/"kind":"unreachable"/);
  });

  test("without configuration it says what to set, on stderr, and ends with 2", async () => {
    const { code, out, err } = await start(["mcp"]).ended;
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/No engine is configured/);
  });
});
