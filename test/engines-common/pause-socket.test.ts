import { expect, onTestFinished, test } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { createEngine } from "../../src/engines/index.ts";
import { pausing } from "../../src/engines/pause.ts";
import { faultOf, json, serve, serveTcp, signal } from "../engines-http/servers.ts";

const settings = { auth: { type: "none" }, timeoutMs: 10_000 } as const;
const userAgent = "process-lookout/test";
const scope = {};

function closing(engine: Engine): Engine {
  onTestFinished(() => engine.close());
  return engine;
}

const ask = ({ get }: Engine) => faultOf(get({ id: "a1", include: [], waitUpToMs: 0, scope, now: new Date() }, signal));
const faultsOf = async (asked: readonly Promise<{ fault: string }>[]) => [
  ...new Set((await Promise.all(asked)).map(({ fault }) => fault)),
];

/** A port behind which nobody answers, and how often somebody knocked. */
async function deadPort() {
  const knocks = { count: 0 };
  const { url } = await serveTcp((socket) => {
    knocks.count += 1;
    socket.resetAndDestroy();
  });
  return { url, knocks };
}

test("a dead port is knocked at for three rounds of questions, and then once in each pause", async () => {
  const { url, knocks } = await deadPort();
  let now = 0;
  const engine = closing(pausing(createCamunda7({ ...settings, engine: "north", url, userAgent }), () => now));
  const round = () => faultsOf(Array.from({ length: 20 }, () => ask(engine)));
  for (let done = 0; done < 3; done += 1) expect(await round()).toEqual(["unreachable"]);
  const before = knocks.count;
  // A request has three attempts.
  expect(before).toBeLessThanOrEqual(3 * 20 * 3);
  for (let done = 0; done < 20; done += 1) expect(await round()).toEqual(["paused"]);
  expect(knocks.count).toBe(before);
  now += 5_000;
  expect(await round()).toEqual(["unreachable", "paused"]);
  expect(await round()).toEqual(["paused"]);
  expect(knocks.count - before).toBeLessThanOrEqual(3);
});

test("the engines of a configuration are left alone so, and doctor asks them all the same", async () => {
  const { url, knocks } = await deadPort();
  const shared = { proxy: {}, userAgent };
  const engine = closing(
    createEngine({ ...settings, id: "north", kind: "camunda7", url, businessKey: "businessKey" }, shared),
  );
  for (let asked = 0; asked < 3; asked += 1) expect(await ask(engine)).toMatchObject({ fault: "unreachable" });
  const before = knocks.count;
  expect(await ask(engine)).toMatchObject({ fault: "paused", facts: { engine: "north" } });
  expect(knocks.count).toBe(before);
  expect(await engine.check(signal)).toMatchObject([{ check: "reachable", status: "failed" }]);
  expect(knocks.count).toBeGreaterThan(before);
});

test("an engine that came back is asked again after the first trial", async () => {
  const state = { isDown: true };
  const server = await serve((_request, response) =>
    state.isDown ? response.writeHead(503, { "retry-after": "20" }).end() : json(response, [], 404),
  );
  let now = 0;
  const engine = closing(
    pausing(createCamunda7({ ...settings, engine: "north", url: server.url, userAgent }), () => now),
  );
  for (let asked = 0; asked < 3; asked += 1) expect(await ask(engine)).toMatchObject({ fault: "overloaded" });
  state.isDown = false;
  expect(await ask(engine)).toMatchObject({ fault: "paused" });
  now += 5_000;
  const back = await faultsOf([ask(engine)]);
  expect(back).not.toContain("paused");
  expect(await faultsOf(Array.from({ length: 5 }, () => ask(engine)))).toEqual(back);
});
