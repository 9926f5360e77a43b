/** Records of a cluster of 8.9, with every field that the adapter may look at. */
import type { Row } from "./stub.ts";

export const now = new Date("2026-11-22T15:20:00.000Z");

/** So many minutes ago. */
export const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

/** The keys of one cluster, in the order of their making. */
export const keyOf = (n: number) => String(2_251_799_813_685_249n + BigInt(n));

export function instanceRow(key: string, facts: Row = {}): Row {
  return {
    processInstanceKey: key,
    processDefinitionId: "order",
    processDefinitionKey: "2251799813680001",
    processDefinitionName: "Order",
    processDefinitionVersion: 2,
    processDefinitionVersionTag: null,
    state: "ACTIVE",
    hasIncident: false,
    startDate: ago(60),
    endDate: null,
    tenantId: "<default>",
    parentProcessInstanceKey: null,
    parentElementInstanceKey: null,
    rootProcessInstanceKey: key,
    tags: [],
    businessId: null,
    ...facts,
  };
}

export function elementRow(key: string, instanceKey: string, facts: Row = {}): Row {
  return {
    elementInstanceKey: key,
    processInstanceKey: instanceKey,
    processDefinitionId: "order",
    elementId: "ship",
    elementName: "Ship it",
    type: "SERVICE_TASK",
    state: "ACTIVE",
    startDate: ago(50),
    endDate: null,
    hasIncident: false,
    tenantId: "<default>",
    ...facts,
  };
}

export function incidentRow(key: string, instanceKey: string, facts: Row = {}): Row {
  return {
    incidentKey: key,
    processInstanceKey: instanceKey,
    processDefinitionId: "order",
    processDefinitionKey: "2251799813680001",
    elementId: "ship",
    elementInstanceKey: null,
    jobKey: null,
    errorType: "JOB_NO_RETRIES",
    errorMessage: "no stock",
    creationTime: ago(40),
    state: "ACTIVE",
    tenantId: "<default>",
    ...facts,
  };
}

export function jobRow(key: string, instanceKey: string, facts: Row = {}): Row {
  return {
    jobKey: key,
    processInstanceKey: instanceKey,
    processDefinitionId: "order",
    elementInstanceKey: null,
    elementId: "ship",
    type: "ship-it",
    kind: "BPMN_ELEMENT",
    state: "CREATED",
    retries: 3,
    worker: "",
    deadline: null,
    errorMessage: null,
    errorCode: null,
    hasFailedWithRetriesLeft: false,
    creationTime: ago(50),
    lastUpdateTime: null,
    endTime: null,
    tenantId: "<default>",
    ...facts,
  };
}

export function userTaskRow(instanceKey: string, elementKey: string, facts: Row = {}): Row {
  return {
    userTaskKey: elementKey,
    processInstanceKey: instanceKey,
    processDefinitionId: "order",
    elementInstanceKey: elementKey,
    elementId: "approve",
    name: "Approve",
    state: "CREATED",
    assignee: null,
    candidateGroups: [],
    dueDate: null,
    priority: 50,
    tenantId: "<default>",
    ...facts,
  };
}

export function subscriptionRow(instanceKey: string, elementKey: string, facts: Row = {}): Row {
  return {
    messageSubscriptionKey: elementKey,
    processInstanceKey: instanceKey,
    elementInstanceKey: elementKey,
    elementId: "paid",
    messageSubscriptionState: "CREATED",
    messageName: "payment-arrived",
    correlationKey: "ORDER-1",
    tenantId: "<default>",
    ...facts,
  };
}

export function variableRow(instanceKey: string, name: string, value: string | null, facts: Row = {}): Row {
  return {
    variableKey: `${instanceKey}1`,
    processInstanceKey: instanceKey,
    scopeKey: instanceKey,
    name,
    value,
    isTruncated: false,
    tenantId: "<default>",
    ...facts,
  };
}

export function auditRow(key: string, instanceKey: string, facts: Row = {}): Row {
  return {
    auditLogKey: key,
    processInstanceKey: instanceKey,
    timestamp: ago(30),
    operationType: "CREATE",
    entityType: "PROCESS_INSTANCE",
    actorId: "demo",
    actorType: "USER",
    result: "SUCCESS",
    category: "DEPLOYED_RESOURCES",
    tenantId: "<default>",
    ...facts,
  };
}

/** Records as 8.8 gives them: what is null is not there, and what came with 8.9 neither. */
export function bare(row: Row): Row {
  const { rootProcessInstanceKey: _root, businessId: _id, ...rest } = row;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
}
