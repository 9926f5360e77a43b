/** /incident: open troubles. /history/incident: all there ever were. */
import type { Incident } from "../world.ts";
import { engineFault } from "./faults.ts";
import { after, before, equal, type Filters, flag, like, ofDefinition, oneOf } from "./filters.ts";
import type { Resource, Sorts } from "./query.ts";
import type { Reader } from "./readers.ts";
import { isOpen, removalTime, rootCause } from "./relations.ts";
import type { Engine } from "./settings.ts";

/** What the incident hangs on: the job or the external task; repeats in callers have neither. */
const configuration = (one: Incident): string | null => one.job?.id ?? one.externalTask?.id ?? null;
const jobDefinitionId = (one: Incident): string | null => one.job?.definitionId ?? null;
/** Failed external tasks leave the failed activity unnamed. */
const failedActivityId = (one: Incident): string | null => (one.type === "failedJob" ? one.element.id : null);
const causeId = (one: Incident): string => one.cause?.id ?? one.id;

export function incidents(engine: Engine): Resource<Incident> {
  return {
    path: "incident",
    dto: "runtime.IncidentQueryDto",
    rows: engine.world.incidents.filter(isOpen),
    id: (one) => one.id,
    definitionKey: (one) => one.instance.definition.key,
    filters: {
      ...common,
      incidentTimestampAfter: after((one) => one.createdAt),
      incidentTimestampBefore: before((one) => one.createdAt),
    },
    sorts: { ...commonSorts, incidentTimestamp: (one) => one.createdAt },
    show: (one, { time }) => ({
      id: one.id,
      processDefinitionId: one.instance.definition.id,
      processInstanceId: one.instance.id,
      executionId: one.executionId,
      incidentTimestamp: time(one.createdAt),
      ...trouble(one),
      configuration: configuration(one),
      incidentMessage: one.message,
      tenantId: one.instance.definition.tenantId,
      jobDefinitionId: jobDefinitionId(one),
      annotation: one.annotation,
    }),
  };
}

export function historicIncidents(engine: Engine): Resource<Incident> {
  return {
    path: "history/incident",
    dto: "history.HistoricIncidentQueryDto",
    rows: engine.keeps("full") ? engine.world.incidents : [],
    id: (one) => one.id,
    definitionKey: (one) => one.instance.definition.key,
    filters: historicFilters,
    check: oneState,
    sorts: {
      ...commonSorts,
      createTime: (one) => one.createdAt,
      endTime: (one) => one.endedAt,
      processDefinitionKey: (one) => one.instance.definition.key,
      historyConfiguration: (one) => one.logId,
      incidentState: (one) => ["open", "resolved", "deleted"].indexOf(one.state),
    },
    show: (one, { time, timeOrNull }) => ({
      id: one.id,
      processDefinitionKey: one.instance.definition.key,
      processDefinitionId: one.instance.definition.id,
      processInstanceId: one.instance.id,
      executionId: one.executionId,
      rootProcessInstanceId: one.instance.root.id,
      createTime: time(one.createdAt),
      endTime: timeOrNull(one.endedAt),
      removalTime: timeOrNull(removalTime(one.instance)),
      ...trouble(one),
      configuration: configuration(one),
      historyConfiguration: one.logId,
      incidentMessage: one.message,
      tenantId: one.instance.definition.tenantId,
      jobDefinitionId: jobDefinitionId(one),
      open: isOpen(one),
      deleted: one.state === "deleted",
      resolved: one.state === "resolved",
      annotation: one.annotation,
    }),
  };
}

/** Unlike instances, which refuse two states as a bad request, incidents fail. */
function oneState(reader: Reader): void {
  const [first, second] = ["open", "resolved", "deleted"].filter((state) => reader.flag(state));
  if (first && second) throw engineFault(`Already querying for incident state <${first}>`);
}

const trouble = (one: Incident) => ({
  incidentType: one.type,
  activityId: one.element.id,
  failedActivityId: failedActivityId(one),
  causeIncidentId: causeId(one),
  rootCauseIncidentId: rootCause(one).id,
});

const definitionOf = (one: Incident) => one.instance.definition;

const common: Filters<Incident> = {
  ...ofDefinition(definitionOf, ["processDefinitionId", "processDefinitionKeyIn", "tenantIdIn"]),
  incidentId: equal((one) => one.id),
  incidentType: equal((one) => one.type),
  incidentMessage: equal((one) => one.message),
  incidentMessageLike: like((one) => one.message),
  processInstanceId: equal((one) => one.instance.id),
  executionId: equal((one) => one.executionId),
  activityId: equal((one) => one.element.id),
  failedActivityId: equal(failedActivityId),
  causeIncidentId: equal(causeId),
  rootCauseIncidentId: equal((one) => rootCause(one).id),
  configuration: equal(configuration),
  jobDefinitionIdIn: oneOf(jobDefinitionId),
};

const historicFilters: Filters<Incident> = {
  ...common,
  ...ofDefinition(definitionOf, ["processDefinitionKey", "withoutTenantId"]),
  createTimeAfter: after((one) => one.createdAt),
  createTimeBefore: before((one) => one.createdAt),
  endTimeAfter: after((one) => one.endedAt),
  endTimeBefore: before((one) => one.endedAt),
  historyConfiguration: equal((one) => one.logId),
  open: flag(isOpen),
  resolved: flag((one) => one.state === "resolved"),
  deleted: flag((one) => one.state === "deleted"),
};

const commonSorts: Sorts<Incident> = {
  incidentId: (one) => one.id,
  incidentMessage: (one) => one.message,
  incidentType: (one) => one.type,
  executionId: (one) => one.executionId,
  activityId: (one) => one.element.id,
  processInstanceId: (one) => one.instance.id,
  processDefinitionId: (one) => one.instance.definition.id,
  causeIncidentId: causeId,
  rootCauseIncidentId: (one) => rootCause(one).id,
  configuration,
  tenantId: (one) => one.instance.definition.tenantId,
};
