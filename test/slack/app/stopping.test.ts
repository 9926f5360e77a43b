/** Stopping: what was taken is answered, nothing is taken any more, and nothing stays open. */
import { createHook } from "node:async_hooks";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startSlackApp } from "../../../src/slack/app.ts";
import { startForwarder } from "./forwarder.ts";
import { heldEngine } from "./held-engine.ts";
import { bothOpen, callsOf, faultOf, optionsFor, runApp, slackFor, unhandled } from "./running.ts";
import { startTunnel } from "./tunnel.ts";
import { expectAnswered, typed } from "./typing.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Timers of app and double go at our pace. */
const ourTime = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

/** Whether a promise is settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe.each(["socket", "http"] as const)("over %s", (mode) => {
  /** The app with an engine that holds its answers, and a Slack that finds it. */
  async function held() {
    const { engine, asked, letGo } = await heldEngine(60_000);
    const forwarder = await startForwarder();
    const double = await slackFor(mode === "http" ? { mode: { http: forwarder.requestUrl } } : {});
    const running = await runApp(double, { mode, engines: [engine] });
    forwarder.to(running.app.address?.port ?? 0);
    const isAsked = (times: number) => vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(times));
    return { ...running, double, isAsked, letGo };
  }

  test("answers that are under way come, and nothing new is taken", async () => {
    const { app, double, isAsked, letGo, audited } = await held();
    for (const user of ["U0001", "U0002"]) {
      expect(await double.command({ text: "PAY-3", user })).toMatchObject({ acknowledged: true });
    }
    await isAsked(2);
    const stopping = app.stop();
    await vi.waitFor(() => expect(double.sockets).toBe(0));
    expect(await double.command({ text: "help" })).toMatchObject({ acknowledged: false, error: "dispatch_failed" });
    expect(await isSettled(stopping)).toBe(false);
    letGo();
    await stopping;
    for (const user of ["U0001", "U0002"]) {
      expect(double.seen({ user }).at(-1)?.text).toContain("PAY-3");
    }
    expect(audited).toHaveLength(2);
  });

  test("an answer that does not come is called off, and said to be", async () => {
    const { app, double, isAsked } = await held();
    await double.command({ text: "PAY-3" });
    await isAsked(1);
    ourTime();
    const stopping = app.stop();
    await vi.advanceTimersByTimeAsync(19_000);
    expect(await isSettled(stopping)).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    await stopping;
    expect(double.seen({}).at(-1)?.text).toContain("Cancelled.");
  });

  test("a Slack that takes no answer any more is not waited for", async () => {
    const { app, double, isAsked } = await held();
    await double.command({ text: "PAY-3" });
    await isAsked(1);
    ourTime();
    double.faults.next("response_url", { kind: "slow", ms: 600_000 }, 4);
    const stopping = app.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    await vi.waitFor(() => expect(callsOf(double, "response_url").length).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(3_000);
    vi.useRealTimers();
    await stopping;
  });

  test("twice is once", async () => {
    const { app, letGo } = await held();
    letGo();
    const stopping = app.stop();
    expect(app.stop()).toBe(stopping);
    await stopping;
    await app.stop();
  });
});

describe("sockets", () => {
  test("leave nothing behind, and neither do those that they replaced", async () => {
    const opened = openedFromNow();
    const double = await slackFor();
    const { app, told } = await runApp(double);
    for (const [at, closeAfterMs] of [200, 0].entries()) {
      double.faults.disconnect("warning", { closeAfterMs });
      await vi.waitFor(() => expect(told).toHaveLength(at + 1), { timeout: 5_000 });
    }
    await bothOpen(double);
    await expectAnswered(double, [await typed(double, "n1x")]);
    await app.stop();
    expect(double.sockets).toBe(0);
    await double.close();
    opened.enough();
    expect(opened.all()).not.toEqual([]);
    await vi.waitFor(() => expect(opened.left()).toEqual([]), { timeout: 3_000 });
  });

  test.each(["itself", "its connection"])(
    "of a Slack that keeps %s open are given up",
    async (what) => {
      const double = await slackFor();
      const proxies = what === "itself" ? {} : { httpProxy: (await startTunnel({ keepsOpen: true })).url };
      const { app } = await runApp(double, { proxies });
      if (what === "itself") double.faults.stallSockets();
      await app.stop();
    },
    5_000,
  );

  test("that are being opened are not opened", async () => {
    const rejections = unhandled();
    const double = await slackFor();
    const { app } = await runApp(double);
    double.faults.next("apps.connections.open", { kind: "slow", ms: 600_000 }, 2);
    double.faults.breakSockets();
    await vi.waitFor(() => expect(callsOf(double, "apps.connections.open")).toHaveLength(4), { timeout: 5_000 });
    await app.stop();
    expect(double.sockets).toBe(0);
    expect(rejections).toEqual([]);
  }, 5_000);

  test("that hear no hello are closed", async () => {
    const rejections = unhandled();
    const double = await slackFor();
    const { app } = await runApp(double);
    double.faults.withoutHello(2);
    double.faults.breakSockets();
    await vi.waitFor(() => expect(callsOf(double, "apps.connections.open")).toHaveLength(4), { timeout: 5_000 });
    await bothOpen(double);
    await app.stop();
    await vi.waitFor(() => expect(double.sockets).toBe(0));
    expect(rejections).toEqual([]);
  }, 5_000);

  test("that wait for another try are not tried again", async () => {
    const double = await slackFor();
    const { app } = await runApp(double);
    double.faults.next("apps.connections.open", { kind: "rate-limited", retryAfter: 600 }, 2);
    double.faults.breakSockets();
    await vi.waitFor(() => expect(callsOf(double, "apps.connections.open")).toHaveLength(4), { timeout: 5_000 });
    await app.stop();
    expect(callsOf(double, "apps.connections.open")).toHaveLength(4);
  }, 5_000);
});

describe("a start that is called off", () => {
  test.each([
    ["auth.test", 1],
    ["apps.connections.open", 2],
  ])("while %s is asked", async (method, times) => {
    const rejections = unhandled();
    const double = await slackFor();
    double.faults.next(method, { kind: "slow", ms: 600_000 }, times);
    const stop = new AbortController();
    const { options } = optionsFor(double, { signal: stop.signal });
    const starting = faultOf(startSlackApp(options));
    await vi.waitFor(() => expect(callsOf(double, method)).toHaveLength(times));
    stop.abort();
    expect(await starting).toEqual({ fault: "cancelled", facts: {} });
    expect(double.sockets).toBe(0);
    expect(rejections).toEqual([]);
  });

  test("before it begins", async () => {
    const double = await slackFor();
    const { options } = optionsFor(double, { signal: AbortSignal.abort() });
    expect(await faultOf(startSlackApp(options))).toEqual({ fault: "cancelled", facts: {} });
    expect(double.calls).toEqual([]);
  });

  test("after it ended changes nothing", async () => {
    const double = await slackFor();
    const stop = new AbortController();
    await runApp(double, { signal: stop.signal });
    stop.abort();
    await expectAnswered(double, [await typed(double, "n1x")]);
  });
});

describe("the server for Slack's requests", () => {
  test("ends connections that are kept, and those that say nothing", async () => {
    const double = await slackFor();
    const { app } = await runApp(double, { mode: "http" });
    const { host = "", port = 0 } = app.address ?? {};
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) => {
      request({ host, port, agent, path: "/" }, (response) => response.resume().on("end", resolve)).end();
    });
    const silent = connect(port, host);
    await new Promise((resolve) => silent.once("connect", resolve));
    silent.write("POST /slack/events HTTP/1.1\r\n");
    const ended = new Promise((resolve) => silent.resume().on("close", resolve));
    await app.stop();
    await ended;
    agent.destroy();
  }, 5_000);

  test("lets go of its port", async () => {
    const double = await slackFor();
    const { app } = await runApp(double, { mode: "http" });
    const { options } = optionsFor(double, { mode: "http" });
    const listen = app.address ?? options.listen;
    expect(await faultOf(startSlackApp({ ...options, listen }))).toMatchObject({ fault: "cannotListen" });
    await app.stop();
    const again = await startSlackApp({ ...options, listen });
    expect(again.address).toEqual(listen);
    await again.stop();
  });
});

/** Connections, servers and timers that begin from now on, and which of them keep the process from ending. */
function openedFromNow() {
  const open = new Map<number, { type: string; resource: object }>();
  const all: string[] = [];
  let isEnough = false;
  const hook = createHook({
    init: (id, type, _trigger, resource: object) => {
      if (isEnough || !/^(?:Timeout|TCPWRAP|TCPSERVERWRAP)$/.test(type)) return;
      all.push(type);
      open.set(id, { type, resource });
    },
    destroy: (id) => open.delete(id),
  }).enable();
  onTestFinished(() => {
    hook.disable();
  });
  const isHeld = ({ resource }: { resource: object }) =>
    "hasRef" in resource && typeof resource.hasRef === "function" && resource.hasRef() === true;
  return {
    enough: () => {
      isEnough = true;
    },
    all: () => all,
    left: () => [...open.values()].filter(isHeld).map(({ type }) => type),
  };
}
