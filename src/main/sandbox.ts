import { once } from "node:events";
import { startSandbox } from "../sandbox/sandbox.ts";

/** `lookout sandbox`: an engine to try things on, until Ctrl-C. Prints its base URL alone, for scripts. */
export async function runSandbox(port: number | undefined, signal: AbortSignal): Promise<number> {
  const sandbox = await startSandbox({ now: Date.now(), ...(port === undefined ? {} : { port }) });
  process.stdout.write(`${sandbox.url}\n`);
  process.stderr.write("A sandbox in the shape of Camunda 7. Ctrl-C ends it.\n");
  await aborted(signal);
  await sandbox.close();
  return 0;
}

/** Waits for the end that a signal brings. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
