/** Requests of Slack over HTTP, and of others who are not Slack. */
import { Agent, request as send } from "node:http";
import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { signature } from "../../../src/sandbox/slack/signatures.ts";
import { fields, form, type HttpApp, now, startHttpApp } from "./http-app.ts";
import { unhandled } from "./running.ts";
import { startSlackWorld } from "./world.ts";

let app: HttpApp;
beforeAll(async () => {
  app = await startHttpApp();
  return () => app.close();
});

test("a command is acknowledged with nothing, and answered", async () => {
  await app.reaches(1, async () => {
    expect(await app.ask({ body: app.command() })).toEqual({ status: 200, says: "" });
  });
});

describe("nothing reaches the app of a request", () => {
  test.each<[string, (body: string) => Readonly<Record<string, string | undefined>>]>([
    ["that is signed with another secret", (body) => ({ "x-slack-signature": signature("another", now(), body) })],
    ["that is signed for another body", () => ({ "x-slack-signature": app.signed("another")["x-slack-signature"] })],
    ["without a signature", () => ({ "x-slack-signature": undefined })],
    ["without a time", () => ({ "x-slack-request-timestamp": undefined })],
    ["whose signature is none", () => ({ "x-slack-signature": "v0=" })],
    ["of another version", () => ({ "x-slack-signature": `v1=${"0".repeat(64)}` })],
    ["whose time is none", () => ({ "x-slack-request-timestamp": "now" })],
    ["whose time is too long", () => ({ "x-slack-request-timestamp": "9".repeat(400) })],
  ])("%s", async (_what, changed) => {
    const body = app.command();
    const all = Object.entries({ ...app.signed(body), ...changed(body) });
    const headers = Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    await app.reaches(0, async () => {
      expect(await app.ask({ body, headers })).toEqual({ status: 401, says: "" });
    });
  });

  test.each([-301, -86_400, 310, 86_400])("%i seconds away from now", async (shifted) => {
    await app.reaches(0, async () =>
      expect(await app.ask({ body: app.command(), shifted })).toMatchObject({ status: 401 }),
    );
  });

  test("that was captured and changed", async () => {
    const body = app.command({ text: "help" });
    const headers = app.signed(body);
    await app.reaches(1, async () => {
      expect(await app.ask({ body, headers })).toMatchObject({ status: 200 });
      expect(await app.ask({ body: body.replace("U0001", "U0002"), headers })).toMatchObject({ status: 401 });
      const at = { ...headers, "x-slack-request-timestamp": String(now() + 1) };
      expect(await app.ask({ body, headers: at })).toMatchObject({ status: 401 });
    });
  });

  test("with a body that is too long, said or not", async () => {
    const body = app.command({ text: "x".repeat(262_144) });
    const chunked = { ...app.signed(body), "transfer-encoding": "chunked" };
    await app.reaches(0, async () => {
      expect(await app.ask({ body })).toEqual({ status: 413, says: "" });
      expect(await app.ask({ body, headers: chunked })).toEqual({ status: 413, says: "" });
    });
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
    await app.reaches(0, async () =>
      expect(await app.ask({ body: app.command(), method, path })).toMatchObject({ status: 404 }),
    );
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
    const headers = { ...app.signed(body), "content-type": contentType };
    await app.reaches(0, async () => {
      const { status } = await app.ask({ body, headers });
      expect([400, 404]).toContain(status);
    });
    expect(rejections).toEqual([]);
  });

  test("of a kind that nobody listens for", async () => {
    const shortcut = { type: "message_action", team: { id: "T0001" }, user: { id: "U0001" }, callback_id: "x" };
    const body = new URLSearchParams({ payload: JSON.stringify(shortcut) }).toString();
    await app.reaches(0, async () => expect(await app.ask({ body })).toMatchObject({ status: 404 }));
  });
});

describe("the same request again", () => {
  test("is acknowledged and answered once", async () => {
    const body = app.command();
    const headers = app.signed(body);
    await app.reaches(1, async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => app.ask({ body, headers })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(await app.ask({ body, headers })).toMatchObject({ status: 200 });
    });
  });

  test.each([
    ["another ending", (name: string) => `${name}=again`],
    ["capitals", (name: string) => name.toUpperCase()],
    ["a beginning of its own", (name: string) => `v0=x,${name}`],
  ])("is not another one when its signature gets %s", async (_what, changed) => {
    const body = app.command();
    const headers = app.signed(body);
    const disguised = { ...headers, "x-slack-signature": changed(headers["x-slack-signature"]) };
    await app.reaches(1, async () => {
      expect(await app.ask({ body, headers })).toMatchObject({ status: 200 });
      expect(await app.ask({ body, headers: disguised })).toMatchObject({ status: 401 });
    });
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
    const smuggled = `${app.command()}&ssl_check=1`;
    await app.reaches(0, async () => {
      expect(await app.ask({ body: "ssl_check=1&token=x", headers })).toEqual({ status: 200, says: "" });
      expect(await app.ask({ body: smuggled, headers })).toEqual({ status: 200, says: "" });
      expect(await app.ask({ body: "ssl_check=0", headers })).toMatchObject({ status: 401 });
    });
  });

  test("a challenge, which is answered only when it is signed", async () => {
    const body = JSON.stringify({ type: "url_verification", challenge: "<b>3eZbrw1a</b>" });
    const headers = { ...app.signed(body), "content-type": "application/json" };
    expect(await app.ask({ body, headers })).toEqual({
      status: 200,
      says: JSON.stringify({ challenge: "<b>3eZbrw1a</b>" }),
    });
    const { "x-slack-signature": _none, ...unsigned } = headers;
    expect(await app.ask({ body, headers: unsigned })).toEqual({ status: 401, says: "" });
  });

  test("both, as Slack does it", async () => {
    const world = await startSlackWorld({ mode: "http" });
    onTestFinished(() => world.close());
    expect(await world.double.requestUrl?.verified()).toBe(true);
    expect(await world.double.requestUrl?.tlsChecked()).toBe(200);
  });
});

test.each([`${form}; charset=utf-8`, form.toUpperCase()])("the content type may be %s", async (contentType) => {
  const body = app.command();
  const headers = { ...app.signed(body), "content-type": contentType };
  await app.reaches(1, async () => expect(await app.ask({ body, headers })).toMatchObject({ status: 200 }));
});

test("a connection that breaks off in the middle of a request is nobody's failure", async () => {
  const rejections = unhandled();
  const body = app.command();
  const before = app.told.length;
  await app.reaches(0, async () => {
    const { host, port } = app.app.address ?? {};
    const agent = new Agent();
    const headers = { ...app.signed(body), "content-length": "100000" };
    const outgoing = send({ host, port, path: "/slack/events", method: "POST", headers, agent });
    const ended = new Promise((resolve) => outgoing.on("error", resolve));
    outgoing.write(body, () => agent.destroy());
    await ended;
  });
  expect(rejections).toEqual([]);
  expect(app.told.slice(before).filter(({ level }) => level === "error")).toEqual([]);
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
      const { status } = await app.ask({ body, headers: { ...app.signed(body), "content-type": contentType } });
      expect([200, 400, 404, 500]).toContain(status);
    }),
    { numRuns: 200 },
  );
  expect(rejections).toEqual([]);
});
