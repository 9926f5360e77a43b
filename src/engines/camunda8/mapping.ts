import { fingerprint } from "../../core/fingerprint.ts";
import type { Element, Incident, InstanceState, ProcessInstance, Relative, Variable } from "../../core/model.ts";
import { cleanText } from "../../core/text.ts";
import { shownMessage } from "../shown-message.ts";
import type { Links } from "../web-links.ts";
import type { KeyField } from "./key-field.ts";
import type * as rows from "./rows.ts";

const states: Readonly<Record<string, InstanceState>> = {
  ACTIVE: "active",
  SUSPENDED: "suspended",
  COMPLETED: "completed",
  TERMINATED: "terminated",
  CANCELED: "terminated",
};

export const clean = (text: string) => cleanText(text).text;
const cleanOrNull = (text: string | null) => (text === null ? null : clean(text));

const isWord = /^[A-Z]+(?:_[A-Z]+)*$/;

/** SERVICE_TASK as BPMN writes it, serviceTask; a word of the future in the same way, and the engine's own beside what is no BPMN. */
function elementTypeOf(type: string): Pick<Element, "elementType" | "engineType"> {
  if (!isWord.test(type) || type === "UNKNOWN" || type === "UNSPECIFIED") return { engineType: clean(type) };
  return { elementType: type.toLowerCase().replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()) };
}

export function toElement(row: Pick<rows.Element, "elementId" | "key" | "name" | "type">): Element {
  return {
    elementId: clean(row.elementId),
    ...(row.name ? { elementName: clean(row.name) } : {}),
    ...elementTypeOf(row.type),
    elementInstanceId: row.key,
  };
}

export interface Linking {
  readonly engine: string;
  readonly links: Links;
  readonly keyField: KeyField | undefined;
}

/** The key that the row itself tells; undefined where a variable is the key, or where this version has none. */
function businessKeyOf(row: rows.Instance, keyField: KeyField | undefined): string | null | undefined {
  if (keyField === "businessId") return row.businessId;
  if (keyField === undefined || "variable" in keyField) return undefined;
  const prefix = `${keyField.tag}:`;
  return row.tags?.find((tag) => tag.startsWith(prefix))?.slice(prefix.length) ?? null;
}

export function toInstance({ engine, links, keyField }: Linking, row: rows.Instance): ProcessInstance {
  const businessKey = businessKeyOf(row, keyField);
  const { startedAt, endedAt, rootKey } = row;
  return {
    engine,
    id: row.key,
    definition: {
      key: clean(row.processId),
      ...(row.name === undefined ? {} : { name: cleanOrNull(row.name) }),
      ...(row.version === null ? {} : { version: row.version }),
      versionTag: cleanOrNull(row.versionTag),
      id: row.definitionKey,
    },
    state: states[row.state] ?? "unknown",
    engineState: clean(row.state),
    hasIncident: row.hasIncident,
    ...(businessKey === undefined ? {} : { businessKey: cleanOrNull(businessKey) }),
    tenantId: cleanOrNull(row.tenantId),
    ...(row.tags && row.tags.length > 0 ? { tags: row.tags.map(clean) } : {}),
    ...(startedAt === null ? {} : { startedAt }),
    endedAt,
    durationMs: startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt),
    parentId: row.parentKey,
    // An instance that nobody called is its own root, whether or not this version says so.
    ...(row.parentKey === null ? { rootId: row.key } : rootKey ? { rootId: rootKey } : {}),
    url: links.to({ id: row.key }),
  };
}

export function toRelative(linking: Linking, row: rows.Instance): Relative {
  const { id, definition, businessKey, state } = toInstance(linking, row);
  const { key, version, name } = definition;
  return {
    id,
    definition: { key, ...(version === undefined ? {} : { version }), ...(name ? { name } : {}) },
    ...(businessKey === undefined ? {} : { businessKey }),
    state,
  };
}

/** States of an incident that is to be mended: PENDING while its instance does not show it yet, MIGRATED after its instance was. */
export const openIncidentStates = ["ACTIVE", "PENDING", "MIGRATED"];

export const isOpen = ({ state }: rows.Incident) => state !== "RESOLVED";

/** Types that a job without retries raises. */
const ofJobs = /_NO_RETRIES$/;

export function toIncident(row: rows.Incident, links: Links, element: rows.Element | undefined): Incident {
  const { elementId, elementKey } = row;
  const named = { key: elementKey ?? "", elementId: elementId ?? "", name: null, type: "UNKNOWN" };
  const { engineType: _engineType, elementInstanceId, ...bare } = toElement(named);
  return {
    id: row.key,
    instanceId: row.instanceKey,
    ...(element
      ? { element: toElement(element) }
      : elementId === null
        ? {}
        : { element: { ...bare, ...(elementInstanceId ? { elementInstanceId } : {}) } }),
    type: clean(row.type),
    ...shownMessage(row.message),
    fingerprint: fingerprint(row.type, row.message),
    since: row.createdAt ?? "",
    ...(isOpen(row) ? (ofJobs.test(row.type) ? { retries: 0 } : {}) : { resolved: true }),
    url: links.to({ id: row.instanceKey }),
  };
}

/** Digits that a double may not hold to the last one; their text is the value. */
const longNumber = /^-?(?=(?:\D*\d){16})[\d.]+$/;

/** A variable, which is stored as JSON text: plain values as data, objects and lists as their text. */
export function toVariable(row: rows.Variable): Variable {
  const local = row.scopeKey === row.instanceKey ? {} : { elementInstanceId: row.scopeKey };
  const name = clean(row.name);
  if (row.value === null) return { name, type: "unknown", ...local };
  const truncated = row.truncated ? { truncated: true } : {};
  const { type, value } = read(row.value);
  if (typeof value !== "string" || longNumber.test(row.value)) return { name, type, value, ...truncated, ...local };
  const text = cleanText(value);
  return { name, type, value: text.text, ...(text.cut ? { valueLength: text.length } : {}), ...truncated, ...local };
}

function read(json: string): { type: string; value: string | number | boolean | null } {
  if (longNumber.test(json)) return { type: "number", value: json };
  if (json.startsWith("{") || json.startsWith("["))
    return { type: json.startsWith("{") ? "object" : "array", value: json };
  const value = parsed(json);
  if (value === null) return { type: "null", value };
  if (typeof value === "number" || typeof value === "boolean") return { type: typeof value, value };
  // A text whose end was cut off is no JSON any more.
  return { type: "string", value: typeof value === "string" ? value : json.replace(/^"/, "") };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // shown as the text that came
  }
}

/** The variable that is the business key, where one is. */
export const keyVariable = (keyField: KeyField | undefined) =>
  typeof keyField === "object" && "variable" in keyField ? keyField.variable : undefined;

/** What a variable says as a business key. */
export function keyText(json: string | null | undefined): string | null {
  if (json === null || json === undefined) return null;
  const { value } = read(json);
  return value === null ? null : clean(String(value));
}
