import type { Scope } from "../../core/engine.ts";
import { fault } from "../../core/errors.ts";
import type { FilterName, Filters, VariableFilter } from "../../core/filters.ts";
import { type Pattern, parsePattern } from "../../core/pattern.ts";
import type { Window } from "../page-window.ts";
import { permitted } from "../permitted.ts";
import { type CustomText, customTexts, type KeyField } from "./key-field.ts";
import * as where from "./where.ts";
import { listStatesOf } from "./words.ts";

/** How a neutral filter is asked of `GET /processes/filter`. */
interface BpelFilterRow {
  /** Columns of the where clause. */
  readonly rest: string;
  readonly note?: string;
}

export const bpelFilters = {
  definitionKey: { rest: "PROCESS_INSTANCE.TEMPLATE_NAME", note: "a list as IN" },
  state: { rest: "PROCESS_INSTANCE.STATE", note: "all states that a neutral one stands for; DELETED is in no list" },
  hasIncident: {
    rest: "ACTIVITY.STATE=STATE_STOPPED, PROCESS_INSTANCE.STATE=STATE_INDOUBT",
    note: "`true` only; callers are not marked for what they called",
  },
  incidentType: {
    rest: "ACTIVITY.STOP_REASON, PROCESS_INSTANCE.STATE",
    note: "of the documented reasons; `*` is matched here",
  },
  attention: {
    rest: "ACTIVITY.STATE, ACTIVITY.EXPIRES, ACTIVITY.ACTIVATED, ACTIVITY.KIND",
    note: "nothing retries here: an activity runs, or it has stopped",
  },
  waitingSince: {
    rest: "ACTIVITY.ACTIVATED, ACTIVITY.KIND, ACTIVITY.STATE",
    note: "of activities that wait or work, not of those that hold others",
  },
  businessKey: {
    rest: "PROCESS_INSTANCE.NAME, PROCESS_INSTANCE.CUSTOM_TEXT1…8, PROCESS_ATTRIBUTE1.VALUE",
    note: "whichever the configuration names; `*` not beside `%`, `_` or `[`",
  },
  variables: {
    rest: "PROCESS_ATTRIBUTE1…9, PROCESS_INSTANCE.CUSTOM_TEXT1…8",
    note: "custom properties, which are text: `eq`, `neq` and `like`",
  },
  elementId: { rest: "ACTIVITY.TEMPLATE_NAME, ACTIVITY.STATE", note: "the name of the activity" },
  passedElementId: { rest: "ACTIVITY.TEMPLATE_NAME, ACTIVITY.STATE", note: "entered, not skipped" },
  parentId: { rest: "PROCESS_INSTANCE.PARENT_PIID" },
  rootId: { rest: "PROCESS_INSTANCE.TOP_LEVEL_PIID" },
  startedAfter: { rest: "PROCESS_INSTANCE.CREATED", note: "in whole seconds, as all times" },
  startedBefore: { rest: "PROCESS_INSTANCE.CREATED" },
  endedAfter: { rest: "PROCESS_INSTANCE.COMPLETED" },
  endedBefore: { rest: "PROCESS_INSTANCE.COMPLETED" },
} as const satisfies Partial<Record<FilterName, BpelFilterRow>>;

/** Why it cannot be asked the others. */
export const bpelLacks = {
  definitionVersion: "its templates have no version numbers",
  tenantId: "it has no tenants",
  incidentMessage: "its lists tell why an activity stopped as a reason only, without any text",
} as const satisfies Record<Exclude<FilterName, keyof typeof bpelFilters>, string>;

export const bpelFilterNames: readonly FilterName[] = Object.keys(bpelFilters).filter(
  (name): name is keyof typeof bpelFilters => Object.hasOwn(bpelFilters, name),
);

/**
 * What is asked of the instance itself, without its creation time; undefined: nothing can match. Throws `notSupported` for values
 * that its lists cannot be asked for, and for a caller that the policy holds to tenants, which BPEL does not have.
 */
export function instanceClauses(
  engine: string,
  filters: Filters,
  scope: Scope,
  keyField: KeyField,
): readonly where.Clause[] | undefined {
  assertNoTenants(engine, scope);
  const { definitionKey, state, parentId, rootId, endedAfter, endedBefore } = filters;
  const keys = permitted(definitionKey, scope.definitionKeys);
  const states = state && listStatesOf(state);
  const ids = [parentId, rootId].filter((id) => id !== undefined);
  if (keys?.length === 0 || states?.length === 0 || !ids.every(where.isPiid)) return undefined;
  return [
    ...(keys ? [where.textIn("PROCESS_INSTANCE.TEMPLATE_NAME", keys)] : []),
    ...(states ? [where.codeIn("PROCESS_INSTANCE.STATE", states)] : []),
    ...(parentId === undefined ? [] : [where.idIs("PROCESS_INSTANCE.PARENT_PIID", parentId)]),
    ...(rootId === undefined ? [] : [where.idIs("PROCESS_INSTANCE.TOP_LEVEL_PIID", rootId)]),
    ...windowClauses("PROCESS_INSTANCE.COMPLETED", { from: endedAfter, before: endedBefore }),
    ...textClauses(engine, textFilters(engine, filters, keyField)),
  ];
}

export function assertNoTenants(engine: string, scope: Scope): void {
  if (!scope.tenantIds) return;
  throw fault("notSupported", {
    what: "what the access policy holds to tenants",
    engine,
    because: "it has no tenants, so nothing of it belongs to one",
  });
}

export const windowClauses = (column: where.TimeColumn, { from, before }: Window): where.Clause[] => [
  ...(from === undefined ? [] : [where.timeFrom(column, from)]),
  ...(before === undefined ? [] : [where.timeBefore(column, before)]),
];

/** A text kept with an instance, and what it is to be. */
interface TextFilter {
  /** The filter, as it is named in a refusal. */
  readonly name: "businessKey" | "variables";
  readonly place: KeyField;
  readonly pattern: Pattern;
  readonly not?: boolean;
}

function textFilters(engine: string, { businessKey, variables = [] }: Filters, keyField: KeyField): TextFilter[] {
  const asked = variables.map((variable) => variableFilter(engine, variable));
  if (businessKey === undefined) return asked;
  return [{ name: "businessKey", place: keyField, pattern: parsePattern(businessKey) }, ...asked];
}

const isCustomText = (name: string): name is CustomText => customTexts.some((one) => one === name);

const comparisons = ["eq", "neq", "like"] as const;
const isComparison = (operator: VariableFilter["operator"]) => comparisons.some((one) => one === operator);

function variableFilter(engine: string, { name, operator, value }: VariableFilter): TextFilter {
  if (!isComparison(operator)) {
    throw fault("notSupported", {
      what: `variables with ${operator}`,
      engine,
      because: "its custom properties are text",
      can: comparisons,
    });
  }
  if (typeof value !== "string") {
    throw fault("notSupported", {
      what: `variables with a value that is no text (${name})`,
      engine,
      because: "its custom properties are all text",
      can: ["the value in quotes"],
    });
  }
  return {
    name: "variables",
    place: isCustomText(name) ? name : { customProperty: name },
    pattern: operator === "like" ? parsePattern(value) : { exact: value },
    not: operator === "neq",
  };
}

function textClauses(engine: string, filters: readonly TextFilter[]): where.Clause[] {
  let properties = 0;
  return filters.flatMap(({ name, place, pattern, not = false }) => {
    const compared = (column: where.TextColumn) =>
      not && "exact" in pattern
        ? where.textIsNot(column, pattern.exact)
        : where.textMatches(engine, name, column, pattern);
    if (typeof place === "string") return [compared(columnOf(place))];
    const view = where.attributeView(properties);
    properties += 1;
    if (view === undefined) {
      throw fault("notSupported", {
        what: "more than nine custom properties at once",
        engine,
        because: "its where clause numbers them with one digit",
      });
    }
    return [where.textIs(`${view}.NAME`, place.customProperty), compared(`${view}.VALUE`)];
  });
}

const customTextColumns = {
  name: "PROCESS_INSTANCE.NAME",
  customText1: "PROCESS_INSTANCE.CUSTOM_TEXT1",
  customText2: "PROCESS_INSTANCE.CUSTOM_TEXT2",
  customText3: "PROCESS_INSTANCE.CUSTOM_TEXT3",
  customText4: "PROCESS_INSTANCE.CUSTOM_TEXT4",
  customText5: "PROCESS_INSTANCE.CUSTOM_TEXT5",
  customText6: "PROCESS_INSTANCE.CUSTOM_TEXT6",
  customText7: "PROCESS_INSTANCE.CUSTOM_TEXT7",
  customText8: "PROCESS_INSTANCE.CUSTOM_TEXT8",
} as const satisfies Record<"name" | CustomText, where.TextColumn>;

const columnOf = (place: "name" | CustomText): where.TextColumn => customTextColumns[place];
