import type { Camunda8Form } from "./camunda8.ts";
import { operateRequests } from "./camunda8-operate-requests.ts";
import type { Ask, Cost, RequestWords } from "./family.ts";

const search = (name: string) => `POST /v2/${name}/search`;
const instance = "GET /v2/process-instances/{id}";
const instances = search("process-instances");
const variables = search("variables");
const elements = search("element-instances");
const incidents = search("incidents");

type Costs = Readonly<Record<string, Cost>>;

/** What one instance costs. */
function costsOfGet(level: number, keys: readonly (readonly string[])[]): Costs {
  const first = [
    instance,
    elements,
    search("jobs"),
    search("user-tasks"),
    search(level < 10 ? "message-subscriptions" : "element-instances/wait-states"),
    search("process-instances/{id}/incidents"),
    instances,
  ];
  const get = (label: string): Ask => {
    return (ask, id) => ask.get({ id: id(label) });
  };
  return {
    "get of an ended instance": { ask: get("invoice-completed"), rounds: [first, ...keys] },
    "get of one at a user task": { ask: get("invoice-assigned"), rounds: [first, ...keys] },
    "get of a root with an incident far below": {
      needs: "onboarding-failed",
      ask: get("onboarding-failed"),
      rounds: [first, ...keys],
    },
    "get of a grandchild": {
      needs: "onboarding-manual",
      ask: get("onboarding-manual-grandchild"),
      // Before 8.9 nobody names the root: its callers are climbed.
      rounds: [first, ...(level < 9 ? [[instance], [instance]] : [[instance, instance]]), ...keys],
    },
    "get with everything": {
      ask: (ask, id) => ask.get({ id: id("invoice-failed-job"), include: ["variables", "incidentsResolved"] }),
      rounds: [[...first, variables, incidents], ...keys],
    },
  };
}

/** What lists and numbers cost. Where a variable is the key, the rows' keys are a round of their own. */
function costsOfQuery(level: number, keys: readonly (readonly string[])[]): Costs {
  // Before 8.9 one search for each state of an open incident.
  const open = level < 9 ? [incidents, incidents, incidents] : [incidents];
  const listed = (ask: Ask): Cost => ({ ask, rounds: [[instances], ...keys] });
  const lookedUp = (lookups: readonly string[], ask: Ask): Cost => ({ ask, rounds: [lookups, [instances], ...keys] });
  const overdue = [search("user-tasks"), ...(level < 10 ? [] : [search("element-instances/wait-states")])];
  // Before 8.10 one search for each type of element.
  const unfinished = Array.from({ length: level < 10 ? 7 : 1 }, () => elements);
  return {
    "a list": listed((ask) => ask.query({ limit: 5 })),
    "a list of ended ones": listed((ask) => ask.query({ state: ["completed", "terminated"], limit: 5 })),
    "a list of two engine states": listed((ask) => ask.query({ state: ["active", "completed"], limit: 5 })),
    // Where a variable is the key, it is looked up first.
    "a list by definition, version and business key": {
      ask: (ask) => ask.query({ definitionKey: "invoice-approval", definitionVersion: 1, businessKey: "INV-2026-003" }),
      rounds: [...keys, [instances], ...keys],
    },
    "a list by variable": listed((ask) => ask.query({ variables: [{ name: "mode", value: "broken" }], limit: 3 })),
    "a list by element": listed((ask) =>
      ask.query({ elementId: "approveInvoice", passedElementId: "invoiceReceived", limit: 5 }),
    ),
    "a list by fault": lookedUp(open, (ask) => ask.query({ incidentMessage: "*ledger*", limit: 5 })),
    "a list of what is stuck": listed((ask) => ask.query({ hasIncident: true, limit: 3 })),
    "a list of what needs a person": lookedUp(overdue, (ask) =>
      ask.query({ attention: ["incident", "retrying", "overdue"], limit: 3 }),
    ),
    "a list of what waits though nothing failed for good": lookedUp([...overdue, ...unfinished], (ask) =>
      ask.query({ attention: ["retrying", "overdue", "waiting"], limit: 3 }),
    ),
    "a list by waiting": lookedUp([elements], (ask) => ask.query({ order: "longestWaiting", limit: 3 })),
    "an empty list": {
      ask: (ask) => ask.query({ businessKey: "nosuchkey" }),
      rounds: keys.length > 0 ? keys : [[instances]],
    },
    numbers: { ask: (ask) => ask.query({ mode: "count" }), rounds: [open, [instances]] },
    "numbers of one definition": {
      ask: (ask) => ask.query({ mode: "count", definitionKey: "invoice-approval" }),
      rounds: [open, [instances]],
    },
  };
}

function costsOfHistory(level: number, keys: readonly (readonly string[])[]): Costs {
  const sources = [instance, elements, incidents, search("jobs"), ...keys.flat()];
  // Before 8.9 jobs do not tell when they failed: their elements do.
  const timeless = level < 9 ? [[elements]] : [];
  const operations = level < 9 ? [] : (["operation"] as const);
  return {
    "history of an ended instance": {
      ask: (ask, id) => ask.history({ id: id("invoice-completed") }),
      rounds: [sources],
    },
    "history of a running instance": {
      ask: (ask, id) => ask.history({ id: id("invoice-failed-job") }),
      rounds: [sources, ...timeless],
    },
    "history of a caller": {
      needs: "onboarding-withdrawn",
      ask: (ask, id) => ask.history({ id: id("onboarding-withdrawn") }),
      rounds: [sources, [instances]],
    },
    "history of every kind": {
      ask: (ask, id) =>
        ask.history({
          id: id("invoice-failed-job"),
          kinds: ["instance", "element", "incident", "jobFailure", "calledInstance", ...operations],
        }),
      rounds: [[...sources, ...operations.map(() => search("audit-logs"))], ...timeless],
    },
  };
}

/** What questions cost a cluster. */
export function camunda8Requests({ api, key }: Camunda8Form): RequestWords {
  if (api === "operate") return operateRequests;
  const level = { "2024": 8, "8.8": 8, "8.9": 9, "8.10": 10 }[api];
  const keys = key === "variable" ? [[variables]] : [];
  return {
    questions: { ...costsOfGet(level, keys), ...costsOfQuery(level, keys), ...costsOfHistory(level, keys) },
    history: (level < 9 ? 5 : 4) + keys.length,
    firstContact: 3,
    all: 70,
    isLimited: ({ method, body }) => method !== "POST" || /"page":\{[^}]*"limit":\d+/.test(body),
  };
}
