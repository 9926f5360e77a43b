/** The table of everything the engine can be asked. There is nothing in it that writes. */
import { configuration, telemetry } from "./about.ts";
import { historicActivities } from "./activities.ts";
import { processDefinitions } from "./definitions.ts";
import { externalTaskLogs, externalTasks } from "./external-tasks.ts";
import { Fault, notFound } from "./faults.ts";
import { historicProcessInstances } from "./historic-process-instances.ts";
import { historicTasks } from "./historic-tasks.ts";
import { historicIncidents, incidents } from "./incidents.ts";
import { definitionRoutes, instanceRoutes, workRoutes } from "./inside.ts";
import { jobLogs, jobs } from "./jobs.ts";
import { operations } from "./operations.ts";
import { processInstances } from "./process-instances.ts";
import { page, type Resource, select, shown } from "./query.ts";
import { relate } from "./relations.ts";
import { type Call, type Route, viewOf } from "./routing.ts";
import type { Engine } from "./settings.ts";
import { subscriptions } from "./subscriptions.ts";
import { tasks } from "./tasks.ts";
import { details, historicVariables, variableInstances } from "./variables.ts";

/** The routes of one engine, over the rows of its world. */
export function routesOf(engine: Engine): readonly Route[] {
  const related = relate(engine);
  const definitions = processDefinitions(engine, related);
  const instances = processInstances(engine, related);
  return [
    ...aboutRoutes(engine),
    ...listed(instances, ["GET", "POST"]),
    ...single(instances, (id) => notFound(`Process instance with id ${id} does not exist`)),
    ...instanceRoutes(engine, related),
    ...listed(variableInstances(engine), ["GET", "POST"]),
    ...history(engine, historicProcessInstances(engine, related)),
    ...incidentRoutes(engine),
    ...listed(jobs(engine), ["GET", "POST"]),
    ...single(jobs(engine), (id) => notFound(`Job with id ${id} does not exist`)),
    ...listed(externalTasks(engine, related), ["GET", "POST"]),
    ...single(
      externalTasks(engine, related),
      (id) => new Fault(404, "RestException", `External task with id ${id} does not exist`),
    ),
    ...listed(tasks(engine, related), ["GET", "POST"]),
    ...single(tasks(engine, related), (id) => notFound(`No matching task with id ${id}`)),
    ...workRoutes(engine),
    ...listed(subscriptions(engine), ["GET"]),
    ...listed(operations(engine), ["GET"]),
    ...listed(definitions, ["GET"]),
    ...single(
      definitions,
      (id) => new Fault(404, "InvalidRequestException", `No matching definition with id ${id}`, 0),
    ),
    ...definitionRoutes(engine, related, definitions),
  ];
}

function aboutRoutes(engine: Engine): Route[] {
  const version: Route = {
    method: "GET",
    path: "/version",
    traits: { anyEngine: true },
    json: () => ({ version: engine.version }),
  };
  const engines: Route = { method: "GET", path: "/engine", traits: { open: true }, json: () => [{ name: "default" }] };
  const configured: Route = {
    method: "GET",
    path: "/configuration",
    traits: { open: true },
    json: () => configuration(engine),
  };
  const measured: Route = {
    method: "GET",
    path: "/telemetry/data",
    json: ({ visitor }) => {
      if (visitor.isAdmin) return telemetry(engine, engine.time);
      const message =
        "ENGINE-03110 Required admin authenticated group or user or any of the following permissions: 'READ' permission on resource 'System'.";
      const nobody = { resourceName: null, resourceId: null, permissionName: null, missingAuthorizations: [] };
      throw new Fault(403, "AuthorizationException", message, 0, { userId: visitor.id, ...nobody });
    },
  };
  return [version, engines, measured, ...(engine.flavor === "cibseven" ? [configured] : [])];
}

function incidentRoutes(engine: Engine): Route[] {
  const open = incidents(engine);
  return [
    ...listed(open, ["GET"]),
    ...single(open, (id) => notFound(`No matching incident with id ${id}`)),
    ...listed(historicIncidents(engine), ["GET"]),
  ];
}

function history(engine: Engine, instances: ReturnType<typeof historicProcessInstances>): Route[] {
  const updates = details(engine);
  return [
    ...listed(instances, ["GET", "POST"]),
    ...single(instances, (id) => notFound(`Historic process instance with id ${id} does not exist`)),
    ...listed(historicActivities(engine), ["GET", "POST"]),
    ...listed(historicVariables(engine), ["GET", "POST"]),
    ...listed(historicTasks(engine), ["GET", "POST"]),
    ...listed(jobLogs(engine), ["GET", "POST"]),
    ...single(jobLogs(engine), (id) => notFound(`Historic job log with id ${id} does not exist`)),
    ...listed(externalTaskLogs(engine), ["GET", "POST"]),
    ...single(externalTaskLogs(engine), (id) => notFound(`Historic external task log with id ${id} does not exist`)),
    ...listed(updates, ["GET"]),
    { method: "POST", path: `/${updates.path}`, json: rowsOf(updates) },
  ];
}

/** A list and its count. */
function listed<Row>(resource: Resource<Row>, methods: readonly ("GET" | "POST")[]): Route[] {
  const found = (call: Call) => select(call.engine, resource, call.reader(resource.dto), call.visitor.sees);
  return methods.flatMap((method): Route[] => [
    { method, path: `/${resource.path}`, json: rowsOf(resource) },
    { method, path: `/${resource.path}/count`, json: (call) => ({ count: found(call).length }) },
  ]);
}

const rowsOf =
  <Row>(resource: Resource<Row>) =>
  (call: Call) => {
    const found = select(call.engine, resource, call.reader(resource.dto), call.visitor.sees);
    const view = viewOf(call);
    return page(call.engine, found, call.parameters).map((row) => shown(call.engine, resource, row, view));
  };

/** One row by its id; what somebody may not see does not exist for them. */
function single<Row>(resource: Resource<Row>, missing: (id: string) => Fault): Route[] {
  const json = (call: Call) => {
    const [id = ""] = call.names;
    const row = resource.rows.find((one) => resource.id(one) === id);
    if (row === undefined || !call.visitor.sees(resource.definitionKey(row))) throw missing(id);
    return shown(call.engine, resource, row, viewOf(call));
  };
  return [{ method: "GET", path: `/${resource.path}/*`, json }];
}
