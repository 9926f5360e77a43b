import type { Cost, RequestWords } from "./family.ts";

const byId = (...names: string[]) => names.map((name) => `GET ${name}`);
const historyQuery = "POST /history/process-instance";
const identity = [
  ...byId(
    "/history/process-instance/{id}",
    "/incident",
    "/process-instance/{id}",
    "/process-instance/{id}/activity-instances",
  ),
  "POST /task",
];
const work = ["GET /event-subscription", "POST /external-task", "POST /history/activity-instance", "POST /job"];
const family = ["GET /process-definition/{id}", historyQuery, "POST /history/process-instance/count"];
const relative = "GET /history/process-instance/{id}";
const history = [
  ...byId("/history/incident", "/history/process-instance/{id}", "/process-instance/{id}"),
  "POST /history/activity-instance",
  "POST /history/external-task-log",
  "POST /history/job-log",
];
const transitions = ["GET /process-instance/{id}/activity-instances", "POST /job"];
const marks = "POST /process-instance";
/** User tasks, jobs, and one request for each type of element where a program outside may have work. */
const unfinished = ["POST /task", "POST /job", ...Array.from({ length: 5 }, () => "POST /history/activity-instance")];

/** Each question with the requests of its rounds: a change of either is a change of what the product costs an engine. */
const questions: Readonly<Record<string, Cost>> = {
  "get of an ended instance": {
    ask: (ask, id) => ask.get({ id: id("invoice-completed") }),
    rounds: [identity, family],
  },
  "get of one at an assigned task": {
    ask: (ask, id) => ask.get({ id: id("invoice-assigned") }),
    rounds: [identity, [...work, ...family]],
  },
  "get of one at an unassigned task": {
    ask: (ask, id) => ask.get({ id: id("invoice-unassigned") }),
    rounds: [identity, [...work, ...family, "GET /task/{id}/identity-links"]],
  },
  "get of a root with an incident far below": {
    needs: "onboarding-failed",
    ask: (ask, id) => ask.get({ id: id("onboarding-failed") }),
    rounds: [identity, [...work, ...family, "GET /incident"]],
  },
  "get of a grandchild": {
    needs: "onboarding-manual",
    ask: (ask, id) => ask.get({ id: id("onboarding-manual-grandchild") }),
    rounds: [identity, [...work, ...family, relative, relative, "GET /task/{id}/identity-links"]],
  },
  "get with everything": {
    ask: (ask, id) =>
      ask.get({ id: id("invoice-failed-job"), include: ["variables", "incidentsResolved", "stackTraces"] }),
    rounds: [
      identity,
      [...work, ...family, "GET /history/incident", "GET /job/{id}/stacktrace", "POST /variable-instance"],
    ],
  },
  "a list": { ask: (ask) => ask.query({ limit: 5 }), rounds: [[historyQuery], [marks]] },
  "a list of ended ones": { ask: (ask) => ask.query({ state: ["completed", "terminated"] }), rounds: [[historyQuery]] },
  "a list of two engine states": {
    ask: (ask) => ask.query({ state: ["active", "completed"] }),
    rounds: [[historyQuery, historyQuery], [marks]],
  },
  "a list by definition, version and business key": {
    ask: (ask) => ask.query({ definitionKey: "invoice-approval", definitionVersion: 1, businessKey: "INV*" }),
    rounds: [["GET /process-definition"], [historyQuery, marks]],
  },
  "a list of what is stuck": {
    ask: (ask) => ask.query({ hasIncident: true, limit: 3 }),
    rounds: [[historyQuery], [marks]],
  },
  "a list of what needs a person": {
    ask: (ask) => ask.query({ attention: ["incident", "retrying", "overdue"], limit: 3 }),
    rounds: [
      ["GET /incident", "POST /job", "POST /job", "POST /task"],
      [historyQuery, marks],
    ],
  },
  "a list of what waits though nothing failed for good": {
    ask: (ask) => ask.query({ attention: ["retrying", "overdue", "waiting"], limit: 3 }),
    rounds: [
      ["POST /job", "POST /job", "POST /task", ...unfinished],
      [historyQuery, marks],
    ],
  },
  "a list by waiting": {
    ask: (ask) => ask.query({ order: "longestWaiting", limit: 3 }),
    rounds: [
      ["GET /incident", "POST /history/activity-instance", "POST /job"],
      [historyQuery, marks],
    ],
  },
  "an empty list": {
    ask: (ask) => ask.query({ businessKey: "no such key" }),
    rounds: [[historyQuery], [historyQuery, "POST /process-instance/count"]],
  },
  numbers: { ask: (ask) => ask.query({ mode: "count" }), rounds: [["GET /incident"], [historyQuery]] },
  "history of an ended instance": {
    ask: (ask, id) => ask.history({ id: id("invoice-completed") }),
    rounds: [history],
  },
  "history of a running instance": {
    ask: (ask, id) => ask.history({ id: id("invoice-failed-job") }),
    rounds: [history, transitions],
  },
  "history of every kind": {
    ask: (ask, id) =>
      ask.history({
        id: id("invoice-failed-job"),
        kinds: ["instance", "element", "incident", "jobFailure", "calledInstance", "variable", "operation"],
      }),
    rounds: [[...history, "GET /history/user-operation", "POST /history/variable-instance"], transitions],
  },
};

export const camunda7Requests: RequestWords = {
  questions,
  history: history.length + transitions.length,
  firstContact: 5,
  all: 80,
  isLimited: ({ method, url }) => method !== "POST" || url.includes("/count") || /[?&]maxResults=\d+/.test(url),
};
