import * as z from "zod";
import { instantOf } from "../../../core/time.ts";
import { countOrNull, dateOrNull, flag, key, keyOrNull, textOrNull, word } from "../fields.ts";
import type * as rows from "../rows.ts";

/*
 * Answers of the Orchestration Cluster API as far as they are used, in every version: the description of December 2024 writes
 * flow node where released versions write element; 8.8 leaves fields out that later versions set to null.
 */

export const topology = z.object({ gatewayVersion: z.string().nullish() });

export const instance = z
  .object({
    processInstanceKey: key,
    processDefinitionId: z.string(),
    processDefinitionKey: keyOrNull,
    processDefinitionName: textOrNull,
    processDefinitionVersion: countOrNull,
    processDefinitionVersionTag: textOrNull,
    state: word,
    hasIncident: flag,
    startDate: dateOrNull,
    endDate: dateOrNull,
    tenantId: textOrNull,
    parentProcessInstanceKey: keyOrNull,
    parentElementInstanceKey: keyOrNull,
    parentFlowNodeInstanceKey: keyOrNull,
    rootProcessInstanceKey: key.nullish(),
    tags: z.array(z.string()).nullish(),
    businessId: z.string().nullish(),
  })
  .transform(
    (row): rows.Instance => ({
      key: row.processInstanceKey,
      processId: row.processDefinitionId,
      definitionKey: row.processDefinitionKey ?? "",
      name: row.processDefinitionName,
      version: row.processDefinitionVersion,
      versionTag: row.processDefinitionVersionTag,
      state: row.state,
      hasIncident: row.hasIncident,
      startedAt: row.startDate,
      endedAt: row.endDate,
      tenantId: row.tenantId,
      parentKey: row.parentProcessInstanceKey,
      parentElementKey: row.parentElementInstanceKey ?? row.parentFlowNodeInstanceKey,
      rootKey: row.rootProcessInstanceKey,
      tags: row.tags ?? undefined,
      businessId: row.businessId,
    }),
  );

export const element = z
  .object({
    elementInstanceKey: key,
    processInstanceKey: key,
    processDefinitionId: z.string().nullish(),
    elementId: z.string(),
    elementName: textOrNull,
    type: word,
    state: word,
    startDate: dateOrNull,
    endDate: dateOrNull,
  })
  .transform(
    (row): rows.Element => ({
      key: row.elementInstanceKey,
      instanceKey: row.processInstanceKey,
      processId: row.processDefinitionId ?? undefined,
      elementId: row.elementId,
      name: row.elementName,
      type: row.type,
      state: row.state,
      startedAt: row.startDate,
      endedAt: row.endDate,
    }),
  );

export const incident = z
  .object({
    incidentKey: key,
    processInstanceKey: key,
    processDefinitionId: z.string().nullish(),
    processDefinitionKey: keyOrNull,
    elementId: textOrNull,
    elementInstanceKey: keyOrNull,
    errorType: word,
    errorMessage: textOrNull,
    creationTime: dateOrNull,
    state: word,
    tenantId: textOrNull,
  })
  .transform(
    (row): rows.Incident => ({
      key: row.incidentKey,
      instanceKey: row.processInstanceKey,
      processId: row.processDefinitionId ?? undefined,
      definitionKey: row.processDefinitionKey,
      elementId: row.elementId,
      elementKey: row.elementInstanceKey,
      type: row.errorType,
      message: row.errorMessage,
      createdAt: row.creationTime,
      state: row.state,
      tenantId: row.tenantId,
    }),
  );

export const job = z
  .object({
    jobKey: key,
    processInstanceKey: keyOrNull,
    elementInstanceKey: keyOrNull,
    elementId: textOrNull,
    type: textOrNull,
    state: word,
    retries: countOrNull,
    worker: textOrNull,
    deadline: dateOrNull,
    errorMessage: textOrNull,
    errorCode: textOrNull,
    creationTime: dateOrNull,
    lastUpdateTime: dateOrNull,
    endTime: dateOrNull,
  })
  .transform(
    (row): rows.Job => ({
      key: row.jobKey,
      instanceKey: row.processInstanceKey,
      elementKey: row.elementInstanceKey,
      elementId: row.elementId,
      type: row.type,
      state: row.state,
      retries: row.retries,
      worker: row.worker || null,
      deadline: row.deadline,
      message: row.errorMessage || null,
      errorCode: row.errorCode || null,
      createdAt: row.creationTime,
      updatedAt: row.lastUpdateTime,
      endedAt: row.endTime,
    }),
  );

export const userTask = z
  .object({
    elementInstanceKey: keyOrNull,
    processInstanceKey: keyOrNull,
    name: textOrNull,
    assignee: textOrNull,
    candidateGroups: z.array(z.string()).nullish(),
    dueDate: dateOrNull,
  })
  .transform(
    (row): rows.UserTask => ({
      elementKey: row.elementInstanceKey,
      instanceKey: row.processInstanceKey,
      name: row.name,
      assignee: row.assignee || null,
      candidateGroups: row.candidateGroups ?? [],
      dueAt: row.dueDate,
    }),
  );

export const subscription = z
  .object({
    processInstanceKey: keyOrNull,
    elementInstanceKey: keyOrNull,
    elementId: textOrNull,
    messageSubscriptionState: word,
    messageName: textOrNull,
    correlationKey: textOrNull,
  })
  .transform((row) => ({
    state: row.messageSubscriptionState,
    wait: {
      instanceKey: row.processInstanceKey,
      elementKey: row.elementInstanceKey,
      elementId: row.elementId,
      kind: "message",
      name: row.messageName,
      correlationKey: row.correlationKey,
      dueAt: null,
    } satisfies rows.Wait,
  }));

const waitKinds: Readonly<Record<string, rows.Wait["kind"]>> = {
  MESSAGE: "message",
  SIGNAL: "signal",
  TIMER: "timer",
  CONDITION: "condition",
};

/** A timer's due date is a number of milliseconds since the epoch, that of a user task a date. */
const epoch = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (typeof value === "number" ? (instantOf(value) ?? null) : null));

/** undefined for jobs and user tasks, which tell more themselves, and for kinds of the future. */
export const waitState = z
  .object({
    processInstanceKey: keyOrNull,
    elementInstanceKey: keyOrNull,
    elementId: textOrNull,
    details: z
      .object({
        waitStateType: word,
        messageName: textOrNull,
        signalName: textOrNull,
        expression: textOrNull,
        correlationKey: textOrNull,
        dueDate: epoch,
      })
      .nullish(),
  })
  .transform((row): rows.Wait | undefined => {
    const { details } = row;
    const kind = waitKinds[details?.waitStateType ?? ""];
    if (!details || !kind) return undefined;
    return {
      instanceKey: row.processInstanceKey,
      elementKey: row.elementInstanceKey,
      elementId: row.elementId,
      kind,
      name: details.messageName ?? details.signalName ?? details.expression,
      correlationKey: details.correlationKey,
      dueAt: details.dueDate,
    };
  });

export const variable = z
  .object({
    processInstanceKey: key,
    scopeKey: key,
    name: z.string(),
    value: textOrNull,
    isTruncated: flag,
  })
  .transform(
    (row): rows.Variable => ({
      instanceKey: row.processInstanceKey,
      scopeKey: row.scopeKey,
      name: row.name,
      value: row.value,
      truncated: row.isTruncated,
    }),
  );

export const auditLog = z
  .object({
    auditLogKey: key,
    processInstanceKey: keyOrNull,
    timestamp: dateOrNull,
    operationType: word,
    entityType: textOrNull,
    actorId: textOrNull,
    result: textOrNull,
  })
  .transform(
    (row): rows.Operation => ({
      key: row.auditLogKey,
      instanceKey: row.processInstanceKey,
      at: row.timestamp,
      operation: row.operationType,
      entity: row.entityType,
      actor: row.actorId,
      failed: row.result === "FAIL",
    }),
  );

export const definition = z
  .object({
    processDefinitionKey: key,
    processDefinitionId: z.string(),
    name: textOrNull,
    version: countOrNull,
    versionTag: textOrNull,
    tenantId: textOrNull,
  })
  .transform(
    (row): rows.Definition => ({
      key: row.processDefinitionKey,
      processId: row.processDefinitionId,
      name: row.name,
      version: row.version,
      versionTag: row.versionTag,
      tenantId: row.tenantId,
    }),
  );

/** A page of a search. */
export const found = <T>(row: z.ZodType<T>) =>
  z.object({
    items: z.array(row),
    page: z.object({ totalItems: countOrNull, hasMoreTotalItems: flag }).nullish(),
  });
