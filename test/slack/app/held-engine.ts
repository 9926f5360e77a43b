import { onTestFinished } from "vitest";
import type { Engine } from "../../../src/core/engine.ts";
import { createCamunda7 } from "../../../src/engines/camunda7/engine.ts";
import { startSandbox } from "../../../src/sandbox/sandbox.ts";
import { startFront } from "../../contract/front.ts";
import type { Finished } from "./running.ts";

export interface HeldEngine {
  /** `c7-prod`. */
  readonly engine: Engine;
  /** How many requests it has heard. */
  asked(): number;
  /** From now on it answers, what it was asked before included. */
  letGo(): void;
}

/** An engine that answers nothing until it is let go; it is gone when the test is over. */
export async function heldEngine(timeoutMs: number, finished: Finished = onTestFinished): Promise<HeldEngine> {
  const held: (() => void)[] = [];
  let isHeld = true;
  const sandbox = await startSandbox({ now: Date.now() });
  const front = await startFront(sandbox.url, (_passing, pass) => {
    if (isHeld) held.push(pass);
    else pass();
  });
  const engine = createCamunda7({
    engine: "c7-prod",
    url: front.url,
    auth: { type: "none" },
    timeoutMs,
    userAgent: "lookout-test",
    businessKey: "businessKey",
  });
  finished(async () => {
    await engine.close();
    await front.close();
    await sandbox.close();
  });
  const letGo = () => {
    isHeld = false;
    for (const pass of held.splice(0)) pass();
  };
  return { engine, asked: () => front.requests.length, letGo };
}
