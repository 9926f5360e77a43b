import type { InstanceAnswer } from "../../src/core/engine.ts";
import type { EventKind, Incident, ProcessInstance, WaitKind } from "../../src/core/model.ts";
import type { ReadName } from "../../src/engines/bpel/reads.ts";

/** What is told of something, in words; null: nothing. */
type Told = string | null;

/** What each request is for; a new one without words here does not compile. */
export const uses: Readonly<Record<ReadName, string>> = {
  process: "get, history; query, for the business key of each row where it is not the name",
  processes: "all, once (whether questions arrive); query, get and history (called instances), doctor",
  activities: "get, history, query (longestWaiting, mode count), doctor",
  processTemplates: "doctor",
};

/** Parts of an instance; a new one without words here does not compile. */
export const instanceTold: Readonly<Record<Exclude<keyof ProcessInstance, "engine" | "id">, Told>> = {
  definition: "name of the template as key, its display name, its id; no version",
  state: "by the table above",
  engineState: "IBM's word",
  hasIncident: "own stopped activities, and STATE_INDOUBT; not for what was called",
  businessKey: "name, custom text or custom property",
  tenantId: null,
  tags: null,
  startedAt: "creationTime",
  endedAt: "yes",
  durationMs: "in whole seconds",
  startedBy: "the starter",
  endReason: "`get` only: faultName",
  parentId: "yes",
  rootId: "yes",
  restartedFrom: null,
  url: "Business Process Choreographer Explorer",
};

/** Parts of an answer of `get` beside the instance. */
export const answerTold: Readonly<Record<Exclude<keyof InstanceAnswer, "instance" | "unknown">, Told>> = {
  waitingAt: "at most 100",
  incidents: "own, and of called instances at any depth",
  parent: "yes",
  root: "yes",
  called: "the newest 20",
  calledTotal: "up to 999",
  variables: "custom properties and custom texts",
};

/** Parts of an incident. */
export const incidentTold: Readonly<Record<Exclude<keyof Incident, "id" | "fingerprint" | "messageLength">, Told>> = {
  instanceId: "yes",
  element: "yes",
  type: "the stop reason, else STATE_STOPPED; STATE_INDOUBT",
  message: null,
  since: "when the activity was entered, not when it stopped",
  resolved: null,
  resolvedAt: null,
  retries: null,
  annotation: null,
  stackTrace: null,
  url: "Business Process Choreographer Explorer, its instance",
};

/** What `waitsFor` tells by kind. */
export const waitsTold: Readonly<Record<WaitKind, Told>> = {
  userTask: "owner, expiration",
  job: "the kind alone: what invokes, scripts and custom activities do is not told",
  externalTask: null,
  message: "the kind alone",
  signal: null,
  timer: "expiration",
  condition: null,
  calledInstance: null,
  other: "what is none of these",
};

interface EventTold {
  readonly told: boolean;
  /** What it cannot tell, or how it comes about. */
  readonly note: string;
}

/** What `history` tells by kind of event. */
export const eventsTold: Readonly<Record<EventKind, EventTold>> = {
  instance: { told: true, note: "its creation and end" },
  element: {
    told: true,
    note: "entry, exit, outcome and owner; activities that were skipped or never entered are left out",
  },
  calledInstance: { told: true, note: "its own times; not from which activity" },
  incident: {
    told: true,
    note: "activities that are stopped now. What was repaired leaves no trace, so the source is always `notRecorded`",
  },
  jobFailure: { told: false, note: "attempts are not recorded" },
  variable: { told: false, note: "properties have no times; `get` with `include: variables` has them" },
  operation: { told: false, note: "who repaired or ended what is not told" },
};
