/**
 * The first 7.x minor whose server knows a filter or sends a field. Older servers ignore the filter silently and leave
 * the field out. Filters that 7.5 already knew are not listed.
 */
import type { Flavor } from "./settings.ts";

const filters: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "process-instance": {
    businessKeyLike: 7,
    leafProcessInstances: 11,
    orQueries: 12,
    processDefinitionKeyIn: 12,
    processDefinitionKeyNotIn: 12,
    processDefinitionWithoutTenantId: 11,
    rootProcessInstanceId: 24,
    rootProcessInstances: 9,
    variableNamesIgnoreCase: 12,
    variableValuesIgnoreCase: 12,
    withIncident: 11,
  },
  "history/process-instance": {
    active: 9,
    activeActivityIdIn: 8,
    activityIdIn: 22,
    completed: 9,
    executedActivityAfter: 7,
    executedActivityBefore: 7,
    executedActivityIdIn: 8,
    executedJobAfter: 7,
    executedJobBefore: 7,
    externallyTerminated: 9,
    incidentIdIn: 22,
    incidentStatus: 6,
    incidentType: 8,
    internallyTerminated: 9,
    orQueries: 12,
    processDefinitionKeyIn: 12,
    processInstanceBusinessKeyIn: 17,
    processInstanceIdNotIn: 23,
    rootProcessInstanceId: 24,
    rootProcessInstances: 10,
    suspended: 9,
    variableNamesIgnoreCase: 12,
    variableValuesIgnoreCase: 12,
    withJobsRetrying: 23,
    withRootIncidents: 9,
    withoutTenantId: 10,
  },
  incident: {
    failedActivityId: 13,
    incidentMessageLike: 14,
    incidentTimestampAfter: 14,
    incidentTimestampBefore: 14,
    processDefinitionKeyIn: 12,
  },
  "history/incident": {
    createTimeAfter: 14,
    createTimeBefore: 14,
    endTimeAfter: 14,
    endTimeBefore: 14,
    failedActivityId: 13,
    historyConfiguration: 12,
    incidentMessageLike: 14,
    processDefinitionKey: 14,
    processDefinitionKeyIn: 12,
    withoutTenantId: 12,
  },
  "history/activity-instance": { activityNameLike: 14, withoutTenantId: 12 },
  "history/variable-instance": {
    includeDeleted: 8,
    processDefinitionId: 8,
    processDefinitionKey: 9,
    processInstanceIdIn: 6,
    variableNameIn: 17,
    variableNamesIgnoreCase: 12,
    variableTypeIn: 7,
    variableValuesIgnoreCase: 12,
    withoutTenantId: 12,
  },
  "history/user-operation": { category: 11, categoryIn: 11, entityTypeIn: 9, externalTaskId: 11 },
  "history/job-log": { failedActivityIdIn: 13, hostname: 13, withoutTenantId: 12 },
};

const fields: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "process-instance": { definitionKey: 23 },
  "history/process-instance": { restartedProcessInstanceId: 22, rootProcessInstanceId: 10, removalTime: 10, state: 6 },
};

export const knowsFilter = (resource: string, filter: string, minor: number) =>
  minor >= (filters[resource]?.[filter] ?? 0);
export const sendsField = (resource: string, field: string, minor: number) => minor >= (fields[resource]?.[field] ?? 0);

/** Which Camunda 7 minor a version of any of the three stands for. */
export function minorOf(flavor: Flavor, version: string): number {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (flavor === "operaton") return 24;
  if (flavor === "cibseven") return major < 2 ? 22 : Math.min(23 + minor, 24);
  return minor;
}
