import type { ReadTable } from "../http.ts";

/** Every request this adapter can send. POST is a search with a body here: the paths change nothing. */
export const reads = {
  topology: { method: "GET", path: "/v2/topology" },
  instance: { method: "GET", path: "/v2/process-instances/{key}" },
  instances: { method: "POST", path: "/v2/process-instances/search" },
  instanceIncidents: { method: "POST", path: "/v2/process-instances/{key}/incidents/search" },
  elements: { method: "POST", path: "/v2/element-instances/search" },
  waitStates: { method: "POST", path: "/v2/element-instances/wait-states/search" },
  incidents: { method: "POST", path: "/v2/incidents/search" },
  jobs: { method: "POST", path: "/v2/jobs/search" },
  userTasks: { method: "POST", path: "/v2/user-tasks/search" },
  messageSubscriptions: { method: "POST", path: "/v2/message-subscriptions/search" },
  variables: { method: "POST", path: "/v2/variables/search" },
  auditLogs: { method: "POST", path: "/v2/audit-logs/search" },
  definitions: { method: "POST", path: "/v2/process-definitions/search" },
  operateInstance: { method: "GET", path: "/v1/process-instances/{key}" },
  operateInstances: { method: "POST", path: "/v1/process-instances/search" },
  operateElements: { method: "POST", path: "/v1/flownode-instances/search" },
  operateIncidents: { method: "POST", path: "/v1/incidents/search" },
  operateVariables: { method: "POST", path: "/v1/variables/search" },
  operateDefinition: { method: "GET", path: "/v1/process-definitions/{key}" },
  operateDefinitions: { method: "POST", path: "/v1/process-definitions/search" },
} as const satisfies ReadTable;

export type ReadName = keyof typeof reads;
