/** Real answers of the sandbox at a fixed moment, for messages that are compared as a whole. */

import { createAccess } from "../../src/core/access.ts";
import { type CanAsk, canAskOf } from "../../src/core/askable.ts";
import { type Call, type OutputOf, runTool } from "../../src/core/tool.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { tools } from "../../tools/index.ts";

export const now = new Date("2026-11-22T17:45:00.000Z");

export interface SandboxAnswers {
  readonly canAsk: CanAsk;
  readonly call: Call;
  /** The id of a scripted instance. */
  idOf(scenario: string): string;
  get(scenario: string, include?: readonly string[]): Promise<OutputOf<typeof tools.get>>;
  history(scenario: string, asked?: object): Promise<OutputOf<typeof tools.history>>;
  close(): Promise<void>;
}

/** `show`: the variables whose values the access policy shows. */
export async function startAnswers(show: readonly string[] = []): Promise<SandboxAnswers> {
  const sandbox = await startSandbox({ now: now.getTime() });
  const engine = createCamunda7({
    engine: "c7-prod",
    url: sandbox.url,
    auth: { type: "none" },
    timeoutMs: 15_000,
    userAgent: "lookout-test",
    web: "https://camunda.example.com/camunda/app/cockpit/default/#/process-instance/{id}/runtime",
  });
  const call = {
    caller: { names: ["slack:U1"] },
    access: createAccess({ rules: [{ callers: ["slack:U1"], variables: { show: [...show] } }] }),
    engines: [engine],
    now,
    signal: new AbortController().signal,
    maxCharacters: 12_000,
  };
  const idOf = (scenario: string) => sandbox.instances[scenario] ?? "";
  return {
    canAsk: await canAskOf(call, [engine.id]),
    call,
    idOf,
    get: (scenario, include = []) => runTool(tools.get, call, { id: idOf(scenario), include }),
    history: (scenario, asked = {}) => runTool(tools.history, call, { id: idOf(scenario), limit: 20, ...asked }),
    close: async () => {
      await engine.close();
      await sandbox.close();
    },
  };
}
