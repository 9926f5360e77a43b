import { parsePattern } from "../../../core/pattern.ts";
import { compareText } from "../../../core/text-order.ts";
import type { Client, IncidentSearch, Rows } from "../client.ts";
import { isOpen, openIncidentStates } from "../mapping.ts";
import type { Body, Requests } from "../requests.ts";
import type { Incident } from "../rows.ts";
import { allowed } from "../scope.ts";
import { likeText, scopeFilter, textFilter, type V2Server } from "./filters.ts";
import { ascending, byTime, createSearch, inTime, listLimit, maxRows } from "./search.ts";
import * as wire from "./wire.ts";

/** Since which version incident searches take lists and wildcards; before, one value per field. */
const advancedSince = 9;

/** Filters for open incidents; before 8.9 one for each combination of values. */
function openFilters({ filters, scope }: IncidentSearch, { level }: V2Server): Body[] {
  const narrowed = allowed(filters, scope);
  if (!narrowed) return [];
  if (level < advancedSince) {
    return openIncidentStates.flatMap((state) =>
      (narrowed.processIds ?? [undefined]).flatMap((processDefinitionId) =>
        (narrowed.tenantIds ?? [undefined]).map((tenantId) => ({ state, processDefinitionId, tenantId })),
      ),
    );
  }
  const { incidentType, incidentMessage } = filters;
  return [
    {
      ...scopeFilter(filters, scope),
      // Not `$eq`: a word that is no error type of the server's version is refused there.
      ...(incidentType === undefined ? {} : { errorType: { $like: likeText(parsePattern(incidentType)) } }),
      ...(incidentMessage === undefined ? {} : { errorMessage: textFilter(incidentMessage) }),
      state: { $in: openIncidentStates },
    },
  ];
}

/** One list of several, oldest first; an incident that changed its state in between comes once. */
async function merged(lists: readonly Promise<Rows<Incident>>[]): Promise<Rows<Incident>> {
  const found = await Promise.all(lists);
  const byKey = new Map(found.flatMap(({ rows }) => rows.map((row) => [row.key, row] as const)));
  return { rows: [...byKey.values()].sort((a, b) => compareText(a.createdAt ?? "", b.createdAt ?? "")) };
}

export function incidentReads(
  requests: Requests,
  server: V2Server,
): Pick<Client, "ownIncidents" | "openIncidents" | "incidents"> {
  const search = createSearch(requests);
  const sort = ascending("creationTime");
  return {
    ownIncidents(instanceKey, page) {
      const filter = { processInstanceKey: instanceKey, ...inTime("creationTime", page) };
      const order = byTime("creationTime", "incidentKey", page);
      return search("incidents", wire.incident, filter, { limit: page.limit, sort: order });
    },
    async openIncidents(instanceKey) {
      const path = { key: instanceKey };
      if (server.level >= advancedSince) {
        const filter = { state: { $in: openIncidentStates } };
        const { rows } = await search("instanceIncidents", wire.incident, filter, { limit: listLimit, sort, path });
        return { rows, complete: rows.length < listLimit };
      }
      // 8.8 takes no filter here: of all incidents the newest are read.
      const newest = [{ field: "creationTime", order: "DESC" as const }];
      const { rows } = await search("instanceIncidents", wire.incident, undefined, {
        limit: maxRows,
        sort: newest,
        path,
      });
      return { rows: rows.filter(isOpen).toReversed(), complete: rows.length < maxRows };
    },
    incidents: (asked, limit) =>
      merged(openFilters(asked, server).map((filter) => search("incidents", wire.incident, filter, { limit, sort }))),
  };
}
