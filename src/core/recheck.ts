import type { Scope } from "./engine.ts";
import { fault } from "./errors.ts";
import type { FilterName, Filters } from "./filters.ts";
import type { ProcessInstance } from "./model.ts";
import { mayMatch, parsePattern } from "./pattern.ts";

type Check = (row: ProcessInstance, filters: Filters) => boolean;

const atOrAfter = (time: string | null | undefined, bound: string | undefined) =>
  bound === undefined || (typeof time === "string" && time >= bound);
const before = (time: string | null | undefined, bound: string | undefined) =>
  bound === undefined || (typeof time === "string" && time < bound);

/** Filters that can be seen on a row, and how. A row that fails one proves that the server ignored the filter. */
const checks: Partial<Record<FilterName, Check>> = {
  definitionKey: (row, { definitionKey }) => definitionKey?.includes(row.definition.key) ?? true,
  definitionVersion: (row, { definitionVersion }) =>
    row.definition.version === undefined || row.definition.version === definitionVersion,
  state: (row, { state }) => state?.includes(row.state) ?? true,
  hasIncident: (row, { hasIncident }) => row.hasIncident === undefined || row.hasIncident === hasIncident,
  businessKey: (row, { businessKey }) =>
    row.businessKey === undefined ||
    (row.businessKey !== null && mayMatch(parsePattern(businessKey ?? ""), row.businessKey)),
  parentId: (row, { parentId }) => row.parentId === undefined || row.parentId === parentId,
  rootId: (row, { rootId }) => row.rootId === undefined || row.rootId === rootId,
  tenantId: (row, { tenantId }) => row.tenantId === undefined || row.tenantId === tenantId,
  startedAfter: (row, { startedAfter }) => atOrAfter(row.startedAt, startedAfter),
  startedBefore: (row, { startedBefore }) => before(row.startedAt, startedBefore),
  endedAfter: (row, { endedAfter }) => atOrAfter(row.endedAt, endedAfter),
  endedBefore: (row, { endedBefore }) => before(row.endedAt, endedBefore),
};

/** Whether the instance lies in what the caller may see. */
export function inScope(scope: Scope, instance: Pick<ProcessInstance, "definition" | "tenantId">): boolean {
  const { definitionKeys, tenantIds } = scope;
  if (definitionKeys && !definitionKeys.includes(instance.definition.key)) return false;
  return !tenantIds || (typeof instance.tenantId === "string" && tenantIds.includes(instance.tenantId));
}

/** Throws `filterIgnored` when a row cannot be an answer to the filters, or lies outside the scope. */
export function recheckRows(engine: string, rows: readonly ProcessInstance[], filters: Filters, scope: Scope): void {
  const asked = Object.entries(checks).filter(([name]) => Object.hasOwn(filters, name));
  for (const row of rows) {
    for (const [name, check] of asked) {
      if (!check(row, filters)) throw fault("filterIgnored", { engine, filter: name });
    }
    if (!inScope(scope, row)) throw fault("filterIgnored", { engine, filter: "the access policy" });
  }
}
