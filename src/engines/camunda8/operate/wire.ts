import * as z from "zod";
import { countOrNull, dateOrNull, flag, key, keyOrNull, textOrNull, word } from "../fields.ts";
import type * as rows from "../rows.ts";

/* Answers of Operate's v1 API (8.6, 8.7) as far as they are used. Keys are JSON numbers there, and nothing is ever null but absent. */

export const instance = z
  .object({
    key,
    bpmnProcessId: z.string(),
    processDefinitionKey: keyOrNull,
    processVersion: countOrNull,
    processVersionTag: textOrNull,
    state: word,
    incident: flag,
    startDate: dateOrNull,
    endDate: dateOrNull,
    tenantId: textOrNull,
    parentKey: keyOrNull,
    parentFlowNodeInstanceKey: keyOrNull,
  })
  .transform(
    (row): rows.Instance => ({
      key: row.key,
      processId: row.bpmnProcessId,
      definitionKey: row.processDefinitionKey ?? "",
      name: undefined,
      version: row.processVersion,
      versionTag: row.processVersionTag,
      state: row.state,
      hasIncident: row.incident,
      startedAt: row.startDate,
      endedAt: row.endDate,
      tenantId: row.tenantId,
      parentKey: row.parentKey,
      parentElementKey: row.parentFlowNodeInstanceKey,
      rootKey: undefined,
      tags: undefined,
      businessId: undefined,
    }),
  );

export const element = z
  .object({
    key,
    processInstanceKey: key,
    flowNodeId: z.string(),
    flowNodeName: textOrNull,
    type: word,
    state: word,
    startDate: dateOrNull,
    endDate: dateOrNull,
    incidentKey: keyOrNull,
  })
  .transform((row) => ({
    incidentKey: row.incidentKey,
    row: {
      key: row.key,
      instanceKey: row.processInstanceKey,
      processId: undefined,
      elementId: row.flowNodeId,
      name: row.flowNodeName,
      type: row.type,
      state: row.state,
      startedAt: row.startDate,
      endedAt: row.endDate,
    } satisfies rows.Element,
  }));

export const incident = z
  .object({
    key,
    processInstanceKey: key,
    processDefinitionKey: keyOrNull,
    type: word,
    message: textOrNull,
    creationTime: dateOrNull,
    state: word,
    tenantId: textOrNull,
  })
  .transform(
    (row): rows.Incident => ({
      key: row.key,
      instanceKey: row.processInstanceKey,
      processId: undefined,
      definitionKey: row.processDefinitionKey,
      elementId: null,
      elementKey: null,
      type: row.type,
      message: row.message,
      createdAt: row.creationTime,
      state: row.state,
      tenantId: row.tenantId,
    }),
  );

/** Longest value that is stored here; longer ones are cut without a word (measured on 8.6.0). */
const storedLength = 8_191;

export const variable = z
  .object({ processInstanceKey: key, scopeKey: key, name: z.string(), value: textOrNull, truncated: flag })
  .transform(
    (row): rows.Variable => ({
      instanceKey: row.processInstanceKey,
      scopeKey: row.scopeKey,
      name: row.name,
      value: row.value,
      truncated: row.truncated || (row.value ?? "").length >= storedLength,
    }),
  );

export const definition = z
  .object({
    key,
    bpmnProcessId: z.string(),
    name: textOrNull,
    version: countOrNull,
    versionTag: textOrNull,
    tenantId: textOrNull,
  })
  .transform(({ bpmnProcessId, ...row }): rows.Definition => ({ ...row, processId: bpmnProcessId }));

/** A page of a search. */
export const found = <T>(row: z.ZodType<T>) => z.object({ items: z.array(row), total: countOrNull });

/** An element with the open incident that it names. */
export type Located = z.infer<typeof element>;
