import type { ToolKey, tools } from "../../tools/index.ts";
import { type InstanceRow, instanceStates } from "../core/model.ts";
import type { OutputOf } from "../core/tool.ts";
import { oneLine, valueText } from "../words/clean.ts";

type Value = string | number | boolean | null | undefined;
type Plain = { readonly [K in ToolKey]: (output: OutputOf<(typeof tools)[K]>) => string };

/** One record: columns between tabs, nothing for what is missing; a text holds neither tab nor line end. */
export function record(...columns: readonly Value[]): string {
  return columns.map((value) => (value === undefined || value === null ? "" : oneLine(String(value)))).join("\t");
}

const instanceColumns = (row: InstanceRow): readonly Value[] => [
  row.engine,
  row.id,
  row.state,
  row.hasIncident,
  row.definition.key,
  row.definition.version,
  row.businessKey,
  row.startedAt,
  row.endedAt,
  row.tenantId,
];

/**
 * The answer of each tool for a script that reads lines: fixed columns, times in ISO 8601 UTC, no headings. The
 * columns are documented in docs/cli.md; new ones are added at the end.
 */
export const plain: Plain = {
  get: ({ instance, waitingAt, incidents, parent, root, called, variables, unknown }) =>
    [
      record("instance", ...instanceColumns(instance)),
      ...unknown.map((part) => record("unknown", part)),
      ...waitingAt.map(({ element, since, waitsFor: { kind, name, retries, dueAt, assignee } }) =>
        record("waiting", element.elementId, element.elementName, since, kind, name, retries, dueAt, assignee),
      ),
      ...incidents.map(({ id, instanceId, element, type, since, resolvedAt, message, annotation }) =>
        record("incident", id, instanceId, element?.elementId, type, since, resolvedAt, message, annotation),
      ),
      ...(parent ? [record("parent", parent.id, parent.definition?.key, parent.businessKey)] : []),
      ...(root ? [record("root", root.id, root.definition?.key, root.businessKey)] : []),
      ...called.map(({ id, definition, businessKey, state }) =>
        record("called", id, definition?.key, businessKey, state),
      ),
      ...(variables ?? []).map(({ name, type, value, hidden, elementInstanceId }) =>
        record("variable", name, type, value === undefined ? "" : valueText(value), hidden ?? false, elementInstanceId),
      ),
    ].join("\n"),
  query: ({ instances, counts }) =>
    [
      ...(instances ?? []).map((row) => record(...instanceColumns(row))),
      ...(counts?.definitions ?? []).map((one) =>
        record(
          "definition",
          one.engine,
          one.definitionKey,
          one.definitionVersion,
          one.openIncidents,
          ...instanceStates.map((state) => one.byState[state] ?? 0),
        ),
      ),
      ...(counts?.incidents ?? []).map((group) =>
        record(
          "incident",
          group.engine,
          group.definitionKey,
          group.definitionVersion,
          group.instances,
          group.element?.elementId,
          group.type,
          group.fingerprint,
          group.oldest,
          group.newest,
          group.message,
        ),
      ),
    ].join("\n"),
  history: ({ events, sources }) =>
    [
      ...events.map((event) =>
        record(
          event.kind,
          event.id,
          event.startedAt,
          event.endedAt,
          event.durationMs,
          event.outcome,
          event.element?.elementId,
          event.type ?? event.name,
          event.calledId,
          event.by ?? event.assignee,
          event.message ?? event.detail,
        ),
      ),
      ...sources.flatMap(({ kind, status }) => (status === "recorded" ? [] : [record("source", kind, status)])),
    ].join("\n"),
};
