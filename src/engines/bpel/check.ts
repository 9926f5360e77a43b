import { type Finding, finding } from "../finding.ts";
import { createParts } from "../parts.ts";
import type { Requests } from "./requests.ts";
import * as wire from "./wire.ts";

/** Whether the server is reached, and what the account may see. It does not tell its version. */
export async function checkServer(requests: Requests, assertQuestionsArrive: () => Promise<void>) {
  const reachable = await finding("reachable", async () => {
    await requests.list("processes", wire.process, { size: 1 });
    await assertQuestionsArrive();
    return { status: "ok" };
  });
  if (reachable.status !== "ok") return [reachable];
  return [reachable, await finding("rights", () => rightsFinding(requests))];
}

/** Instances are seen by work items (starter, reader, administrator) or by a role of the whole system. */
async function rightsFinding(requests: Requests): Promise<Finding> {
  const parts = createParts();
  const [processes] = await Promise.all([
    requests.list("processes", wire.process, { size: 1 }),
    parts.read("activities", undefined, requests.list("activities", wire.activity, { size: 1 })),
    parts.read("process templates", undefined, requests.list("processTemplates", wire.template, { size: 1 })),
  ]);
  if (processes.length === 0) {
    return {
      status: "unknown",
      problem:
        "No process instance is visible: there is none, or the account has neither the role BPESystemMonitor nor work items for any.",
    };
  }
  if (parts.failed.size === 0) return { status: "ok" };
  const failed = [...parts.failed].map(([name, kind]) => `${name} (${kind})`).join(", ");
  return { status: "warning", problem: `Not readable: ${failed}. Answers will say what they lack.` };
}
