/** Requests of Slack over HTTP, and of others who are not Slack. */
import { Agent, createServer, request as send } from "node:http";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type SlackDouble, startSlackDouble } from "../../../src/sandbox/slack/double.ts";
import { signature } from "../../../src/sandbox/slack/signatures.ts";
import { startSlackApp } from "../../../src/slack/app.ts";
import { optionsFor, type RunningApp, unhandled } from "./running.ts";
import { startSlackWorld } from "./world.ts";

let double: SlackDouble;
let running: RunningApp;
let posted: unknown[];
let responseUrl: string;

beforeAll(async () => {
  posted = [];
  const server = createServer(async (request, response) => {
    posted.push(JSON.parse(await text(request)));
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  responseUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/response`;
  double = await startSlackDouble();
  const { options, ...seen } = optionsFor(double, { mode: "http" });
  running = { app: await startSlackApp(options), ...seen };
  return async () => {
    await running.app.stop();
    await double.close();
    server.close();
  };
});

interface Asking {
  readonly body: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds away from now. */
  readonly shifted?: number;
}

const form = "application/x-www-form-urlencoded";
const now = () => Math.floor(Date.now() / 1_000);

/** What Slack puts into the head of a request with this body. */
const signed = (body: string, at = now()) => ({
  "content-type": form,
  "x-slack-request-timestamp": String(at),
  "x-slack-signature": signature(double.tokens.signingSecret, at, body),
});

function ask({ body, path = "/slack/events", method = "POST", headers, shifted = 0 }: Asking) {
  return new Promise<{ status: number | undefined; says: string }>((resolve, reject) => {
    const { host, port } = running.app.address ?? {};
    const outgoing = send({
      host,
      port,
      path,
      method,
      headers: headers ?? signed(body, now() + shifted),
      agent: false,
    });
    outgoing.on("error", reject);
    outgoing.on("response", async (response) => resolve({ status: response.statusCode, says: await text(response) }));
    outgoing.end(body);
  });
}

const fields = {
  team_id: "T0001",
  user_id: "U0001",
  user_name: "ada",
  channel_id: "C0001",
  command: "/process",
  text: "qurey",
};

let triggers = 0;
/** A command as Slack sends it: no two are the same. */
function command(over: Readonly<Record<string, string>> = {}): string {
  triggers += 1;
  const words = { ...fields, response_url: `${responseUrl}/${triggers}`, trigger_id: String(triggers), ...over };
  return new URLSearchParams(words).toString();
}

/** What reaches the conversation: an audit line for each command, and an answer. */
async function reached(act: () => Promise<unknown>): Promise<number> {
  const before = running.audited.length;
  await act();
  // What comes last is answered last: whatever came before it has been by then.
  const last = command();
  expect(await ask({ body: last })).toEqual({ status: 200, says: "" });
  await vi.waitFor(() => expect(posted.length).toBe(running.audited.length), { interval: 5 });
  return running.audited.length - before - 1;
}

test("a command is acknowledged with nothing, and answered", async () => {
  expect(
    await reached(async () => {
      expect(await ask({ body: command() })).toEqual({ status: 200, says: "" });
    }),
  ).toBe(1);
});

describe("nothing reaches the app of a request", () => {
  test.each([
    ["that is signed with another secret", { "x-slack-signature": signature("another", now(), command()) }],
    ["without a signature", { "x-slack-signature": undefined }],
    ["without a time", { "x-slack-request-timestamp": undefined }],
    ["whose signature is none", { "x-slack-signature": "v0=" }],
    ["of another version", { "x-slack-signature": `v1=${"0".repeat(64)}` }],
    ["whose time is none", { "x-slack-request-timestamp": "now" }],
    ["whose time is too long", { "x-slack-request-timestamp": "9".repeat(400) }],
  ])("%s", async (_what, over) => {
    const body = command();
    const headers = Object.fromEntries(
      Object.entries({ ...signed(body), ...over }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    );
    expect(await reached(async () => expect(await ask({ body, headers })).toEqual({ status: 401, says: "" }))).toBe(0);
  });

  test.each([-301, -86_400, 310, 86_400])("%i seconds away from now", async (shifted) => {
    expect(
      await reached(async () => expect(await ask({ body: command(), shifted })).toMatchObject({ status: 401 })),
    ).toBe(0);
  });

  test("that was captured and changed", async () => {
    const body = command({ text: "help" });
    const headers = signed(body);
    const count = await reached(async () => {
      expect(await ask({ body, headers })).toMatchObject({ status: 200 });
      expect(await ask({ body: body.replace("U0001", "U0002"), headers })).toMatchObject({ status: 401 });
      const at = { ...headers, "x-slack-request-timestamp": String(now() + 1) };
      expect(await ask({ body, headers: at })).toMatchObject({ status: 401 });
    });
    expect(count).toBe(1);
  });

  test("with a body that is too long, said or not", async () => {
    const body = command({ text: "x".repeat(262_144) });
    const chunked = { ...signed(body), "transfer-encoding": "chunked" };
    const count = await reached(async () => {
      expect(await ask({ body })).toEqual({ status: 413, says: "" });
      expect(await ask({ body, headers: chunked })).toEqual({ status: 413, says: "" });
    });
    expect(count).toBe(0);
  });

  test.each([
    ["POST", "/"],
    ["POST", "/slack/install"],
    ["POST", "/slack/events/"],
    ["POST", "/slack/events?x=1"],
    ["POST", "//"],
    ["POST", "http://["],
    ["GET", "/slack/events"],
    ["PUT", "/slack/events"],
    ["OPTIONS", "*"],
  ])("%s %s", async (method, path) => {
    expect(
      await reached(async () => expect(await ask({ body: command(), method, path })).toMatchObject({ status: 404 })),
    ).toBe(0);
  });

  test.each([
    ["payload=null", form],
    ["payload=7", form],
    ["payload=", form],
    ["payload=[]", form],
    ["payload=%7B", form],
    ["payload={}&payload={}", form],
    ["null", "application/json"],
    ["", "application/json"],
    ["{", "application/json"],
    ["\u0000", "text/plain"],
  ])("that is signed and says %s as %s", async (body, contentType) => {
    const rejections = unhandled();
    const headers = { ...signed(body), "content-type": contentType };
    const count = await reached(async () => {
      const { status } = await ask({ body, headers });
      expect([400, 404]).toContain(status);
    });
    expect(count).toBe(0);
    expect(rejections).toEqual([]);
  });

  test("of a kind that nobody listens for", async () => {
    const shortcut = { type: "message_action", team: { id: "T0001" }, user: { id: "U0001" }, callback_id: "x" };
    const body = new URLSearchParams({ payload: JSON.stringify(shortcut) }).toString();
    expect(await reached(async () => expect(await ask({ body })).toMatchObject({ status: 404 }))).toBe(0);
  });
});

describe("the same request again", () => {
  test("is acknowledged and answered once", async () => {
    const body = command();
    const headers = signed(body);
    const count = await reached(async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask({ body, headers })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(await ask({ body, headers })).toMatchObject({ status: 200 });
    });
    expect(count).toBe(1);
  });

  test.each([
    ["another ending", (name: string) => `${name}=again`],
    ["capitals", (name: string) => name.toUpperCase()],
    ["a beginning of its own", (name: string) => `v0=x,${name}`],
  ])("is not another one when its signature gets %s", async (_what, changed) => {
    const body = command();
    const headers = signed(body);
    const disguised = { ...headers, "x-slack-signature": changed(headers["x-slack-signature"]) };
    const count = await reached(async () => {
      expect(await ask({ body, headers })).toMatchObject({ status: 200 });
      expect(await ask({ body, headers: disguised })).toMatchObject({ status: 401 });
    });
    expect(count).toBe(1);
  });

  test("as Slack delivers it", async () => {
    const world = await startSlackWorld({ mode: "http" });
    onTestFinished(() => world.close());
    world.double.faults.nextDelivery({ kind: "twice" });
    expect(await world.double.command({ text: "help" })).toMatchObject({
      acknowledged: true,
      status: 200,
      replay: { acknowledged: true, status: 200 },
    });
    await world.double.command({ text: "qurey" });
    await world.double.until({}, (seen) => seen.length >= 2);
    expect(world.double.seen({})).toHaveLength(2);
  });
});

describe("what Slack asks about the address itself", () => {
  test("a check of the certificate, which is not signed", async () => {
    const headers = { "content-type": form };
    const smuggled = `${command()}&ssl_check=1`;
    const count = await reached(async () => {
      expect(await ask({ body: "ssl_check=1&token=x", headers })).toEqual({ status: 200, says: "" });
      expect(await ask({ body: smuggled, headers })).toEqual({ status: 200, says: "" });
      expect(await ask({ body: "ssl_check=0", headers })).toMatchObject({ status: 401 });
    });
    expect(count).toBe(0);
  });

  test("a challenge, which is answered only when it is signed", async () => {
    const body = JSON.stringify({ type: "url_verification", challenge: "<b>3eZbrw1a</b>" });
    const headers = { ...signed(body), "content-type": "application/json" };
    expect(await ask({ body, headers })).toEqual({
      status: 200,
      says: JSON.stringify({ challenge: "<b>3eZbrw1a</b>" }),
    });
    const { "x-slack-signature": _none, ...unsigned } = headers;
    expect(await ask({ body, headers: unsigned })).toEqual({ status: 401, says: "" });
  });

  test("both, as Slack does it", async () => {
    const world = await startSlackWorld({ mode: "http" });
    onTestFinished(() => world.close());
    expect(await world.double.requestUrl?.verified()).toBe(true);
    expect(await world.double.requestUrl?.tlsChecked()).toBe(200);
  });
});

test.each([`${form}; charset=utf-8`, form.toUpperCase()])("the content type may be %s", async (contentType) => {
  const body = command();
  const headers = { ...signed(body), "content-type": contentType };
  expect(await reached(async () => expect(await ask({ body, headers })).toMatchObject({ status: 200 }))).toBe(1);
});

test("a connection that breaks off in the middle of a request is nobody's failure", async () => {
  const rejections = unhandled();
  const body = command();
  const before = running.told.length;
  await reached(async () => {
    const { host, port } = running.app.address ?? {};
    const agent = new Agent();
    const headers = { ...signed(body), "content-length": "100000" };
    const outgoing = send({ host, port, path: "/slack/events", method: "POST", headers, agent });
    const ended = new Promise((resolve) => outgoing.on("error", resolve));
    outgoing.write(body, () => agent.destroy());
    await ended;
  });
  expect(rejections).toEqual([]);
  expect(running.told.slice(before).filter(({ level }) => level === "error")).toEqual([]);
});

test("whatever is signed and sent, it is answered and nothing breaks", async () => {
  const rejections = unhandled();
  const bodies = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.json().map((payload) => new URLSearchParams({ payload }).toString()),
    fc
      .dictionary(fc.constantFrom(...Object.keys(fields), "payload", "type", "ssl_check", "__proto__"), fc.string())
      .map((words) => new URLSearchParams(words).toString()),
    fc
      .record({
        type: fc.constantFrom("block_actions", "view_submission", "event_callback"),
        team: fc.anything(),
        user: fc.anything(),
        actions: fc.anything(),
        event: fc.anything(),
      })
      .map((payload) => new URLSearchParams({ payload: JSON.stringify(payload) ?? "" }).toString()),
  );
  const types = fc.constantFrom(form, "application/json", "text/plain");
  await fc.assert(
    fc.asyncProperty(bodies, types, async (body, contentType) => {
      const { status } = await ask({ body, headers: { ...signed(body), "content-type": contentType } });
      expect([200, 400, 404, 500]).toContain(status);
    }),
    { numRuns: 200 },
  );
  expect(rejections).toEqual([]);
});
