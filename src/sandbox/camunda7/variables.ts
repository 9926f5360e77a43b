/** /variable-instance, /history/variable-instance and /history/detail. */
import type { Variable, VariableUpdate, VariableValue } from "../world.ts";
import {
  equal,
  type Filters,
  flag,
  like,
  list,
  never,
  ofDefinition,
  oneOf,
  since,
  until,
  variables,
} from "./filters.ts";
import type { Resource, Sorts, View } from "./query.ts";
import { removalTime } from "./relations.ts";
import type { Engine } from "./settings.ts";
import { unreadable, write } from "./values.ts";

const executionId = ({ scope, instance }: Variable): string => scope?.executionId ?? instance.id;
const activityInstanceId = ({ scope, instance }: Variable): string => scope?.id ?? instance.id;
const isRunning = ({ instance, scope, removed }: Variable): boolean =>
  !removed && instance.endedAt === null && (scope === null || scope.endedAt === null);

function valueFields(name: string, value: VariableValue, view: View) {
  const errorMessage = unreadable(name, value, view);
  if (errorMessage !== null) return { type: value.type, value: null, valueInfo: null, errorMessage };
  return { ...write(value, view), errorMessage };
}

export function variableInstances(engine: Engine): Resource<Variable> {
  return {
    path: "variable-instance",
    dto: "runtime.VariableInstanceQueryDto",
    rows: engine.world.variables.filter(isRunning),
    id: (one) => one.id,
    definitionKey: (one) => one.instance.definition.key,
    filters: runtimeFilters,
    sorts: runtimeSorts,
    show: (one, view) => {
      const { errorMessage, ...value } = valueFields(one.name, one.value, view);
      return {
        ...value,
        id: one.id,
        name: one.name,
        processDefinitionId: one.instance.definition.id,
        processInstanceId: one.instance.id,
        executionId: executionId(one),
        caseInstanceId: null,
        caseExecutionId: null,
        taskId: one.task?.id ?? null,
        batchId: null,
        activityInstanceId: activityInstanceId(one),
        errorMessage,
        tenantId: one.instance.definition.tenantId,
      };
    },
  };
}

const runtimeFilters: Filters<Variable> = {
  ...ofDefinition<Variable>((one) => one.instance.definition, ["tenantIdIn"]),
  variableName: equal((one) => one.name),
  variableNameLike: like((one) => one.name),
  processInstanceIdIn: oneOf((one) => one.instance.id),
  executionIdIn: oneOf(executionId),
  taskIdIn: oneOf((one) => one.task?.id ?? null),
  activityInstanceIdIn: oneOf(activityInstanceId),
  variableScopeIdIn: oneOf((one) => one.task?.id ?? executionId(one)),
  caseInstanceIdIn: never,
  caseExecutionIdIn: never,
  batchIdIn: never,
  variableValues: variables((one) => [one]),
};

const runtimeSorts: Sorts<Variable> = {
  variableName: (one) => one.name,
  variableType: (one) => one.value.type,
  activityInstanceId,
  tenantId: (one) => one.instance.definition.tenantId,
};

/** Names of types are matched whatever their case; objects go by the name of their storage. */
function isOfType({ type }: VariableValue, wanted: readonly (string | null)[]): boolean {
  const name = type === "Object" ? "serializable" : type.toLowerCase();
  return wanted.some((one) => one?.toLowerCase() === name);
}

const noCase = { caseDefinitionKey: null, caseDefinitionId: null, caseInstanceId: null, caseExecutionId: null };

export function historicVariables(engine: Engine): Resource<Variable> {
  return {
    path: "history/variable-instance",
    dto: "history.HistoricVariableInstanceQueryDto",
    rows: engine.keeps("audit") ? engine.world.variables : [],
    id: (one) => one.id,
    definitionKey: (one) => one.instance.definition.key,
    filters: historicFilters,
    hides: (reader) => (reader.flag("includeDeleted") ? null : (one) => one.removed),
    sorts: {
      instanceId: (one) => one.instance.id,
      variableName: (one) => one.name,
      tenantId: (one) => one.instance.definition.tenantId,
    },
    show: (one, view) => {
      const { errorMessage, ...value } = valueFields(one.name, one.value, view);
      return {
        ...value,
        id: one.id,
        name: one.name,
        processDefinitionKey: one.instance.definition.key,
        processDefinitionId: one.instance.definition.id,
        processInstanceId: one.instance.id,
        executionId: executionId(one),
        activityInstanceId: activityInstanceId(one),
        ...noCase,
        taskId: one.task?.id ?? null,
        errorMessage,
        tenantId: one.instance.definition.tenantId,
        state: one.removed ? "DELETED" : "CREATED",
        createTime: view.time(one.createdAt),
        removalTime: view.timeOrNull(removalTime(one.instance)),
        rootProcessInstanceId: one.instance.root.id,
      };
    },
  };
}

const historicFilters: Filters<Variable> = {
  ...ofDefinition<Variable>(
    (one) => one.instance.definition,
    ["processDefinitionId", "processDefinitionKey", "tenantIdIn", "withoutTenantId"],
  ),
  variableName: equal((one) => one.name),
  variableNameIn: oneOf((one) => one.name),
  variableNameLike: like((one) => one.name),
  variableTypeIn: list((one, types) => isOfType(one.value, types)),
  processInstanceId: equal((one) => one.instance.id),
  processInstanceIdIn: oneOf((one) => one.instance.id),
  executionIdIn: oneOf(executionId),
  taskIdIn: oneOf((one) => one.task?.id ?? null),
  activityInstanceIdIn: oneOf(activityInstanceId),
  caseInstanceId: never,
  caseExecutionIdIn: never,
  caseActivityIdIn: never,
};

export function details(engine: Engine): Resource<VariableUpdate> {
  return {
    path: "history/detail",
    dto: "history.HistoricDetailQueryDto",
    rows: engine.keeps("full") ? engine.world.variableUpdates : [],
    id: (update) => update.id,
    definitionKey: ({ variable }) => variable.instance.definition.key,
    filters: detailFilters,
    sorts: detailSorts,
    show: (update, view) => {
      const { variable } = update;
      const { type, value, valueInfo, errorMessage } = valueFields(variable.name, update.value, view);
      return {
        type: "variableUpdate",
        id: update.id,
        processDefinitionKey: variable.instance.definition.key,
        processDefinitionId: variable.instance.definition.id,
        processInstanceId: variable.instance.id,
        activityInstanceId: activityInstanceId(variable),
        executionId: executionId(variable),
        ...noCase,
        taskId: variable.task?.id ?? null,
        tenantId: variable.instance.definition.tenantId,
        userOperationId: null,
        time: view.time(update.at),
        removalTime: view.timeOrNull(removalTime(variable.instance)),
        rootProcessInstanceId: variable.instance.root.id,
        variableName: variable.name,
        variableInstanceId: variable.id,
        variableType: type,
        value,
        valueInfo,
        initial: isInitial(update),
        revision: update.revision,
        errorMessage,
      };
    },
  };
}

/** Set by the start of the instance, not later. */
const isInitial = ({ variable, at, revision }: VariableUpdate) =>
  revision === 0 && variable.scope === null && at === variable.instance.startedAt;

const detailFilters: Filters<VariableUpdate> = {
  ...ofDefinition<VariableUpdate>(({ variable }) => variable.instance.definition, ["tenantIdIn", "withoutTenantId"]),
  processInstanceId: equal(({ variable }) => variable.instance.id),
  processInstanceIdIn: oneOf(({ variable }) => variable.instance.id),
  executionId: equal(({ variable }) => executionId(variable)),
  taskId: equal(({ variable }) => variable.task?.id ?? null),
  activityInstanceId: equal(({ variable }) => activityInstanceId(variable)),
  variableInstanceId: equal(({ variable }) => variable.id),
  variableTypeIn: list(({ value }, types) => isOfType(value, types)),
  variableNameLike: like(({ variable }) => variable.name),
  caseInstanceId: never,
  caseExecutionId: never,
  userOperationId: never,
  formFields: flag(() => false),
  variableUpdates: flag(() => true),
  excludeTaskDetails: flag(({ variable }) => variable.task === null),
  initial: flag(isInitial),
  occurredAfter: since((update) => update.at),
  occurredBefore: until((update) => update.at),
};

const detailSorts: Sorts<VariableUpdate> = {
  processInstanceId: ({ variable }) => variable.instance.id,
  variableName: ({ variable }) => variable.name,
  variableType: ({ value }) => value.type,
  variableRevision: (update) => update.revision,
  formPropertyId: () => null,
  time: (update) => update.at,
  occurrence: (update) => update.at,
  tenantId: ({ variable }) => variable.instance.definition.tenantId,
};
