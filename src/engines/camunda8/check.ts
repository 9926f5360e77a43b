import { type Finding, finding } from "../finding.ts";
import { createParts } from "../parts.ts";
import type { Client } from "./client.ts";
import { clean } from "./mapping.ts";
import type { Server } from "./server.ts";

/** Whether the cluster is reached, which version and wire form it speaks, and what the account may read. */
export async function checkCluster(identifyServer: () => Promise<Server>, clientOf: (server: Server) => Client) {
  let server: Server | undefined;
  const reachable = await finding("reachable", async () => {
    server = await identifyServer();
    return { status: "ok" };
  });
  if (!server) return [reachable];
  const client = clientOf(server);
  const version = await finding("version", async () => versionFinding(server));
  const rights = await finding("rights", () => rightsFinding(client));
  return [reachable, version, rights];
}

function versionFinding(server: Server | undefined): Finding {
  if (!server) return { status: "unknown" };
  const { api, version } = server;
  const facts = { version: version === null ? null : clean(version), api: api === "v2" ? "v2" : "Operate v1" };
  if (api === "operate") {
    return {
      status: "warning",
      facts,
      problem:
        "Operate's API v1 matches exact values only: filters on elements, faults and waiting are refused, and what an element waits for is told by its type alone. 8.8 and later tell more.",
    };
  }
  return version === null
    ? { status: "warning", facts, problem: "The gateway does not tell its version, so it is asked as 8.8 would be." }
    : { status: "ok", facts };
}

const one = { order: "newest", limit: 1 } as const;
/** A kind of record that this wire form does not have needs no right. */
const nothing: Promise<unknown> = Promise.resolve();

/** Tries each kind of record; an account may be let to some and not to others. */
async function rightsFinding(client: Client): Promise<Finding> {
  const parts = createParts();
  const { rows, total } = await client.instances({ filters: {}, scope: {} }, one);
  const id = rows[0]?.key;
  if (id === undefined) {
    return {
      status: "unknown",
      facts: { instances: 0 },
      problem:
        "No process instance is visible: there is none, or the account lacks READ_PROCESS_INSTANCE on process definitions.",
    };
  }
  await Promise.all([
    parts.read("elements", undefined, client.elements({ instanceKey: id }, one)),
    parts.read("incidents", undefined, client.ownIncidents(id, one)),
    parts.read("variables", undefined, client.variables(id, 1)),
    parts.read<unknown>("jobs", undefined, client.jobs?.(id, false) ?? nothing),
    parts.read<unknown>("user tasks", undefined, client.userTasks?.(id) ?? nothing),
    parts.read<unknown>("waits", undefined, client.waits?.(id) ?? nothing),
    parts.read<unknown>("audit log", undefined, client.operations?.(id, one) ?? nothing),
  ]);
  const facts = { instances: total ?? null };
  if (parts.failed.size === 0) return { status: "ok", facts };
  const failed = [...parts.failed].map(([name, kind]) => `${name} (${kind})`).join(", ");
  return { status: "warning", facts, problem: `Not readable: ${failed}. Answers will say what they lack.` };
}
