import * as z from "zod";
import { errorKinds } from "./errors.ts";

/*
 * The neutral model. In every shape: a missing key means that this engine does not have it, null that the engine says
 * there is none, and a name listed in `unknown` that it could not be read now.
 */

export const instanceStates = ["active", "suspended", "completed", "terminated", "failed", "unknown"] as const;
export const attentions = ["incident", "retrying", "overdue", "waiting"] as const;
export const eventKinds = [
  "instance",
  "element",
  "incident",
  "jobFailure",
  "variable",
  "calledInstance",
  "operation",
] as const;
const outcomes = ["active", "completed", "cancelled", "failed", "resolved"] as const;
const sourceStates = ["recorded", "notRecorded", "denied", "unknown"] as const;
const waitKinds = [
  "userTask",
  "job",
  "externalTask",
  "message",
  "signal",
  "timer",
  "condition",
  "calledInstance",
  "other",
] as const;

const id = z.string();
const time = z.string();
const ms = z.int();

export const definition = z.object({
  key: z.string(),
  name: z.string().nullable().optional(),
  version: z.int().optional(),
  versionTag: z.string().nullable().optional(),
  id,
});

export const processInstance = z.object({
  engine: z.string(),
  id,
  definition,
  state: z.enum(instanceStates),
  engineState: z.string().describe("the engine's own word"),
  hasIncident: z.boolean().optional().describe("an incident is open: stuck"),
  businessKey: z.string().nullable().optional(),
  tenantId: z.string().nullable().optional(),
  tags: z.array(z.string()).optional(),
  startedAt: time.optional(),
  endedAt: time.nullable().optional(),
  durationMs: ms.nullable().optional(),
  startedBy: z.string().nullable().optional(),
  endReason: z.string().nullable().optional(),
  parentId: id.nullable().optional(),
  rootId: id.optional(),
  restartedFrom: id.nullable().optional(),
  url: z.string().optional(),
});

/** An instance in a list: what is null or only a detail is left to `get`. */
export const instanceRow = processInstance.extend({ definition: definition.omit({ name: true, id: true }) });

export const element = z.object({
  elementId: z.string(),
  elementName: z.string().optional(),
  elementType: z.string().optional(),
  engineType: z.string().optional(),
  elementInstanceId: id.optional(),
});

export const waitsFor = z.object({
  kind: z.enum(waitKinds),
  name: z.string().optional(),
  dueAt: time.optional(),
  assignee: z.string().nullable().optional(),
  candidateGroups: z.array(z.string()).optional(),
  retries: z.int().optional(),
  lockedBy: z.string().nullable().optional(),
  lockedUntil: time.nullable().optional(),
  correlationKey: z.string().optional(),
  calledId: id.optional(),
});

export const waiting = z.object({
  element,
  since: time.optional(),
  waitingMs: ms.optional(),
  waitsFor,
});

export const incident = z.object({
  id,
  instanceId: id,
  element: element.optional(),
  type: z.string(),
  message: z.string().nullable(),
  messageLength: z.int().optional(),
  fingerprint: z.string().describe("equal for equal faults"),
  since: time,
  resolved: z.literal(true).optional().describe("no longer open"),
  resolvedAt: time.optional(),
  retries: z.int().optional(),
  annotation: z.string().nullable().optional(),
  stackTrace: z.string().optional(),
  url: z.string().optional(),
});

export const variable = z.object({
  name: z.string(),
  type: z.string().describe("the engine's word"),
  value: z.json().optional().describe("missing when not shown by policy or not readable as data"),
  valueLength: z.int().optional().describe("characters, when cut"),
  truncated: z.boolean().optional().describe("the engine gave only its beginning"),
  hidden: z.boolean().optional().describe("the access policy does not show the value"),
  elementInstanceId: id.optional().describe("local to this element instance"),
});

export const relative = z.object({
  id,
  definition: definition.partial().optional(),
  businessKey: z.string().nullable().optional(),
  state: z.enum(instanceStates).optional(),
});

export const historyEvent = z.object({
  kind: z.enum(eventKinds),
  id,
  startedAt: time,
  endedAt: time.nullable().optional(),
  durationMs: ms.nullable().optional(),
  outcome: z.enum(outcomes),
  element: element.optional(),
  type: z.string().optional(),
  message: z.string().nullable().optional(),
  messageLength: z.int().optional(),
  fingerprint: z.string().optional(),
  retries: z.int().optional(),
  assignee: z.string().nullable().optional(),
  calledId: id.optional(),
  name: z.string().optional(),
  by: z.string().nullable().optional(),
  detail: z.string().nullable().optional(),
});

export const historySource = z.object({ kind: z.enum(eventKinds), status: z.enum(sourceStates) });

export const errorReport = z.object({
  kind: z.enum(errorKinds),
  message: z.string(),
  next: z.string().optional(),
  engine: z.string().optional(),
});

export const engineReport = z.object({
  engine: z.string(),
  status: z.enum(["ok", "failed", "refused"]),
  error: errorReport.optional(),
  total: z.int().optional(),
  totalIsLowerBound: z.boolean().optional(),
});

export const definitionCount = z.object({
  engine: z.string(),
  definitionKey: z.string(),
  definitionVersion: z.int().optional(),
  byState: z.partialRecord(z.enum(instanceStates), z.int()),
  openIncidents: z.int(),
});

export const incidentCount = z.object({
  engine: z.string(),
  definitionKey: z.string(),
  definitionVersion: z.int().optional(),
  element: element.optional(),
  type: z.string(),
  fingerprint: z.string(),
  instances: z.int(),
  message: z.string().nullable().describe("of one of them"),
  oldest: time,
  newest: time,
});

export const counts = z.object({
  definitions: z.array(definitionCount),
  incidents: z.array(incidentCount).describe("root causes only"),
});

export type InstanceState = (typeof instanceStates)[number];
export type Attention = (typeof attentions)[number];
export type EventKind = (typeof eventKinds)[number];
export type WaitKind = (typeof waitKinds)[number];
export type Definition = z.infer<typeof definition>;
export type InstanceRow = z.infer<typeof instanceRow>;
export type ProcessInstance = z.infer<typeof processInstance>;
export type Element = z.infer<typeof element>;
export type Waiting = z.infer<typeof waiting>;
export type WaitsFor = z.infer<typeof waitsFor>;
export type Incident = z.infer<typeof incident>;
export type Variable = z.infer<typeof variable>;
export type Relative = z.infer<typeof relative>;
export type HistoryEvent = z.infer<typeof historyEvent>;
export type HistorySource = z.infer<typeof historySource>;
export type EngineReport = z.infer<typeof engineReport>;
export type Counts = z.infer<typeof counts>;
