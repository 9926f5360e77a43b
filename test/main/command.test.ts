import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { tools } from "../../tools/index.ts";
import { run, start } from "./run.ts";

let sandbox: Sandbox;
let elsewhere: Server;
let elsewhereUrl: string;
const settings = () => ({ LOOKOUT_ENGINE_URL: sandbox.url });
const idOf = (scenario: string) => sandbox.instances[scenario] ?? "";

beforeAll(async () => {
  sandbox = await startSandbox({ now: Date.parse("2026-11-22T12:00:00Z"), bulk: 250 });
  elsewhere = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>");
  });
  await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
  const { port } = elsewhere.address() as AddressInfo; // listening on TCP, so the address is no path
  elsewhereUrl = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await sandbox.close();
  await new Promise((closed) => elsewhere.close(closed));
});

describe("answers", () => {
  test("get --json is exactly the tool's output", async () => {
    const { code, out, err } = await run(["get", idOf("onboarding-failed"), "--json"], settings());
    expect(err).toBe("");
    const answer = tools.get.output.strict().parse(JSON.parse(out));
    expect(answer.incidents.map(({ instanceId }) => instanceId)).toEqual([idOf("onboarding-failed-grandchild")]);
    expect(code).toBe(0);
  });

  test("KEY alone finds by id, by link and by business key", async () => {
    const id = idOf("payment-failed-external-task");
    const link = `${new URL(sandbox.url).origin}/camunda/app/cockpit/default/#/process-instance/${id}/runtime`;
    for (const key of [id, link, "PAY-3"]) {
      const { code, out } = await run([key, "--json"], settings());
      expect(code).toBe(0);
      expect(tools.get.output.parse(JSON.parse(out)).instance.id).toBe(id);
    }
  });

  test("query --all --jsonl gives every row once", async () => {
    const words = ["query", "--definition-key", "parcel-tracking", "--all", "--jsonl"];
    const { code, out } = await run(words, settings());
    const ids = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id);
    expect(new Set(ids).size).toBe(250);
    expect(ids).toHaveLength(250);
    expect(code).toBe(0);
  });

  test("doctor finds nothing wrong, and --json holds no secret", async () => {
    const secret = { LOOKOUT_ENGINE_USERNAME: "ops", LOOKOUT_ENGINE_PASSWORD: "s3cret-of-ops" };
    const { code, out, err } = await run(["doctor", "--json"], { ...settings(), ...secret });
    expect(code).toBe(0);
    expect(out + err).not.toMatch(/s3cret-of-ops|b3BzOnMzY3JldC1vZi1vcHM/);
    expect(
      JSON.parse(out).engines[0].findings.map(
        ({ check, status }: { check: string; status: string }) => `${check} ${status}`,
      ),
    ).toEqual(["reachable ok", "version ok", "rights ok", "history ok"]);
  });

  test("doctor says in words which configuration won, and what it passed over", async () => {
    const { out } = await run(["doctor", "--json"], { ...settings(), CAMUNDA_REST_ADDRESS: "http://127.0.0.1:9" });
    expect(JSON.parse(out).config).toMatchObject({ source: "LOOKOUT_ENGINE_*", notUsed: ["CAMUNDA_REST_ADDRESS"] });
    const cluster = await run(["doctor", "--json"], { CAMUNDA_REST_ADDRESS: "http://127.0.0.1:9" });
    const answer = JSON.parse(cluster.out);
    expect(answer.config).toMatchObject({ source: "CAMUNDA_*", summary: { source: { from: "camundaEnvironment" } } });
    expect(answer.engines).toMatchObject([{ id: "camunda8", kind: "camunda8", url: "http://127.0.0.1:9" }]);
    expect(cluster.code).toBe(3);
  });

  test("nothing but reads was sent, with a User-Agent of our own", () => {
    expect(new Set(sandbox.requests.map(({ method }) => method))).toEqual(new Set(["GET", "POST"]));
  });
});

describe("exit codes and sentences", () => {
  const cases: [string, () => [string[], Record<string, string>], number, RegExp][] = [
    [
      "unknown id",
      () => [["get", "nope"], settings()],
      1,
      /^lookout: No instance nope in camunda7\. It may .*\n {2}next: /,
    ],
    ["no rows", () => [["query", "--business-key", "nope"], settings()], 1, /^$/],
    ["limit 0", () => [["query", "--limit", "0"], settings()], 2, /limit must be at least 1/],
    ["limit 101", () => [["query", "--limit", "101"], settings()], 2, /limit must be at most 100/],
    ["bad date", () => [["query", "--started-after", "yesterday"], settings()], 2, /"yesterday" is no time/],
    [
      "contradiction",
      () => [["query", "--state", "completed", "--has-incident"], settings()],
      2,
      /contradict each other/,
    ],
    [
      "unsupported filter value",
      () => [["query", "--state", "failed"], settings()],
      2,
      /camunda7 cannot do --state failed/,
    ],
    ["broken cursor", () => [["query", "--cursor", "abc"], settings()], 2, /cursor/],
    ["unknown option", () => [["query", "--bussiness-key", "x"], settings()], 2, /--business-key/],
    ["no configuration", () => [["query"], {}], 2, /No engine is configured/],
    ["no file", () => [["query", "--config", "/does/not/exist.yaml"], {}], 2, /exist\.yaml/],
    ["a web page", () => [["query"], { LOOKOUT_ENGINE_URL: elsewhereUrl }], 2, /LOOKOUT_ENGINE_URL.*REST API/],
    [
      "a web page, kind given",
      () => [["query"], { LOOKOUT_ENGINE_URL: elsewhereUrl, LOOKOUT_ENGINE_KIND: "camunda7" }],
      3,
      /text\/html .*instead of JSON/,
    ],
    [
      "nobody there",
      () => [["query"], { LOOKOUT_ENGINE_URL: "http://127.0.0.1:9/engine-rest" }],
      3,
      /camunda7 cannot be reached at .* \(connection refused\)/,
    ],
  ];
  test.each(cases)("%s", async (_name, words, code, sentence) => {
    const [line, env] = words();
    const ended = await run(line, env);
    expect(ended.err).toMatch(sentence);
    expect(ended.err).not.toMatch(/\n\s+at |node:internal|\.ts:\d/);
    expect(ended.code).toBe(code);
  });

  test("--json gives the error as an object on stdout", async () => {
    const { out, code } = await run(["get", "nope", "--json"], settings());
    expect(JSON.parse(out)).toMatchObject({ error: { kind: "notFound", engine: "camunda7" } });
    expect(code).toBe(1);
  });

  test("doctor names a configuration that cannot be used, and ends with 2", async () => {
    const { out, code } = await run(["doctor", "--json"], { LOOKOUT_ENGINE_ULR: "x" });
    expect(JSON.parse(out).config.problem.message).toMatch(/LOOKOUT_ENGINE_ULR.*LOOKOUT_ENGINE_URL/);
    expect(code).toBe(2);
  });
});

describe("Camunda 8", () => {
  const startedAt = { now: Date.parse("2026-11-22T12:00:00Z") };
  const environments: [string, (url: string) => Record<string, string>][] = [
    ["found out by its answers", (url) => ({ LOOKOUT_ENGINE_URL: url })],
    ["by the address of its API", (url) => ({ LOOKOUT_ENGINE_URL: `${url}/v2`, LOOKOUT_ENGINE_KIND: "camunda8" })],
    ["by its client's variables", (url) => ({ CAMUNDA_REST_ADDRESS: url, CAMUNDA_DEFAULT_TENANT_ID: "other" })],
  ];

  test.each(environments)("%s", async (_name, settings) => {
    const cluster = await startCamunda8Sandbox(startedAt);
    try {
      const id = cluster.instances["payment-failed-external-task"] ?? "";
      const { code, out, err } = await run(["get", id, "--json"], settings(cluster.url));
      expect(err).toBe("");
      expect(tools.get.output.strict().parse(JSON.parse(out)).instance).toMatchObject({ id, engine: "camunda8" });
      expect(code).toBe(0);
    } finally {
      await cluster.close();
    }
  });

  test("variables of its client that do not go together are named", async () => {
    const { err, code } = await run(["query"], { CAMUNDA_REST_ADDRESS: "http://c8", CAMUNDA_CLIENT_ID: "x" });
    expect(err).toMatch(/CAMUNDA_CLIENT_ID is set without CAMUNDA_CLIENT_SECRET/);
    expect(code).toBe(2);
  });

  test.each([
    [["--kind", "camunda8"], "/v2/topology", /"gatewayVersion":"8\.9\./, "Camunda 8.9"],
    [["--kind", "camunda8", "--api", "8.10"], "/v2/topology", /"gatewayVersion":"8\.10\./, "Camunda 8.10"],
    [["--kind", "camunda8", "--api", "operate"], "/v1/process-instances/1", /"status":404/, "Operate's API v1"],
    [["--kind", "camunda7"], "/version", /"version":"7/, "Camunda 7"],
    [["--kind", "bpel"], "/process/1", /"errorNumber":"CWWBA0006E"/, "IBM's Business Flow Manager (BPEL)"],
  ])("sandbox %j", async (words, path, answer, shape) => {
    const running = start(["sandbox", ...words]);
    await running.saw("\n");
    const { out } = running.so();
    expect(await (await fetch(out.trim() + path)).text()).toMatch(answer);
    running.kill("SIGINT");
    const { code, err } = await running.ended;
    expect(err).toBe(`A sandbox in the shape of ${shape}. Ctrl-C ends it.\n`);
    expect(code).toBe(0);
  });
});

describe("sandbox and demo", () => {
  test("sandbox prints its base URL, serves, and ends on a signal", async () => {
    const running = start(["sandbox"]);
    await running.saw("/engine-rest\n");
    running.kill("SIGINT");
    const { out, code } = await running.ended;
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/engine-rest\n$/);
    expect(code).toBe(0);
  });

  test("demo --once shows the three questions and the client configurations, and ends", async () => {
    const { out, err, code } = await run(["demo", "--once"]);
    expect(err).toBe("");
    for (const part of [
      "lookout -- query",
      "lookout -- get",
      "lookout -- history",
      "claude mcp add",
      "mcpServers",
      '"servers"',
    ]) {
      expect(out).toContain(part);
    }
    expect(code).toBe(0);
  });

  test("demo stays up until a signal", async () => {
    const running = start(["demo"]);
    await running.saw("until Ctrl-C");
    running.kill("SIGTERM");
    expect((await running.ended).code).toBe(0);
  });
});
