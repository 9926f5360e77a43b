/** /history/task: all work that people had. */
import type { UserTask } from "../world.ts";
import { equal, type Filters, flag, like, ofDefinition, oneOf, since, until } from "./filters.ts";
import type { Resource, Sorts } from "./query.ts";
import { removalTime } from "./relations.ts";
import type { Engine } from "./settings.ts";
import { foldedFilters } from "./tasks.ts";

const instanceOf = (task: UserTask) => task.step.instance;
const outcomes = { completed: "Completed", deleted: "Deleted" } satisfies Record<
  NonNullable<UserTask["outcome"]>,
  string
>;
const duration = (task: UserTask) => (task.endedAt === null ? null : task.endedAt - task.createdAt);

export function historicTasks(engine: Engine): Resource<UserTask> {
  return {
    path: "history/task",
    dto: "history.HistoricTaskInstanceQueryDto",
    rows: engine.keeps("activity") ? engine.world.tasks : [],
    id: (task) => task.id,
    definitionKey: (task) => instanceOf(task).definition.key,
    filters: historicFilters,
    sorts: historicSorts,
    show: (task, { time: at, timeOrNull }) => ({
      id: task.id,
      processDefinitionKey: instanceOf(task).definition.key,
      processDefinitionId: instanceOf(task).definition.id,
      processInstanceId: instanceOf(task).id,
      executionId: task.step.executionId,
      caseDefinitionKey: null,
      caseDefinitionId: null,
      caseInstanceId: null,
      caseExecutionId: null,
      activityInstanceId: task.step.id,
      name: task.name,
      description: task.description,
      deleteReason: task.outcome,
      owner: null,
      assignee: task.assignee,
      startTime: at(task.createdAt),
      endTime: timeOrNull(task.endedAt),
      duration: duration(task),
      taskDefinitionKey: task.step.element.id,
      priority: task.priority,
      due: timeOrNull(task.dueAt),
      parentTaskId: null,
      followUp: null,
      tenantId: instanceOf(task).definition.tenantId,
      removalTime: timeOrNull(removalTime(instanceOf(task))),
      rootProcessInstanceId: instanceOf(task).root.id,
      taskState: task.outcome ? outcomes[task.outcome] : task.updatedAt === null ? "Created" : "Updated",
    }),
  };
}

const historicFilters: Filters<UserTask> = {
  ...ofDefinition<UserTask>(
    (task) => instanceOf(task).definition,
    ["processDefinitionId", "processDefinitionKey", "processDefinitionName", "tenantIdIn", "withoutTenantId"],
  ),
  taskId: equal((task) => task.id),
  processInstanceId: equal((task) => instanceOf(task).id),
  rootProcessInstanceId: equal((task) => instanceOf(task).root.id),
  processInstanceBusinessKey: equal((task) => instanceOf(task).businessKey),
  processInstanceBusinessKeyIn: oneOf((task) => instanceOf(task).businessKey),
  processInstanceBusinessKeyLike: like((task) => instanceOf(task).businessKey),
  executionId: equal((task) => task.step.executionId),
  activityInstanceIdIn: oneOf((task) => task.step.id),
  ...foldedFilters("taskName", "taskDescription"),
  taskDefinitionKey: equal((task) => task.step.element.id),
  taskDefinitionKeyIn: oneOf((task) => task.step.element.id),
  taskDeleteReason: equal((task) => task.outcome),
  taskAssignee: equal((task) => task.assignee),
  taskAssigneeLike: like((task) => task.assignee),
  assigned: flag((task) => task.assignee !== null),
  unassigned: flag((task) => task.assignee === null),
  finished: flag((task) => task.endedAt !== null),
  unfinished: flag((task) => task.endedAt === null),
  processFinished: flag((task) => instanceOf(task).endedAt !== null),
  processUnfinished: flag((task) => instanceOf(task).endedAt === null),
  taskDueDateBefore: until((task) => task.dueAt),
  taskDueDateAfter: since((task) => task.dueAt),
  withoutTaskDueDate: flag((task) => task.dueAt === null),
  startedBefore: until((task) => task.createdAt),
  startedAfter: since((task) => task.createdAt),
  finishedBefore: until((task) => task.endedAt),
  finishedAfter: since((task) => task.endedAt),
};

const historicSorts: Sorts<UserTask> = {
  taskId: (task) => task.id,
  activityInstanceId: (task) => task.step.id,
  processDefinitionId: (task) => instanceOf(task).definition.id,
  processInstanceId: (task) => instanceOf(task).id,
  executionId: (task) => task.step.executionId,
  duration,
  endTime: (task) => task.endedAt,
  startTime: (task) => task.createdAt,
  taskName: (task) => task.name,
  taskDescription: (task) => task.description,
  assignee: (task) => task.assignee,
  dueDate: (task) => task.dueAt,
  deleteReason: (task) => task.outcome,
  taskDefinitionKey: (task) => task.step.element.id,
  priority: (task) => task.priority,
  tenantId: (task) => instanceOf(task).definition.tenantId,
};
