import type { CheckFinding } from "../../core/engine.ts";
import { type Finding, finding } from "../finding.ts";
import type { Client } from "./client.ts";
import { dialects, type Server } from "./dialects.ts";

/** Whether the engine is reached, what it is, what its account may read, and what its history records as far as knowable. */
export async function checkEngine(client: Client, identifyServer: () => Promise<Server>): Promise<CheckFinding[]> {
  const reachable = await finding("reachable", async () => {
    await client.version();
    return { status: "ok" };
  });
  if (reachable.status === "failed") return [reachable];
  const version = finding("version", async () => versionFinding(await identifyServer()));
  const rights = finding("rights", () => rightsFinding(client));
  const history = finding("history", async () => historyFinding(client, await identifyServer()));
  return [reachable, ...(await Promise.all([version, rights, history]))];
}

function versionFinding(server: Server): Finding {
  const { flavor, version, level } = server;
  const facts = { flavor: dialects[flavor].name, version, level: level ? `7.${level}` : null };
  if (level === 0) {
    return {
      status: "warning",
      facts,
      problem: `The server does not tell a version that ${dialects[flavor].name} has, so only filters of every version are used. Check flavor.`,
    };
  }
  if (level < 9) {
    return {
      status: "warning",
      facts,
      problem: "Older than 7.9: filters on state, element and incident status are refused.",
    };
  }
  return { status: "ok", facts };
}

async function rightsFinding(client: Client): Promise<Finding> {
  const [running, recorded] = await Promise.all([
    client.instanceCount({}),
    client.historicInstances({ unfinished: true }, { max: 1 }),
  ]);
  const facts = { runningInstances: running };
  if (running === 0) {
    return {
      status: "unknown",
      facts,
      problem: "No running instance is visible: there is none, or the account lacks READ on process instances.",
    };
  }
  if (recorded.length === 0) {
    return {
      status: "failed",
      facts,
      problem: `${running} instances run, but the history shows none: give the account READ_HISTORY on the definitions, or raise the history level.`,
    };
  }
  return { status: "ok", facts };
}

/** Only CIB seven tells its level; elsewhere rows that only a level records prove it, and their absence proves nothing. */
async function historyFinding(client: Client, { historyLevel }: Server): Promise<Finding> {
  if (historyLevel !== undefined) {
    const facts = { level: historyLevel, source: "told by the server" };
    if (historyLevel === "full") return { status: "ok", facts };
    return {
      status: "warning",
      facts,
      problem: `History level ${historyLevel}: incidents, failed attempts and operations are not recorded. Set history-level to full.`,
    };
  }
  const proof = await proofOfFullHistory(client);
  if (proof) return { status: "ok", facts: { level: "full", source: `${proof} recorded` } };
  const [instance] = await client.historicInstances({}, { max: 1 });
  return {
    status: "unknown",
    facts: { level: null, source: instance ? "instances are recorded, nothing else was seen" : "nothing was seen" },
    problem: "No incident and no job was seen in the history: there was none yet, or the history level is below full.",
  };
}

/** What of level full alone is recorded, anywhere in the engine; the level itself cannot be asked for. */
export async function proofOfFullHistory(client: Client): Promise<"incidents are" | "the job log is" | undefined> {
  const [incidents, log] = await Promise.all([client.historicIncidents({}, { max: 1 }), client.jobLog({}, { max: 1 })]);
  return incidents.length > 0 ? "incidents are" : log.length > 0 ? "the job log is" : undefined;
}
