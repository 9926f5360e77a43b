import { describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";
import { boltApp, socketReceiver } from "./bolt-app.ts";
import { clientOf, clock, started } from "./started.ts";

interface Envelope {
  readonly type: string;
  readonly envelope_id: string;
  readonly retry_attempt?: number;
}

/** A socket of one's own: what it hears, and a way to acknowledge. */
async function opened(slack: SlackDouble, { acknowledges = true } = {}) {
  const { url = "" } = await clientOf(slack, slack.tokens.app).apps.connections.open();
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const heard: Envelope[] = [];
  const waiting = new Set<() => void>();
  let pings = 0;
  socket.on("ping", () => {
    pings += 1;
    for (const look of waiting) look();
  });
  const ended = new Promise<number>((resolve) => socket.on("close", resolve));
  const acknowledge = (id: string, payload: object = {}) => socket.send(JSON.stringify({ envelope_id: id, payload }));
  socket.on("message", (data) => {
    const envelope: Envelope = JSON.parse(String(data));
    heard.push(envelope);
    if (acknowledges && envelope.envelope_id) acknowledge(envelope.envelope_id);
    for (const look of waiting) look();
  });
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!condition()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    socket,
    heard,
    ended,
    acknowledge,
    until,
    pings: () => pings,
    of: (type: string) => heard.filter((one) => one.type === type),
  };
}

type Opened = Awaited<ReturnType<typeof opened>>;

async function greeted(slack: SlackDouble, how?: { acknowledges?: boolean }): Promise<Opened> {
  const socket = await opened(slack, how);
  await socket.until(() => socket.heard.length > 0);
  return socket;
}

describe("opening a socket", () => {
  test("it is greeted, with the number of sockets", async () => {
    const slack = await started();
    const first = await greeted(slack);
    const second = await greeted(slack);
    expect(first.heard).toMatchObject([
      {
        type: "hello",
        num_connections: 1,
        connection_info: { app_id: "A0LOOKOUT" },
        debug_info: { approximate_connection_time: 18_060 },
      },
    ]);
    expect(second.heard).toMatchObject([{ type: "hello", num_connections: 2 }]);
    expect(slack.sockets).toBe(2);
    first.socket.close();
    await vi.waitFor(() => expect(slack.sockets).toBe(1));
  });

  test("a ticket is good once, for a while, and not made up", async () => {
    const time = clock();
    const slack = await started({ now: time.now });
    const { url = "" } = await clientOf(slack, slack.tokens.app).apps.connections.open();
    const { url: old = "" } = await clientOf(slack, slack.tokens.app).apps.connections.open();
    const refused = (address: string) =>
      new Promise((resolve) =>
        new WebSocket(address)
          .on("unexpected-response", (_request, { statusCode }) => resolve(statusCode))
          .on("error", () => {}),
      );
    const socket = new WebSocket(url);
    onTestFinished(() => socket.terminate());
    await new Promise((resolve) => socket.on("open", resolve));
    expect(await refused(url)).toBe(403);
    expect(await refused(`${slack.url.replace("http", "ws")}/link/?ticket=mine`)).toBe(403);
    expect(await refused(`${slack.url.replace("http", "ws")}/other`)).toBe(403);
    time.pass(30_001);
    expect(await refused(old)).toBe(403);
  });

  test("the eleventh is sent away", async () => {
    const slack = await started();
    for (let count = 0; count < 10; count += 1) await greeted(slack);
    const eleventh = await greeted(slack);
    expect(eleventh.heard).toMatchObject([{ type: "disconnect", reason: "too_many_websockets" }]);
    await eleventh.ended;
    expect(slack.sockets).toBe(10);
  });

  test("it is pinged", async () => {
    const slack = await started({ timings: { pingMs: 5 } });
    const socket = await greeted(slack);
    await socket.until(() => socket.pings() > 2);
  });
});

describe("an envelope", () => {
  test("goes to one socket, and the next to the next", async () => {
    const slack = await started();
    const sockets = [await greeted(slack), await greeted(slack), await greeted(slack)];
    for (let count = 0; count < 6; count += 1) await slack.command({ text: `${count}` });
    expect(sockets.map((socket) => socket.of("slash_commands").length)).toEqual([2, 2, 2]);
    expect(sockets[0]?.of("slash_commands")[0]).toMatchObject({
      type: "slash_commands",
      envelope_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      accepts_response_payload: true,
      payload: { command: "/process" },
    });
    expect(sockets[0]?.of("slash_commands")[0]).not.toHaveProperty("retry_attempt");
  });

  test("without a socket a command fails at once", async () => {
    const slack = await started();
    expect(await slack.command({ text: "x" })).toMatchObject({ acknowledged: false, error: "dispatch_failed" });
  });

  test("that nobody acknowledges fails after the time for it", async () => {
    const slack = await started({ timings: { acknowledgeMs: 20 } });
    const socket = await greeted(slack, { acknowledges: false });
    expect(await slack.command({ text: "x" })).toMatchObject({ acknowledged: false, error: "operation_timeout" });
    // Late, and therefore in vain; nonsense does no harm either.
    socket.acknowledge(socket.of("slash_commands")[0]?.envelope_id ?? "");
    socket.socket.send("no JSON");
    socket.socket.send("[]");
    expect(await slack.command({ text: "x" })).toMatchObject({ error: "operation_timeout" });
    expect(socket.of("slash_commands")).toHaveLength(2);
  });

  test("goes to another socket when its own ends before it was acknowledged", async () => {
    const slack = await started();
    const first = await greeted(slack, { acknowledges: false });
    const second = await greeted(slack, { acknowledges: false });
    const command = slack.command({ text: "x" });
    await Promise.race([first, second].map((one) => one.until(() => one.of("slash_commands").length > 0)));
    const [own, other] = first.of("slash_commands").length > 0 ? [first, second] : [second, first];
    own.socket.terminate();
    await other.until(() => other.of("slash_commands").length > 0);
    const [again] = other.of("slash_commands");
    expect(again).toMatchObject({
      envelope_id: own.of("slash_commands")[0]?.envelope_id,
      retry_attempt: 1,
      retry_reason: "timeout",
    });
    other.acknowledge(again?.envelope_id ?? "", { text: "Answer" });
    expect(await command).toMatchObject({ acknowledged: true, body: { text: "Answer" }, attempts: 2 });
  });

  test("of an event comes again until it is acknowledged, also when there was no socket at first", async () => {
    const slack = await started({ timings: { acknowledgeMs: 20, retriesMs: [0, 5, 10] } });
    expect(await slack.event({ type: "app_mention", text: "hi" })).toMatchObject({
      acknowledged: false,
      error: "dispatch_failed",
      attempts: 4,
    });
    const socket = await greeted(slack, { acknowledges: false });
    expect(await slack.event({ type: "app_mention", text: "hi" })).toMatchObject({
      acknowledged: false,
      error: "operation_timeout",
      attempts: 4,
    });
    const envelopes = socket.of("events_api");
    expect(envelopes.map(({ retry_attempt: attempt }) => attempt)).toEqual([0, 1, 2, 3]);
    expect(new Set(envelopes.map(({ envelope_id: id }) => id)).size).toBe(1);
    expect(envelopes[0]).toMatchObject({
      payload: { type: "event_callback", event: { type: "app_mention" }, authorizations: [{ is_bot: true }] },
      retry_reason: "",
    });
    const event = slack.event({ type: "app_mention", text: "hi" });
    await socket.until(() => socket.of("events_api").length === 5);
    socket.acknowledge(socket.of("events_api")[4]?.envelope_id ?? "");
    expect(await event).toMatchObject({ acknowledged: true });
  });
});

describe("faults", () => {
  test.each(["warning", "refresh_requested", "link_disabled"] as const)("disconnect: %s", async (reason) => {
    const slack = await started();
    const first = await greeted(slack);
    const second = await greeted(slack);
    slack.faults.disconnect(reason);
    expect(await second.ended).toBe(1000);
    expect(second.heard.at(-1)).toMatchObject({ type: "disconnect", reason, debug_info: { host: expect.any(String) } });
    expect(first.heard).toHaveLength(1);
    slack.faults.disconnect(reason, { sockets: "all", closeAfterMs: 1 });
    await first.ended;
    expect(slack.sockets).toBe(0);
  });

  test("sockets that break without a word", async () => {
    const slack = await started();
    const socket = await greeted(slack);
    slack.faults.breakSockets();
    expect(await socket.ended).toBe(1006);
    expect(socket.heard).toHaveLength(1);
  });

  test("sockets that stall: nothing is heard on either side", async () => {
    const slack = await started({ timings: { acknowledgeMs: 20, pingMs: 5 } });
    const socket = await greeted(slack);
    slack.faults.stallSockets();
    expect(await slack.command({ text: "x" })).toMatchObject({ error: "operation_timeout" });
    expect(socket.of("slash_commands")).toEqual([]);
    const pong = new Promise((resolve) => socket.socket.on("pong", resolve));
    socket.socket.ping();
    expect(await Promise.race([pong, new Promise((resolve) => setTimeout(resolve, 30, "silence"))])).toBe("silence");
    expect(slack.sockets).toBe(1);
  });

  test("a socket that is never greeted", async () => {
    const slack = await started();
    slack.faults.withoutHello();
    const first = await opened(slack);
    await greeted(slack);
    expect(first.heard).toEqual([]);
  });

  test("an envelope that comes again although it was acknowledged, and one that comes twice", async () => {
    const slack = await started();
    expect(slack.faults.redeliver()).toBe(false);
    const socket = await greeted(slack);
    await slack.command({ text: "x" });
    expect(slack.faults.redeliver()).toBe(true);
    await socket.until(() => socket.of("slash_commands").length === 2);
    slack.faults.nextDelivery({ kind: "twice" });
    await slack.command({ text: "y" });
    await socket.until(() => socket.of("slash_commands").length === 4);
    const [one, two, three, four] = socket.of("slash_commands").map(({ envelope_id: id }) => id);
    expect(one).toBe(two);
    expect(three).toBe(four);
    expect(one).not.toBe(three);
  });
});

describe("the official client", () => {
  test("comes back after a refresh and after a broken socket", async () => {
    const slack = await started();
    await boltApp(slack, socketReceiver(slack), (app) => {
      app.command("/process", ({ ack }) => ack());
    });
    for (const fault of [() => slack.faults.disconnect(), slack.faults.breakSockets]) {
      expect(await slack.command({ text: "x" })).toMatchObject({ acknowledged: true });
      const before = slack.calls.length;
      fault();
      await vi.waitFor(() => expect(slack.calls.length).toBeGreaterThan(before));
      await vi.waitFor(() => expect(slack.sockets).toBe(1));
    }
  });

  test("hears events", async () => {
    const slack = await started();
    const heard: unknown[] = [];
    await boltApp(slack, socketReceiver(slack), (app) => {
      app.event("app_mention", async ({ event }) => {
        heard.push(event.text);
      });
    });
    expect(
      await slack.event({ type: "app_mention", text: "<@U0LOOKOUT> get 1", user: "U0001", channel: "C0001" }),
    ).toMatchObject({ acknowledged: true });
    expect(heard).toEqual(["<@U0LOOKOUT> get 1"]);
  });
});
