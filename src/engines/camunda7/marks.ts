import type { InstanceQuestion } from "../../core/engine.ts";
import { fault } from "../../core/errors.ts";
import type { FilterName } from "../../core/filters.ts";
import type { ProcessInstance } from "../../core/model.ts";
import type { Asker } from "./asker.ts";
import { candidateLimit } from "./candidates.ts";
import type { Client } from "./client.ts";
import { scopeBody } from "./filters.ts";
import type { Filter } from "./requests.ts";

const withIncidentSince = 11;

/**
 * Ids of running instances with an open incident, undefined when they are not to be had. The runtime is asked: it does not depend
 * on the history level. A server older than the filter would call every instance stuck.
 */
async function stuck({ client, level }: Asker, filter: Filter): Promise<Set<string> | undefined> {
  if (level < withIncidentSince) return undefined;
  const rows = await client.instances({ ...filter, withIncident: true }, { max: candidateLimit });
  const complete = rows.length < Math.min(candidateLimit, client.pageLimit());
  return complete ? new Set(rows.map(({ id }) => id)) : undefined;
}

/** The stuck ones among known ids or of known definitions; undefined when nothing is known before the rows, or too many are. */
export async function stuckAmong(
  asker: Asker,
  ids: readonly string[] | undefined,
  definitionIds: readonly string[] | undefined,
): Promise<Set<string> | undefined> {
  if (ids) return stuck(asker, { processInstanceIds: ids });
  if (!definitionIds) return undefined;
  const sets = await Promise.all(definitionIds.map((processDefinitionId) => stuck(asker, { processDefinitionId })));
  const complete = sets.filter((set) => set !== undefined);
  return complete.length === sets.length ? new Set(complete.flatMap((set) => [...set])) : undefined;
}

/** Rows with what the history row lacks: whether an incident is open, and a business key that is a variable. */
export async function withMarks(
  asker: Asker,
  rows: readonly ProcessInstance[],
  known?: ReadonlySet<string>,
): Promise<ProcessInstance[]> {
  const { client, keyField } = asker;
  const running = rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
  const [open, keys] = await Promise.all([
    known ?? (running.length === 0 ? new Set<string>() : stuck(asker, { processInstanceIds: running })),
    keyField === "businessKey" || rows.length === 0 ? undefined : keysOf(client, rows, keyField.variable),
  ]);
  return rows.map((row) => ({
    ...row,
    ...(open ? { hasIncident: open.has(row.id) } : {}),
    ...(keys ? { businessKey: keys.get(row.id) ?? null } : {}),
  }));
}

async function keysOf(client: Client, rows: readonly ProcessInstance[], variableName: string) {
  const filter = { processInstanceIdIn: rows.map(({ id }) => id), variableName };
  const found = await client.historicVariables(filter, { max: rows.length * 4 });
  return new Map(
    found.flatMap(({ processInstanceId, value }) =>
      processInstanceId === null || value === undefined || value === null ? [] : [[processInstanceId, String(value)]],
    ),
  );
}

const onIncidents = ["hasIncident", "attention", "incidentType", "incidentMessage"] as const satisfies FilterName[];

/**
 * Asked when a list is empty: whether the history can show running instances, and their incidents, at all. An empty history may
 * mean a history level that records none, or an account without READ_HISTORY; both look like "no instance matches".
 */
export async function assertHistoryShown(
  asker: Asker,
  { filters, scope }: Pick<InstanceQuestion, "filters" | "scope">,
) {
  const { client, engine } = asker;
  const narrowed = scopeBody(filters, scope) ?? {};
  const incidentFilter = onIncidents.find((name) => filters[name] !== undefined);
  const wantsIncident = incidentFilter !== undefined;
  const runtime = wantsIncident ? { ...narrowed, withIncident: true } : narrowed;
  const [running, shown] = await Promise.all([
    client.instanceCount(runtime),
    client.historicInstances(
      { ...narrowed, unfinished: true, ...(wantsIncident ? { incidentStatus: "open" } : {}) },
      { max: 1 },
    ),
  ]);
  if (running === 0 || shown.length > 0) return;
  if (!wantsIncident) throw fault("historyHidden", { engine, running });
  throw fault("notSupported", {
    what: `the filter ${incidentFilter}`,
    engine,
    because: `${running} running instance(s) have an open incident, but its history records no incidents (history level below full) or hides them`,
  });
}
