import { once } from "node:events";
import type { SandboxOptions } from "../command-line.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** `lookout sandbox`: an engine to try things on, until Ctrl-C. Prints its base URL alone, for scripts. */
export async function runSandbox({ port, kind, api = "8.9" }: SandboxOptions, signal: AbortSignal): Promise<number> {
  const options = { now: Date.now(), ...(port === undefined ? {} : { port }) };
  const shape = kind === "camunda8" ? (api === "operate" ? "Operate's API v1" : `Camunda ${api}`) : "Camunda 7";
  const sandbox: Sandbox =
    kind === "camunda8"
      ? await (await import("../sandbox/camunda8.ts")).startCamunda8Sandbox({ ...options, api })
      : await (await import("../sandbox/sandbox.ts")).startSandbox(options);
  process.stdout.write(`${sandbox.url}\n`);
  process.stderr.write(`A sandbox in the shape of ${shape}. Ctrl-C ends it.\n`);
  await aborted(signal);
  await sandbox.close();
  return 0;
}

/** Waits for the end that a signal brings. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
