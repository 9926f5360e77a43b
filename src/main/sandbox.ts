import { once } from "node:events";
import type { SandboxOptions } from "../command-line.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** `lookout sandbox`: an engine to try things on, until Ctrl-C. Prints its base URL alone, for scripts. */
export async function runSandbox(options: SandboxOptions, signal: AbortSignal): Promise<number> {
  const { sandbox, shape } = await started(options);
  process.stdout.write(`${sandbox.url}\n`);
  process.stderr.write(`A sandbox in the shape of ${shape}. Ctrl-C ends it.\n`);
  await aborted(signal);
  await sandbox.close();
  return 0;
}

type Started = { readonly sandbox: Sandbox; readonly shape: string };

/** Loads only the engine that is asked for. */
async function started({ port, kind = "camunda7", api = "8.9" }: SandboxOptions): Promise<Started> {
  const options = { now: Date.now(), ...(port === undefined ? {} : { port }) };
  switch (kind) {
    case "camunda7": {
      const { startSandbox } = await import("../sandbox/sandbox.ts");
      return { sandbox: await startSandbox(options), shape: "Camunda 7" };
    }
    case "camunda8": {
      const { startCamunda8Sandbox } = await import("../sandbox/camunda8.ts");
      const shape = api === "operate" ? "Operate's API v1" : `Camunda ${api}`;
      return { sandbox: await startCamunda8Sandbox({ ...options, api }), shape };
    }
    case "bpel": {
      const { startBpelSandbox } = await import("../sandbox/bpel.ts");
      return { sandbox: await startBpelSandbox(options), shape: "IBM's Business Flow Manager (BPEL)" };
    }
  }
}

/** Waits for the end that a signal brings. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
