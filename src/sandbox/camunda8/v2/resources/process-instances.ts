/** Process instances. */
import type { ElementRecord, IncidentRecord, InstanceRecord, JobRecord } from "../../records.ts";
import { always, type Dialect, never, since9, since10 } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { javaHash } from "../java-hash.ts";
import { invalid } from "../problems.ts";
import { date, type Fields, flag, integer, json, key, text, word } from "../search/fields.ts";
import { type Group, relatedGroup } from "../search/filter.ts";
import type { Resource } from "../search/search.ts";
import { elementStates, tagsGroup, variablesGroup } from "./common.ts";

/** What `/v2/process-instances` shows and searches. */
export function processInstances({ records, relations, dialect }: Engine): Resource<InstanceRecord> {
  return {
    rows: records.instances,
    id: (row) => BigInt(row.key),
    fields: fieldsFor(dialect),
    alternatives: always,
    groups: [
      tagsGroup(always, ({ tags }) => tags),
      variablesGroup("variables", relations.variablesOf),
      relatedGroup(relations.elementsOf, elementFields),
      relatedGroup(relations.openIncidentsOf, incidentFields),
      failingGroup(relations.jobsOf),
      batchGroup,
    ],
  };
}

function fieldsFor(dialect: Dialect): Fields<InstanceRecord> {
  const states =
    dialect.terminated === "CANCELED" ? "ACTIVE COMPLETED CANCELED" : "ACTIVE COMPLETED SUSPENDED@10 TERMINATED";
  const stateOf = ({ state }: InstanceRecord) => (state === "TERMINATED" ? dialect.terminated : state);
  return {
    processInstanceKey: key((row) => row.key),
    processDefinitionId: text(({ definition }) => definition.processId),
    processDefinitionName: text(({ definition }) => definition.name),
    processDefinitionVersion: integer(({ definition }) => definition.version),
    processDefinitionVersionTag: text(({ definition }) => definition.versionTag),
    processDefinitionKey: key(({ definition }) => definition.key),
    parentProcessInstanceKey: key(({ parentKey }) => parentKey),
    [dialect.parentElement]: key(({ parentElementKey }) => parentElementKey),
    rootProcessInstanceKey: key(({ rootKey }) => rootKey, { shown: since9, filtered: never, sorted: never }),
    startDate: date(({ startedAt }) => startedAt),
    endDate: date(({ endedAt }) => endedAt),
    suspendedDate: date(({ suspendedAt }) => suspendedAt, { shown: since10, filtered: since10, sorted: since10 }),
    state: word(stateOf, states),
    hasIncident: flag(({ hasIncident }) => hasIncident),
    tenantId: text(({ definition }) => definition.tenantId),
    businessId: text(({ businessId }) => businessId, { shown: since9, filtered: since9, sorted: since9 }),
    ...(dialect.tags ? { tags: json<InstanceRecord>(({ tags }) => tags) } : {}),
  };
}

const elementFields: Fields<ElementRecord> = {
  elementId: text(({ elementId }) => elementId),
  elementInstanceState: word(({ state }) => state, elementStates),
  hasElementInstanceIncident: flag(({ incidentKey }) => incidentKey !== null),
};

const incidentFields: Fields<IncidentRecord> = {
  errorMessage: text(({ message }) => message),
  incidentErrorHashCode: integer(({ message }) => javaHash(message)),
};

/** Whether a failed job of the instance is to be tried again. */
function failingGroup(jobsOf: (instance: InstanceRecord) => readonly JobRecord[]): Group<InstanceRecord> {
  const isFailing = (row: InstanceRecord) =>
    jobsOf(row).some(({ state, retries }) => state === "FAILED" && retries > 0);
  return relatedGroup((row) => [row], { hasRetriesLeft: flag(isFailing) });
}

/** There are no batch operations here; their old and their new name exclude each other. */
const batchFields: Fields<InstanceRecord> = { batchOperationId: text(() => []), batchOperationKey: text(() => []) };
const ofBatches = relatedGroup((row: InstanceRecord) => [row], batchFields);
const batchGroup: Group<InstanceRecord> = {
  ...ofBatches,
  compile: (conditions, dialect, path) => {
    if (Object.keys(conditions).length > 1) {
      throw invalid("Only one of [batchOperationId, batchOperationKey] is allowed.");
    }
    return ofBatches.compile(conditions, dialect, path);
  },
};
