import { onTestFinished } from "vitest";
import type { Engine } from "../../../src/core/engine.ts";
import { createCamunda7 } from "../../../src/engines/camunda7/engine.ts";
import { startSandbox } from "../../../src/sandbox/sandbox.ts";
import { startFront } from "../../contract/front.ts";

/** An engine, `c7-prod`, that answers nothing until it is let go; it is gone when the test is over. */
export async function heldEngine(timeoutMs = 10_000): Promise<{ engine: Engine; letGo: () => void }> {
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
  onTestFinished(async () => {
    await engine.close();
    await front.close();
    await sandbox.close();
  });
  const letGo = () => {
    isHeld = false;
    for (const pass of held.splice(0)) pass();
  };
  return { engine, letGo };
}
