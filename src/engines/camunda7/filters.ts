import type { Scope } from "../../core/engine.ts";
import type { FilterName, Filters, VariableFilter } from "../../core/filters.ts";
import { parsePattern, toSqlLike } from "../../core/pattern.ts";
import { shiftIso } from "../../core/time.ts";
import { permitted } from "../permitted.ts";
import { toEngineDate } from "./dates.ts";
import type { Filter } from "./requests.ts";

declare global {
  interface JSON {
    /** In Node since 21, not yet in TypeScript's library: a number of any size, written as it stands. */
    rawJSON(text: string): unknown;
  }
}

/** How a neutral filter is asked of `POST /history/process-instance`. */
interface FilterRow {
  /** The engine's own parameters, for the documentation. */
  readonly rest: string;
  /** First Camunda 7 minor version that knows them; older servers would silently ignore them. */
  readonly since: number;
  readonly note?: string;
  /** Part of the query body. Filters without one take part otherwise: as candidates, states or definition ids. */
  readonly body?: (filters: Filters) => Filter;
}

/** A filter of text: exact, or LIKE with `%` and `_` of the asker escaped. */
function textFilter(exact: string, like: string, text: string | undefined): Filter {
  if (text === undefined) return {};
  const pattern = parsePattern(text);
  return "exact" in pattern ? { [exact]: pattern.exact } : { [like]: toSqlLike(pattern) };
}

const upTo = (bound: string | undefined) => (bound === undefined ? undefined : toEngineDate(shiftIso(bound, -1)));
const from = (bound: string | undefined) => (bound === undefined ? undefined : toEngineDate(bound));

// "is at": activeActivityIdIn sees scopes but not jobs before their element, activityIdIn the other way round (measured on 7.24).
function atElement({ elementId }: Filters): Filter {
  return elementId === undefined ? {} : { orQueries: [{ activeActivityIdIn: [elementId], activityIdIn: [elementId] }] };
}

export const filterRows: Readonly<Record<FilterName, FilterRow>> = {
  definitionKey: {
    rest: "processDefinitionKey, processDefinitionKeyIn",
    since: 5,
    note: "a list needs 7.12",
  },
  definitionVersion: {
    rest: "processDefinitionId",
    since: 5,
    note: "the ids of this version are looked up with `GET /process-definition?key&version` first",
  },
  state: {
    rest: "unfinished, finished, active, suspended, completed, externallyTerminated, internallyTerminated",
    since: 9,
    note: "one query per engine state, because two states in one query are refused or ignored; `failed` does not exist",
  },
  hasIncident: {
    rest: "incidentStatus=open",
    since: 6,
    note: "`true` only: the engine cannot exclude. Never `withIncidents`, which counts resolved ones too. Needs history level full",
    body: ({ hasIncident }) => (hasIncident ? { incidentStatus: "open" } : {}),
  },
  incidentType: {
    rest: "incidentType",
    since: 8,
    note: "of open incidents: with incidentStatus=open",
    body: ({ incidentType }) => (incidentType === undefined ? {} : { incidentType, incidentStatus: "open" }),
  },
  incidentMessage: {
    rest: "incidentMessage, incidentMessageLike",
    since: 5,
    note: "of open incidents: with incidentStatus=open",
    body: ({ incidentMessage }) =>
      incidentMessage === undefined
        ? {}
        : { ...textFilter("incidentMessage", "incidentMessageLike", incidentMessage), incidentStatus: "open" },
  },
  attention: {
    rest: "processInstanceIds",
    since: 5,
    note: "`incident` alone: incidentStatus=open. Else the ids are looked up in `/incident`, `/job` (withException and withRetriesLeft; timers and dueDates; messages and createTimes), `/task` (dueBefore; createdBefore), `/history/activity-instance` (unfinished, activityType, startedBefore) first. Not `withJobsRetrying`: it matches everything inside orQueries",
  },
  waitingSince: {
    rest: "processInstanceIds",
    since: 5,
    note: "waitingLongerThan: the ids are looked up in `/history/activity-instance` (unfinished, startedBefore), `/incident` (incidentTimestampBefore, 7.14) and `/job` (failing, with retries left) first",
  },
  businessKey: {
    rest: "processInstanceBusinessKey, processInstanceBusinessKeyLike",
    since: 5,
    note: "or variables, where the engine's key is configured to be a variable",
  },
  variables: {
    rest: "variables",
    since: 5,
    note: "typed; numbers match every numeric type",
    body: ({ variables }) => (variables ? { variables: variables.map(toVariableFilter) } : {}),
  },
  elementId: {
    rest: "activeActivityIdIn, activityIdIn",
    since: 22,
    note: "either of them, in an orQueries: older servers cannot say which job waits before which element, so they are not asked",
    body: atElement,
  },
  passedElementId: {
    rest: "executedActivityIdIn, activeActivityIdIn",
    since: 12,
    note: "either of them: the first means elements that were left. Needs orQueries, 7.12",
    body: ({ passedElementId: id }) =>
      id === undefined ? {} : { orQueries: [{ executedActivityIdIn: [id], activeActivityIdIn: [id] }] },
  },
  parentId: {
    rest: "superProcessInstanceId",
    since: 5,
    body: ({ parentId }) => (parentId === undefined ? {} : { superProcessInstanceId: parentId }),
  },
  rootId: {
    rest: "rootProcessInstanceId",
    since: 24,
    body: ({ rootId }) => (rootId === undefined ? {} : { rootProcessInstanceId: rootId }),
  },
  tenantId: { rest: "tenantIdIn", since: 5 },
  startedAfter: {
    rest: "startedAfter",
    since: 5,
    note: "inclusive on both sides",
    body: ({ startedAfter }) => ({ startedAfter: from(startedAfter) }),
  },
  startedBefore: {
    rest: "startedBefore",
    since: 5,
    note: "inclusive in the engine: 1 ms is taken off",
    body: ({ startedBefore }) => ({ startedBefore: upTo(startedBefore) }),
  },
  endedAfter: {
    rest: "finishedAfter",
    since: 5,
    note: "inclusive on both sides",
    body: ({ endedAfter }) => ({ finishedAfter: from(endedAfter) }),
  },
  endedBefore: {
    rest: "finishedBefore",
    since: 5,
    note: "inclusive in the engine: 1 ms is taken off",
    body: ({ endedBefore }) => ({ finishedBefore: upTo(endedBefore) }),
  },
};

/** Neutral filters that a server of this level honours. */
export function filtersSince(level: number): FilterName[] {
  const names = Object.keys(filterRows).filter((name): name is FilterName => Object.hasOwn(filterRows, name));
  return names.filter((name) => filterRows[name].since <= Math.max(level, 5));
}

/** Since when the others are honoured; older servers would ignore them in silence. */
export function lackingAt(level: number): Partial<Record<FilterName, string>> {
  const known: readonly string[] = filtersSince(level);
  return Object.fromEntries(
    Object.entries(filterRows)
      .filter(([name]) => !known.includes(name))
      .map(([name, { since }]) => [name, `servers before 7.${since} do not know it`]),
  );
}

const operators: Readonly<Record<VariableFilter["operator"], string>> = {
  eq: "eq",
  neq: "neq",
  gt: "gt",
  gte: "gteq",
  lt: "lt",
  lte: "lteq",
  like: "like",
};

function toVariableFilter({ name, operator, value }: VariableFilter): Filter {
  if (operator === "like" && typeof value === "string") {
    const pattern = parsePattern(value);
    return { name, operator: "like", value: toSqlLike("exact" in pattern ? { pieces: [pattern.exact] } : pattern) };
  }
  const whole = value !== null && typeof value === "object" ? JSON.rawJSON(value.integer) : value;
  return { name, operator: operators[operator], value: whole };
}

export type KeyField = "businessKey" | { readonly variable: string };

function keyFilter(field: KeyField, text: string): Filter {
  if (field === "businessKey") {
    return textFilter("processInstanceBusinessKey", "processInstanceBusinessKeyLike", text);
  }
  const pattern = parsePattern(text);
  const [operator, value] = "exact" in pattern ? ["eq", pattern.exact] : ["like", toSqlLike(pattern)];
  return { variables: [{ name: field.variable, operator, value }] };
}

/** Restrictions to definitions and tenants, of the question and of the access policy; undefined: nothing can match. */
export function scopeBody(filters: Filters, scope: Scope): Filter | undefined {
  const keys = permitted(filters.definitionKey, scope.definitionKeys);
  const tenants = permitted(filters.tenantId === undefined ? undefined : [filters.tenantId], scope.tenantIds);
  if (keys?.length === 0 || tenants?.length === 0) return undefined;
  return {
    ...(keys ? (keys.length === 1 ? { processDefinitionKey: keys[0] } : { processDefinitionKeyIn: keys }) : {}),
    ...(tenants ? { tenantIdIn: tenants } : {}),
  };
}

/** The query body for everything but states, candidates and definition versions; undefined: nothing can match. */
export function historyBody(filters: Filters, scope: Scope, keyField: KeyField): Filter | undefined {
  const scoped = scopeBody(filters, scope);
  if (!scoped) return undefined;
  const parts: Filter[] = Object.values(filterRows).map((row) => row.body?.(filters) ?? {});
  if (filters.businessKey !== undefined) parts.push(keyFilter(keyField, filters.businessKey));
  if (filters.attention?.every((one) => one === "incident")) parts.push({ incidentStatus: "open" });
  return Object.assign({}, scoped, ...parts, joined(parts, "variables"), joined(parts, "orQueries"));
}

/** A list that several parts of a body add to. */
function joined(parts: readonly Filter[], name: string): Filter {
  const all = parts.flatMap((part) => part[name] ?? []);
  return all.length > 0 ? { [name]: all } : {};
}

/** State flags of the engine, one query each, that together are the asked states. */
export function stateVariants(filters: Filters): Filter[] {
  const asked = filters.state;
  if (!asked) return [{}];
  const running = [asked.includes("active") ? ["active"] : [], asked.includes("suspended") ? ["suspended"] : []].flat();
  const ended = [
    asked.includes("completed") ? ["completed"] : [],
    asked.includes("terminated") ? ["externallyTerminated", "internallyTerminated"] : [],
  ].flat();
  if (running.length + ended.length === 5) return [{}];
  const flags = [running.length === 2 ? ["unfinished"] : running, ended.length === 3 ? ["finished"] : ended].flat();
  return flags.map((flag) => ({ [flag]: true }));
}
