import type { Scope } from "../../core/engine.ts";
import type { Incident } from "../../core/model.ts";
import { stripUnsafe } from "../../core/text.ts";
import type { Parts } from "../parts.ts";
import type { Links } from "../web-links.ts";
import type { Client } from "./client.ts";
import { definitionOfId, toIncident, toResolvedIncident } from "./mapping.ts";
import type * as wire from "./wire.ts";

/** Distinct root causes that are looked up in called instances; more are named unknown. */
const rootCauseLimit = 10;
/** Longest stack trace that is read, in bytes; its end holds the cause, its beginning the place. */
const stackTraceBytes = 8_000;

interface Asking {
  readonly client: Client;
  readonly links: Links;
  readonly scope: Scope;
  readonly parts: Parts;
  readonly stackTraces: boolean;
}

/**
 * The root causes behind the open incidents of an instance. A failing job in a called instance raises one incident there and one
 * more, without message, in every caller: only the first is a cause, and `rootCauseIncidentId` leads to it.
 */
export async function openIncidents(
  asking: Asking,
  own: readonly wire.Incident[],
  tree: wire.TreeNode | undefined,
): Promise<Incident[]> {
  const { client, links, parts } = asking;
  const ownIds = new Set(own.map(({ id }) => id));
  const causes = own.filter((row) => row.rootCauseIncidentId === null || row.rootCauseIncidentId === row.id);
  const elsewhere = [
    ...new Set(own.flatMap(({ rootCauseIncidentId: cause }) => (cause === null || ownIds.has(cause) ? [] : [cause]))),
  ];
  if (elsewhere.length > rootCauseLimit) parts.failed.set("incidents.rootCauses", "unsupported");
  const called = await Promise.all(
    elsewhere
      .slice(0, rootCauseLimit)
      .map((incidentId) => parts.read("incidents.rootCauses", [], client.incidents({ incidentId }, { max: 1 }))),
  );
  const rows = [...causes, ...called.flat().filter((row) => incidentInScope(row, asking.scope))];
  const names = namesOf(tree);
  const traces = await Promise.all(rows.map((row) => (asking.stackTraces ? stackTrace(asking, row) : undefined)));
  return rows.map((row, index) => {
    const incident = toIncident(row, links, names.get(row.failedActivityId ?? row.activityId ?? ""));
    const trace = traces[index];
    return trace === undefined ? incident : { ...incident, stackTrace: trace };
  });
}

/** What lies outside the policy is not seen; where an id does not tell the definition, it is not seen either. */
function incidentInScope(row: wire.Incident, { definitionKeys, tenantIds }: Scope): boolean {
  if (tenantIds && (row.tenantId === null || !tenantIds.includes(row.tenantId))) return false;
  if (!definitionKeys) return true;
  const key = row.processDefinitionId === null ? undefined : definitionOfId(row.processDefinitionId)?.key;
  return key !== undefined && definitionKeys.includes(key);
}

function namesOf(tree: wire.TreeNode | undefined): Map<string, string> {
  if (!tree) return new Map();
  const own = [tree, ...tree.childTransitionInstances].flatMap(({ activityId, activityName }) =>
    activityName === null ? [] : [[activityId, activityName] as const],
  );
  return new Map([...own, ...tree.childActivityInstances.flatMap((child) => [...namesOf(child)])]);
}

/** `configuration` is the id of the failed job or external task. */
async function stackTrace({ client, parts }: Asking, row: wire.Incident): Promise<string | undefined> {
  if (row.configuration === null) return undefined;
  const reading =
    row.incidentType === "failedJob"
      ? client.jobStackTrace(row.configuration, stackTraceBytes)
      : row.incidentType === "failedExternalTask"
        ? client.externalTaskDetails(row.configuration, stackTraceBytes)
        : undefined;
  if (!reading) return undefined;
  const text = await parts.read("incidents.stackTraces", undefined, reading);
  return text === undefined ? undefined : stripUnsafe(text);
}

/** Incidents of the instance that are no longer open, newest first. */
export async function resolvedIncidents(client: Client, id: string, parts: Parts): Promise<Incident[]> {
  const sort = [{ sortBy: "createTime", sortOrder: "desc" as const }];
  const rows = await parts.read(
    "incidentsResolved",
    [],
    client.historicIncidents({ processInstanceId: id }, { max: 50, sort }),
  );
  return rows
    .filter(
      ({ open, rootCauseIncidentId, id: own }) =>
        !open && (rootCauseIncidentId === null || rootCauseIncidentId === own),
    )
    .map(toResolvedIncident);
}
