// npm run test:engines: starts real engines, fills them, runs the tests against them, and stops everything.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { admin, type Camunda7Options, launchCamunda7, missingTools, type RunningEngine } from "./camunda7/launch.ts";
import { seedCamunda7 } from "./camunda7/seed.ts";
import type { Handover } from "./under-test.ts";

const project = join(import.meta.dirname, "..", "..");
const started = Date.now();
const say = (words: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(1)} s  ${words}`);

/** The arguments of this script go to vitest, so that one test can be picked. */
async function vitest(environment: Record<string, string>): Promise<number> {
  const program = join(project, "node_modules", "vitest", "vitest.mjs");
  const args = [program, "run", "--config", "test/engines/vitest.config.ts", ...process.argv.slice(2)];
  const { LOOKOUT_TEST_SCENARIOS: _, ...inherited } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...inherited, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const kill = () => child.kill();
  process.once("exit", kill);
  const code = await new Promise<number | null>((done, failed) => child.on("error", failed).on("exit", done));
  process.off("exit", kill);
  return code ?? 1;
}

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
  const folder = await mkdtemp(join(tmpdir(), "lookout-test-engines-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const [open, auth, historyNone] = await Promise.all([
    prepare("open", {}, 300),
    prepare("auth", { auth: true }, 0),
    prepare("history none", { historyLevel: "none" }, 0),
  ]);
  const engines: Handover["engines"] = { open, auth, historyNone };
  const file = join(folder, "scenarios.json");
  await writeFile(file, JSON.stringify({ engines }, null, 2));
  return vitest({ LOOKOUT_TEST_URL: engines.open.url, LOOKOUT_TEST_SCENARIOS: file });
}

// Without handlers of its own a signal would end this process past its exit handlers.
const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) process.once(signal, () => process.exit(130));

async function main(): Promise<number> {
  const { LOOKOUT_TEST_URL } = process.env;
  if (LOOKOUT_TEST_URL) return vitest({});
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
}

// An explicit exit: where one engine failed, others may still be starting, and they end with this process.
process.exit(
  await main().catch((error: unknown) => {
    console.error(error);
    return 1;
  }),
);
