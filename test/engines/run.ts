// npm run test:engines: starts real engines, fills them, runs the tests against them, and stops everything.
import { admin, type Camunda7Options, launchCamunda7, missingTools, type RunningEngine } from "./camunda7/launch.ts";
import { seedCamunda7 } from "./camunda7/seed.ts";
import { command, handOver, say, vitest } from "./command.ts";
import type { Handover } from "./under-test.ts";

const config = "test/engines/vitest.config.ts";
const running: RunningEngine[] = [];

async function prepare(name: string, options: Camunda7Options, count: number): Promise<Handover["engines"]["open"]> {
  const engine = await launchCamunda7(options);
  running.push(engine);
  say(`${name}: Camunda 7 answers at ${engine.url}`);
  const { scenarios } = await seedCamunda7(engine.url, { count, ...(options.auth ? { credentials: admin } : {}) });
  say(`${name}: ${Object.keys(scenarios).length} scenarios, ${count} parcels`);
  return { url: engine.url, scenarios };
}

async function testOwnEngines(): Promise<number> {
  const [open, auth, historyNone] = await Promise.all([
    prepare("open", {}, 300),
    prepare("auth", { auth: true }, 0),
    prepare("history none", { historyLevel: "none" }, 0),
  ]);
  const engines: Handover["engines"] = { open, auth, historyNone };
  return vitest(config, { LOOKOUT_TEST_URL: engines.open.url, LOOKOUT_TEST_SCENARIOS: await handOver({ engines }) });
}

await command(async () => {
  const { LOOKOUT_TEST_URL } = process.env;
  if (LOOKOUT_TEST_URL) return vitest(config, { LOOKOUT_TEST_SCENARIOS: undefined });
  const missing = missingTools();
  if (missing) {
    console.error(`${missing} Or set LOOKOUT_TEST_URL to the base URL of an engine that runs already.`);
    return 1;
  }
  try {
    return await testOwnEngines();
  } finally {
    await Promise.all(running.map((engine) => engine.stop()));
    say("all engines stopped");
  }
});
