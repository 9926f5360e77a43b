import { expect, onTestFinished, test } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { createBpel } from "../../src/engines/bpel/engine.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import type { HttpSettings } from "../../src/engines/http.ts";
import { startBpelSandbox } from "../../src/sandbox/bpel.ts";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";

const world = { now: Date.parse("2026-11-22T12:00:00Z") };
const kinds = {
  camunda7: { start: () => startSandbox(world), create: (settings: HttpSettings) => createCamunda7(settings) },
  camunda8: { start: () => startCamunda8Sandbox(world), create: (settings: HttpSettings) => createCamunda8(settings) },
  bpel: { start: () => startBpelSandbox(world), create: (settings: HttpSettings) => createBpel(settings) },
};

const signal = new AbortController().signal;
const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** Every kind of question, answered and not. */
async function askAll(engine: Engine): Promise<void> {
  const now = new Date(world.now);
  const scope = {};
  await engine.capabilities(signal);
  await engine.check(signal);
  await engine.count({ filters: {}, scope, now }, signal);
  const { rows } = await engine.query({ filters: {}, order: "newest", limit: 3, scope, now }, signal);
  for (const id of [...rows.map((row) => row.id), "1", "no id", "_PI:1.1.1.1"]) {
    const asked = [
      engine.get({ id, include: [], waitUpToMs: 0, scope, now }, signal),
      engine.history({ id, kinds: ["instance", "element"], order: "oldest", limit: 5, scope }, signal),
    ];
    await Promise.allSettled(asked);
  }
}

test.each(["camunda7", "camunda8", "bpel"] as const)("no timer outlives its question to %s", async (kind) => {
  const { start, create } = kinds[kind];
  const sandbox = await start();
  onTestFinished(() => sandbox.close());
  const engine = create({
    engine: "north",
    url: sandbox.url,
    auth: { type: "none" },
    timeoutMs: 600_000,
    userAgent: "process-lookout/test",
  });
  onTestFinished(() => engine.close());
  await askAll(engine);
  const before = timers();
  for (let round = 0; round < 3; round += 1) await askAll(engine);
  expect(timers()).toBeLessThanOrEqual(before + 2);
});
