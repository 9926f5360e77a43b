import * as z from "zod";
import type { Http } from "../http.ts";
import type { reads } from "./reads.ts";
import { createRequests, type Filter, type Limits, type Page } from "./requests.ts";
import * as wire from "./wire.ts";

/** The endpoints of one engine of the family, one function each: typed question in, parsed answer out. */
export function createClient(engine: string, http: Http<typeof reads>, signal: AbortSignal, limits: Limits) {
  const { ask, must, byId, posted, listed, count, text } = createRequests(engine, http, signal, limits);
  return {
    /** Rows a single list may have on this server. */
    pageLimit: () => limits.maxResults,
    version: () => must("version", wire.version, { signal }),
    configuration: () => ask("configuration", wire.configuration, { signal }),
    instance: (id: string) => byId("instance", wire.instance, id),
    instances: (filter: Filter, page: Page) => posted("instances", wire.instance, filter, page),
    instanceCount: (filter: Filter) => count("instanceCount", filter),
    activityTree: (id: string) => byId("activityTree", wire.activityTree, id),
    historicInstance: (id: string) => byId("historicInstance", wire.historicInstance, id),
    historicInstances: (filter: Filter, page: Page) => posted("historicInstances", wire.historicInstance, filter, page),
    historicInstanceCount: (filter: Filter) => count("historicInstanceCount", filter),
    historicActivities: (filter: Filter, page: Page) =>
      posted("historicActivities", wire.historicActivity, filter, page),
    incidents: (filter: Filter, page: Page) => listed("incidents", wire.incident, filter, page),
    historicIncidents: (filter: Filter, page: Page) => listed("historicIncidents", wire.historicIncident, filter, page),
    jobs: (filter: Filter, page: Page) => posted("jobs", wire.job, filter, page),
    jobStackTrace: (id: string, maxBytes: number) => text("jobStackTrace", id, maxBytes),
    jobLog: (filter: Filter, page: Page) => posted("jobLog", wire.jobLogEntry, filter, page),
    externalTasks: (filter: Filter, page: Page) => posted("externalTasks", wire.externalTask, filter, page),
    externalTaskDetails: (id: string, maxBytes: number) => text("externalTaskDetails", id, maxBytes),
    externalTaskLog: (filter: Filter, page: Page) => posted("externalTaskLog", wire.externalTaskLogEntry, filter, page),
    tasks: (filter: Filter, page: Page) => posted("tasks", wire.task, filter, page),
    taskLinks: (id: string) => ask("taskLinks", z.array(wire.identityLink), { path: { id }, signal }),
    eventSubscriptions: (filter: Filter, page: Page) =>
      listed("eventSubscriptions", wire.eventSubscription, filter, page),
    operations: (filter: Filter, page: Page) => listed("operations", wire.operation, filter, page),
    variables: (filter: Filter, page: Page) => posted("variables", wire.variable, filter, page),
    historicVariables: (filter: Filter, page: Page) => posted("historicVariables", wire.variable, filter, page),
    definition: (id: string) => byId("definition", wire.definition, id),
    definitions: (filter: Filter, page: Page) => listed("definitions", wire.definition, filter, page),
  };
}

export type Client = ReturnType<typeof createClient>;
