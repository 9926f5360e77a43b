import type { FilterName } from "../../src/core/filters.ts";

type Argument = Exclude<FilterName, "waitingSince"> | "order" | "limit" | "cursor";

interface Reached {
  readonly name: string;
  /** First Camunda 7 version whose `GET /process-instance` knows the parameter. */
  readonly since: string;
  readonly by: Argument;
  readonly how: string;
}

interface LeftOut {
  readonly name: string;
  readonly since: string;
  readonly leftOut: string;
}

/** Every query parameter of `GET /process-instance`, and what becomes of it here. */
export const parameters: readonly (Reached | LeftOut)[] = [
  {
    name: "processInstanceIds",
    since: "<=7.5",
    leftOut: "one known id is a question for `get`; the engine is asked for many at once only inside an answer",
  },
  { name: "businessKey", since: "<=7.5", by: "businessKey", how: "without `*`" },
  { name: "businessKeyLike", since: "7.7", by: "businessKey", how: "with `*`; `%` and `_` are literal" },
  { name: "caseInstanceId", since: "<=7.5", leftOut: "CMMN cases are not part of the model" },
  {
    name: "processDefinitionId",
    since: "<=7.5",
    by: "definitionVersion",
    how: "as `definitionKey` with `definitionVersion` (and `tenantId`)",
  },
  { name: "processDefinitionKey", since: "<=7.5", by: "definitionKey", how: "one key" },
  { name: "processDefinitionKeyIn", since: "7.12", by: "definitionKey", how: "a list, from 7.12 on" },
  {
    name: "processDefinitionKeyNotIn",
    since: "7.12",
    leftOut: "no filter excludes; the engine would take the keys for LIKE patterns",
  },
  { name: "deploymentId", since: "<=7.5", leftOut: "deployments are not part of the model" },
  { name: "superProcessInstance", since: "<=7.5", by: "parentId", how: "" },
  { name: "subProcessInstance", since: "<=7.5", leftOut: "`get` of the called instance names its parent" },
  { name: "superCaseInstance", since: "<=7.5", leftOut: "CMMN cases are not part of the model" },
  { name: "subCaseInstance", since: "<=7.5", leftOut: "CMMN cases are not part of the model" },
  { name: "active", since: "<=7.5", by: "state", how: "`active`" },
  { name: "suspended", since: "<=7.5", by: "state", how: "`suspended`" },
  { name: "withIncident", since: "7.11", by: "hasIncident", how: "`true`" },
  { name: "incidentId", since: "<=7.5", leftOut: "`get` lists incidents with their ids; nobody starts from one" },
  { name: "incidentType", since: "<=7.5", by: "incidentType", how: "" },
  { name: "incidentMessage", since: "<=7.5", by: "incidentMessage", how: "without `*`" },
  { name: "incidentMessageLike", since: "<=7.5", by: "incidentMessage", how: "with `*`; `%` and `_` are literal" },
  { name: "tenantIdIn", since: "<=7.5", by: "tenantId", how: "one; several come from the access rules" },
  { name: "withoutTenantId", since: "<=7.5", leftOut: "no filter asks for the absence of a value" },
  { name: "activityIdIn", since: "<=7.5", by: "elementId", how: "one" },
  {
    name: "rootProcessInstances",
    since: "7.9",
    leftOut: "no filter asks for the absence of a value; rows of called instances have a `parentId`",
  },
  {
    name: "leafProcessInstances",
    since: "7.11",
    leftOut: "no filter asks for the absence of a value; `get` lists called instances",
  },
  { name: "processDefinitionWithoutTenantId", since: "7.11", leftOut: "no filter asks for the absence of a value" },
  {
    name: "variables",
    since: "<=7.5",
    by: "variables",
    how: "typed values, so that numbers match numbers; names and values may hold `_` and `,`",
  },
  { name: "variableNamesIgnoreCase", since: "7.12", leftOut: "text matches as the engine stores it" },
  { name: "variableValuesIgnoreCase", since: "7.12", leftOut: "text matches as the engine stores it" },
  {
    name: "sortBy",
    since: "<=7.5",
    by: "order",
    how: "by start or by waiting, which this endpoint cannot; not by id, key, tenant or business key",
  },
  { name: "sortOrder", since: "<=7.5", by: "order", how: "`newest`, `oldest`" },
  {
    name: "firstResult",
    since: "<=7.5",
    by: "cursor",
    how: "a position, not an offset: rows that come and go do not shift pages",
  },
  { name: "maxResults", since: "<=7.5", by: "limit", how: "1 to 100, 20 when left out; never unlimited" },
];
