import type { ReadName } from "../../src/engines/camunda8/reads.ts";

interface Use {
  readonly tools: string;
  /** What the lookout's account needs in a cluster with authorizations. */
  readonly permission: string;
}

const instance = "READ_PROCESS_INSTANCE on the process definition";
const definition = "READ_PROCESS_DEFINITION on the process definition";
const operate = "a login of Operate that may read the process";

/** What each request is for; a new one without words here does not compile. */
export const uses: Readonly<Record<ReadName, Use>> = {
  topology: { tools: "all, once", permission: "none" },
  instance: {
    tools: "get, history; all, once, where the version is below 8.8 or not told (key 1)",
    permission: instance,
  },
  instances: { tools: "query, get and history (called instances), doctor", permission: instance },
  instanceIncidents: { tools: "get", permission: instance },
  elements: {
    tools:
      "all, once (whether bodies arrive); get, history, query (attention waiting, waitingLongerThan, longestWaiting), doctor",
    permission: instance,
  },
  waitStates: { tools: "get, query (attention overdue), doctor; from 8.10 on", permission: instance },
  incidents: {
    tools: "history, get with incidentsResolved, query (incidentType, incidentMessage, mode count), doctor",
    permission: instance,
  },
  jobs: { tools: "get, history, doctor", permission: instance },
  userTasks: {
    tools: "get, query (attention overdue), doctor",
    permission: "READ_USER_TASK on the process definition, or READ on the user task",
  },
  messageSubscriptions: { tools: "get, doctor; before 8.10", permission: instance },
  variables: { tools: "get with variables, doctor; a business key that is a variable", permission: instance },
  auditLogs: { tools: "history with kind operation, doctor; from 8.9 on", permission: "READ on the audit log" },
  definitions: { tools: "query with mode count beyond 1,000 instances", permission: definition },
  operateInstance: { tools: "get, history", permission: operate },
  operateInstances: {
    tools: "query, get and history (called instances, incidents of a family), doctor",
    permission: operate,
  },
  operateElements: {
    tools: "all, once (whether bodies arrive); get, history, doctor; where an incident is",
    permission: operate,
  },
  operateIncidents: { tools: "get, history, query with mode count, doctor", permission: operate },
  operateVariables: {
    tools: "get with variables, query (variables), doctor; a business key that is a variable",
    permission: operate,
  },
  operateDefinition: { tools: "get (name of the definition)", permission: operate },
  operateDefinitions: { tools: "query with mode count beyond 1,000 instances", permission: operate },
};
