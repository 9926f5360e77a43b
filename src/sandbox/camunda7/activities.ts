/** Elements an instance has been in: /history/activity-instance, and the tree of those it is in. */

import type { JsonObject } from "../json.ts";
import type { Element, ElementInstance, ElementType, Incident, Instance, Job } from "../world.ts";
import { equal, type Filters, flag, like, ofDefinition, since, until } from "./filters.ts";
import type { Resource, Sorts } from "./query.ts";
import { type Relations, removalTime } from "./relations.ts";
import type { Engine } from "./settings.ts";

const otherNames: Partial<Record<ElementType, string>> = {
  endEvent: "noneEndEvent",
  terminateEndEvent: "terminateEndEvent",
  timerCatchEvent: "intermediateTimer",
  messageCatchEvent: "intermediateMessageCatch",
  messageBoundaryEvent: "boundaryMessage",
  errorBoundaryEvent: "boundaryError",
};

const activityType = ({ type }: Element): string => otherNames[type] ?? type;

export function historicActivities(engine: Engine): Resource<ElementInstance> {
  return {
    path: "history/activity-instance",
    dto: "history.HistoricActivityInstanceQueryDto",
    rows: engine.keeps("activity") ? engine.world.steps : [],
    id: (step) => step.id,
    definitionKey: (step) => step.instance.definition.key,
    filters,
    sorts,
    show: (step, { time, timeOrNull }) => ({
      id: step.id,
      parentActivityInstanceId: step.scope?.id ?? step.instance.id,
      activityId: step.element.id,
      activityName: step.element.name,
      activityType: activityType(step.element),
      processDefinitionKey: step.instance.definition.key,
      processDefinitionId: step.instance.definition.id,
      processInstanceId: step.instance.id,
      executionId: step.executionId,
      taskId: step.task?.id ?? null,
      calledProcessInstanceId: step.called?.id ?? null,
      calledCaseInstanceId: null,
      assignee: step.task?.assignee ?? null,
      startTime: time(step.startedAt),
      endTime: timeOrNull(step.endedAt),
      durationInMillis: duration(step),
      canceled: step.cancelled,
      completeScope: step.endsScope,
      tenantId: step.instance.definition.tenantId,
      removalTime: timeOrNull(removalTime(step.instance)),
      rootProcessInstanceId: step.instance.root.id,
    }),
  };
}

const duration = (step: ElementInstance) => (step.endedAt === null ? null : step.endedAt - step.startedAt);

const filters: Filters<ElementInstance> = {
  ...ofDefinition<ElementInstance>(
    (step) => step.instance.definition,
    ["processDefinitionId", "tenantIdIn", "withoutTenantId"],
  ),
  activityInstanceId: equal((step) => step.id),
  processInstanceId: equal((step) => step.instance.id),
  executionId: equal((step) => step.executionId),
  activityId: equal((step) => step.element.id),
  activityName: equal((step) => step.element.name),
  activityNameLike: like((step) => step.element.name),
  activityType: equal((step) => activityType(step.element)),
  taskAssignee: equal((step) => step.task?.assignee ?? null),
  finished: flag((step) => step.endedAt !== null),
  unfinished: flag((step) => step.endedAt === null),
  canceled: flag((step) => step.cancelled),
  completeScope: flag((step) => step.endsScope),
  startedAfter: since((step) => step.startedAt),
  startedBefore: until((step) => step.startedAt),
  finishedAfter: since((step) => step.endedAt),
  finishedBefore: until((step) => step.endedAt),
};

const sorts: Sorts<ElementInstance> = {
  activityInstanceId: (step) => step.id,
  instanceId: (step) => step.instance.id,
  executionId: (step) => step.executionId,
  activityId: (step) => step.element.id,
  activityName: (step) => step.element.name,
  activityType: (step) => activityType(step.element),
  startTime: (step) => step.startedAt,
  endTime: (step) => step.endedAt,
  duration,
  definitionId: (step) => step.instance.definition.id,
  occurrence: (step) => step.order,
  tenantId: (step) => step.instance.definition.tenantId,
};

/** The tree of open elements under an instance; jobs about to enter an element are "transitions". */
export function activityTree(related: Relations, instance: Instance): JsonObject {
  const open = related
    .steps(instance)
    .filter((step) => step.endedAt === null && step.element.type !== "parallelGateway");
  const incidents = related.openIncidents(instance);
  const { definition, id } = instance;
  const common = { processInstanceId: id, processDefinitionId: definition.id };
  const node = (step: ElementInstance): JsonObject => ({
    id: step.id,
    parentActivityInstanceId: step.scope?.id ?? id,
    activityId: step.element.id,
    activityType: activityType(step.element),
    ...common,
    childActivityInstances: open.filter((child) => child.scope === step).map(node),
    childTransitionInstances: [],
    executionIds: [step.executionId],
    activityName: step.element.name,
    ...troubles(incidents.filter((incident) => incident.executionId === step.executionId)),
    name: step.element.name,
  });
  const waiting = related.jobs(instance).filter((job) => job.kind === "async");
  return {
    id,
    parentActivityInstanceId: null,
    activityId: definition.id,
    activityType: "processDefinition",
    ...common,
    childActivityInstances: open.filter((step) => step.scope === null).map(node),
    childTransitionInstances: waiting.map((job) => transition(job, incidents)),
    executionIds: [id],
    activityName: definition.name,
    incidentIds: [],
    incidents: [],
    name: definition.name,
  };
}

function transition(job: Job, incidents: readonly Incident[]): JsonObject {
  return {
    id: job.executionId,
    parentActivityInstanceId: job.instance.id,
    processInstanceId: job.instance.id,
    processDefinitionId: job.instance.definition.id,
    activityId: job.element.id,
    activityName: job.element.name,
    activityType: activityType(job.element),
    executionId: job.executionId,
    ...troubles(incidents.filter((incident) => incident.job === job)),
    targetActivityId: job.element.id,
  };
}

function troubles(incidents: readonly Incident[]) {
  return {
    incidentIds: incidents.map((one) => one.id),
    incidents: incidents.map((one) => ({ id: one.id, activityId: one.element.id })),
  };
}
