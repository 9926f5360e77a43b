import { createServer, type IncomingMessage } from "node:http";
import { isValidSlackRequest } from "@slack/bolt";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SlackDouble, SlackDoubleOptions } from "../../../src/sandbox/slack/double.ts";
import { boltApp, httpReceiver } from "./bolt-app.ts";
import { clientOf, clock, started } from "./started.ts";

interface Got {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** An app that answers each request as it is told, in turns, and what it got. */
async function app(...answers: readonly { status?: number; body?: string; type?: string; never?: true }[]) {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const answer = answers[Math.min(got.length, answers.length - 1)];
    got.push({ headers: request.headers, body });
    if (answer?.never) return;
    response.writeHead(answer?.status ?? 200, answer?.type === undefined ? {} : { "content-type": answer.type });
    response.end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { got, url: `http://127.0.0.1:${port}/slack/events` };
}

const startedAt = (http: string, options: SlackDoubleOptions = {}) => started({ mode: { http }, ...options });

/** Whether the official library takes the request for Slack's. */
function valid({ headers, body }: Got, signingSecret: string): boolean {
  const signature = headers["x-slack-signature"];
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: {
      "x-slack-signature": typeof signature === "string" ? signature : "",
      "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
    },
  });
}

describe("a request", () => {
  test("of a command is a signed form", async () => {
    const { got, url } = await app({});
    const slack = await startedAt(url);
    expect(await slack.command({ text: "get ä & <b>" })).toMatchObject({ acknowledged: true, status: 200 });
    const [request] = got;
    if (!request) throw new Error("Nothing came.");
    expect(request.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": expect.stringMatching(/^Slackbot 1\.0 /),
    });
    expect(Object.fromEntries(new URLSearchParams(request.body))).toMatchObject({
      command: "/process",
      text: "get ä &amp; &lt;b&gt;",
      is_enterprise_install: "false",
    });
    expect(valid(request, slack.tokens.signingSecret)).toBe(true);
    expect(valid(request, "another")).toBe(false);
  });

  test("of an interaction is JSON in a form, of an event JSON", async () => {
    const { got, url } = await app({});
    const slack = await startedAt(url);
    await slack.shortcut({ callbackId: "look_up", message: slack.say({ text: "x" }) });
    await slack.event({ type: "app_mention" });
    const [interaction, event] = got;
    expect(interaction?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(JSON.parse(new URLSearchParams(interaction?.body).get("payload") ?? "")).toMatchObject({
      type: "message_action",
    });
    expect(event?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(event?.body ?? "")).toMatchObject({ type: "event_callback", event: { type: "app_mention" } });
    expect(event?.headers).not.toHaveProperty("x-slack-retry-num");
  });
});

describe("an acknowledgement", () => {
  test.each([
    ["of nothing", { body: "" }, undefined],
    ["of words", { body: "For you", type: "text/plain" }, { text: "For you" }],
    ["in JSON", { body: '{"text":"For you"}', type: "application/json; charset=utf-8" }, { text: "For you" }],
  ])("%s", async (_what, answer, body) => {
    const { url } = await app(answer);
    const slack = await startedAt(url);
    const delivered = await slack.command({ text: "x" });
    expect(delivered).toMatchObject({ acknowledged: true, status: 200 });
    expect(delivered.body).toEqual(body);
    expect(slack.seen({}).map(({ text }) => text)).toEqual(body ? ["For you"] : []);
  });

  test.each([404, 401, 500, 302])("with status %i is none", async (status) => {
    const { url } = await app({ status });
    const slack = await startedAt(url);
    expect(await slack.command({ text: "x" })).toMatchObject({ acknowledged: false, error: "dispatch_failed", status });
  });

  test("that does not come", async () => {
    const { url } = await app({ never: true });
    const slack = await startedAt(url, { timings: { acknowledgeMs: 20 } });
    expect(await slack.command({ text: "x" })).toMatchObject({ acknowledged: false, error: "operation_timeout" });
  });

  test("of an app that is not there", async () => {
    const slack = await startedAt("http://127.0.0.1:9/");
    expect(await slack.command({ text: "x" })).toMatchObject({ acknowledged: false, error: "dispatch_failed" });
  });
});

test("an event comes again, with the number and the reason", async () => {
  const { got, url } = await app({ status: 500 }, { never: true }, {});
  const slack = await startedAt(url, { timings: { acknowledgeMs: 20, retriesMs: [0, 1, 2] } });
  expect(await slack.event({ type: "app_mention" })).toMatchObject({ acknowledged: true, attempts: 3 });
  expect(got.map(({ headers }) => [headers["x-slack-retry-num"], headers["x-slack-retry-reason"]])).toEqual([
    [undefined, undefined],
    ["1", "http_error"],
    ["2", "http_timeout"],
  ]);
  expect(got.every((request) => valid(request, slack.tokens.signingSecret))).toBe(true);
  expect(got[0]?.body).toBe(got[2]?.body);
});

describe("faults", () => {
  test("a moment in the future, and in the past", async () => {
    const time = clock();
    const { got, url } = await app({});
    const slack = await startedAt(url, { now: time.now });
    slack.faults.nextDelivery({ kind: "shifted", seconds: 86_400 });
    slack.faults.nextDelivery({ kind: "shifted", seconds: -301 });
    for (let count = 0; count < 3; count += 1) await slack.command({ text: "x" });
    const now = time.now() / 1000;
    expect(got.map(({ headers }) => Number(headers["x-slack-request-timestamp"]) - now)).toEqual([86_400, -301, 0]);
  });

  test("a wrong signature", async () => {
    const { got, url } = await app({});
    const slack = await startedAt(url);
    slack.faults.nextDelivery({ kind: "wrong-signature" }, 2);
    for (let count = 0; count < 3; count += 1) await slack.command({ text: "x" });
    expect(got.map((request) => valid(request, slack.tokens.signingSecret))).toEqual([false, false, true]);
  });

  test("the same request twice", async () => {
    const { got, url } = await app({}, { status: 401 });
    const slack = await startedAt(url);
    slack.faults.nextDelivery({ kind: "twice" });
    expect(await slack.command({ text: "x" })).toMatchObject({
      acknowledged: true,
      replay: { acknowledged: false, status: 401 },
    });
    expect(got).toHaveLength(2);
    expect(got[0]?.body).toBe(got[1]?.body);
    expect(got[0]?.headers["x-slack-signature"]).toBe(got[1]?.headers["x-slack-signature"]);
  });

  test("there are no sockets", async () => {
    const slack = await startedAt("http://127.0.0.1:9/");
    expect(slack.faults.redeliver()).toBe(false);
    expect(slack.sockets).toBe(0);
    expect((await started()).requestUrl).toBeNull();
  });
});

describe("the official framework", () => {
  async function bolt(): Promise<SlackDouble> {
    const receiver = httpReceiver("8f742231b10e8888abcd99yyyzzz85a5");
    const early = await started({ mode: { http: "http://127.0.0.1:9/" } });
    const port = await boltApp(early, receiver, (one) => {
      one.command("/process", async ({ ack, respond }) => {
        await ack();
        await respond("Answer");
      });
      one.action("more", ({ ack }) => ack());
    });
    return startedAt(`http://127.0.0.1:${port}/slack/events`);
  }

  test("takes commands and clicks", async () => {
    const slack = await bolt();
    expect(await slack.command({ text: "x" })).toMatchObject({ acknowledged: true, status: 200 });
    expect(await slack.until({}, (all) => all.length > 0)).toMatchObject([{ text: "Answer", ephemeralTo: "U0001" }]);
    await clientOf(slack).chat.postMessage({
      channel: "C0001",
      text: "List",
      blocks: [
        {
          type: "actions",
          elements: [{ type: "button", action_id: "more", text: { type: "plain_text", text: "More" } }],
        },
      ],
    });
    const message = slack.seen({}).at(-1);
    if (!message) throw new Error("There is no message.");
    expect(await slack.click({ message, actionId: "more" })).toMatchObject({ acknowledged: true });
  });

  test("answers the challenge and the check of the certificate", async () => {
    const slack = await bolt();
    expect(await slack.requestUrl?.verified()).toBe(true);
    expect(await slack.requestUrl?.tlsChecked()).toBe(200);
    const { url } = await app({ body: "something else" });
    expect(await (await startedAt(url)).requestUrl?.verified()).toBe(false);
  });

  test("refuses what is not signed, and what is old; an unknown command is none of its own", async () => {
    const slack = await bolt();
    slack.faults.nextDelivery({ kind: "wrong-signature" });
    slack.faults.nextDelivery({ kind: "shifted", seconds: -301 });
    expect(await slack.command({ text: "x" })).toMatchObject({ error: "dispatch_failed", status: 401 });
    expect(await slack.command({ text: "x" })).toMatchObject({ error: "dispatch_failed", status: 401 });
    expect(await slack.command({ text: "x", command: "/other" })).toMatchObject({
      error: "dispatch_failed",
      status: 404,
    });
  });
});
