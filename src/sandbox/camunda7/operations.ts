/** /history/user-operation: who did what. The engine notes it only for people it has authenticated. */
import type { Operation } from "../world.ts";
import { equal, type Filters, never, ofDefinition, oneOf, since, until } from "./filters.ts";
import type { Resource } from "./query.ts";
import { removalTime } from "./relations.ts";
import type { Engine } from "./settings.ts";

const category = (one: Operation) => (one.entity === "Task" ? "TaskWorker" : "Operator");

export function operations(engine: Engine): Resource<Operation> {
  return {
    path: "history/user-operation",
    dto: "history.UserOperationLogQueryDto",
    rows: engine.keeps("full") && engine.users ? engine.world.operations : [],
    id: (one) => one.id,
    definitionKey: (one) => one.instance.definition.key,
    filters,
    sorts: { timestamp: (one) => one.at },
    show: (one, { time, timeOrNull }) => ({
      id: one.id,
      deploymentId: one.instance.definition.deploymentId,
      processDefinitionId: one.instance.definition.id,
      processDefinitionKey: one.instance.definition.key,
      processInstanceId: one.instance.id,
      executionId: null,
      caseDefinitionId: null,
      caseInstanceId: null,
      caseExecutionId: null,
      taskId: one.taskId,
      jobId: null,
      jobDefinitionId: null,
      batchId: null,
      userId: one.userId,
      timestamp: time(one.at),
      operationId: one.operationId,
      externalTaskId: null,
      operationType: one.type,
      entityType: one.entity,
      property: one.property,
      orgValue: one.oldValue,
      newValue: one.newValue,
      removalTime: timeOrNull(removalTime(one.instance)),
      rootProcessInstanceId: one.instance.root.id,
      category: category(one),
      annotation: one.annotation,
    }),
  };
}

const filters: Filters<Operation> = {
  ...ofDefinition<Operation>(
    (one) => one.instance.definition,
    ["processDefinitionId", "processDefinitionKey", "deploymentId"],
  ),
  processInstanceId: equal((one) => one.instance.id),
  taskId: equal((one) => one.taskId),
  userId: equal((one) => one.userId),
  operationId: equal((one) => one.operationId),
  operationType: equal((one) => one.type),
  entityType: equal((one) => one.entity),
  entityTypeIn: oneOf((one) => one.entity),
  category: equal(category),
  categoryIn: oneOf(category),
  property: equal((one) => one.property),
  afterTimestamp: since((one) => one.at),
  beforeTimestamp: until((one) => one.at),
  executionId: never,
  caseDefinitionId: never,
  caseInstanceId: never,
  caseExecutionId: never,
  jobId: never,
  jobDefinitionId: never,
  batchId: never,
  externalTaskId: never,
};
