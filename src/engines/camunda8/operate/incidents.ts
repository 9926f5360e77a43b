import type { Client, Page } from "../client.ts";
import { isOpen, openIncidentStates } from "../mapping.ts";
import type { Requests } from "../requests.ts";
import type { Incident } from "../rows.ts";
import { allowed } from "../scope.ts";
import { createSearches, maxRows, type Searches } from "./search.ts";
import * as wire from "./wire.ts";

const listLimit = 100;
/** Most instances of a family whose incidents are looked for. */
const familyLimit = 20;
const oldestFirst = [{ field: "creationTime", order: "ASC" as const }];

/** Incidents do not tell their element, but elements tell their open incident. */
function located(incidents: readonly Incident[], elements: readonly wire.Located[]): Incident[] {
  const byIncident = new Map(elements.map(({ incidentKey, row }) => [incidentKey, row]));
  return incidents.map((incident) => {
    const at = byIncident.get(incident.key);
    return at ? { ...incident, elementId: at.elementId, elementKey: at.key } : incident;
  });
}

async function stuckElements({ search }: Searches, instanceKey: string | undefined, size: number) {
  const filter = { processInstanceKey: instanceKey, incident: true };
  return (await search("operateElements", wire.element, filter, { size })).rows;
}

async function withElements(searches: Searches, instanceKey: string, incidents: readonly Incident[]) {
  if (incidents.length === 0) return [];
  return located(incidents, await stuckElements(searches, instanceKey, listLimit));
}

/** A caller carries the mark of an incident but not the incident itself (measured on 8.6.0), so the marked ones are followed down. */
async function openIncidents(
  searches: Searches,
  instanceKey: string,
  seen: Set<string>,
  processId?: string,
): Promise<Incident[]> {
  const { search } = searches;
  seen.add(instanceKey);
  const newest = { size: maxRows, sort: [{ field: "creationTime", order: "DESC" as const }] };
  const [called, own] = await Promise.all([
    search("operateInstances", wire.instance, { parentKey: instanceKey, incident: true }, { size: familyLimit }),
    search("operateIncidents", wire.incident, { processInstanceKey: instanceKey }, newest),
  ]);
  const incidents = own.rows
    .filter(isOpen)
    .toReversed()
    .map((row) => ({ ...row, processId }));
  const below = called.rows.filter(({ key }) => !seen.has(key)).slice(0, Math.max(0, familyLimit - seen.size));
  const lists = await Promise.all([
    withElements(searches, instanceKey, incidents),
    ...below.map((row) => openIncidents(searches, row.key, seen, row.processId)),
  ]);
  return lists.flat();
}

export function incidentReads(requests: Requests): Pick<Client, "ownIncidents" | "openIncidents" | "incidents"> {
  const searches = createSearches(requests);
  const { search, inTime } = searches;
  return {
    async ownIncidents(instanceKey, page: Page) {
      const filter = { processInstanceKey: instanceKey };
      const positionOf = ({ createdAt, key }: Incident) => ({ at: createdAt, key });
      const found = await inTime("operateIncidents", wire.incident, filter, "creationTime", page, positionOf);
      return { ...found, rows: await withElements(searches, instanceKey, found.rows) };
    },
    openIncidents: (instanceKey) => openIncidents(searches, instanceKey, new Set()),
    async incidents({ filters, scope }, size) {
      const { tenantIds = [undefined] } = allowed(filters, scope) ?? { tenantIds: [] };
      const rest = { size, sort: oldestFirst };
      const [elements, ...lists] = await Promise.all([
        stuckElements(searches, undefined, maxRows),
        ...tenantIds.flatMap((tenantId) =>
          openIncidentStates.map((state) => search("operateIncidents", wire.incident, { state, tenantId }, rest)),
        ),
      ]);
      const rows = lists.flatMap((list) => list.rows);
      return { rows: located(rows, elements) };
    },
  };
}
