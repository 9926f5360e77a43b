/** Counts, grouped. */
import type { DefinitionRecord, ElementRecord, IncidentRecord, InstanceRecord } from "../../records.ts";
import { never } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { javaHash } from "../java-hash.ts";
import { integer, json, key, text } from "../search/fields.ts";
import type { Resource } from "../search/search.ts";

export type ElementStatistic = {
  readonly elementId: string;
  readonly active: number;
  readonly canceled: number;
  readonly incidents: number;
  readonly completed: number;
};

/** How many instances of each element there are; those with incidents are not counted as active. */
export function elementStatistics(elements: readonly ElementRecord[]): readonly ElementStatistic[] {
  const single = elements.filter(({ type }) => type !== "MULTI_INSTANCE_BODY");
  return [...Map.groupBy(single, ({ elementId }) => elementId)].map(([elementId, found]) => {
    const inState = (state: ElementRecord["state"]) => found.filter((one) => one.state === state);
    const incidents = inState("ACTIVE").filter(({ incidentKey }) => incidentKey !== null).length;
    return {
      elementId,
      active: inState("ACTIVE").length - incidents,
      canceled: inState("TERMINATED").length,
      incidents,
      completed: inState("COMPLETED").length,
    };
  });
}

const shownOnly = { filtered: never } as const;
const unsorted = { filtered: never, sorted: never } as const;

type ErrorCount = { readonly hash: number; readonly message: string; readonly count: number };

/** Instances in trouble by the message of their error. */
export function countsByError({ records }: Engine): Resource<ErrorCount> {
  const byMessage = Map.groupBy(openIncidents(records.incidents), ({ message }) => message);
  return {
    rows: [...byMessage].map(([message, found]) => ({ hash: javaHash(message), message, count: distinct(found).size })),
    id: (row) => BigInt(row.hash),
    filterable: never,
    fields: {
      errorHashCode: integer(({ hash }) => hash, unsorted),
      errorMessage: text(({ message }) => message, shownOnly),
      activeInstancesWithErrorCount: integer(({ count }) => count, shownOnly),
    },
  };
}

type DefinitionCount = { readonly definition: DefinitionRecord; readonly count: number };

/** Instances with one error by their definition. */
export function countsByDefinition({ records }: Engine, errorHashCode: number): Resource<DefinitionCount> {
  const found = openIncidents(records.incidents).filter(({ message }) => javaHash(message) === errorHashCode);
  const byDefinition = Map.groupBy(distinct(found), ({ definition }) => definition);
  return {
    rows: [...byDefinition].map(([definition, instances]) => ({ definition, count: instances.length })),
    id: (row) => BigInt(row.definition.key),
    fields: {
      errorHashCode: integer(() => errorHashCode, { shown: never, sorted: never, operators: never }),
      processDefinitionKey: key(({ definition }) => definition.key, shownOnly),
      processDefinitionId: json(({ definition }) => definition.processId),
      processDefinitionName: json(({ definition }) => definition.name ?? definition.processId),
      processDefinitionVersion: json(({ definition }) => definition.version),
      tenantId: text(({ definition }) => definition.tenantId, shownOnly),
      activeInstancesWithErrorCount: integer(({ count }) => count, shownOnly),
    },
  };
}

const openIncidents = (incidents: readonly IncidentRecord[]) => incidents.filter(({ state }) => state === "ACTIVE");
const distinct = (incidents: readonly IncidentRecord[]): Set<InstanceRecord> =>
  new Set(incidents.map(({ element }) => element.instance));

type ProcessCount = {
  /** The newest version. */
  readonly definition: DefinitionRecord;
  readonly versions: number;
  readonly healthy: number;
  readonly troubled: number;
};

/** Running instances by process, all versions together. */
export function countsByProcess({ records }: Engine): Resource<ProcessCount> {
  const groups = Map.groupBy(records.definitions, ({ processId, tenantId }) => `${tenantId} ${processId}`);
  const rows = [...groups.values()].flatMap((versions): ProcessCount[] => {
    const definition = versions.toSorted((left, right) => right.version - left.version)[0];
    return definition ? [{ definition, versions: versions.length, ...runningOf(records.instances, versions) }] : [];
  });
  return {
    rows,
    id: (row) => BigInt(row.definition.key),
    filterable: never,
    fields: {
      processDefinitionId: text(({ definition }) => definition.processId, shownOnly),
      tenantId: json(({ definition }) => definition.tenantId),
      latestProcessDefinitionName: json(({ definition }) => definition.name),
      hasMultipleVersions: json(({ versions }) => versions > 1),
      activeInstancesWithoutIncidentCount: integer(({ healthy }) => healthy, shownOnly),
      activeInstancesWithIncidentCount: integer(({ troubled }) => troubled, shownOnly),
    },
  };
}

/** Running instances of one process by version. */
export function countsByVersion({ records }: Engine): Resource<ProcessCount> {
  return {
    rows: records.definitions.map((definition) => {
      return { definition, versions: 1, ...runningOf(records.instances, [definition]) };
    }),
    id: (row) => BigInt(row.definition.key),
    fields: {
      processDefinitionId: text(({ definition }) => definition.processId, { operators: never }),
      processDefinitionKey: key(({ definition }) => definition.key, shownOnly),
      processDefinitionName: text(({ definition }) => definition.name, shownOnly),
      tenantId: text(({ definition }) => definition.tenantId, { operators: never, sorted: never }),
      processDefinitionVersion: integer(({ definition }) => definition.version, shownOnly),
      activeInstancesWithIncidentCount: integer(({ troubled }) => troubled, shownOnly),
      activeInstancesWithoutIncidentCount: integer(({ healthy }) => healthy, shownOnly),
    },
  };
}

function runningOf(instances: readonly InstanceRecord[], definitions: readonly DefinitionRecord[]) {
  const running = instances.filter(({ definition, endedAt }) => endedAt === null && definitions.includes(definition));
  const troubled = running.filter(({ hasIncident }) => hasIncident).length;
  return { healthy: running.length - troubled, troubled };
}
