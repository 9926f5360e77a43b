/** /task: people's open work. */
import type { UserTask } from "../world.ts";
import {
  after,
  before,
  equal,
  type Filters,
  flag,
  like,
  never,
  noneOf,
  ofDefinition,
  oneOf,
  text,
  time,
  variables,
  whole,
} from "./filters.ts";
import { matchesLike } from "./like.ts";
import type { Resource, Sorts } from "./query.ts";
import type { Reader } from "./readers.ts";
import type { Relations } from "./relations.ts";
import type { Engine } from "./settings.ts";

const instanceOf = (task: UserTask) => task.step.instance;
const isSuspended = (task: UserTask): boolean => instanceOf(task).state === "suspended";

export function tasks(engine: Engine, related: Relations): Resource<UserTask> {
  return {
    path: "task",
    dto: "task.TaskQueryDto",
    rows: engine.world.tasks.filter((task) => task.endedAt === null),
    id: (task) => task.id,
    definitionKey: (task) => instanceOf(task).definition.key,
    filters: { ...peopleFilters, ...textFilters, ...timeFilters, ...scopeFilters(related) },
    overrides: { suspended: ["active"] },
    hides: assignedAmongCandidates,
    sorts,
    show: (task, { time: at, timeOrNull }) => ({
      id: task.id,
      name: task.name,
      assignee: task.assignee,
      created: at(task.createdAt),
      due: timeOrNull(task.dueAt),
      followUp: null,
      lastUpdated: timeOrNull(task.updatedAt),
      delegationState: null,
      description: task.description,
      executionId: task.step.executionId,
      owner: null,
      parentTaskId: null,
      priority: task.priority,
      processDefinitionId: instanceOf(task).definition.id,
      processInstanceId: instanceOf(task).id,
      taskDefinitionKey: task.step.element.id,
      caseExecutionId: null,
      caseInstanceId: null,
      caseDefinitionId: null,
      suspended: isSuspended(task),
      formKey: null,
      [engine.product.form]: null,
      tenantId: instanceOf(task).definition.tenantId,
      taskState: task.updatedAt === null ? "Created" : "Updated",
    }),
  };
}

/** Candidates are asked for among unassigned tasks, unless both are wanted. */
function assignedAmongCandidates(reader: Reader): ((task: UserTask) => boolean) | null {
  const forCandidates = reader.has("candidateGroup") || reader.has("candidateGroups");
  return forCandidates && !reader.flag("includeAssignedTasks") ? (task) => task.assignee !== null : null;
}

const peopleFilters: Filters<UserTask> = {
  assignee: equal((task) => task.assignee),
  assigneeLike: like((task) => task.assignee),
  assigneeIn: oneOf((task) => task.assignee),
  assigneeNotIn: noneOf((task) => task.assignee),
  assigned: flag((task) => task.assignee !== null),
  unassigned: flag((task) => task.assignee === null),
  candidateGroup: equal((task) => task.candidateGroup),
  candidateGroups: oneOf((task) => task.candidateGroup),
  candidateUser: never,
  withCandidateGroups: flag(() => true),
  withoutCandidateGroups: flag(() => false),
  withCandidateUsers: flag(() => false),
  withoutCandidateUsers: flag(() => true),
  involvedUser: equal((task) => task.assignee),
  owner: never,
  delegationState: never,
};

const folded = (value: string): string => value.toLowerCase();

/** Names and descriptions of tasks are the only texts that the engine compares without regard to case. */
export function foldedFilters(name: string, description: string): Filters<UserTask> {
  const textOf = (get: (task: UserTask) => string | null) => (task: UserTask) => folded(get(task) ?? "");
  const is = (get: (task: UserTask) => string) => text<UserTask>((task, value) => get(task) === folded(value));
  const isLike = (get: (task: UserTask) => string) =>
    text<UserTask>((task, value) => matchesLike(get(task), folded(value)));
  const [nameOf, descriptionOf] = [textOf((task) => task.name), textOf((task) => task.description)];
  return {
    [name]: is(nameOf),
    [`${name}Like`]: isLike(nameOf),
    [description]: is(descriptionOf),
    [`${description}Like`]: isLike(descriptionOf),
  };
}

const textFilters: Filters<UserTask> = {
  taskId: equal((task) => task.id),
  taskIdIn: oneOf((task) => task.id),
  ...foldedFilters("name", "description"),
  nameNotEqual: text((task, value) => folded(task.name) !== folded(value)),
  nameNotLike: text((task, value) => !matchesLike(folded(task.name), folded(value))),
  priority: whole((task, value) => task.priority === value),
  minPriority: whole((task, value) => task.priority >= value),
  maxPriority: whole((task, value) => task.priority <= value),
  taskDefinitionKey: equal((task) => task.step.element.id),
  taskDefinitionKeyIn: oneOf((task) => task.step.element.id),
  taskDefinitionKeyNotIn: noneOf((task) => task.step.element.id),
  taskDefinitionKeyLike: like((task) => task.step.element.id),
  parentTaskId: never,
};

const timeFilters: Filters<UserTask> = {
  dueDate: time((task, value) => task.dueAt === value),
  dueAfter: after((task) => task.dueAt),
  dueBefore: before((task) => task.dueAt),
  withoutDueDate: flag((task) => task.dueAt === null),
  followUpDate: never,
  followUpAfter: never,
  followUpBefore: never,
  followUpBeforeOrNotExistent: time(() => true),
  createdOn: time((task, value) => task.createdAt === value),
  createdAfter: after((task) => task.createdAt),
  createdBefore: before((task) => task.createdAt),
  updatedAfter: after((task) => task.updatedAt ?? task.createdAt),
};

function scopeFilters(related: Relations): Filters<UserTask> {
  return {
    ...ofDefinition<UserTask>(
      (task) => instanceOf(task).definition,
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
    processInstanceId: equal((task) => instanceOf(task).id),
    processInstanceIdIn: oneOf((task) => instanceOf(task).id),
    processInstanceBusinessKey: equal((task) => instanceOf(task).businessKey),
    processInstanceBusinessKeyIn: oneOf((task) => instanceOf(task).businessKey),
    processInstanceBusinessKeyLike: like((task) => instanceOf(task).businessKey),
    executionId: equal((task) => task.step.executionId),
    activityInstanceIdIn: oneOf((task) => task.step.id),
    caseInstanceId: never,
    caseDefinitionId: never,
    caseExecutionId: never,
    active: flag((task) => !isSuspended(task)),
    suspended: flag(isSuspended),
    processVariables: variables((task) =>
      related.variables(instanceOf(task)).filter((one) => !one.removed && one.scope === null),
    ),
    taskVariables: variables((task) =>
      related.variables(instanceOf(task)).filter((one) => !one.removed && one.task === task),
    ),
  };
}

const sorts: Sorts<UserTask> = {
  instanceId: (task) => instanceOf(task).id,
  executionId: (task) => task.step.executionId,
  assignee: (task) => task.assignee,
  created: (task) => task.createdAt,
  lastUpdated: (task) => task.updatedAt ?? task.createdAt,
  dueDate: (task) => task.dueAt,
  followUpDate: () => null,
  description: (task) => task.description,
  id: (task) => task.id,
  name: (task) => task.name,
  nameCaseInsensitive: (task) => task.name.toLowerCase(),
  priority: (task) => task.priority,
};
