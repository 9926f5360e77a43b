import type { InstanceAnswer } from "../../src/core/engine.ts";
import type { EventKind, Incident, ProcessInstance, WaitKind } from "../../src/core/model.ts";

/** What a wire form tells of something, in words; empty: nothing. */
export interface Told {
  readonly v2: string;
  readonly operate: string;
  /** First minor version of 8 whose v2 tells it. */
  readonly since?: 9 | 10;
}

const never: Told = { v2: "", operate: "" };
const always: Told = { v2: "yes", operate: "yes" };

type Common = "engine" | "id";

/** Parts of an instance; a new one without words here does not compile. */
export const instanceTold: Readonly<Record<Exclude<keyof ProcessInstance, Common>, Told>> = {
  definition: {
    v2: "key, name, version, version tag, id",
    operate: "the same; the name in `get` only, from its own request",
  },
  state: { v2: "`suspended` from 8.10 on", operate: "never `suspended`" },
  engineState: { v2: "ACTIVE, SUSPENDED, COMPLETED, TERMINATED", operate: "ACTIVE, COMPLETED, CANCELED" },
  hasIncident: { v2: "also of callers", operate: "also of callers" },
  businessKey: {
    v2: "business id (8.9 and later), variable or tag, see below",
    operate: "where a variable is declared to be the key",
  },
  tenantId: { v2: "`<default>` without tenants", operate: "`<default>` without tenants" },
  tags: { v2: "8.8 and later; not in the description of December 2024", operate: "" },
  startedAt: always,
  endedAt: always,
  durationMs: always,
  startedBy: never,
  endReason: never,
  parentId: always,
  rootId: {
    v2: "8.9 and later, for families that began there; else `get` climbs up to 10 callers",
    operate: "`get` climbs up to 10 callers",
  },
  restartedFrom: never,
  url: { v2: "Operate", operate: "Operate" },
};

/** Parts of an answer of `get` beside the instance. */
export const answerTold: Readonly<Record<Exclude<keyof InstanceAnswer, "instance" | "unknown">, Told>> = {
  waitingAt: always,
  incidents: { v2: "own and of called instances at any depth", operate: "the same, of at most 20 instances" },
  parent: always,
  root: always,
  called: { v2: "the newest 20", operate: "the newest 20" },
  calledTotal: always,
  variables: { v2: "at most 500, values whole up to what the cluster cuts", operate: "the same" },
};

/** Parts of an incident. */
export const incidentTold: Readonly<Record<Exclude<keyof Incident, "id" | "fingerprint" | "messageLength">, Told>> = {
  instanceId: always,
  element: { v2: "yes", operate: "while it is open" },
  type: { v2: "the cluster's word, JOB_NO_RETRIES for example", operate: "the same" },
  message: always,
  since: always,
  resolved: always,
  resolvedAt: never,
  retries: { v2: "0 where a job has none left", operate: "the same" },
  annotation: never,
  stackTrace: never,
  url: { v2: "Operate, its instance", operate: "the same" },
};

/** What `waitsFor` tells by kind. */
export const waitsTold: Readonly<Record<WaitKind, Told>> = {
  userTask: { v2: "name, assignee, candidate groups, due date", operate: "the kind" },
  job: { v2: "job type, retries, worker and deadline while it is locked", operate: "the kind" },
  externalTask: never,
  message: { v2: "name and correlation key", operate: "the kind, of a receive task" },
  signal: { v2: "name", operate: "", since: 10 },
  timer: { v2: "due date", operate: "", since: 10 },
  condition: { v2: "expression", operate: "", since: 10 },
  calledInstance: { v2: "its id", operate: "its id" },
  other: { v2: "what is none of these", operate: "events, gateways and all else: the type of the element tells" },
};

interface EventTold extends Told {
  /** What it cannot tell, or how it comes about. */
  readonly note: string;
}

/** What `history` tells by kind of event. */
export const eventsTold: Readonly<Record<EventKind, EventTold>> = {
  instance: { ...always, note: "its start and end" },
  element: {
    ...always,
    note: "entry, exit, outcome; rows of `/element-instances` or `/flownode-instances`",
  },
  calledInstance: {
    ...always,
    note: "from the call activity; the id of the called instance is looked up beside the page",
  },
  incident: {
    ...always,
    note: "its beginning, and whether it is resolved; when it was resolved is not told. Those of called instances are in their own history",
  },
  jobFailure: {
    v2: "yes",
    operate: "",
    note: "of each job its last failure only, with the retries left; before 8.9 at the time when its element was entered",
  },
  variable: { ...never, note: "variables have no times; `get` with `include: variables` has their names" },
  operation: {
    v2: "yes",
    operate: "",
    since: 9,
    note: "the audit log: who did what to what. It is empty while the API is unprotected; then its source is `notRecorded`",
  },
};
