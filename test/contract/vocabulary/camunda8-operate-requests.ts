import type { Ask, Cost, RequestWords } from "./family.ts";

const search = (name: string) => `POST /v1/${name}/search`;
const instance = "GET /v1/process-instances/{id}";
const definition = "GET /v1/process-definitions/{id}";
const instances = search("process-instances");
const variables = search("variables");
const elements = search("flownode-instances");
const incidents = search("incidents");
const times = (count: number, request: string) => Array.from({ length: count }, () => request);

const first = [instance, elements, incidents, instances, instances];
/** A caller does not carry the incidents of those it called: they are looked for level by level. */
const below = [incidents, instances];
const get = (label: string): Ask => {
  return (ask, id) => ask.get({ id: id(label) });
};
/** Keys are looked up one by one, four at a time. */
const keysOf = (rows: number): string[][] =>
  rows > 4 ? [times(4, variables), ...keysOf(rows - 4)] : [times(rows, variables)];
const listed = (rows: number, ask: Ask, searches = 1): Cost => ({
  ask,
  rounds: [times(searches, instances), ...keysOf(rows)],
});
const sources = [instance, elements, incidents, variables];
/** One search for each state of an open incident. */
const numbers = [[...times(3, incidents), elements], [instances]];

const questions: Readonly<Record<string, Cost>> = {
  "get of an ended instance": { ask: get("invoice-completed"), rounds: [first, [definition], [variables]] },
  "get of one at a user task": { ask: get("invoice-assigned"), rounds: [first, [definition], [variables]] },
  "get of a root with an incident far below": {
    needs: "onboarding-failed",
    ask: get("onboarding-failed"),
    rounds: [first, below, below, [elements], [definition], times(2, variables)],
  },
  "get of a grandchild": {
    needs: "onboarding-manual",
    ask: get("onboarding-manual-grandchild"),
    rounds: [first, [definition, instance], [instance], times(3, variables)],
  },
  "get with everything": {
    ask: (ask, id) => ask.get({ id: id("invoice-failed-job"), include: ["variables", "incidentsResolved"] }),
    rounds: [[...first, variables, incidents], times(2, elements), [definition], [variables]],
  },
  "a list": listed(5, (ask) => ask.query({ limit: 5 })),
  "a list of two engine states": listed(5, (ask) => ask.query({ state: ["active", "completed"], limit: 5 }), 2),
  "a list by definition, version and business key": {
    ask: (ask) => ask.query({ definitionKey: "invoice-approval", definitionVersion: 1, businessKey: "INV-2026-003" }),
    rounds: [[variables], [instances], [variables]],
  },
  "a list of what is stuck": listed(3, (ask) => ask.query({ hasIncident: true, limit: 3 })),
  "an empty list": { ask: (ask) => ask.query({ businessKey: "nosuchkey" }), rounds: [[variables]] },
  numbers: { ask: (ask) => ask.query({ mode: "count" }), rounds: numbers },
  "numbers of one definition": {
    ask: (ask) => ask.query({ mode: "count", definitionKey: "invoice-approval" }),
    rounds: numbers,
  },
  "history of an ended instance": { ask: (ask, id) => ask.history({ id: id("invoice-completed") }), rounds: [sources] },
  "history of a running instance": {
    ask: (ask, id) => ask.history({ id: id("invoice-failed-job") }),
    rounds: [sources, [elements]],
  },
  "history of a caller": {
    needs: "onboarding-withdrawn",
    ask: (ask, id) => ask.history({ id: id("onboarding-withdrawn") }),
    rounds: [sources, [instances]],
  },
};

/** What questions cost an Operate whose business key is a variable. */
export const operateRequests: RequestWords = {
  questions,
  history: 5,
  /** With the login of a session. */
  firstContact: 4,
  all: 70,
  isLimited: ({ method, path, body }) => method !== "POST" || path === "/api/login" || /"size":\d+/.test(body),
};
