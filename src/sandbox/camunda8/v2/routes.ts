/** The table of everything the server can be asked. There is nothing in it that writes. */
import type { Json, JsonObject } from "../../json.ts";
import { always, type Levels, since9, since10 } from "./dialect.ts";
import type { Engine } from "./engine.ts";
import { notConverted, notFound } from "./problems.ts";
import { auditLogs, auditLogsOfTask } from "./resources/audit-logs.ts";
import { license, me, topology } from "./resources/cluster.ts";
import { elementInstances, waitStates } from "./resources/element-instances.ts";
import { incidents } from "./resources/incidents.ts";
import { jobs } from "./resources/jobs.ts";
import { processInstances } from "./resources/process-instances.ts";
import { correlatedSubscriptions, messageSubscriptions } from "./resources/subscriptions.ts";
import { effective, userTasks, variablesSeenBy } from "./resources/user-tasks.ts";
import { variables } from "./resources/variables.ts";
import { definitionRoutes } from "./routes-of-definitions.ts";
import { instanceRoutes, statisticsRoutes } from "./routes-of-instances.ts";
import { type Call, type Route, searched, single } from "./routing.ts";
import { search } from "./search/search.ts";

/** The routes of all versions; which of them a version has, each says itself. */
export function routesOf(engine: Engine): readonly Route[] {
  return [
    ...clusterRoutes,
    searched("/v2/process-instances/search", processInstances(engine)),
    single("/v2/process-instances/{processInstanceKey}", "Process Instance", processInstances(engine)),
    ...instanceRoutes(engine),
    searched("/v2/element-instances/search", elementInstances(engine)),
    single("/v2/element-instances/{elementInstanceKey}", "Element Instance", elementInstances(engine)),
    searched("/v2/element-instances/wait-states/search", waitStates(engine), since10),
    searched("/v2/incidents/search", incidents(engine)),
    single("/v2/incidents/{incidentKey}", "Incident", incidents(engine)),
    ...statisticsRoutes(engine),
    searched("/v2/jobs/search", jobs(engine)),
    ...taskRoutes(engine),
    ...variableRoutes(engine),
    searched("/v2/message-subscriptions/search", messageSubscriptions(engine)),
    searched("/v2/correlated-message-subscriptions/search", correlatedSubscriptions(engine)),
    searched("/v2/audit-logs/search", auditLogs(engine), since9),
    single("/v2/audit-logs/{auditLogKey}", "Audit Log", auditLogs(engine), since9),
    ...definitionRoutes(engine),
  ];
}

const clusterRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/v2/topology",
    levels: always,
    primary: true,
    json: ({ engine }) => topology(engine.dialect),
  },
  { method: "GET", path: "/v2/status", levels: always, primary: true, open: true, nothing: true },
  {
    method: "GET",
    path: "/v2/license",
    levels: always,
    primary: true,
    open: true,
    json: ({ engine }) => license(engine.dialect),
  },
  {
    method: "GET",
    path: "/v2/authentication/me",
    levels: always,
    primary: true,
    json: ({ engine, visitor }) => me(engine, visitor),
  },
];

function taskRoutes(engine: Engine): readonly Route[] {
  const tasks = userTasks(engine);
  const taskAt = ({ key }: Call) => {
    const task = engine.relations.userTaskAt(key);
    if (!task) throw notFound("User Task", key);
    return task;
  };
  const seenBy = (call: Call, pick: typeof effective): JsonObject => {
    const rows = pick(variablesSeenBy(taskAt(call), engine.relations));
    const { fields, ...rest } = variables(engine, lengthIn(call));
    // Of all filters only the one by name is there.
    const narrowed = Object.entries(fields).map(([name, field]) => [
      name,
      name === "name" ? field : { ...field, filtered: [] },
    ]);
    return search({ ...rest, rows, groups: [], fields: Object.fromEntries(narrowed) }, call.body, call.searching);
  };
  const below = (name: string, levels: Levels, json: (call: Call) => Json): Route => {
    return { method: "POST", path: `/v2/user-tasks/{userTaskKey}/${name}/search`, levels, json };
  };
  return [
    searched("/v2/user-tasks/search", tasks),
    single("/v2/user-tasks/{userTaskKey}", "User Task", tasks),
    below("variables", always, (call) => seenBy(call, (all) => all)),
    below("effective-variables", always, (call) => seenBy(call, effective)),
    below("audit-logs", since9, (call) => search(auditLogsOfTask(engine, taskAt(call).key), call.body, call.searching)),
  ];
}

function variableRoutes(engine: Engine): readonly Route[] {
  const cut = variables(engine, "cut");
  const whole = variables(engine, "whole");
  const { isTruncated: _none, ...fields } = whole.fields;
  return [
    {
      method: "POST",
      path: "/v2/variables/search",
      levels: always,
      json: (call) => search(lengthIn(call) === "cut" ? cut : whole, call.body, call.searching),
    },
    single("/v2/variables/{variableKey}", "Variable", { ...whole, fields }),
  ];
}

function lengthIn({ parameters }: Call): "cut" | "whole" {
  const value = parameters.get("truncateValues") ?? "true";
  if (value !== "true" && value !== "false") throw notConverted("truncateValues", value);
  return value === "true" ? "cut" : "whole";
}
