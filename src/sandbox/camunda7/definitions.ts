/** /process-definition: the models, and how many instances of each run or are in trouble. */

import type { JsonObject } from "../json.ts";
import type { Definition, Instance } from "../world.ts";
import { equal, type Filters, flag, like, never, oneOf, since, text, time, whole } from "./filters.ts";
import type { Resource, Sorts } from "./query.ts";
import type { Relations } from "./relations.ts";
import type { Engine } from "./settings.ts";

const category = "http://example.org/bpmn";
const resourceName = ({ key }: Definition) => `${key}.bpmn`;

export function processDefinitions(engine: Engine, related: Relations): Resource<Definition> {
  const { definitions, instances } = engine.world;
  const latest = new Set(definitions.filter((one) => !definitions.some((other) => isNewer(other, one))));
  const troubled =
    (value: string, get: (incident: { id: string; type: string; message: string | null }) => string | null) =>
    (one: Definition) =>
      instances.some(
        (instance) =>
          instance.definition === one && related.openIncidents(instance).some((found) => get(found) === value),
      );
  return {
    path: "process-definition",
    dto: "repository.ProcessDefinitionQueryDto",
    rows: definitions,
    id: (one) => one.id,
    definitionKey: (one) => one.key,
    filters: {
      ...filters,
      latestVersion: flag((one) => latest.has(one)),
      incidentId: text((one, value) => troubled(value, (found) => found.id)(one)),
      incidentType: text((one, value) => troubled(value, (found) => found.type)(one)),
      incidentMessage: text((one, value) => troubled(value, (found) => found.message)(one)),
    },
    sorts,
    show: (one) => ({
      id: one.id,
      key: one.key,
      category,
      description: null,
      name: one.name,
      version: one.version,
      resource: resourceName(one),
      deploymentId: one.deploymentId,
      diagram: null,
      suspended: false,
      tenantId: one.tenantId,
      versionTag: one.versionTag,
      historyTimeToLive: one.daysToLive,
      startableInTasklist: true,
    }),
  };
}

const isNewer = (other: Definition, one: Definition) =>
  other.key === one.key && other.tenantId === one.tenantId && other.version > one.version;

const filters: Filters<Definition> = {
  processDefinitionId: equal((one) => one.id),
  processDefinitionIdIn: oneOf((one) => one.id),
  name: equal((one) => one.name),
  nameLike: like((one) => one.name),
  deploymentId: equal((one) => one.deploymentId),
  deployedAfter: since((one) => one.deployedAt),
  deployedAt: time((one, value) => one.deployedAt === value),
  key: equal((one) => one.key),
  keysIn: oneOf((one) => one.key),
  keyLike: like((one) => one.key),
  category: equal(() => category),
  categoryLike: like(() => category),
  version: whole((one, value) => one.version === value),
  resourceName: equal(resourceName),
  resourceNameLike: like(resourceName),
  active: flag(() => true),
  suspended: flag(() => false),
  tenantIdIn: oneOf((one) => one.tenantId),
  withoutTenantId: flag((one) => one.tenantId === null),
  versionTag: equal((one) => one.versionTag),
  versionTagLike: like((one) => one.versionTag),
  withoutVersionTag: flag((one) => one.versionTag === null),
  startableInTasklist: flag(() => true),
  notStartableInTasklist: flag(() => false),
  startableBy: never,
};

const sorts: Sorts<Definition> = {
  category: () => category,
  key: (one) => one.key,
  id: (one) => one.id,
  name: (one) => one.name,
  version: (one) => one.version,
  deploymentId: (one) => one.deploymentId,
  deployTime: (one) => one.deployedAt,
  tenantId: (one) => one.tenantId,
  versionTag: (one) => one.versionTag,
};

export type StatisticsWishes = {
  readonly failedJobs: boolean;
  readonly incidents: boolean;
  readonly rootIncidents: boolean;
};

/** How many instances of a definition run, and what is wrong with them. */
export function statistics(
  engine: Engine,
  related: Relations,
  definition: Definition,
  shown: JsonObject,
  wishes: StatisticsWishes,
): JsonObject {
  const running = engine.world.instances.filter((one) => one.definition === definition && one.endedAt === null);
  const failed = running.flatMap((one) => related.jobs(one)).filter((job) => job.retries === 0);
  return {
    "@class": `${engine.product.package}.engine.rest.dto.repository.ProcessDefinitionStatisticsResultDto`,
    id: definition.id,
    instances: running.length,
    failedJobs: wishes.failedJobs ? failed.length : 0,
    incidents: wishes.incidents || wishes.rootIncidents ? incidentCounts(related, running, wishes.rootIncidents) : [],
    // The engine leaves the time to live out here.
    definition: { ...shown, historyTimeToLive: null },
  };
}

function incidentCounts(related: Relations, running: readonly Instance[], rootsOnly: boolean): JsonObject[] {
  const incidents = running
    .flatMap((one) => related.openIncidents(one))
    .filter((one) => !rootsOnly || one.cause === null);
  const byType = Map.groupBy(incidents, (one) => one.type);
  return [...byType].map(([incidentType, found]) => ({ incidentType, incidentCount: found.length }));
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeXml = (value: string) => value.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** A BPMN document with the elements of a definition and no flows: enough to name what is in it. */
export function bpmn(definition: Definition): string {
  const elements = definition.elements.map(({ id, name, type }) => {
    const named = name === null ? "" : ` name="${escapeXml(name)}"`;
    return `    <${tags[type] ?? type} id="${id}"${named}/>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="${category}">`,
    `  <process id="${definition.key}" name="${escapeXml(definition.name)}" isExecutable="true">`,
    ...elements.filter((line) => !line.includes("multiInstanceBody")),
    "  </process>",
    "</definitions>",
    "",
  ].join("\n");
}

const tags: Readonly<Record<string, string>> = {
  terminateEndEvent: "endEvent",
  timerCatchEvent: "intermediateCatchEvent",
  messageCatchEvent: "intermediateCatchEvent",
  messageBoundaryEvent: "boundaryEvent",
  errorBoundaryEvent: "boundaryEvent",
};
