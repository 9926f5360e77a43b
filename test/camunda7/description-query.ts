/** What the description of `GET /process-instance` has, and what stands for it here. */
import type { Asking } from "../contract/subject.ts";
import { type Asked, namesIn, type Place, type Reply, type Row, type Serving, startEngine } from "./description.ts";

/** Where lists are asked for, and where the description has them. */
export const [list, runtime] = ["/history/process-instance", "/process-instance"];

export type Question = Parameters<Asking["query"]>[0];

export const definition = { id: "d:3:x", key: "d", name: "D", version: 3, versionTag: null, tenantId: null };

/** An engine with one definition. */
export const withDefinition: Serving = ({ path }) =>
  path === "/process-definition" ? { json: [definition] } : undefined;

const open = { incidentStatus: "open" };

/** Of each parameter that a filter stands for: a question, and the body it is sent as. */
export const filters: Readonly<Record<string, readonly [ask: Question, sent: Row]>> = {
  businessKey: [{ businessKey: "INV_1%" }, { processInstanceBusinessKey: "INV_1%" }],
  businessKeyLike: [{ businessKey: "*V_1%*" }, { processInstanceBusinessKeyLike: "%V\\_1\\%%" }],
  processDefinitionId: [
    { definitionKey: "d", definitionVersion: 3 },
    { processDefinitionKey: "d", processDefinitionId: "d:3:x" },
  ],
  processDefinitionKey: [{ definitionKey: "d" }, { processDefinitionKey: "d" }],
  processDefinitionKeyIn: [{ definitionKey: ["d", "e"] }, { processDefinitionKeyIn: ["d", "e"] }],
  superProcessInstance: [{ parentId: "p" }, { superProcessInstanceId: "p" }],
  active: [{ state: "active" }, { active: true }],
  suspended: [{ state: "suspended" }, { suspended: true }],
  withIncident: [{ hasIncident: true }, open],
  incidentType: [{ incidentType: "failedJob" }, { incidentType: "failedJob", ...open }],
  incidentMessage: [{ incidentMessage: "100%" }, { incidentMessage: "100%", ...open }],
  incidentMessageLike: [{ incidentMessage: "*100%*" }, { incidentMessageLike: "%100\\%%", ...open }],
  tenantIdIn: [{ tenantId: "acme" }, { tenantIdIn: ["acme"] }],
  activityIdIn: [{ elementId: "pay" }, { orQueries: [{ activeActivityIdIn: ["pay"], activityIdIn: ["pay"] }] }],
  variables: [
    { variables: [{ name: "my_variable", value: "a,b_eq" }] },
    { variables: [{ name: "my_variable", operator: "eq", value: "a,b_eq" }] },
  ],
};

/** The engine's word for each operator on variables, and ours. */
export const operators = { eq: "eq", neq: "neq", gt: "gt", gteq: "gte", lt: "lt", lteq: "lte", like: "like" } as const;

/** Values of `sortBy`, none of which is an order in time. */
export const sortable = ["instanceId", "definitionKey", "definitionId", "tenantId", "businessKey"];

/** Values of `sortOrder`, and the orders that are asked as them. */
export const orders = { asc: "oldest", desc: "newest" } as const;

export const id = "7c80cc8f-ef95-11e6-b6e6-34f39ab71d4e";

/** A running instance with a value of its own in each property. */
export const described = {
  id,
  definitionId: "value-of-definitionId",
  businessKey: "value of businessKey",
  caseInstanceId: "value of caseInstanceId",
  ended: false,
  suspended: true,
  tenantId: "value of tenantId",
};
export type Property = keyof typeof described;
export const properties = Object.keys(described).filter((name): name is Property => Object.hasOwn(described, name));

export const example = {
  links: [],
  id: "anId",
  definitionId: "aProcDefId",
  businessKey: "aKey",
  caseInstanceId: "aCaseInstanceId",
  ended: false,
  suspended: false,
  tenantId: null,
};

export const places: Readonly<Record<Property, Place>> = {
  id: ["instance.id", "instance.url"],
  // The key stands before the version in an id, unless that would be too long.
  definitionId: ["instance.definition.key", "instance.definition.id"],
  businessKey: ["instance.businessKey"],
  caseInstanceId: { because: "CMMN cases are not part of the model" },
  ended: { because: "the description calls it deprecated, and always false" },
  suspended: ["instance.state"],
  tenantId: ["instance.tenantId"],
};

/** What is told of an instance that lacks a property, or has null in it; others tell the same without theirs. */
export const lacking: Readonly<Partial<Record<Property, object | "refused">>> = {
  id: "refused",
  definitionId: "refused",
  suspended: "refused",
  businessKey: { businessKey: null },
  tenantId: { tenantId: null },
};

export const minute = (n: number) => `2026-11-22T10:${String(n).padStart(2, "0")}:00.000+0000`;
/** An instance of the history that began in this minute. */
export const historic = (n: number): Row & { startTime: string } => ({
  ...{ id: `i${n}`, processDefinitionId: "d:3:x", processDefinitionKey: "d", startTime: minute(n), state: "ACTIVE" },
});

/** A list as the engine pages it, newest first. */
export function pageOf(rows: readonly { readonly startTime: string }[], { body, query }: Asked): Reply {
  const before = String(body["startedBefore"] ?? "9");
  const [first, max] = [Number(query["firstResult"]), Number(query["maxResults"])];
  return { json: rows.filter(({ startTime }) => startTime <= before).slice(first, first + max) };
}

/** An engine with one running instance, of which the history knows nothing. */
export const running = (row: Row, others: Serving = () => undefined) =>
  startEngine((asked) => (asked.path === `${runtime}/${id}` ? { json: row } : others(asked)));

/** An engine whose history has one instance. */
export const recorded = (others: Serving) =>
  startEngine((asked) => others(asked) ?? (asked.path === list ? pageOf([historic(1)], asked) : undefined));

/** What the description lists, in its order; the parameters sorted. */
export function listedIn(description: string) {
  const [head = "", result = "", codes = ""] = description.split(/^(?:Result|Response Codes)$/m);
  const sentence = (pattern: RegExp) => namesIn(head, pattern).join();
  return {
    parameters: namesIn(head, /^([a-z]\w+) [A-Z]/gm).sort(),
    operators: namesIn(sentence(/^Valid operator values are: (.+)$/gm), /(\w+)(?: - [^;]+;|\.$)/g),
    sortable: sentence(/Valid values are ([^.]+)\./g).split(/, | and /),
    orders: namesIn(sentence(/Values may be ([^.]+)\./g), /\b(\w+) for /g),
    properties: namesIn(result, /^(\w+) (?:String|Boolean) /gm),
    statuses: namesIn(codes, /^(\d{3}) application\/json /gm),
  };
}
