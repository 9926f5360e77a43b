/** /external-task: work offered to programs outside. /history/external-task-log: how that went. */
import type { ExternalTask, ExternalTaskLog } from "../world.ts";
import { after, before, equal, type Filters, flag, ofDefinition, oneOf, variables, whole } from "./filters.ts";
import { eventFilters, eventFlags, eventOverrides } from "./jobs.ts";
import type { Resource, Sorts } from "./query.ts";
import { type Relations, removalTime } from "./relations.ts";
import type { Engine } from "./settings.ts";

const instanceOf = (task: ExternalTask) => task.step.instance;
const isSuspended = (task: ExternalTask): boolean => instanceOf(task).state === "suspended";

export function externalTasks(engine: Engine, related: Relations): Resource<ExternalTask> {
  return {
    path: "external-task",
    dto: "externaltask.ExternalTaskQueryDto",
    rows: engine.world.externalTasks.filter((task) => !task.gone),
    id: (task) => task.id,
    definitionKey: (task) => instanceOf(task).definition.key,
    filters: taskFilters(engine.world.now, related),
    overrides: { suspended: ["active"] },
    sorts: taskSorts,
    show: (task, { time, timeOrNull }) => ({
      activityId: task.step.element.id,
      activityInstanceId: task.step.id,
      errorMessage: task.message,
      executionId: task.step.executionId,
      id: task.id,
      lockExpirationTime: timeOrNull(task.lockedUntil),
      createTime: time(task.createdAt),
      processDefinitionId: instanceOf(task).definition.id,
      processDefinitionKey: instanceOf(task).definition.key,
      processDefinitionVersionTag: instanceOf(task).definition.versionTag,
      processInstanceId: instanceOf(task).id,
      retries: task.retries,
      suspended: isSuspended(task),
      workerId: task.workerId,
      topicName: task.topic,
      tenantId: instanceOf(task).definition.tenantId,
      priority: task.priority,
      businessKey: instanceOf(task).businessKey,
    }),
  };
}

function taskFilters(now: number, related: Relations): Filters<ExternalTask> {
  const isLocked = (task: ExternalTask) => task.lockedUntil !== null && task.lockedUntil > now;
  return {
    ...ofDefinition<ExternalTask>(
      (task) => instanceOf(task).definition,
      [
        "processDefinitionId",
        "processDefinitionKey",
        "processDefinitionKeyIn",
        "processDefinitionName",
        "processDefinitionNameLike",
        "tenantIdIn",
      ],
    ),
    externalTaskId: equal((task) => task.id),
    externalTaskIdIn: oneOf((task) => task.id),
    topicName: equal((task) => task.topic),
    workerId: equal((task) => task.workerId),
    locked: flag(isLocked),
    notLocked: flag((task) => !isLocked(task)),
    // No number of retries yet counts as some left.
    withRetriesLeft: flag((task) => task.retries !== 0),
    noRetriesLeft: flag((task) => task.retries === 0),
    lockExpirationAfter: after((task) => task.lockedUntil),
    lockExpirationBefore: before((task) => task.lockedUntil),
    activityId: equal((task) => task.step.element.id),
    activityIdIn: oneOf((task) => task.step.element.id),
    executionId: equal((task) => task.step.executionId),
    processInstanceId: equal((task) => instanceOf(task).id),
    processInstanceIdIn: oneOf((task) => instanceOf(task).id),
    active: flag((task) => !isSuspended(task)),
    suspended: flag(isSuspended),
    priorityHigherThanOrEquals: whole((task, value) => task.priority >= value),
    priorityLowerThanOrEquals: whole((task, value) => task.priority <= value),
    processVariables: variables((task) => related.variables(instanceOf(task)).filter((one) => one.scope === null)),
  };
}

const taskSorts: Sorts<ExternalTask> = {
  id: (task) => task.id,
  lockExpirationTime: (task) => task.lockedUntil,
  processInstanceId: (task) => instanceOf(task).id,
  processDefinitionId: (task) => instanceOf(task).definition.id,
  processDefinitionKey: (task) => instanceOf(task).definition.key,
  taskPriority: (task) => task.priority,
  createTime: (task) => task.createdAt,
  tenantId: (task) => instanceOf(task).definition.tenantId,
};

const logged = ({ task }: ExternalTaskLog) => instanceOf(task);

export function externalTaskLogs(engine: Engine): Resource<ExternalTaskLog> {
  return {
    path: "history/external-task-log",
    dto: "history.HistoricExternalTaskLogQueryDto",
    rows: engine.keeps("full") ? engine.world.externalTaskLogs : [],
    id: (log) => log.id,
    definitionKey: (log) => logged(log).definition.key,
    filters: logFilters,
    overrides: eventOverrides,
    sorts: logSorts,
    show: (log, { time, timeOrNull }) => ({
      id: log.id,
      timestamp: time(log.at),
      removalTime: timeOrNull(removalTime(logged(log))),
      externalTaskId: log.task.id,
      topicName: log.task.topic,
      workerId: log.workerId,
      priority: log.task.priority,
      retries: log.retries,
      errorMessage: log.message,
      activityId: log.task.step.element.id,
      activityInstanceId: log.task.step.id,
      executionId: log.task.step.executionId,
      processInstanceId: logged(log).id,
      processDefinitionId: logged(log).definition.id,
      processDefinitionKey: logged(log).definition.key,
      tenantId: logged(log).definition.tenantId,
      rootProcessInstanceId: logged(log).root.id,
      ...eventFlags(log.event),
    }),
  };
}

const logFilters: Filters<ExternalTaskLog> = {
  ...eventFilters<ExternalTaskLog>(),
  ...ofDefinition<ExternalTaskLog>(
    (log) => logged(log).definition,
    ["processDefinitionId", "processDefinitionKey", "tenantIdIn", "withoutTenantId"],
  ),
  logId: equal((log) => log.id),
  externalTaskId: equal((log) => log.task.id),
  topicName: equal((log) => log.task.topic),
  workerId: equal((log) => log.workerId),
  errorMessage: equal((log) => log.message),
  activityIdIn: oneOf((log) => log.task.step.element.id),
  activityInstanceIdIn: oneOf((log) => log.task.step.id),
  executionIdIn: oneOf((log) => log.task.step.executionId),
  processInstanceId: equal((log) => logged(log).id),
  priorityHigherThanOrEquals: whole((log, value) => log.task.priority >= value),
  priorityLowerThanOrEquals: whole((log, value) => log.task.priority <= value),
};

const logSorts: Sorts<ExternalTaskLog> = {
  timestamp: (log) => log.at,
  externalTaskId: (log) => log.task.id,
  topicName: (log) => log.task.topic,
  workerId: (log) => log.workerId,
  retries: (log) => log.retries,
  priority: (log) => log.task.priority,
  activityId: (log) => log.task.step.element.id,
  activityInstanceId: (log) => log.task.step.id,
  executionId: (log) => log.task.step.executionId,
  processInstanceId: (log) => logged(log).id,
  processDefinitionId: (log) => logged(log).definition.id,
  processDefinitionKey: (log) => logged(log).definition.key,
  tenantId: (log) => logged(log).definition.tenantId,
};
