import type { Ask, Cost, RequestWords } from "./family.ts";

const instance = "GET /process/{id}";
const instances = "GET /processes/filter";
const activities = "GET /activities/filter";
const times = (count: number, request: string) => Array.from({ length: count }, () => request);

const first = [instance, activities, instances];
/** All that one root led to, and the activities of all of them that have stopped. */
const family = [activities, instances];
const get = (label: string): Ask => {
  return (ask, id) => ask.get({ id: id(label) });
};

/** Lists tell no keys: they are read one by one, four at a time. */
const keysOf = (rows: number): string[][] =>
  rows > 4 ? [times(4, instance), ...keysOf(rows - 4)] : [times(rows, instance)];
/** Of rows that may be stuck a second list tells which are. */
const marked = (rows: number, ask: Ask, first = [instances]): Cost => ({
  ask,
  rounds: [first, [instances], ...keysOf(rows)],
});
const plain = (rows: number, ask: Ask): Cost => ({ ask, rounds: [[instances], ...keysOf(rows)] });
/** The activities twice: entered, and stopped; once more to tell whether the instance is stuck. */
const sources = [instance, ...times(3, activities), instances];

/** All but these began in one second, a parcel a millisecond. */
const invoices = ["invoice-approval", "payment-collection"];

const questions: Readonly<Record<string, Cost>> = {
  "get of an ended instance": { ask: get("invoice-completed"), rounds: [first] },
  "get of one at a user task": { ask: get("invoice-assigned"), rounds: [first] },
  "get of a root with an incident far below": {
    needs: "onboarding-failed",
    ask: get("onboarding-failed"),
    rounds: [first, family, [instance]],
  },
  "get of a grandchild": {
    needs: "onboarding-manual",
    ask: get("onboarding-manual-grandchild"),
    rounds: [first, family, [instance, instance]],
  },
  "get with everything": {
    ask: (ask, id) => ask.get({ id: id("invoice-failed-job"), include: ["variables"] }),
    rounds: [first],
  },
  "a list": marked(5, (ask) => ask.query({ limit: 5 })),
  "a list of ended ones": plain(4, (ask) =>
    ask.query({ definitionKey: invoices, state: ["completed", "terminated"], limit: 4 }),
  ),
  "a list of two engine states": marked(5, (ask) => ask.query({ state: ["active", "completed"], limit: 5 })),
  "a list by definition and business key": plain(1, (ask) =>
    ask.query({ definitionKey: "invoice-approval", businessKey: "INV-2026-003" }),
  ),
  "a list by two variables": marked(3, (ask) =>
    ask.query({
      variables: [
        { name: "customerNumber", value: "5001" },
        { name: "bureau", operator: "like", value: "*o*" },
      ],
    }),
  ),
  // Rows of a second come in an order that answers do not tell: more and more are read, until all are. Then which are stuck.
  "a list within a second of a hundred instances": {
    needs: "PARCEL-000100",
    ask: (ask) => ask.query({ definitionKey: "parcel-tracking", state: "active", order: "oldest", limit: 2 }),
    rounds: [...times(5, instances).map((one) => [one]), [instance, instance]],
  },
  // The where clause knows one activity only: each element is asked for by itself.
  "a list by two elements": marked(
    5,
    (ask) => ask.query({ elementId: "approveInvoice", passedElementId: "invoiceReceived", limit: 5 }),
    [instances, instances],
  ),
  "a list by fault": plain(3, (ask) =>
    ask.query({ definitionKey: invoices, incidentType: "STOP_REASON_I*", limit: 3 }),
  ),
  "a list of what is stuck": plain(3, (ask) => ask.query({ definitionKey: invoices, hasIncident: true, limit: 3 })),
  "a list of what needs a person": marked(3, (ask) =>
    ask.query({ definitionKey: invoices, attention: ["incident", "retrying", "overdue"], limit: 3 }),
  ),
  "a list of what waits though nothing failed for good": marked(3, (ask) =>
    ask.query({ definitionKey: invoices, attention: ["retrying", "overdue", "waiting"], limit: 3 }),
  ),
  "a list by waiting": marked(3, (ask) => ask.query({ order: "longestWaiting", limit: 3 }), [activities, instances]),
  "an empty list": { ask: (ask) => ask.query({ businessKey: "nosuchkey" }), rounds: [[instances]] },
  // Instances are read and counted here, and their stopped activities beside.
  numbers: { ask: (ask) => ask.query({ mode: "count" }), rounds: [[activities, instances]] },
  "numbers of one definition": {
    ask: (ask) => ask.query({ mode: "count", definitionKey: "invoice-approval" }),
    rounds: [[activities, instances]],
  },
  "history of an ended instance": { ask: (ask, id) => ask.history({ id: id("invoice-completed") }), rounds: [sources] },
  "history of a running instance": {
    ask: (ask, id) => ask.history({ id: id("invoice-failed-job") }),
    rounds: [sources],
  },
  "history of a caller": {
    needs: "onboarding-withdrawn",
    ask: (ask, id) => ask.history({ id: id("onboarding-withdrawn") }),
    rounds: [sources],
  },
  "history of elements alone": {
    ask: (ask, id) => ask.history({ id: id("invoice-failed-job"), kinds: ["element"] }),
    rounds: [[instance, activities, activities]],
  },
};

/** What questions cost a Business Flow Manager whose business key is no name. */
export const bpelRequests: RequestWords = {
  questions,
  history: 5,
  /** Proof that where clauses arrive. */
  firstContact: 1,
  all: 70,
  isLimited: ({ path, url }) => !path.endsWith("/filter") || /[?&]size=\d+(?:&|$)/.test(url),
};
