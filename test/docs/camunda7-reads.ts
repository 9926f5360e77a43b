import type { ReadName } from "../../src/engines/camunda7/reads.ts";

interface Use {
  readonly tools: string;
  /** What the lookout's account needs in an engine with authorisations. */
  readonly permission: string;
}

const instance = "READ on the process instance, or READ_INSTANCE on its definition";
const history = "READ_HISTORY on the definition";

/** What each request is for; a new one without words here does not compile. */
export const uses: Readonly<Record<ReadName, Use>> = {
  version: { tools: "all, once", permission: "none" },
  configuration: { tools: "all, once, unless the version is 7.x or `flavor` says otherwise", permission: "none" },
  instance: { tools: "get, history", permission: instance },
  instances: {
    tools: "query (which rows have an open incident), get (relatives without history)",
    permission: instance,
  },
  instanceCount: { tools: "query with an empty answer, doctor", permission: instance },
  activityTree: { tools: "get, history of a running instance", permission: instance },
  historicInstance: { tools: "get, history", permission: history },
  historicInstances: { tools: "query, get (called instances), doctor", permission: history },
  historicInstanceCount: {
    tools: "all, once; query with mode count, get (number of called instances)",
    permission: history,
  },
  historicActivities: {
    tools: "get (since when), history, query (attention waiting, waitingLongerThan, longestWaiting)",
    permission: history,
  },
  incidents: { tools: "get, query (attention, waitingLongerThan, mode count)", permission: instance },
  historicIncidents: { tools: "get with incidentsResolved, history, doctor", permission: history },
  jobs: { tools: "get, history, query (attention)", permission: instance },
  jobStackTrace: { tools: "get with stackTraces", permission: instance },
  jobLog: { tools: "history, doctor", permission: history },
  externalTasks: { tools: "get", permission: instance },
  externalTaskDetails: { tools: "get with stackTraces", permission: instance },
  externalTaskLog: { tools: "history", permission: history },
  tasks: { tools: "get, query (attention)", permission: "READ on the task, or READ_TASK on the definition" },
  taskLinks: { tools: "get (candidate groups)", permission: "READ on the task, or READ_TASK on the definition" },
  eventSubscriptions: { tools: "get", permission: instance },
  operations: { tools: "history with kind operation", permission: history },
  variables: {
    tools: "get with variables, of a running instance",
    permission: `${instance}; READ_VARIABLE where the engine enforces it`,
  },
  historicVariables: {
    tools: "get with variables, of an ended instance; history with kind variable; a business key that is a variable",
    permission: `${history}; READ_HISTORY_VARIABLE where the engine enforces it`,
  },
  definition: { tools: "get (name, version tag)", permission: "READ on the definition" },
  definitions: {
    tools: "query with definitionVersion, or with mode count beyond 1,000 instances",
    permission: "READ on the definition",
  },
};
