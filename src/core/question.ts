import * as z from "zod";
import type { Capabilities } from "./engine.ts";
import { fault } from "./errors.ts";
import { type FilterName, type Filters, type Order, orders, variableFilter, waitingHours } from "./filters.ts";
import { attentions, type InstanceState, instanceStates } from "./model.ts";
import { cleanText } from "./text.ts";
import { instantOf, parseDuration, parseInstant } from "./time.ts";

const text = z.string().min(1).max(1_000);
const state = z.enum(instanceStates);
const instant = text.optional();

/** The closed list of filters as a caller writes them. */
export const filterInput = {
  definitionKey: z
    .union([text, z.array(text).min(1).max(50)])
    .optional()
    .describe("BPMN process id(s), exact"),
  definitionVersion: z.int().min(1).optional().describe("needs definitionKey"),
  state: z
    .union([state, z.array(state).min(1)])
    .optional()
    .describe("stuck is not a state: use hasIncident"),
  hasIncident: z.boolean().optional().describe("an open incident: stuck"),
  incidentType: text.optional().describe("of an open incident"),
  incidentMessage: text.optional().describe("of an open incident; * = wildcard"),
  attention: z
    .array(z.enum(attentions))
    .min(1)
    .optional()
    .describe(
      `needs a person: open incident, failing job that retries, timer or task past due, user task or job waiting ${waitingHours} h`,
    ),
  waitingLongerThan: text.optional().describe("at an element longer than 90m, 2h, 7d"),
  businessKey: text.optional().describe("exact, or with *"),
  variables: z.array(variableFilter).min(1).max(10).optional(),
  elementId: text.optional().describe("is at this BPMN element"),
  passedElementId: text.optional().describe("has entered this element"),
  parentId: text.optional(),
  rootId: text.optional(),
  tenantId: text.optional(),
  startedAfter: instant.describe("ISO time, date, or duration back from now: 2h"),
  startedBefore: instant,
  endedAfter: instant,
  endedBefore: instant,
} satisfies Record<Exclude<FilterName, "waitingSince"> | "waitingLongerThan", z.ZodType>;

const filterInputObject = z.object(filterInput);
export type FilterInput = z.output<typeof filterInputObject>;

const timeFilters = ["startedAfter", "startedBefore", "endedAfter", "endedBefore"] as const;
const listOf = <T extends string>(value: T | T[] | undefined): T[] | undefined =>
  value === undefined || Array.isArray(value) ? value : [value];

/** Filters with absolute times and lists as lists. Throws `inputInvalid` and `inputContradictory`. */
export function resolveFilters(input: FilterInput, now: Date): Filters {
  const { waitingLongerThan, definitionKey, state: states, ...rest } = input;
  const problems: string[] = [];
  const resolved: Filters = { ...rest };
  const keys = listOf(definitionKey);
  if (keys) resolved.definitionKey = [...new Set(keys)];
  const wanted = listOf(states);
  if (wanted) resolved.state = [...new Set(wanted)];
  for (const name of timeFilters) {
    const written = input[name];
    if (written === undefined) continue;
    const at = parseInstant(written, now);
    if (at) resolved[name] = at;
    else
      problems.push(
        `${name}: ${quoted(written)} is no time; write 2026-11-22T10:00:00Z, 2026-11-22, or a duration back from now such as 2h`,
      );
  }
  if (waitingLongerThan !== undefined) {
    const waited = parseDuration(waitingLongerThan);
    const since = waited === undefined ? undefined : instantOf(now.getTime() - waited);
    if (since) resolved.waitingSince = since;
    else problems.push(`waitingLongerThan: ${quoted(waitingLongerThan)} is no duration; write 90m, 2h or 7d`);
  }
  if (resolved.definitionVersion !== undefined && resolved.definitionKey?.length !== 1) {
    problems.push("definitionVersion needs one definitionKey");
  }
  for (const { name, operator, value } of input.variables ?? []) {
    const fits = operator === "like" ? typeof value === "string" : operatorsOfAll.has(operator) || isOrdered(value);
    if (!fits) problems.push(`variables: ${operator} does not go with ${typeName(value)} (${quoted(name)})`);
  }
  if (problems.length > 0) throw fault("inputInvalid", { problems });
  assertNoContradiction(resolved);
  return resolved;
}

const quoted = (written: string) => `"${cleanText(written, 60).text}"`;
const typeName = (value: unknown) =>
  value === null ? "null" : typeof value === "object" ? "an integer" : `a ${typeof value}`;

const operatorsOfAll: ReadonlySet<string> = new Set(["eq", "neq"]);
const isOrdered = (value: unknown) => value !== null && typeof value !== "boolean";

const ended: readonly InstanceState[] = ["completed", "terminated", "failed"];
const running: readonly InstanceState[] = ["active", "suspended"];
const onlyRunning = [
  "hasIncident",
  "incidentType",
  "incidentMessage",
  "attention",
  "waitingSince",
  "elementId",
] as const;

function assertNoContradiction(filters: Filters): void {
  const contradict = (fields: readonly string[], because: string) => {
    throw fault("inputContradictory", { fields, because });
  };
  for (const [after, before] of [
    ["startedAfter", "startedBefore"],
    ["endedAfter", "endedBefore"],
  ] as const) {
    const [from, to] = [filters[after], filters[before]];
    if (from !== undefined && to !== undefined && from >= to) contradict([after, before], "the window is empty");
  }
  const states = filters.state;
  const end = (["endedAfter", "endedBefore"] as const).find((name) => filters[name] !== undefined);
  if (end && states?.every((one) => running.includes(one))) {
    contradict(["state", end], "a running instance has no end");
  }
  for (const name of onlyRunning) {
    if (filters[name] === undefined || filters[name] === false) continue;
    const shown = name === "waitingSince" ? "waitingLongerThan" : name;
    if (states?.every((one) => ended.includes(one))) contradict(["state", shown], "only running instances have it");
    if (end) contradict([end, shown], "only running instances have it");
  }
  const ofIncident = (["incidentType", "incidentMessage"] as const).find((name) => filters[name] !== undefined);
  if (filters.hasIncident === false && ofIncident) {
    contradict(["hasIncident", ofIncident], "one excludes open incidents, the other asks for them");
  }
  if (filters.hasIncident === false && filters.attention?.every((one) => one === "incident")) {
    contradict(["hasIncident", "attention"], "one excludes open incidents, the other asks for them");
  }
}

/** The order when none is asked: what waits for a person is served oldest first. */
export function orderOf(asked: Order | undefined, filters: Filters): Order {
  return asked ?? (filters.hasIncident || filters.attention ? "oldest" : "newest");
}

export const orderInput = z.enum(orders).optional().describe("default newest; oldest with hasIncident or attention");

/** Throws `notSupported` for the first filter, state or order that the engine cannot honour. */
export function assertSupported(engine: string, can: Capabilities, filters: Filters, order?: Order): void {
  for (const name of Object.keys(filters)) {
    if (can.filters.some((known) => known === name)) continue;
    const because = Object.entries(can.lacks).find(([lacking]) => lacking === name)?.[1];
    const what = `the filter ${shownName(name)}`;
    throw fault("notSupported", { what, engine, can: can.filters.map(shownName), ...(because ? { because } : {}) });
  }
  if (filters.state && !filters.state.some((one) => can.states.includes(one))) {
    throw fault("notSupported", { what: `state ${filters.state.join(", ")}`, engine, can: can.states });
  }
  if (order && !can.orders.includes(order)) {
    throw fault("notSupported", { what: `order ${order}`, engine, can: can.orders });
  }
}

const shownName = (name: string) => (name === "waitingSince" ? "waitingLongerThan" : name);
