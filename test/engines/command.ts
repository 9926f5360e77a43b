import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = join(import.meta.dirname, "..", "..");
const started = Date.now();

/** Tells what a command is at, and since when. */
export const say = (words: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(1)} s  ${words}`);

/** Runs a command and ends this process, and with it everything that was started, on whichever way out. */
export async function command(main: () => Promise<number>): Promise<never> {
  // Without handlers of its own a signal would end this process past its exit handlers.
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.once(signal, () => process.exit(130));
  // An explicit exit: where one engine failed, others may still be starting, and they end with this process.
  process.exit(
    await main().catch((error: unknown) => {
      console.error(error);
      return 1;
    }),
  );
}

/** Writes what the tests are to know of the running engines, for LOOKOUT_TEST_SCENARIOS. */
export async function handOver(engines: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lookout-test-engines-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "scenarios.json");
  await writeFile(file, JSON.stringify(engines, null, 2));
  return file;
}

/** The tests of a configuration. The arguments of this process go to vitest, so that one test can be picked. */
export async function vitest(config: string, environment: Record<string, string | undefined>): Promise<number> {
  const program = join(project, "node_modules", "vitest", "vitest.mjs");
  const args = [program, "run", "--config", config, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const kill = () => child.kill();
  process.once("exit", kill);
  const code = await new Promise<number | null>((done, failed) => child.on("error", failed).on("exit", done));
  process.off("exit", kill);
  return code ?? 1;
}
