import { fault } from "../../../core/errors.ts";
import type { FilterName, Filters } from "../../../core/filters.ts";
import type { InstanceState } from "../../../core/model.ts";
import { parsePattern } from "../../../core/pattern.ts";
import type { InstanceSearch } from "../client.ts";
import type { KeyField } from "../key-field.ts";
import type { Body } from "../requests.ts";
import { allowed } from "../scope.ts";
import { storedKeys, storedTexts } from "../stored-text.ts";

/** How a neutral filter is asked of `POST /v1/process-instances/search`, which knows exact values only. */
interface OperateFilterRow {
  readonly rest: string;
  readonly note?: string;
}

export const operateFilters = {
  definitionKey: { rest: "bpmnProcessId", note: "one search per key" },
  definitionVersion: { rest: "processVersion" },
  state: { rest: "state", note: "one search per state" },
  hasIncident: { rest: "incident", note: "set on callers as well" },
  attention: { rest: "incident", note: "`incident` only" },
  businessKey: {
    rest: "key",
    note: "where the configuration declares a variable to be the key: exact values, looked up in `/v1/variables/search` first",
  },
  variables: { rest: "key", note: "`eq` only: looked up in `/v1/variables/search` first" },
  parentId: { rest: "parentKey" },
  tenantId: { rest: "tenantId" },
  startedAfter: {
    rest: "sort, searchAfter",
    note: "the list is ordered by start and ends there; no date is ever sent",
  },
  startedBefore: { rest: "sort, searchAfter", note: "the list is ordered by start and begins there" },
} as const satisfies Partial<Record<FilterName, OperateFilterRow>>;

/** Neutral filters that Operate honours. */
export function operateFilterNames(keyField: KeyField | undefined): FilterName[] {
  const names = Object.keys(operateFilters).filter((name): name is keyof typeof operateFilters =>
    Object.hasOwn(operateFilters, name),
  );
  return names.filter((name) => name !== "businessKey" || (typeof keyField === "object" && "variable" in keyField));
}

const noEnds = "dates cannot be asked for as ranges, and its lists are ordered by start";
const noElements = "its searches of instances know no elements";
const noFaults = "its searches of instances know of incidents only whether there is one";

/** Why it cannot be asked the others. */
export const operateLacks = {
  incidentType: noFaults,
  incidentMessage: noFaults,
  waitingSince: noElements,
  elementId: noElements,
  passedElementId: noElements,
  endedAfter: noEnds,
  endedBefore: noEnds,
  rootId: "the root is not told; parentId goes down one level",
  businessKey: "it has no business ids; the configuration can name a variable as its businessKey",
} as const satisfies Record<Exclude<FilterName, keyof typeof operateFilters> | "businessKey", string>;

const stateWords: Partial<Record<InstanceState, string>> = {
  active: "ACTIVE",
  completed: "COMPLETED",
  terminated: "CANCELED",
};

const listed = <T>(values: readonly T[] | undefined): readonly (T | undefined)[] => values ?? [undefined];

/** Most searches that one question may be split into. */
const variantLimit = 20;

/** Exact searches whose answers together are the answer; none when nothing can match. */
export function instanceVariants(engine: string, { filters, scope }: InstanceSearch): Body[] {
  const narrowed = allowed(filters, scope);
  if (!narrowed) return [];
  const states = filters.state?.flatMap((state) => stateWords[state] ?? []);
  const incident = filters.attention ? true : filters.hasIncident;
  const variants = listed(states).flatMap((state) =>
    listed(narrowed.processIds).flatMap((bpmnProcessId) =>
      listed(narrowed.tenantIds).map((tenantId) => ({
        state,
        bpmnProcessId,
        tenantId,
        incident,
        processVersion: filters.definitionVersion,
        parentKey: filters.parentId,
      })),
    ),
  );
  if (variants.length > variantLimit) {
    throw fault("notSupported", {
      what: `${variants.length} combinations of definition, state and tenant at once`,
      engine,
      because: `its API matches one value each, so this takes as many searches (limit ${variantLimit})`,
      can: ["fewer with definitionKey, state or tenantId"],
    });
  }
  return variants;
}

export interface VariableLookup {
  readonly name: string;
  /** JSON texts, as any of which it may be stored. */
  readonly values: readonly string[];
  /** Of the instance itself, not local to an element. */
  readonly ofInstance: boolean;
}

/** Variables by which instances must be looked up, because searches of instances know none. */
export function variableLookups(
  engine: string,
  filters: Partial<Filters>,
  keyField: KeyField | undefined,
): VariableLookup[] {
  const refuse = (what: string, can: string) =>
    fault("notSupported", { what, engine, because: "its API matches exact values only", can: [can] });
  const lookups = (filters.variables ?? []).map(({ name, operator, value }) => {
    if (operator !== "eq") throw refuse(`variables with ${operator}`, "variables with eq");
    return { name, values: storedTexts(value), ofInstance: false };
  });
  if (filters.businessKey === undefined || typeof keyField !== "object" || !("variable" in keyField)) return lookups;
  const pattern = parsePattern(filters.businessKey);
  if (!("exact" in pattern)) throw refuse("businessKey with *", "an exact businessKey");
  return [...lookups, { name: keyField.variable, values: storedKeys(pattern.exact), ofInstance: true }];
}

/** Throws `notSupported` for what the filter's name does not tell: attention has values of which one can be asked. */
export function assertAskable(engine: string, { attention }: Partial<Filters>): void {
  const other = attention?.find((one) => one !== "incident");
  if (other === undefined) return;
  throw fault("notSupported", {
    what: `attention ${other}`,
    engine,
    because: other === "waiting" ? "its API has no ranges of time" : "its API tells neither jobs nor due dates",
    can: ["attention incident"],
  });
}
