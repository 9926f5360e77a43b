import type { Scope } from "../../../core/engine.ts";
import { fault } from "../../../core/errors.ts";
import type { FilterName, Filters, VariableFilter } from "../../../core/filters.ts";
import { type Pattern, parsePattern } from "../../../core/pattern.ts";
import type { InstanceSearch } from "../client.ts";
import type { KeyField } from "../key-field.ts";
import type { Body } from "../requests.ts";
import { allowed } from "../scope.ts";
import type { Words } from "../server.ts";
import { storedKeys, storedTexts } from "../stored-text.ts";

/** What is known of the server that decides how it can be asked. */
export interface V2Server {
  readonly engine: string;
  /** Minor version of 8; 8 as well for the description of December 2024. */
  readonly level: number;
  readonly words: Words;
  readonly keyField: KeyField | undefined;
}

/** How a neutral filter is asked of `POST /v2/process-instances/search`. */
export interface V2FilterRow {
  /** The engine's own fields, for the documentation. */
  readonly rest: string;
  readonly note?: string;
  /** Part of the search filter. Filters without one take part as looked-up keys or as bounds of the page. */
  readonly body?: (filters: Filters, server: V2Server) => Body;
}

/** A pattern as `$like` reads it: `*` any run, `?` one character, `\` before either of them or itself. */
export function likeText(pattern: Pattern): string {
  const pieces = "exact" in pattern ? [pattern.exact] : pattern.pieces;
  return pieces.map((piece) => piece.replace(/[\\*?]/g, "\\$&")).join("*");
}

/** Text that is matched exactly or by wildcard. */
export function textFilter(text: string): unknown {
  const pattern = parsePattern(text);
  return "exact" in pattern ? { $eq: pattern.exact } : { $like: likeText(pattern) };
}

/** One value plain, which every version takes; several as a list. */
export const anyOf = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : { $in: values });

const stateWords = (filters: Filters, server: V2Server) => {
  const words = {
    active: "ACTIVE",
    suspended: server.level < suspensionSince ? undefined : "SUSPENDED",
    completed: "COMPLETED",
    terminated: server.words.terminated,
    failed: undefined,
    unknown: undefined,
  } as const;
  return filters.state?.flatMap((state) => words[state] ?? []);
};

export const suspensionSince = 10;
const businessIdSince = 9;

const equals = (texts: readonly string[]) => (texts.length === 1 ? { $eq: texts[0] } : { $in: texts });

/** Values are compared as the JSON text that they are stored as. */
function variableFilter({ name, operator, value }: VariableFilter, server: V2Server): Body {
  const { engine } = server;
  if (operator === "like" && typeof value === "string") {
    const pattern = parsePattern(value);
    const pieces = "exact" in pattern ? [pattern.exact] : pattern.pieces;
    const quoted = pieces.map((piece) => JSON.stringify(piece).slice(1, -1));
    return { name, value: { $like: `"${likeText({ pieces: quoted })}"` } };
  }
  const texts = storedTexts(value);
  if (operator === "eq") return { name, value: equals(texts) };
  if (operator === "neq") return { name, value: texts.length === 1 ? { $neq: texts[0] } : { $notIn: texts } };
  throw fault("notSupported", {
    what: `variables with ${operator}`,
    engine,
    because: "it compares values as text",
    can: ["eq", "neq", "like"],
  });
}

/** What a tag may be; anything else is refused with 400. */
const tagForm = /^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$/;
const tagOf = (tag: string, key: string) => `${tag}:${key}`;

/** Whether a key is asked for that no instance can carry as its tag. */
function cannotBeTag(key: string | undefined, keyField: KeyField | undefined): boolean {
  if (key === undefined || typeof keyField !== "object" || !("tag" in keyField)) return false;
  const pattern = parsePattern(key);
  return "exact" in pattern && !tagForm.test(tagOf(keyField.tag, pattern.exact));
}

/** The search for variables that hold a business key; searches of instances would match variables local to elements too. */
export function keyVariableFilter(text: string, name: string, server: V2Server): Body {
  const pattern = parsePattern(text);
  return "exact" in pattern
    ? { name, value: equals(storedKeys(pattern.exact)) }
    : variableFilter({ name, operator: "like", value: text }, server);
}

function businessKeyFilter(text: string, server: V2Server): Body {
  const { engine, keyField } = server;
  if (keyField === undefined || keyField === "businessId") return { businessId: textFilter(text) };
  if ("variable" in keyField) {
    return {};
  }
  const pattern = parsePattern(text);
  if ("exact" in pattern) return { tags: [tagOf(keyField.tag, pattern.exact)] };
  throw fault("notSupported", {
    what: "businessKey with *",
    engine,
    because: "its key is a tag, which is matched whole",
  });
}

export const v2Filters: Readonly<Record<Exclude<FilterName, "rootId">, V2FilterRow>> = {
  definitionKey: { rest: "processDefinitionId", note: "a list as `$in`" },
  definitionVersion: {
    rest: "processDefinitionVersion",
    body: ({ definitionVersion }) => ({ processDefinitionVersion: definitionVersion }),
  },
  state: {
    rest: "state",
    note: "`suspended` is known from 8.10 on; `failed` does not exist",
    body: (filters, server) => {
      const words = stateWords(filters, server);
      return words ? { state: anyOf(words) } : {};
    },
  },
  hasIncident: {
    rest: "hasIncident",
    note: "`true` and `false`; set on callers as well",
    body: ({ hasIncident }) => ({ hasIncident }),
  },
  incidentType: {
    rest: "processInstanceKey",
    note: "the instances are looked up in `/v2/incidents/search` (states ACTIVE, PENDING and MIGRATED) first",
  },
  incidentMessage: {
    rest: "processInstanceKey",
    note: "as incidentType; 8.9 matches on the server, 8.8 takes equality only and is matched here",
  },
  attention: {
    rest: "$or: hasIncident, hasRetriesLeft, processInstanceKey",
    note: "for `overdue` the instances are looked up in `/v2/user-tasks/search` (dueDate) and, from 8.10 on, `/v2/element-instances/wait-states/search` (timers) first; for `waiting` in `/v2/element-instances/search` (state ACTIVE, type, startDate; before 8.10 once for each type)",
  },
  waitingSince: {
    rest: "processInstanceKey",
    note: "waitingLongerThan: the instances are looked up in `/v2/element-instances/search` (state ACTIVE, startDate) first",
  },
  businessKey: {
    rest: "businessId, tags, processInstanceKey",
    note: "businessId from 8.9 on, or what the configuration declares to be the key: a tag is matched whole only, a variable is looked up in `/v2/variables/search` first",
    body: ({ businessKey }, server) => (businessKey === undefined ? {} : businessKeyFilter(businessKey, server)),
  },
  variables: {
    rest: "variables",
    note: "compared as JSON text: `eq`, `neq` and, for text, `like`; other operators are refused",
    body: ({ variables }, server) =>
      variables ? { variables: variables.map((one) => variableFilter(one, server)) } : {},
  },
  elementId: {
    rest: "elementId, elementInstanceState=ACTIVE",
    body: ({ elementId }) => (elementId === undefined ? {} : { elementId, elementInstanceState: "ACTIVE" }),
  },
  passedElementId: { rest: "elementId", note: "beside elementId: within `$or`" },
  parentId: {
    rest: "parentProcessInstanceKey",
    body: ({ parentId }) => ({ parentProcessInstanceKey: parentId }),
  },
  tenantId: { rest: "tenantId" },
  startedAfter: { rest: "startDate.$gte" },
  startedBefore: { rest: "startDate.$lt" },
  endedAfter: {
    rest: "endDate.$gte",
    body: ({ endedAfter, endedBefore }) =>
      (endedAfter ?? endedBefore) === undefined ? {} : { endDate: { $gte: endedAfter, $lt: endedBefore } },
  },
  endedBefore: { rest: "endDate.$lt" },
};

/** Neutral filters that this server honours. */
export function v2FilterNames({ level, keyField }: Pick<V2Server, "level" | "keyField">): FilterName[] {
  const hasKey = keyField === "businessId" ? level >= businessIdSince : keyField !== undefined;
  const names = Object.keys(v2Filters).filter((name): name is keyof typeof v2Filters => Object.hasOwn(v2Filters, name));
  return names.filter((name) => name !== "businessKey" || hasKey);
}

/** Why a cluster cannot be asked the others. */
export const v2Lacks = {
  rootId: "its searches of instances cannot ask for the root; parentId goes down one level",
  businessKey:
    "before 8.9 instances have no business id; the configuration can name a variable or a tag as its businessKey",
} as const satisfies Record<Exclude<FilterName, keyof typeof v2Filters> | "businessKey", string>;

/** Restrictions to definitions and tenants, of the question and of the access policy; undefined: nothing can match. */
export function scopeFilter(filters: Filters, scope: Scope): Body | undefined {
  const narrowed = allowed(filters, scope);
  if (!narrowed) return undefined;
  const { processIds, tenantIds } = narrowed;
  return {
    ...(processIds ? { processDefinitionId: anyOf(processIds) } : {}),
    ...(tenantIds ? { tenantId: anyOf(tenantIds) } : {}),
  };
}

/** Then it is asked as a filter of its own, which a row shows. */
const isIncidentOnly = ({ attention }: Partial<Filters>) => attention?.every((one) => one === "incident") ?? false;

/** What needs a person: any of these. */
function attentionFilters({ filters, attentionKeys = [] }: InstanceSearch): Body[] {
  const asked = (isIncidentOnly(filters) ? [] : (filters.attention ?? [])).flatMap((one): Body[] => {
    if (one === "incident") return [{ hasIncident: true }];
    return one === "retrying" ? [{ hasRetriesLeft: true, state: "ACTIVE" }] : [];
  });
  return attentionKeys.length === 0 ? asked : [...asked, { processInstanceKey: anyOf(attentionKeys) }];
}

/** The search filter without the bounds of the start; undefined: nothing can match. */
export function instanceFilter(search: InstanceSearch, server: V2Server): Body | undefined {
  const { filters, scope, keys } = search;
  const scoped = scopeFilter(filters, scope);
  if (!scoped || keys?.length === 0 || stateWords(filters, server)?.length === 0) return undefined;
  if (cannotBeTag(filters.businessKey, server.keyField)) return undefined;
  const rows: readonly V2FilterRow[] = Object.values(v2Filters);
  const parts = rows.map((row) => row.body?.(filters, server) ?? {});
  const variables = parts.flatMap((part) => (Array.isArray(part["variables"]) ? part["variables"] : []));
  const passed = filters.passedElementId === undefined ? {} : { elementId: filters.passedElementId };
  const attention = attentionFilters(search);
  if (filters.attention && attention.length === 0 && !isIncidentOnly(filters)) return undefined;
  // Only `$or` can ask for a second element; its alternatives are joined to the rest by "and".
  const alternatives =
    attention.length > 0
      ? attention.map((one) => (filters.elementId === undefined ? one : { ...one, ...passed }))
      : filters.elementId !== undefined && filters.passedElementId !== undefined
        ? [passed]
        : [];
  return Object.assign(
    {},
    filters.elementId === undefined ? passed : {},
    ...parts,
    scoped,
    variables.length > 0 ? { variables } : {},
    isIncidentOnly(filters) ? { hasIncident: true } : {},
    keys ? { processInstanceKey: anyOf(keys) } : {},
    alternatives.length > 0 ? { $or: alternatives } : {},
  );
}
