/** /history/process-instance: what runs and what has ended. */
import type { Incident, Instance, InstanceState } from "../world.ts";
import { badRequest } from "./faults.ts";
import {
  anyOf,
  equal,
  type Filters,
  flag,
  like,
  list,
  never,
  noneOf,
  ofDefinition,
  oneOf,
  since,
  someOf,
  text,
  time,
  until,
  variables,
} from "./filters.ts";
import { matchesLike } from "./like.ts";
import { activeElementIds, idsMessage } from "./process-instances.ts";
import type { Resource, Sorts } from "./query.ts";
import type { Reader } from "./readers.ts";
import { type Relations, removalTime } from "./relations.ts";
import type { Engine } from "./settings.ts";

const states = {
  active: "ACTIVE",
  suspended: "SUSPENDED",
  completed: "COMPLETED",
  cancelled: "EXTERNALLY_TERMINATED",
  interrupted: "INTERNALLY_TERMINATED",
} satisfies Record<InstanceState, string>;

/** The filters that each name one state: only one of them may be sent. */
const stateFilters = {
  active: "active",
  suspended: "suspended",
  completed: "completed",
  externallyTerminated: "cancelled",
  internallyTerminated: "interrupted",
} satisfies Record<string, InstanceState>;

export function historicProcessInstances(engine: Engine, related: Relations): Resource<Instance> {
  return {
    path: "history/process-instance",
    dto: "history.HistoricProcessInstanceQueryDto",
    rows: engine.keeps("activity") ? engine.world.instances : [],
    id: (one) => one.id,
    definitionKey: (one) => one.definition.key,
    filters: filters(related),
    check: oneState,
    andOnly: ["withIncidents"],
    sorts,
    show: (one, { time: at, timeOrNull }) => ({
      id: one.id,
      businessKey: one.businessKey,
      processDefinitionId: one.definition.id,
      processDefinitionKey: one.definition.key,
      processDefinitionName: one.definition.name,
      processDefinitionVersion: one.definition.version,
      startTime: at(one.startedAt),
      endTime: timeOrNull(one.endedAt),
      removalTime: timeOrNull(removalTime(one)),
      durationInMillis: duration(one),
      startUserId: null,
      startActivityId: one.startElementId,
      deleteReason: one.endReason,
      rootProcessInstanceId: one.root.id,
      superProcessInstanceId: one.caller?.instance.id ?? null,
      superCaseInstanceId: null,
      caseInstanceId: null,
      tenantId: one.definition.tenantId,
      state: states[one.state],
      restartedProcessInstanceId: one.restartedFrom,
    }),
  };
}

function oneState(reader: Reader): void {
  const [first, second] = Object.entries(stateFilters).filter(([name]) => reader.flag(name));
  if (first && second) {
    throw badRequest(
      `Already querying for historic process instance with another state: ${states[first[1]]} is not empty`,
    );
  }
}

const duration = (one: Instance) => (one.endedAt === null ? null : one.endedAt - one.startedAt);

function filters(related: Relations): Filters<Instance> {
  const wasActive = (test: (startedAt: number, value: number) => boolean) =>
    time<Instance>((one, value) => related.steps(one).some((step) => test(step.startedAt, value)));
  const jobRan = (test: (at: number, value: number) => boolean) =>
    time<Instance>((one, value) => related.jobLogs(one).some((log) => test(log.at, value)));
  return {
    ...ofDefinition<Instance>(
      (one) => one.definition,
      [
        "processDefinitionId",
        "processDefinitionKey",
        "processDefinitionKeyIn",
        "processDefinitionName",
        "processDefinitionNameLike",
        "tenantIdIn",
        "withoutTenantId",
      ],
    ),
    ...stateTests(),
    ...incidentFilters(related),
    processInstanceId: equal((one) => one.id),
    processInstanceIds: someOf((one) => one.id, idsMessage),
    processInstanceIdNotIn: noneOf((one) => one.id),
    // A LIKE in the SQL of history, unlike at runtime.
    processDefinitionKeyNotIn: list(
      (one, patterns) => !patterns.some((pattern) => matchesLike(one.definition.key, pattern ?? "")),
    ),
    processInstanceBusinessKey: equal((one) => one.businessKey),
    processInstanceBusinessKeyIn: oneOf((one) => one.businessKey),
    processInstanceBusinessKeyLike: like((one) => one.businessKey),
    rootProcessInstances: flag((one) => one.caller === null),
    rootProcessInstanceId: equal((one) => one.root.id),
    superProcessInstanceId: equal((one) => one.caller?.instance.id ?? null),
    subProcessInstanceId: text((one, id) => related.children(one).some((child) => child.id === id)),
    superCaseInstanceId: never,
    subCaseInstanceId: never,
    caseInstanceId: never,
    startedBy: never,
    finished: flag((one) => one.endedAt !== null),
    unfinished: flag((one) => one.endedAt === null),
    startedAfter: since((one) => one.startedAt),
    startedBefore: until((one) => one.startedAt),
    finishedAfter: since((one) => one.endedAt),
    finishedBefore: until((one) => one.endedAt),
    executedActivityAfter: wasActive((at, value) => at >= value),
    executedActivityBefore: wasActive((at, value) => at <= value),
    executedJobAfter: jobRan((at, value) => at >= value),
    executedJobBefore: jobRan((at, value) => at <= value),
    executedActivityIdIn: list((one, ids) =>
      related.steps(one).some((step) => step.endedAt !== null && ids.includes(step.element.id)),
    ),
    activeActivityIdIn: list((one, ids) =>
      related.steps(one).some((step) => step.endedAt === null && ids.includes(step.element.id)),
    ),
    activityIdIn: anyOf((one) => (one.endedAt === null ? activeElementIds(related, one) : [])),
    withJobsRetrying: flag((one) => related.jobs(one).some((job) => job.message !== null && job.retries > 0)),
    // Removed variables count with their last value.
    variables: variables(related.variables),
  };
}

function stateTests(): Filters<Instance> {
  const tests = Object.entries(stateFilters).map(
    ([name, state]) => [name, flag((one: Instance) => one.state === state)] as const,
  );
  return Object.fromEntries(tests);
}

const isStatus = (value: string) => value === "open" || value === "resolved";

function incidentFilters(related: Relations): Filters<Instance> {
  const some = (test: (incident: Incident, value: string) => boolean) =>
    text<Instance>((one, value) => related.pastIncidents(one).some((found) => test(found, value)));
  return {
    withIncidents: flag((one) => related.pastIncidents(one).length > 0),
    withRootIncidents: flag((one) => related.pastIncidents(one).some((found) => found.cause === null)),
    incidentIdIn: anyOf((one) => related.pastIncidents(one).map((found) => found.id)),
    incidentType: some((found, value) => found.type === value),
    // A status that is none asks for any incident.
    incidentStatus: some((found, value) => !isStatus(value) || found.state === value),
    incidentMessage: some((found, value) => found.message === value),
    incidentMessageLike: some((found, value) => matchesLike(found.message, value)),
  };
}

const sorts: Sorts<Instance> = {
  instanceId: (one) => one.id,
  definitionId: (one) => one.definition.id,
  definitionKey: (one) => one.definition.key,
  definitionName: (one) => one.definition.name,
  definitionVersion: (one) => one.definition.version,
  businessKey: (one) => one.businessKey,
  startTime: (one) => one.startedAt,
  endTime: (one) => one.endedAt,
  duration,
  tenantId: (one) => one.definition.tenantId,
};
