import type { ReadTable } from "../http.ts";

/** Every request this adapter can send. POST is a query with a body here: the paths change nothing. */
export const reads = {
  version: { method: "GET", path: "/version" },
  configuration: { method: "GET", path: "/configuration" },
  instance: { method: "GET", path: "/process-instance/{id}" },
  instances: { method: "POST", path: "/process-instance" },
  instanceCount: { method: "POST", path: "/process-instance/count" },
  activityTree: { method: "GET", path: "/process-instance/{id}/activity-instances" },
  historicInstance: { method: "GET", path: "/history/process-instance/{id}" },
  historicInstances: { method: "POST", path: "/history/process-instance" },
  historicInstanceCount: { method: "POST", path: "/history/process-instance/count" },
  historicActivities: { method: "POST", path: "/history/activity-instance" },
  incidents: { method: "GET", path: "/incident" },
  historicIncidents: { method: "GET", path: "/history/incident" },
  jobs: { method: "POST", path: "/job" },
  jobStackTrace: { method: "GET", path: "/job/{id}/stacktrace" },
  jobLog: { method: "POST", path: "/history/job-log" },
  externalTasks: { method: "POST", path: "/external-task" },
  externalTaskDetails: { method: "GET", path: "/external-task/{id}/errorDetails" },
  externalTaskLog: { method: "POST", path: "/history/external-task-log" },
  tasks: { method: "POST", path: "/task" },
  taskLinks: { method: "GET", path: "/task/{id}/identity-links" },
  eventSubscriptions: { method: "GET", path: "/event-subscription" },
  operations: { method: "GET", path: "/history/user-operation" },
  variables: { method: "POST", path: "/variable-instance" },
  historicVariables: { method: "POST", path: "/history/variable-instance" },
  definition: { method: "GET", path: "/process-definition/{id}" },
  definitions: { method: "GET", path: "/process-definition" },
} as const satisfies ReadTable;

export type ReadName = keyof typeof reads;
