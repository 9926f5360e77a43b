import { fingerprint } from "../../core/fingerprint.ts";
import type { Definition, Element, Incident, InstanceState, ProcessInstance, Variable } from "../../core/model.ts";
import { cleanText } from "../../core/text.ts";
import { shownMessage } from "../shown-message.ts";
import type { Links } from "../web-links.ts";
import type * as wire from "./wire.ts";

const states: Readonly<Record<string, InstanceState>> = {
  ACTIVE: "active",
  SUSPENDED: "suspended",
  COMPLETED: "completed",
  EXTERNALLY_TERMINATED: "terminated",
  INTERNALLY_TERMINATED: "terminated",
};

/** Element types whose name differs from BPMN in lower camel case. */
const elementTypes: Readonly<Record<string, string>> = {
  noneEndEvent: "endEvent",
  errorEndEvent: "endEvent",
  messageEndEvent: "endEvent",
  signalEndEvent: "endEvent",
  terminateEndEvent: "endEvent",
  compensationEndEvent: "endEvent",
  cancelEndEvent: "endEvent",
  escalationEndEvent: "endEvent",
  startTimerEvent: "startEvent",
  messageStartEvent: "startEvent",
  signalStartEvent: "startEvent",
  errorStartEvent: "startEvent",
  escalationStartEvent: "startEvent",
  compensationStartEvent: "startEvent",
  conditionalStartEvent: "startEvent",
  intermediateTimer: "intermediateCatchEvent",
  intermediateMessageCatch: "intermediateCatchEvent",
  intermediateSignalCatch: "intermediateCatchEvent",
  intermediateConditional: "intermediateCatchEvent",
  intermediateLinkCatch: "intermediateCatchEvent",
  intermediateNoneThrowEvent: "intermediateThrowEvent",
  intermediateMessageThrowEvent: "intermediateThrowEvent",
  intermediateSignalThrow: "intermediateThrowEvent",
  intermediateCompensationThrowEvent: "intermediateThrowEvent",
  intermediateEscalationThrowEvent: "intermediateThrowEvent",
  boundaryTimer: "boundaryEvent",
  boundaryMessage: "boundaryEvent",
  boundarySignal: "boundaryEvent",
  boundaryError: "boundaryEvent",
  boundaryEscalation: "boundaryEvent",
  boundaryConditional: "boundaryEvent",
  compensationBoundaryCatch: "boundaryEvent",
  cancelBoundaryCatch: "boundaryEvent",
};

export interface ElementSource {
  readonly activityId: string | null;
  readonly activityName?: string | null;
  readonly activityType?: string;
  readonly elementInstanceId?: string;
}

/** An element; the engine's word is kept where it says more than BPMN's. */
export function toElement(source: ElementSource): Element | undefined {
  const { activityId, activityName, activityType, elementInstanceId } = source;
  if (activityId === null) return undefined;
  const type = activityType === undefined ? undefined : elementTypes[activityType];
  return {
    elementId: cleanText(activityId).text,
    ...(activityName ? { elementName: cleanText(activityName).text } : {}),
    ...(activityType === undefined ? {} : { elementType: type ?? activityType }),
    ...(type === undefined || activityType === undefined ? {} : { engineType: activityType }),
    ...(elementInstanceId === undefined ? {} : { elementInstanceId }),
  };
}

const cleanOrNull = (text: string | null) => (text === null ? null : cleanText(text).text);

/** A definition id is `key:version:uuid`, or a bare uuid when that would be longer than 64 characters. */
export function definitionOfId(id: string): { key: string; version: number } | undefined {
  const match = /^(.+):(\d+):[^:]+$/s.exec(id);
  return match?.[1] && match[2] ? { key: match[1], version: Number(match[2]) } : undefined;
}

interface Linking {
  readonly engine: string;
  readonly links: Links;
}

/** An instance from the history: complete, running or ended. */
export function fromHistory({ engine, links }: Linking, row: wire.HistoricInstance): ProcessInstance {
  const definition: Definition = {
    key: row.processDefinitionKey,
    name: cleanOrNull(row.processDefinitionName),
    id: row.processDefinitionId,
    ...(typeof row.processDefinitionVersion === "number" ? { version: row.processDefinitionVersion } : {}),
  };
  return {
    engine,
    id: row.id,
    definition,
    state: states[row.state] ?? "unknown",
    engineState: cleanText(row.state).text,
    businessKey: cleanOrNull(row.businessKey),
    tenantId: cleanOrNull(row.tenantId),
    startedAt: row.startTime,
    endedAt: row.endTime,
    durationMs: row.durationInMillis,
    startedBy: cleanOrNull(row.startUserId),
    endReason: cleanOrNull(row.deleteReason),
    parentId: row.superProcessInstanceId,
    ...(typeof row.rootProcessInstanceId === "string" ? { rootId: row.rootProcessInstanceId } : {}),
    ...(row.restartedProcessInstanceId === undefined ? {} : { restartedFrom: row.restartedProcessInstanceId }),
    url: links.to({
      id: row.id,
      definitionKey: row.processDefinitionKey,
      definitionId: row.processDefinitionId,
      ...(typeof row.processDefinitionVersion === "number" ? { definitionVersion: row.processDefinitionVersion } : {}),
    }),
  };
}

/** A running instance where the history does not show it: without times, starter and parents. */
export function fromRuntime({ engine, links }: Linking, row: wire.Instance): ProcessInstance {
  const parsed = definitionOfId(row.definitionId);
  const key = row.definitionKey ?? parsed?.key ?? row.definitionId;
  const version = parsed === undefined ? {} : { version: parsed.version };
  return {
    engine,
    id: row.id,
    definition: { key, ...version, id: row.definitionId },
    state: row.suspended ? "suspended" : "active",
    engineState: row.suspended ? "SUSPENDED" : "ACTIVE",
    businessKey: cleanOrNull(row.businessKey),
    tenantId: cleanOrNull(row.tenantId),
    endedAt: null,
    url: links.to({ id: row.id, definitionKey: key, definitionId: row.definitionId }),
  };
}

/** An open incident; `retries` of its job or task are 0 by definition of the built-in types. */
export function toIncident(row: wire.Incident, links: Links, elementName?: string | null): Incident {
  const element = toElement({ activityId: row.failedActivityId ?? row.activityId, activityName: elementName ?? null });
  const instanceId = row.processInstanceId ?? "";
  return {
    id: row.id,
    instanceId,
    ...(element ? { element } : {}),
    type: cleanText(row.incidentType).text,
    ...shownMessage(row.incidentMessage),
    fingerprint: fingerprint(row.incidentType, row.incidentMessage),
    since: row.incidentTimestamp,
    ...(row.incidentType === "failedJob" || row.incidentType === "failedExternalTask" ? { retries: 0 } : {}),
    ...(row.annotation === undefined ? {} : { annotation: cleanOrNull(row.annotation) }),
    url: links.to({ id: instanceId, ...(row.processDefinitionId ? { definitionId: row.processDefinitionId } : {}) }),
  };
}

/** A resolved or deleted incident of the history. */
export function toResolvedIncident(row: wire.HistoricIncident): Incident {
  const element = toElement({ activityId: row.failedActivityId ?? row.activityId });
  return {
    id: row.id,
    instanceId: row.processInstanceId ?? "",
    ...(element ? { element } : {}),
    type: cleanText(row.incidentType).text,
    ...shownMessage(row.incidentMessage),
    fingerprint: fingerprint(row.incidentType, row.incidentMessage),
    since: row.createTime,
    resolved: true,
    ...(row.endTime === null ? {} : { resolvedAt: row.endTime }),
    ...(row.annotation === undefined ? {} : { annotation: cleanOrNull(row.annotation) }),
  };
}

/** Types whose value is a stream or a serialised object: no plain data. */
const opaqueTypes = new Set(["Bytes", "File", "Object"]);

/** A variable with its value as data where it is plain; numbers beyond a double's precision are text already. */
export function toVariable(row: wire.WireVariable, instanceId: string): Variable {
  const type = row.type ?? "unknown";
  const local = row.activityInstanceId !== null && row.activityInstanceId !== instanceId;
  const clean = typeof row.value === "string" ? cleanText(row.value) : undefined;
  const value = clean ? clean.text : row.value;
  return {
    name: cleanText(row.name).text,
    type: cleanText(type).text,
    ...(opaqueTypes.has(type) || value === undefined || row.errorMessage !== null ? {} : { value }),
    ...(clean?.cut ? { valueLength: clean.length } : {}),
    ...(local && row.activityInstanceId !== null ? { elementInstanceId: row.activityInstanceId } : {}),
  };
}
