import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { describe, expect, test } from "vitest";
import { createMcpServer } from "../../src/mcp/server.ts";
import { serveStdio } from "../../src/mcp/stdio.ts";
import { oneEngine, slowId, uuid, worldOf } from "./world.ts";

const script = new URL("serve-fake.ts", import.meta.url).pathname;

/** The 2.x client in its `auto` mode, as new hosts have it, against our 1.x server in a process of its own. */
async function connected() {
  const transport = new StdioClientTransport({ command: process.execPath, args: [script], stderr: "pipe" });
  const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(transport);
  return { client, transport };
}

describe("the 2.x client over a real pipe", () => {
  test("lists, asks, and takes our errors as they are", async () => {
    const { client } = await connected();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toHaveLength(3);
    const found = await client.callTool({ name: "get_process_instance", arguments: { id: "PAY-3" } });
    expect(found.structuredContent).toMatchObject({ instance: { id: uuid(1) } });
    const wrong = await client.callTool({ name: "get_process_instance", arguments: { id: 42 } });
    expect(wrong).toMatchObject({ isError: true, structuredContent: { error: { kind: "invalidInput" } } });
    const typo = await client.callTool({ name: "query_process_instances", arguments: { bussinessKey: "x" } });
    expect(JSON.stringify(typo.structuredContent)).toContain("did you mean businessKey?");
    await expect(client.callTool({ name: "nope" })).rejects.toMatchObject({ code: -32_602 });
    await client.close();
  });

  test("50 calls at once are each answered with their own", async () => {
    const { client } = await connected();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        client.callTool({ name: "get_process_instance", arguments: { id: n % 2 ? "PAY-3" : `missing-${n}` } }),
      ),
    );
    for (const [n, answer] of answers.entries()) {
      if (n % 2) expect(answer.isError).toBeFalsy();
      else expect(JSON.stringify(answer.structuredContent)).toContain(`No instance missing-${n} in`);
    }
    await client.close();
  });

  test("a call cancelled in flight does not harm the next", async () => {
    const { client } = await connected();
    const stop = new AbortController();
    const asked = client.callTool({ name: "get_process_instance", arguments: { id: slowId } }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(asked).rejects.toThrow();
    const next = await client.callTool({ name: "get_process_instance", arguments: { id: "PAY-3" } });
    expect(next.isError).toBeFalsy();
    await client.close();
  });
});

const request = (id: number, method: string, params: unknown = {}) =>
  `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`;
const hello = request(0, "initialize", {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "raw", version: "0" },
});
const slowCall = request(1, "tools/call", { name: "get_process_instance", arguments: { id: slowId } });

/** The served process, its output by line, and how it ended. */
function served() {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [script]);
  const lines: unknown[] = [];
  let errors = "";
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts.map((line): unknown => JSON.parse(line))); // throws when output is not protocol
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
  });
  const ended = once(child, "close").then(([code, signal]: unknown[]) => ({ code, signal, errors }));
  return { child, lines, ended };
}

const underWay = async (lines: readonly unknown[]) => {
  await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
};

describe("the served process", () => {
  test("ends by itself when its input ends, and aborts what is under way", async () => {
    const { child, lines, ended } = served();
    child.stdin.write(hello + slowCall);
    await underWay(lines);
    child.stdin.end();
    expect(await ended).toEqual({
      code: 0,
      signal: null,
      errors: `${JSON.stringify({ closed: true, started: 1, aborted: 1 })}\n`,
    });
  });

  test.for(["SIGTERM", "SIGINT"] as const)("ends cleanly on %s while its input is open", async (signal) => {
    const { child, lines, ended } = served();
    child.stdin.write(hello + slowCall);
    await underWay(lines);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null, errors: expect.stringContaining('"aborted":1') });
  });

  test("ends quietly when nobody reads its output any more", async () => {
    const { child, lines, ended } = served();
    child.stdin.write(hello);
    await underWay(lines);
    child.stdout.destroy();
    child.stdin.write(request(2, "tools/list"));
    const { code, errors } = await ended;
    expect(code).toBe(0);
    expect(errors).toBe(`${JSON.stringify({ closed: true, started: 0, aborted: 0 })}\n`);
  });

  test("garbage between messages is passed over", async () => {
    const { child, lines, ended } = served();
    child.stdin.write(`this is no JSON\n\n{"jsonrpc":"2.0"}\n[1,2]\n{"half":\n${hello}\u0000\u0001\n`);
    child.stdin.write(request(2, "tools/list"));
    await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(2);
    expect(lines).toEqual([expect.objectContaining({ id: 0 }), expect.objectContaining({ id: 2 })]);
    child.stdin.end();
    expect(await ended).toMatchObject({ code: 0 });
  });

  test("what was asked before the end of input is answered, large or not", async () => {
    const { child, lines, ended } = served();
    const asks = Array.from({ length: 20 }, (_, n) => request(n + 1, "tools/list")).join("");
    child.stdin.end(hello + asks);
    expect(await ended).toMatchObject({ code: 0 });
    expect(lines).toHaveLength(21);
  });
});

describe("serveStdio", () => {
  const create = () => createMcpServer({ name: "x", version: "0", call: worldOf(oneEngine()) });

  test("with a signal that has aborted already, it does nothing", async () => {
    await serveStdio(create(), AbortSignal.abort(), { stdin: new PassThrough(), stdout: new PassThrough() });
  });

  test("with an input that has ended already, it resolves", async () => {
    const stdin = new PassThrough();
    stdin.end();
    stdin.resume();
    await once(stdin, "end");
    await serveStdio(create(), new AbortController().signal, { stdin, stdout: new PassThrough() });
  });
});
