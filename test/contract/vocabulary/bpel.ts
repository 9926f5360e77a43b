import { bpelRequests } from "./bpel-requests.ts";
import type { Family, WaitWords } from "./family.ts";

const noFaults = "lists of a Business Flow Manager carry no fault texts, and faults are business data";

const lacks: Family["lacks"] = {
  annotations: "activities that have stopped carry no notes of people",
  endReasons: "of a terminated instance nobody tells why; a failed one has the name of its fault",
  restarts: "nothing tells what an instance was restarted from",
  stackTraces: noFaults,
  incidentMessages: noFaults,
  incidentEnds: "an activity that was repaired shows nothing of what had stopped it",
  resolvedIncidents: "an activity that was repaired shows nothing of what had stopped it",
  retries: "an activity runs, or it has stopped: nothing tries again by itself",
  candidateGroups: "who may claim a task is told by Human Task Manager alone",
  calls: "an invoke activity tells neither that it called an instance nor which one",
  wildcardsOfOthers: "LIKE has no documented escape",
  noIncidentQuestion: "a where clause finds what has a stopped activity, not what has none",
  operations: "who did what is in an audit log without a resource of its own",
  countedLists: "lists do not tell how many there are in all",
  typedVariables: "custom properties are texts",
  versions: "templates of one name are told apart by the time from which they are valid",
  tenants: "BPEL has no tenants",
  variableHistory: "custom properties have no history",
};

/** A kind of activity is all that tells what it waits for; tasks tell who has claimed them, timers when they are due. */
const waits: WaitWords = {
  work: () => ({ kind: "job" }),
  job: () => ({ kind: "job" }),
  userTask: (_name, more) => ({
    kind: "userTask",
    ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== "candidateGroups")),
  }),
  message: () => ({ kind: "message" }),
  timer: (dueAt) => ({ kind: "timer", dueAt }),
};

/** Ids that a server may read as the very id, or as that of something else. */
const oddIds: Family["ids"]["odd"] = [
  ["capitals", (id) => id.toUpperCase()],
  ["small letters", (id) => id.toLowerCase()],
  ["a zero in front of a group", (id) => id.replace(".", ".0")],
  ["a group less", (id) => id.slice(0, id.lastIndexOf("."))],
  ["a group more", (id) => `${id}.0`],
  ["an empty group", (id) => `${id}.`],
  ["no prefix", (id) => id.slice(id.indexOf(":") + 1)],
  ["two prefixes", (id) => `_PI:${id}`],
  ["a prefix of nothing", (id) => id.replace("_PI", "_XX")],
  ["letters beyond f", (id) => `${id}g`],
  ["the end of a literal", (id) => `${id}') OR ID('${id}`],
  ["101 characters", (id) => `${id}.${"1".repeat(100 - id.length)}`],
];

/** Variables of the script that are no texts, longer than a custom property may be, or local to an activity. */
const noProperties = [
  "removedLater",
  "reviewer",
  "text4000",
  "counter",
  "tiny",
  "ratio",
  "whole",
  "yes",
  "no",
  "nothing",
  "beyondDouble",
  "largestLong",
  "due",
  "address",
  "unknownClass",
  "lineItems",
  "longJson",
  "scan",
  "receipt",
];

/** BPEL processes of a Business Flow Manager; the key in a custom text or a custom property. */
export const bpelFamily: Family = {
  name: "BPEL",
  lacks,
  world: {
    jobsEnter: true,
    failedJob: "STOP_REASON_IMPLEMENTATION_FAILED",
    failedWork: "STOP_REASON_IMPLEMENTATION_FAILED",
    incidentsClimb: false,
    callersAreMarked: false,
    callsAreWork: true,
    untenanted: null,
    states: { active: "STATE_RUNNING", suspended: "STATE_SUSPENDED", completed: "STATE_FINISHED" },
    strangeElements: {
      decision: { engineType: "KIND_SWITCH" },
      deliveryWindow: { engineType: "KIND_WAIT" },
      awaitConfirmation: { elementType: "receiveTask" },
    },
    endings: ["invoice-cancelled", "invoice-cancelled-with-reason", "onboarding-withdrawn-child"].map(
      (scenario) => [scenario, "STATE_TERMINATED", undefined] as const,
    ),
  },
  businessKey: (key) => key,
  ids: {
    unknown: "_PI:90030001.7232ed16.d33c67f6.beb30076",
    endpoints: ["filter", "processes"],
    odd: oddIds,
    ofElementInstance: /^_AI:/,
  },
  waits,
  history: {
    stuck: "active",
    jobFailure: "none",
    workFailure: "none",
    incidents: "notRecorded",
    variables: 0,
    operator: { by: "nobody", name: /^$/ },
  },
  variables: {
    shown: {
      shortText: { type: "string", value: "changed" },
      emptyText: { type: "string", value: "" },
      "name with space/and:slash": { type: "string", value: "odd name" },
      größe: { type: "string", value: "umlaut" },
      customText1: { type: "string", value: "INV-VARIABLES" },
    },
    absent: noProperties,
    unreadable: {},
    atLeast: 9,
    text: "string",
    ofEnded: { name: "creditor", type: "string", value: "Papier & Söhne GmbH" },
    operators: ["eq", "neq", "like"],
  },
  never: {
    instance: ["tenantId", "tags", "restartedFrom"],
    incident: ["annotation", "stackTrace", "resolvedAt", "retries", "messageLength"],
  },
  requests: bpelRequests,
};
