import { expect } from "vitest";
import { camunda7Requests } from "./camunda7-requests.ts";
import type { Family } from "./family.ts";

/** The Camunda 7 family: Camunda 7, Operaton and CIB seven. */
export const camunda7Family: Family = {
  name: "Camunda 7",
  lacks: {
    countedLists: "the engine counts in a request of its own",
    noIncidentQuestion: "the engine cannot exclude instances with incidents",
    incidentTypeWildcards: "the engine compares incident types as a whole",
    failedEnds: "no state of the engine means that an instance failed",
  },
  world: {
    jobsEnter: false,
    failedJob: "failedJob",
    failedWork: "failedExternalTask",
    incidentsClimb: true,
    callersAreMarked: true,
    callsAreWork: false,
    untenanted: null,
    states: { active: "ACTIVE", suspended: "SUSPENDED", completed: "COMPLETED" },
    strangeElements: {},
    endings: [
      ["invoice-cancelled", "EXTERNALLY_TERMINATED", null],
      ["invoice-cancelled-with-reason", "EXTERNALLY_TERMINATED", "Duplicate of INV-2026-008"],
      ["onboarding-withdrawn-child", "INTERNALLY_TERMINATED", expect.stringMatching(/customerWithdrew/)],
    ],
  },
  businessKey: (key) => key,
  ids: {
    unknown: "11111111-2222-3333-4444-555555555555",
    endpoints: ["count", "job-retries"],
    odd: [],
    ofElementInstance: /^approveInvoice:/,
  },
  waits: {
    work: (topic, more) => ({ kind: "externalTask", name: topic, ...more }),
    job: (_elementId, retries) => ({ kind: "job", retries }),
    userTask: (name, more) => ({ kind: "userTask", name, ...more }),
    message: (name) => ({ kind: "message", name }),
    timer: (dueAt) => ({ kind: "timer", dueAt }),
  },
  history: {
    stuck: "failed",
    jobFailure: "job",
    workFailure: "externalTask",
    incidents: "recorded",
    variables: 21,
    operator: { by: "admin", name: /^[A-Z]/ },
  },
  variables: {
    shown: {
      shortText: { type: "String", value: "changed" },
      emptyText: { type: "String", value: "" },
      counter: { type: "Integer", value: -2147483648 },
      tiny: { type: "Short", value: 7 },
      ratio: { type: "Double", value: 1e-7 },
      yes: { type: "Boolean", value: true },
      no: { type: "Boolean", value: false },
      nothing: { type: "Null", value: null },
      beyondDouble: { type: "Long", value: "9007199254740993" },
      largestLong: { type: "Long", value: "9223372036854775807" },
      "name with space/and:slash": { type: "String", value: "odd name" },
      größe: { type: "String", value: "umlaut" },
    },
    absent: ["removedLater"],
    unreadable: { address: "Object", unknownClass: "Object", scan: "Bytes", receipt: "File" },
    atLeast: 26,
    text: "String",
    ofEnded: { name: "amount", type: "Double", value: 1280.5 },
    operators: ["eq", "neq", "gt", "gte", "lt", "lte", "like"],
  },
  never: { instance: ["tags"], incident: [] },
  requests: camunda7Requests,
};
