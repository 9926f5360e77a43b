import type { CountAnswer, InstanceQuestion } from "../../core/engine.ts";
import { fault } from "../../core/errors.ts";
import type { InstanceState } from "../../core/model.ts";
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
import type { Asker } from "./asker.ts";
import { candidateLimit } from "./candidates.ts";
import type { Client } from "./client.ts";
import { scopeBody } from "./filters.ts";
import { queryBodies } from "./instances.ts";
import { fromHistory, toElement } from "./mapping.ts";
import { assertHistoryShown } from "./marks.ts";
import type { Filter } from "./requests.ts";
import type * as wire from "./wire.ts";

/** Most single counts that one question may cost; the engine cannot group. */
const countLimit = 100;
const byId = [{ sortBy: "instanceId", sortOrder: "asc" as const }];

type Question = Omit<InstanceQuestion, "order" | "limit">;

/** Numbers for the same filters as a list: up to 1,000 instances are read and grouped, more are counted one group at a time. */
export async function countInstances(asker: Asker, question: Question): Promise<CountAnswer> {
  const [bodies, incidents] = await Promise.all([
    queryBodies(asker, question),
    openRootIncidents(asker.client, question),
  ]);
  const looked = bodies?.candidates;
  const isPart = looked?.capped ? { totalIsLowerBound: true } : {};
  if (!bodies || bodies.variants.length === 0) {
    const considered = looked?.capped ? { considered: looked.ids.length } : {};
    return { counts: { definitions: [], incidents: [] }, total: 0, ...isPart, ...considered };
  }
  const lists = await Promise.all(
    bodies.variants.map((body) => asker.client.historicInstances(body, { max: candidateLimit, sort: byId })),
  );
  const limit = Math.min(candidateLimit, asker.client.pageLimit());
  // A full list is whole where all that were looked up are in it.
  const complete = lists.every((rows) => rows.length < limit || rows.length === looked?.ids.length);
  const considered = looked?.capped ? looked.ids.length : incidents.length >= limit ? limit : undefined;
  recheckRows(
    asker.engine,
    lists.flat().map((row) => fromHistory(asker, row)),
    visibleFilters(asker, question),
    question.scope,
  );
  const rows = complete ? lists.flat() : await rowsOf(asker.client, bodies.variants, incidents);
  if (complete && rows.length === 0 && !looked) await assertHistoryShown(asker, question);
  const groups = groupIncidents(asker.engine, countedIncidents(asker, rows, incidents));
  const definitions = complete
    ? countByDefinition(
        asker.engine,
        rows.map((row) => fromHistory(asker, row)),
      )
    : await countedByDefinition(asker, question, bodies.variants);
  return {
    counts: { definitions: withOpenIncidents(definitions, groups), incidents: groups.map(({ count }) => count) },
    total: definitions.reduce((sum, { byState }) => sum + sumOf(byState), 0),
    ...isPart,
    ...(considered === undefined ? {} : { considered }),
  };
}

/** Rows carry the engine's own business key only. */
function visibleFilters({ keyField }: Asker, { filters }: Question): Question["filters"] {
  const { businessKey: _key, ...others } = filters;
  return keyField === "businessKey" ? filters : others;
}

/** Open root causes of the definitions and tenants in question, oldest first. */
async function openRootIncidents(client: Client, { filters, scope }: Question): Promise<wire.Incident[]> {
  const body = scopeBody(filters, scope);
  if (!body) return [];
  const {
    processDefinitionKey: one,
    processDefinitionKeyIn: many = one === undefined ? undefined : [one],
    tenantIdIn,
  } = body;
  const sort = [{ sortBy: "incidentTimestamp", sortOrder: "asc" as const }];
  const rows = await client.incidents({ processDefinitionKeyIn: many, tenantIdIn }, { max: candidateLimit, sort });
  return rows.filter(({ id, rootCauseIncidentId }) => rootCauseIncidentId === null || rootCauseIncidentId === id);
}

/** The matching instances among those with an incident. */
async function rowsOf(client: Client, variants: readonly Filter[], incidents: readonly wire.Incident[]) {
  const ids = [...new Set(incidents.flatMap(({ processInstanceId }) => processInstanceId ?? []))];
  if (ids.length === 0) return [];
  const lists = await Promise.all(
    variants.map((body) => {
      const asked = Array.isArray(body["processInstanceIds"])
        ? new Set<unknown>(body["processInstanceIds"])
        : undefined;
      const processInstanceIds = asked ? ids.filter((id) => asked.has(id)) : ids;
      return processInstanceIds.length === 0
        ? []
        : client.historicInstances({ ...body, processInstanceIds }, { max: candidateLimit, sort: byId });
    }),
  );
  return lists.flat();
}

const stateFlags: readonly (readonly [InstanceState, string])[] = [
  ["active", "active"],
  ["suspended", "suspended"],
  ["completed", "completed"],
  ["terminated", "externallyTerminated"],
  ["terminated", "internallyTerminated"],
];
const flagNames = ["unfinished", "finished", ...stateFlags.map(([, flag]) => flag)];

/** State flags that a query body leaves open, one at a time. */
function flagsOf(body: Filter) {
  const own = flagNames.filter((flag) => body[flag] === true);
  if (own.includes("unfinished")) return stateFlags.slice(0, 2);
  if (own.includes("finished")) return stateFlags.slice(2);
  return own.length === 0 ? stateFlags : stateFlags.filter(([, flag]) => own.includes(flag));
}

async function countedByDefinition(
  asker: Asker,
  question: Question,
  variants: readonly Filter[],
): Promise<DefinitionCount[]> {
  const { client, engine } = asker;
  const body = scopeBody(question.filters, question.scope) ?? {};
  const {
    processDefinitionKey: one,
    processDefinitionKeyIn: many = one === undefined ? undefined : [one],
    tenantIdIn,
  } = body;
  const all = await client.definitions(
    { keysIn: many, tenantIdIn, version: question.filters.definitionVersion },
    { max: candidateLimit, sort: [{ sortBy: "key", sortOrder: "asc" }] },
  );
  const bare = variants.map((variant) =>
    Object.fromEntries(Object.entries(variant).filter(([name]) => !flagNames.includes(name))),
  );
  const flags = [...new Set(variants.flatMap(flagsOf))];
  const cost = all.length * flags.length;
  if (cost > countLimit || all.length >= candidateLimit) {
    throw fault("notSupported", {
      what: `counting ${all.length} definition versions in ${flags.length} states at once`,
      engine,
      because: `its API has no grouping, so this takes ${cost} requests (limit ${countLimit})`,
      can: ["fewer with definitionKey, definitionVersion, state or a time window"],
    });
  }
  const [filter] = bare;
  const counted = await inTurns(all, async (definition) => {
    const numbers = await Promise.all(
      flags.map(([, flag]) =>
        client.historicInstanceCount({ ...filter, processDefinitionId: definition.id, [flag]: true }),
      ),
    );
    const byState: DefinitionCount["byState"] = {};
    flags.forEach(([state], index) => {
      const found = numbers[index] ?? 0;
      if (found > 0) byState[state] = (byState[state] ?? 0) + found;
    });
    return {
      engine,
      definitionKey: definition.key,
      definitionVersion: definition.version,
      byState,
      openIncidents: 0,
    };
  });
  return mergedByDefinition(counted.filter(({ byState }) => sumOf(byState) > 0));
}

/** Open root causes of the instances in question. */
function countedIncidents(
  asker: Asker,
  rows: readonly wire.HistoricInstance[],
  incidents: readonly wire.Incident[],
): CountedIncident[] {
  const instances = new Map(rows.map((row) => [row.id, row]));
  return incidents.flatMap((incident) => {
    const row = instances.get(incident.processInstanceId ?? "");
    if (!row) return [];
    return {
      instance: fromHistory(asker, row),
      element: toElement({ activityId: incident.failedActivityId ?? incident.activityId }),
      type: incident.incidentType,
      message: incident.incidentMessage,
      since: incident.incidentTimestamp,
    };
  });
}
