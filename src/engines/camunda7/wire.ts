import * as z from "zod";
import { fromEngineDate } from "../dates.ts";

/*
 * Answers of the engine as far as they are used; further properties are dropped. Properties that a version or a vendor
 * may lack are optional, and null and absent are read alike where the engine does not tell them apart.
 */

const text = z.string();
const nullable = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const date = z.string().transform((value, context) => {
  const iso = fromEngineDate(value);
  if (iso !== undefined) return iso;
  context.addIssue({ code: "custom", message: "is no date in the engine's default form" });
  return z.NEVER;
});
const nullableDate = date.nullish().transform((value) => value ?? null);
const count = z.number().int();
const nullableCount = count.nullish().transform((value) => value ?? null);

export const version = z.object({ version: z.string().nullish() });
export const configuration = z.object({ historyLevel: text });
export const counted = z.object({ count });

export const instance = z.object({
  id: text,
  definitionId: text,
  definitionKey: z.string().nullish(),
  businessKey: nullable,
  suspended: z.boolean(),
  tenantId: nullable,
});

export const historicInstance = z.object({
  id: text,
  businessKey: nullable,
  processDefinitionId: text,
  processDefinitionKey: text,
  processDefinitionName: nullable,
  processDefinitionVersion: count.nullish(),
  startTime: date,
  endTime: nullableDate,
  durationInMillis: nullableCount,
  startUserId: nullable,
  deleteReason: nullable,
  rootProcessInstanceId: z.string().nullish(),
  superProcessInstanceId: nullable,
  tenantId: nullable,
  state: text,
  restartedProcessInstanceId: z.string().nullish(),
});

const incidentMark = z.object({ id: text, activityId: nullable });

const transitionNode = z.object({
  id: text,
  activityId: text,
  activityName: nullable,
  activityType: text,
  executionId: text,
  incidents: z.array(incidentMark).optional(),
});

const treeNode = z.object({
  id: text,
  activityId: text,
  activityName: nullable,
  activityType: text,
  executionIds: z.array(text),
  incidents: z.array(incidentMark).optional(),
  childTransitionInstances: z.array(transitionNode),
  get childActivityInstances() {
    return z.array(treeNode);
  },
});
export const activityTree = treeNode;

export const historicActivity = z.object({
  id: text,
  activityId: text,
  activityName: nullable,
  activityType: text,
  executionId: text,
  processInstanceId: text,
  taskId: nullable,
  calledProcessInstanceId: nullable,
  assignee: nullable,
  startTime: date,
  endTime: nullableDate,
  durationInMillis: nullableCount,
  canceled: z.boolean(),
});

export const incident = z.object({
  id: text,
  processDefinitionId: nullable,
  processInstanceId: nullable,
  incidentTimestamp: date,
  incidentType: text,
  activityId: nullable,
  failedActivityId: nullable,
  rootCauseIncidentId: nullable,
  configuration: nullable,
  incidentMessage: nullable,
  tenantId: nullable,
  annotation: z.string().nullish(),
});

export const historicIncident = z.object({
  id: text,
  processInstanceId: nullable,
  createTime: date,
  endTime: nullableDate,
  incidentType: text,
  activityId: nullable,
  failedActivityId: nullable,
  rootCauseIncidentId: nullable,
  incidentMessage: nullable,
  open: z.boolean(),
  resolved: z.boolean(),
  annotation: z.string().nullish(),
});

export const job = z.object({
  id: text,
  executionId: nullable,
  processInstanceId: nullable,
  exceptionMessage: nullable,
  failedActivityId: z.string().nullish(),
  retries: count,
  dueDate: nullableDate,
  createTime: nullableDate,
});

export const jobLogEntry = z.object({
  id: text,
  timestamp: date,
  jobExceptionMessage: nullable,
  jobRetries: count,
  activityId: nullable,
});

export const externalTask = z.object({
  id: text,
  activityId: text,
  activityInstanceId: nullable,
  executionId: nullable,
  errorMessage: nullable,
  lockExpirationTime: nullableDate,
  createTime: nullableDate,
  retries: nullableCount,
  topicName: text,
  workerId: nullable,
});

export const externalTaskLogEntry = z.object({
  id: text,
  timestamp: date,
  errorMessage: nullable,
  retries: nullableCount,
  activityId: nullable,
});

export const task = z.object({
  id: text,
  name: nullable,
  assignee: nullable,
  created: date,
  due: nullableDate,
  executionId: nullable,
  processInstanceId: nullable,
  taskDefinitionKey: nullable,
});

export const identityLink = z.object({ groupId: nullable, type: text });

export const eventSubscription = z.object({
  eventType: text,
  eventName: nullable,
  executionId: nullable,
  activityId: nullable,
});

export const operation = z.object({
  id: text,
  timestamp: date,
  operationType: text,
  entityType: nullable,
  userId: nullable,
  property: nullable,
  annotation: z.string().nullish(),
});

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const variable = z.object({
  id: text,
  name: text,
  type: nullable,
  value: scalar.or(z.unknown().transform(() => undefined)),
  activityInstanceId: nullable,
  processInstanceId: nullable,
  errorMessage: nullable,
  createTime: nullableDate,
  state: z.string().nullish(),
});

export const definition = z.object({
  id: text,
  key: text,
  name: nullable,
  version: count,
  versionTag: nullable,
  tenantId: nullable,
});

export type Instance = z.output<typeof instance>;
export type HistoricInstance = z.output<typeof historicInstance>;
export type TreeNode = z.output<typeof treeNode>;
export type HistoricActivity = z.output<typeof historicActivity>;
export type Incident = z.output<typeof incident>;
export type HistoricIncident = z.output<typeof historicIncident>;
export type Job = z.output<typeof job>;
export type ExternalTask = z.output<typeof externalTask>;
export type Task = z.output<typeof task>;
export type EventSubscription = z.output<typeof eventSubscription>;
export type WireVariable = z.output<typeof variable>;
