import { camunda8Requests } from "./camunda8-requests.ts";
import { camunda8Variables } from "./camunda8-variables.ts";
import type { Family, Feature, WaitWords } from "./family.ts";

/** How a cluster speaks, and what its business key is. */
export interface Camunda8Form {
  /** 2024 is the description of December 2024, operate the API v1 of Operate. */
  readonly api: "8.8" | "8.9" | "8.10" | "2024" | "operate";
  readonly key: "businessId" | "variable" | "tag";
}

const tagRule = /^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$/;
/** Tags of the sandbox carry the key behind this. */
const tagged = (key: string) => (tagRule.test(`key:${key}`) ? key : null);

const levels = { "8.8": 8, "8.9": 9, "8.10": 10, "2024": 8, operate: 0 } as const;

/** What no version has. */
const never: Family["lacks"] = {
  annotations: "Camunda 8 has no annotations of incidents",
  endReasons: "Camunda 8 does not tell why an instance was ended",
  restarts: "Camunda 8 restarts no instances",
  stackTraces: "Camunda 8 keeps no stack traces",
  incidentEnds: "Camunda 8 does not tell when an incident was resolved",
  variableHistory: "Camunda 8 does not tell when a variable was set",
  failedEnds: "no state of Camunda 8 means that an instance failed",
};

function lacksOf({ api, key }: Camunda8Form): Family["lacks"] {
  const level = levels[api];
  const operate = api === "operate";
  const lacks: Partial<Record<Feature, string | false>> = {
    suspension: level < 10 && "before 8.10 no instance is suspended",
    jobs: operate && "Operate tells no jobs",
    userTasks: operate && "Operate tells no user tasks",
    messages: operate && "Operate tells no message subscriptions",
    timers: level < 10 && "before 8.10 no timers are told",
    operations: level < 9 && "before 8.9 there is no audit log",
    businessKeys: key === "businessId" && level < 9 && "before 8.9 there is no business id",
    businessKeyWildcards: (operate || key === "tag") && "its key is matched whole",
    anyBusinessKey: key === "tag" && "a tag holds 100 letters, digits and signs",
    allByVariable: operate && "Operate looks instances up by the newest 100 variables",
    incidentTypeWildcards: operate && "Operate searches no instances by incident",
  };
  return { ...never, ...Object.fromEntries(Object.entries(lacks).filter(([, because]) => because)) };
}

/** Where the API tells the work behind an element. */
const toldWaits = (level: number): WaitWords => ({
  work: (topic, more) => ({ kind: "job", name: topic, retries: 3, ...more }),
  job: (elementId, retries) => ({ kind: "job", name: elementId, retries }),
  userTask: (name, more) => ({ kind: "userTask", name, ...more }),
  message: (name, correlationKey) => ({ kind: "message", name, correlationKey }),
  timer: (dueAt) => (level < 10 ? { kind: "other" } : { kind: "timer", dueAt }),
});

/** What the type of an element alone tells. */
const waitsByType: WaitWords = {
  work: () => ({ kind: "job" }),
  job: () => ({ kind: "job" }),
  userTask: () => ({ kind: "userTask" }),
  message: () => ({ kind: "other" }),
  timer: () => ({ kind: "other" }),
};

/** Ids that a server may read as the very key, or as another one. */
const oddKeys: Family["ids"]["odd"] = [
  ["a zero in front", (id) => `0${id}`],
  ["a plus in front", (id) => `+${id}`],
  ["a minus in front", (id) => `-${id}`],
  ["a fraction of nothing", (id) => `${id}.0`],
  ["an exponent", (id) => `${id}e0`],
  ["the letter of a big integer", (id) => `${id}n`],
  ["the letter of a long integer", (id) => `${id}L`],
  ["digits of another script", (id) => id.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)))],
  ["grouped digits", (id) => id.replace(/(?=(?:\d{3})+$)/g, "_")],
  ["the first number beyond 63 bits", () => "9223372036854775808"],
  ["64 bits further", (id) => String(BigInt(id) + 2n ** 64n)],
  ["no number at all", () => "NaN"],
  ["zero", () => "0"],
];

export function camunda8Family(form: Camunda8Form): Family {
  const { api, key } = form;
  const operate = api === "operate";
  const ended = operate || api === "2024" ? "CANCELED" : "TERMINATED";
  return {
    name: `Camunda 8 (${api}, key: ${key})`,
    lacks: lacksOf(form),
    world: {
      jobsEnter: true,
      failedJob: "JOB_NO_RETRIES",
      failedWork: "JOB_NO_RETRIES",
      incidentsClimb: false,
      callersAreMarked: true,
      callsAreWork: false,
      untenanted: "<default>",
      states: { active: "ACTIVE", suspended: "SUSPENDED", completed: "COMPLETED" },
      strangeElements: {},
      endings: ["invoice-cancelled", "invoice-cancelled-with-reason", "onboarding-withdrawn-child"].map(
        (scenario) => [scenario, ended, undefined] as const,
      ),
    },
    businessKey: key === "tag" ? tagged : (text) => text,
    ids: {
      unknown: "4503599627370499999",
      endpoints: ["search", "statistics"],
      odd: oddKeys,
      ofElementInstance: /^\d+$/,
    },
    waits: operate ? waitsByType : toldWaits(levels[api]),
    history: {
      stuck: "active",
      jobFailure: "postToLedger",
      workFailure: "capture-funds",
      incidents: "recorded",
      variables: 0,
      operator: { by: "admin", name: /^[A-Z_]+$/ },
    },
    variables: { ...camunda8Variables, operators: operate ? ["eq"] : ["eq", "neq", "like"] },
    never: {
      instance: ["endReason", "startedBy", "restartedFrom", ...(operate ? ["tags"] : [])],
      incident: ["annotation", "stackTrace", "resolvedAt"],
    },
    requests: camunda8Requests(form),
  };
}
