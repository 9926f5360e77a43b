import type { CountAnswer, InstanceQuestion } from "../../core/engine.ts";
import { fault } from "../../core/errors.ts";
import type { Filters } from "../../core/filters.ts";
import type { InstanceState, ProcessInstance } from "../../core/model.ts";
import { recheckRows } from "../../core/recheck.ts";
import {
  type CountedIncident,
  countByDefinition,
  type DefinitionCount,
  groupIncidents,
  mergedByDefinition,
  sumOf,
  withOpenIncidents,
} from "../count-groups.ts";
import { inTurns } from "../in-turns.ts";
import { windowOf } from "../page-window.ts";
import { type Asker, isKey } from "./asker.ts";
import { candidateLimit, candidatesFor } from "./candidates.ts";
import type { InstanceSearch } from "./client.ts";
import { clean, isOpen, keyVariable, toInstance } from "./mapping.ts";
import type { Incident } from "./rows.ts";
import { allowed } from "./scope.ts";

/** Most single counts that one question may cost; searches do not group. */
const countLimit = 100;

type Question = Omit<InstanceQuestion, "order" | "limit">;

/** Numbers for the same filters as a list: up to 1,000 instances are read and grouped, more are counted one group at a time. */
export async function countInstances(asker: Asker, question: Question): Promise<CountAnswer> {
  const { client, engine } = asker;
  const { filters, scope } = question;
  const nothing = filters.parentId !== undefined && !isKey(filters.parentId);
  if (nothing || !allowed(filters, scope)) {
    return { counts: { definitions: [], incidents: [] }, total: 0 };
  }
  const [{ capped, ...looked }, incidents] = await Promise.all([
    candidatesFor(asker, question),
    filters.hasIncident === false
      ? { rows: [] }
      : client.incidents({ filters: withoutFaults(filters), scope }, candidateLimit),
  ]);
  const search: InstanceSearch = { filters, scope, ...looked };
  const page = { order: "oldest" as const, limit: candidateLimit, ...windowOf(filters) };
  const found = await client.instances(search, page);
  // A full list is whole where the server counts no more.
  const complete =
    found.rows.length < candidateLimit || (found.total === found.rows.length && !found.totalIsLowerBound);
  const rows = found.rows.map((row) => toInstance(asker, row));
  recheckRows(engine, rows, visible(asker, filters), scope);
  const stuck = complete ? rows : await stuckInstances(asker, search, page);
  const groups = groupIncidents(engine, counted(stuck, incidents.rows));
  const { definitions, totalIsLowerBound } = complete
    ? { definitions: countByDefinition(engine, rows), totalIsLowerBound: false }
    : await countedByDefinition(asker, search);
  const full = incidents.rows.length >= candidateLimit;
  const considered =
    found.considered ??
    (capped ? (looked.keys ?? looked.attentionKeys ?? []).length : full ? candidateLimit : undefined);
  return {
    counts: { definitions: withOpenIncidents(definitions, groups), incidents: groups.map(({ count }) => count) },
    total: definitions.reduce((sum, { byState }) => sum + sumOf(byState), 0),
    ...(totalIsLowerBound || capped || found.considered !== undefined ? { totalIsLowerBound: true } : {}),
    ...(considered === undefined ? {} : { considered }),
  };
}

/** All open incidents of the definitions count, as instances with any of them do. */
function withoutFaults({ incidentType: _type, incidentMessage: _message, ...filters }: Filters): Filters {
  return filters;
}

/** Rows of a search do not carry a key that is a variable. */
function visible({ keyField }: Asker, filters: Filters): Filters {
  const { businessKey: _key, ...others } = filters;
  return keyVariable(keyField) === undefined ? filters : others;
}

async function stuckInstances(asker: Asker, search: InstanceSearch, page: Parameters<Asker["client"]["instances"]>[1]) {
  const { rows } = await asker.client.instances({ ...search, filters: { ...search.filters, hasIncident: true } }, page);
  return rows.map((row) => toInstance(asker, row));
}

function counted(instances: readonly ProcessInstance[], incidents: readonly Incident[]): CountedIncident[] {
  const byId = new Map(instances.map((instance) => [instance.id, instance]));
  return incidents.filter(isOpen).flatMap((incident) => {
    const instance = byId.get(incident.instanceKey);
    if (!instance) return [];
    const { elementId, type, message, createdAt } = incident;
    return {
      instance,
      element: elementId === null ? undefined : { elementId: clean(elementId) },
      type,
      message,
      since: createdAt ?? "",
    };
  });
}

/** Totals of definition versions in each state, one search each. */
async function countedByDefinition({ client, engine, server }: Asker, search: InstanceSearch) {
  const { filters, scope } = search;
  const own: InstanceState[] = ["active", "completed", "terminated"];
  const known = server.api === "v2" && server.level >= 10 ? [...own, "suspended" as const] : own;
  const states = known.filter((state) => filters.state?.includes(state) ?? true);
  const all = await client.definitions({ filters, scope }, candidateLimit);
  // A definition of several tenants has a key for each; instances are counted by what they have in common.
  const versions = new Map(all.map((one) => [`${one.version}:${one.processId}`, one]));
  const cost = versions.size * states.length;
  if (cost > countLimit || all.length >= candidateLimit) {
    throw fault("notSupported", {
      what: `counting ${versions.size} definition versions in ${states.length} states at once`,
      engine,
      because: `its searches do not group, so this takes ${cost} requests (limit ${countLimit})`,
      can: ["fewer with definitionKey, definitionVersion, state or a time window"],
    });
  }
  let totalIsLowerBound = false;
  const totalOf = async (narrowed: Filters) => {
    const page = { order: "oldest" as const, limit: 1, ...windowOf(filters) };
    const { total, totalIsLowerBound: isCapped = false } = await client.instances(
      { ...search, filters: narrowed },
      page,
    );
    if (total === undefined) {
      throw fault("notSupported", {
        what: "counting more than 1,000 instances within a time window",
        engine,
        because: "its API has no ranges of time",
        can: ["fewer with definitionKey or state", "a list with startedAfter and startedBefore"],
      });
    }
    totalIsLowerBound ||= isCapped;
    return total;
  };
  const counts = await inTurns([...versions.values()], async ({ processId, version }): Promise<DefinitionCount> => {
    const of = { definitionKey: processId, ...(version === null ? {} : { definitionVersion: version }) };
    const numbers = await Promise.all(
      states.map(async (state) => {
        const narrowed = { ...filters, ...of, definitionKey: [processId], state: [state] };
        return [state, await totalOf(narrowed)] as const;
      }),
    );
    return {
      engine,
      ...of,
      byState: Object.fromEntries(numbers.filter(([, number]) => number > 0)),
      openIncidents: 0,
    };
  });
  return { definitions: mergedByDefinition(counts.filter(({ byState }) => sumOf(byState) > 0)), totalIsLowerBound };
}
