/** `lookout slack` as a process: what it says, on which stream, and how it ends. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { type SlackDouble, startSlackDouble } from "../../src/sandbox/slack/double.ts";
import { personIn } from "../slack/app/person.ts";
import { allIn } from "../slack/app/shown.ts";
import { run, start } from "./run.ts";
import { type SlackProgramOptions, startSlackProgram, tokensOf } from "./slack-program.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: Date.now() });
});
afterAll(() => sandbox.close());

const everybody = { rules: [{ callers: ["slack:T0001"] }] };
const engines = () => [{ id: "c7-prod", kind: "camunda7", url: sandbox.url }];
const stuck = () => sandbox.instances["payment-failed-external-task"] ?? "";

async function started(options: Partial<SlackProgramOptions> = {}) {
  const program = await startSlackProgram({ config: { engines: engines(), access: everybody }, ...options });
  onTestFinished(() => program.close());
  return { ...program, person: personIn(program.double) };
}

async function double(): Promise<SlackDouble> {
  const slack = await startSlackDouble();
  onTestFinished(() => slack.close());
  return slack;
}

const info = 30;
const warn = 40;

describe.each(["socket", "http"] as const)("over %s", (mode) => {
  test("log on standard error, audit on standard output, nothing else; a signal ends it", async () => {
    const { double, running, person, audited, logged } = await started({ mode });
    await person.only("PAY-3");
    await person.only("stuck", { user: "U0003" });
    await person.only("qurey");
    running.kill("SIGTERM");
    expect((await running.ended).code).toBe(0);
    expect(audited()).toMatchObject([
      {
        who: { user: "U0001", channel: "C0001", team: "T0001" },
        ask: "find",
        outcome: "answered",
        shown: [{ engine: "c7-prod", id: stuck() }],
      },
      { who: { user: "U0003" }, outcome: "refused", because: "guest" },
      { outcome: "refused", because: "notUnderstood" },
    ]);
    const where = mode === "socket" ? "Socket Mode" : expect.stringMatching(/^Listening: requests of Slack at http:/);
    expect(logged()).toEqual([
      {
        level: info,
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        team: "T0001",
        command: "/process",
        msg: mode === "socket" ? `Listening: ${where}.` : where,
      },
      { level: info, time: expect.any(String), msg: "Stopping." },
    ]);
    await vi.waitFor(() => expect(double.sockets).toBe(0), 10_000);
    expect(double.refusals).toEqual([]);
  });

  test("what is under way at its end is answered first", async () => {
    const { double, running, person } = await started({ mode });
    double.faults.next("users.info", { kind: "slow", ms: 400 });
    const asked = person.only("PAY-3");
    await vi.waitFor(() => expect(double.calls.map(({ method }) => method)).toContain("users.info"), 10_000);
    running.kill("SIGINT");
    expect(allIn(await asked)).toContain(stuck());
    expect((await running.ended).code).toBe(0);
  });
});

test("the command has the name that the configuration gives it", async () => {
  const { double, logged } = await started({
    config: { engines: engines(), access: everybody, slack: { command: "/bpm" } },
  });
  expect(logged()).toMatchObject([{ command: "/bpm" }]);
  await double.command({ command: "/bpm", text: "help" });
  const [message] = await double.until({}, (seen) => seen.length > 0);
  expect(JSON.stringify(message?.blocks)).toContain("/bpm stuck");
});

test("without a rule for Slack it says so, with a rule that works as it stands", async () => {
  const closed = await started({ config: { engines: engines() } });
  const { text } = await closed.person.only("PAY-3");
  expect(text).toContain("no engine to ask");
  const [, warning] = closed.logged();
  expect(warning).toMatchObject({ level: warn, team: "T0001" });
  const said = /access\.rules: (?<rules>\[.*\])/.exec(JSON.parse(JSON.stringify(warning)).msg)?.groups?.["rules"];
  const open = await started({ config: { engines: engines(), access: { rules: parse(said ?? "") } } });
  expect(open.logged()).toHaveLength(1);
  expect(allIn(await open.person.only("PAY-3"))).toContain(stuck());
});

describe("exit codes and sentences", () => {
  let page: Server;
  let pageUrl: string;
  beforeAll(async () => {
    page = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>");
    });
    await new Promise<void>((listening) => page.listen(0, "127.0.0.1", listening));
    const { port } = page.address() as AddressInfo; // listening on TCP, so the address is no path
    pageUrl = `http://127.0.0.1:${port}`;
  });
  afterAll(() => new Promise((closed) => page.close(closed)));

  const port = () => new URL(pageUrl).port;
  type Case = [name: string, settings: (slack: SlackDouble) => Record<string, string>, code: number, sentence: RegExp];
  const cases: Case[] = [
    ["no tokens", () => ({}), 2, /SLACK_BOT_TOKEN is not set: .* xoxb-; neither SLACK_APP_TOKEN .* is set/],
    [
      "no way to Slack",
      () => ({ SLACK_BOT_TOKEN: "xoxb-hunter2" }),
      2,
      /neither SLACK_APP_TOKEN .* nor SLACK_SIGNING_SECRET .* is set/,
    ],
    [
      "tokens swapped",
      (slack) => ({
        ...tokensOf(slack),
        SLACK_BOT_TOKEN: slack.tokens.app,
        SLACK_APP_TOKEN: slack.tokens.bot,
      }),
      2,
      /SLACK_BOT_TOKEN must be .*\(xoxb-\), but begins with xapp-.*; SLACK_APP_TOKEN must be .*\(xapp-\), but begins with xoxb-/,
    ],
    [
      "a bot token that Slack does not know",
      (slack) => ({ ...tokensOf(slack), SLACK_BOT_TOKEN: "xoxb-hunter2" }),
      3,
      /^lookout: Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)\.\n {2}next: .*api\.slack\.com\/apps/,
    ],
    [
      "the same over HTTP",
      (slack) => ({ ...tokensOf(slack, "http"), SLACK_BOT_TOKEN: "xoxb-hunter2" }),
      3,
      /^lookout: Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)\./m,
    ],
    [
      "an app token that Slack does not know",
      (slack) => ({ ...tokensOf(slack), SLACK_APP_TOKEN: "xapp-hunter2" }),
      3,
      /^lookout: Slack refuses SLACK_APP_TOKEN \(invalid_auth\)\.\n {2}next: .*api\.slack\.com\/apps/,
    ],
    [
      "an app token without its scope",
      (slack) => {
        slack.faults.next("apps.connections.open", { kind: "error", error: "missing_scope" }, 4);
        return tokensOf(slack);
      },
      3,
      /^lookout: Slack refuses SLACK_APP_TOKEN \(missing_scope\)/m,
    ],
    [
      "nobody at Slack's address",
      (slack) => ({ ...tokensOf(slack), SLACK_API_URL: "http://127.0.0.1:9/api/" }),
      3,
      /^lookout: Slack cannot be reached \(.+\)\.\n {2}next: .*SLACK_API_URL/m,
    ],
    [
      "Slack in trouble",
      (slack) => {
        slack.faults.next("auth.test", { kind: "status", status: 503 });
        return tokensOf(slack);
      },
      3,
      /^lookout: Slack cannot be reached \(.+\)/m,
    ],
    [
      "a web page at Slack's address",
      (slack) => ({ ...tokensOf(slack), SLACK_API_URL: pageUrl }),
      3,
      /^lookout: Slack cannot be reached \(.+\)/m,
    ],
  ];
  test.each(cases)("%s", async (_name, settings, code, sentence) => {
    const ended = await run(["slack"], { LOOKOUT_ENGINE_URL: sandbox.url, ...settings(await double()) });
    expect(ended).toEqual({ code, out: "", err: expect.stringMatching(sentence) });
    expect(ended.err).not.toMatch(/\n\s+at |node:internal|\.ts:\d|hunter2/);
  });

  test("no engine", async () => {
    const { code, err } = await run(["slack"], tokensOf(await double()));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("No engine is configured.") });
  });

  test.each([
    [
      "a port in use",
      () => ["--port", port()],
      /^lookout: Cannot listen at 127\.0\.0\.1:\d+ \(.*in use.*\)\.\n {2}next: .*--port/,
    ],
    [
      "an address of another machine",
      () => ["--host", "192.0.2.1", "--port", "0"],
      /^lookout: Cannot listen at 192\.0\.2\.1:0 \(/,
    ],
  ])("%s", async (_name, words, sentence) => {
    const slack = await double();
    const settings = { ...tokensOf(slack, "http"), LOOKOUT_ENGINE_URL: sandbox.url };
    const { code, out, err } = await run(["slack", ...words()], settings);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: expect.stringMatching(sentence) });
    expect(err).not.toMatch(/\n\s+at /);
  });

  test("a signal before it listens ends it at once", async () => {
    const slack = await double();
    slack.faults.next("auth.test", { kind: "slow", ms: 5_000 });
    const running = start(["slack"], { ...tokensOf(slack), LOOKOUT_ENGINE_URL: sandbox.url });
    await vi.waitFor(() => expect(slack.calls).not.toEqual([]), 10_000);
    running.kill("SIGTERM");
    const { code, err } = await running.ended;
    expect(code).toBe(130);
    expect(err).toMatch(/^lookout: Cancelled\.$/m);
  });
});

describe("a token that is revoked while it runs ends it", () => {
  test("the app-level token, at the next socket", async () => {
    const { double, running } = await started();
    double.faults.refuseToken("app");
    double.faults.disconnect("refresh_requested", { sockets: "all" });
    const { code, err } = await running.ended;
    expect(code).toBe(3);
    expect(err).toMatch(/\nlookout: Slack refuses SLACK_APP_TOKEN \(token_revoked\)\.\n {2}next: .*\n$/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test.each(["socket", "http"] as const)("the bot token, at the next question, over %s", async (mode) => {
    const { double, running, person } = await started({ mode });
    double.faults.refuseToken("bot");
    expect(allIn(await person.only("PAY-3"))).toContain("Slack no longer lets the lookout in.");
    const { code, err } = await running.ended;
    expect(code).toBe(3);
    expect(err).toMatch(/\nlookout: Slack refuses SLACK_BOT_TOKEN \(token_revoked\)\.\n {2}next: .*\n$/);
  });
});
