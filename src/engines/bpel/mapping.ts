import { fingerprint } from "../../core/fingerprint.ts";
import type { Element, Incident, ProcessInstance, Relative, Variable } from "../../core/model.ts";
import { cleanText } from "../../core/text.ts";
import type { Links } from "../web-links.ts";
import { customTexts, type KeyField } from "./key-field.ts";
import type { Activity, Process, ProcessDetail } from "./wire.ts";
import { elementTypeOf, inDoubt, stateOf, stopped } from "./words.ts";

export const clean = (text: string) => cleanText(text).text;

/**
 * When the instance was created. One that has not begun (READY) has no start time, and must be found all the same; lists are in
 * this order.
 */
export const createdAt = ({ creationTime, startTime }: Process) => creationTime ?? startTime ?? null;

interface Mapping {
  readonly engine: string;
  readonly links: Links;
  readonly keyField: KeyField;
}

const orNull = (text: string | null | undefined) => (text ? clean(text) : null);

/** The name as a business key; a server names an unnamed instance by its id. */
const nameOf = ({ name, piid }: Process) => (name === piid ? null : orNull(name));

/** The key; undefined where it is not in what was read: lists carry names only. */
function businessKeyOf(row: Process, detail: ProcessDetail | undefined, keyField: KeyField) {
  if (keyField === "name") return nameOf(row);
  if (!detail) return undefined;
  if (typeof keyField === "string") return orNull(detail[keyField]);
  const { customProperty } = keyField;
  const { customProperties } = detail;
  return customProperties && Object.hasOwn(customProperties, customProperty)
    ? orNull(customProperties[customProperty])
    : null;
}

const over: ReadonlySet<string> = new Set(["completed", "terminated", "failed"]);

/** Whether the server is not done with it: it is with FAILED and COMPENSATION_FAILED; of a state of the future nobody knows. */
export const isRunning = (row: Process) => !over.has(stateOf(row.executionState));

/** What is known beside a row of a list. */
interface Beside {
  /** The same instance asked for by its id. */
  readonly detail?: ProcessDetail | undefined;
  /** Whether an activity of it has stopped. */
  readonly stuck?: boolean | undefined;
}

export function toInstance({ engine, links, keyField }: Mapping, row: Process, beside: Beside = {}): ProcessInstance {
  const { detail, stuck } = beside;
  const { piid, executionState, parentProcessInstanceID: parentId, topLevelProcessInstanceID: rootId } = row;
  const businessKey = businessKeyOf(row, detail, keyField);
  const startedAt = createdAt(row);
  const endedAt = row.completionTime ?? null;
  const hasIncident = executionState === inDoubt ? true : isRunning(row) ? stuck : false;
  return {
    engine,
    id: piid,
    definition: {
      key: clean(row.processTemplateName),
      name: orNull(row.displayName),
      id: row.processTemplateID ?? "",
    },
    state: stateOf(executionState),
    engineState: clean(executionState),
    ...(hasIncident === undefined ? {} : { hasIncident }),
    ...(businessKey === undefined ? {} : { businessKey }),
    ...(startedAt === null ? {} : { startedAt }),
    endedAt,
    durationMs: startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt),
    startedBy: orNull(row.starter),
    ...(detail ? { endReason: orNull(detail.faultName) } : {}),
    parentId: parentId ?? null,
    rootId: rootId ?? piid,
    url: links.to({ id: piid }),
  };
}

export function toRelative(mapping: Mapping, row: Process, detail: ProcessDetail | undefined): Relative {
  const { id, definition, businessKey, state } = toInstance(mapping, row, { detail });
  const { key, name } = definition;
  return {
    id,
    definition: { key, ...(name ? { name } : {}) },
    ...(businessKey === undefined ? {} : { businessKey }),
    state,
  };
}

export function toElement({ name, displayName, kind, aiid }: Activity): Element {
  return {
    elementId: clean(name),
    ...(displayName && displayName !== name ? { elementName: clean(displayName) } : {}),
    ...elementTypeOf(clean(kind)),
    elementInstanceId: aiid,
  };
}

/** When the activity was entered. */
export const enteredAt = ({ activationTime, startTime }: Activity) => activationTime ?? startTime ?? null;

/** The instance of an activity that a list over several tells. */
export const instanceOf = ({ processInstanceID, piid }: Activity) => processInstanceID ?? piid ?? undefined;

/** What an activity stopped for, in IBM's words; the plain state where that is not told. */
export const incidentType = ({ stopReason }: Activity) => (stopReason ? clean(stopReason) : stopped);

/**
 * A stopped activity. Why it stopped is told as a reason alone: the fault itself is business data, which lists do not carry and
 * nobody asks for here.
 */
export function toIncident(row: Activity, instanceId: string, links: Links): Incident {
  const type = incidentType(row);
  return {
    id: row.aiid,
    instanceId,
    element: toElement(row),
    type,
    message: null,
    fingerprint: fingerprint(type, null),
    since: enteredAt(row) ?? "",
    url: links.to({ id: instanceId }),
  };
}

/** An instance whose transaction ended nobody knows how, since it came into that state. */
export function toInDoubt(detail: ProcessDetail, links: Links): Incident {
  return {
    id: detail.piid,
    instanceId: detail.piid,
    type: inDoubt,
    message: null,
    fingerprint: fingerprint(inDoubt, null),
    since: detail.lastStateChangeTime ?? createdAt(detail) ?? "",
    url: links.to({ id: detail.piid }),
  };
}

/** Custom properties and the eight texts kept with an instance, all of them text. */
export function variablesOf(row: ProcessDetail): Variable[] {
  const texts = customTexts.map((name) => [name, row[name]] as const);
  return [...Object.entries(row.customProperties ?? {}), ...texts].flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const { text, length, cut } = cleanText(value);
    return [{ name: clean(name), type: "string", value: text, ...(cut ? { valueLength: length } : {}) }];
  });
}
