import { inTurns } from "../../in-turns.ts";
import type { Client, OpenIncidents, Page } from "../client.ts";
import { isOpen, openIncidentStates } from "../mapping.ts";
import type { Requests } from "../requests.ts";
import type { Incident, Instance } from "../rows.ts";
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

type Member = Pick<Instance, "key"> & { readonly processId: string | undefined };

/** Open incidents of one instance, and those of the instances it called that carry the mark of one. */
async function memberIncidents(searches: Searches, { key, processId }: Member) {
  const { search } = searches;
  const newest = { size: maxRows, sort: [{ field: "creationTime", order: "DESC" as const }] };
  const [called, own] = await Promise.all([
    search("operateInstances", wire.instance, { parentKey: key, incident: true }, { size: familyLimit }),
    search("operateIncidents", wire.incident, { processInstanceKey: key }, newest),
  ]);
  const open = own.rows.filter(isOpen).toReversed();
  const rows = await withElements(
    searches,
    key,
    open.map((row) => ({ ...row, processId })),
  );
  const complete = (called.total ?? 0) <= called.rows.length && own.rows.length < maxRows;
  return { rows, called: called.rows, complete };
}

/** A caller carries the mark of an incident but not the incident itself (measured on 8.6.0), so the marked ones are followed down. */
async function openIncidents(searches: Searches, instanceKey: string): Promise<OpenIncidents> {
  const seen = new Set<string>();
  const rows: Incident[] = [];
  let complete = true;
  for (let level: readonly Member[] = [{ key: instanceKey, processId: undefined }]; level.length > 0; ) {
    for (const { key } of level) seen.add(key);
    const found = await inTurns(level, (member) => memberIncidents(searches, member));
    rows.push(...found.flatMap((one) => one.rows));
    const below = found.flatMap(({ called }) => called).filter(({ key }) => !seen.has(key));
    level = below.slice(0, familyLimit - seen.size);
    complete &&= found.every((one) => one.complete) && level.length === below.length;
  }
  return { rows, complete };
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
    openIncidents: (instanceKey) => openIncidents(searches, instanceKey),
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
