/** What lies inside single things: an instance's tree and variables, a failure's stack trace, a model's XML. */

import type { Json, JsonObject } from "../json.ts";
import type { Definition, Instance, UserTask } from "../world.ts";
import { activityTree } from "./activities.ts";
import { bpmn, statistics } from "./definitions.ts";
import { engineFault, Fault, forbidden, notFound, nullValue } from "./faults.ts";
import { type Resource, shown, type View } from "./query.ts";
import type { Relations } from "./relations.ts";
import { type Call, type Route, viewOf } from "./routing.ts";
import type { Engine } from "./settings.ts";
import { unreadable, write } from "./values.ts";

/** Reading inside a running instance tells "not permitted" from "unknown", which reading the instance itself does not. */
function demandInstance({ visitor }: Call, instance: Instance): void {
  if (visitor.sees(instance.definition.key)) return;
  throw forbidden(visitor.id ?? "", [
    { permission: "READ", resource: "ProcessInstance", id: instance.id },
    { permission: "READ_INSTANCE", resource: "ProcessDefinition", id: instance.definition.key },
  ]);
}

function demandHistory({ visitor }: Call, { definition }: Instance): void {
  if (visitor.sees(definition.key)) return;
  throw forbidden(visitor.id ?? "", [
    { permission: "READ_HISTORY", resource: "ProcessDefinition", id: definition.key },
  ]);
}

export function instanceRoutes({ world }: Engine, related: Relations): Route[] {
  const running = (call: Call, missing: (id: string) => Fault): Instance => {
    const [id = ""] = call.names;
    const instance = world.instances.find((one) => one.id === id && one.endedAt === null);
    if (!instance) throw missing(id);
    demandInstance(call, instance);
    return instance;
  };
  const noExecution = (id: string) => nullValue(`execution ${id} doesn't exist: execution is null`);
  const variablesOf = (instance: Instance) =>
    related.variables(instance).filter((one) => one.scope === null && !one.removed);
  const written = (one: ReturnType<typeof variablesOf>[number], view: View): Json => {
    const problem = unreadable(one.name, one.value, view);
    // One value that no class fits fails the whole answer.
    if (problem !== null) throw engineFault(problem);
    return write(one.value, view);
  };
  return [
    {
      method: "GET",
      path: "/process-instance/*/activity-instances",
      json: (call) =>
        activityTree(
          related,
          running(call, (id) => notFound(`Process instance with id ${id} does not exist`)),
        ),
    },
    {
      method: "GET",
      path: "/process-instance/*/variables",
      json: (call) => {
        const view = viewOf(call);
        return Object.fromEntries(variablesOf(running(call, noExecution)).map((one) => [one.name, written(one, view)]));
      },
    },
    {
      method: "GET",
      path: "/process-instance/*/variables/*",
      json: (call) => {
        const [, name = ""] = call.names;
        const found = variablesOf(running(call, noExecution)).find((one) => one.name === name);
        if (!found) throw notFound(`process instance variable with name ${name} does not exist`);
        return written(found, { ...viewOf(call), deserialize: call.parameters.get("deserializeValue") !== "false" });
      },
    },
  ];
}

/** The long texts of failures, which come as text/plain, and who may do a task. */
export function workRoutes({ world, keeps }: Engine): Route[] {
  const find = <Row extends { readonly id: string }>(
    rows: readonly Row[],
    { names: [id = ""] }: Call,
    missing: (id: string) => Fault,
  ): Row => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw missing(id);
    return row;
  };
  const past = <Row>(rows: readonly Row[]) => (keeps("full") ? rows : []);
  const jobs = world.jobs.filter((job) => !job.gone);
  const externalTasks = world.externalTasks.filter((task) => !task.gone);
  return [
    {
      method: "GET",
      path: "/job/*/stacktrace",
      text: (call) => {
        const job = find(jobs, call, (id) => notFound(`No job found with id ${id}: job is null`));
        demandInstance(call, job.instance);
        return job.stackTrace;
      },
    },
    {
      method: "GET",
      path: "/external-task/*/errorDetails",
      text: (call) => {
        const task = find(externalTasks, call, (id) =>
          nullValue(`No external task found with id ${id}: externalTask is null`),
        );
        demandInstance(call, task.step.instance);
        return task.details;
      },
    },
    {
      method: "GET",
      path: "/history/job-log/*/stacktrace",
      text: (call) => {
        const log = find(past(world.jobLogs), call, (id) =>
          notFound(`No historic job log found with id ${id}: historicJobLog is null`),
        );
        demandHistory(call, log.job.instance);
        return log.stackTrace;
      },
    },
    {
      method: "GET",
      path: "/history/external-task-log/*/error-details",
      text: (call) => {
        const missing = (id: string) =>
          notFound(`No historic external task log found with id ${id}: historicExternalTaskLog is null`);
        const log = find(past(world.externalTaskLogs), call, missing);
        demandHistory(call, log.task.step.instance);
        return log.details;
      },
    },
    {
      method: "GET",
      path: "/task/*/identity-links",
      json: (call) => {
        const open = world.tasks.filter((one) => one.endedAt === null);
        const task = find(open, call, (id) => nullValue(`Cannot find task with id ${id}: task is null`));
        demandTask(call, task);
        return identityLinks(task);
      },
    },
  ];
}

function demandTask({ visitor }: Call, { id, step }: UserTask): void {
  const { key } = step.instance.definition;
  if (visitor.sees(key)) return;
  throw forbidden(visitor.id ?? "", [
    { permission: "READ", resource: "Task", id },
    { permission: "READ_TASK", resource: "ProcessDefinition", id: key },
  ]);
}

function identityLinks({ assignee, candidateGroup }: UserTask): Json {
  const candidates = { userId: null, groupId: candidateGroup, type: "candidate" };
  return assignee === null ? [candidates] : [{ userId: assignee, groupId: null, type: "assignee" }, candidates];
}

export function definitionRoutes(engine: Engine, related: Relations, definitions: Resource<Definition>): Route[] {
  const { rows } = definitions;
  const byKey = ({ visitor, names: [key = "", tenant] }: Call): Definition => {
    const matches = (one: Definition) => one.key === key && one.tenantId === (tenant ?? null) && visitor.sees(one.key);
    const found = rows.filter(matches).toSorted((left, right) => right.version - left.version)[0];
    const whose = tenant === undefined ? "no tenant-id" : `tenant-id: ${tenant}`;
    if (!found) throw new Fault(404, "RestException", `No matching process definition with key: ${key} and ${whose}`);
    return found;
  };
  const byId = ({ visitor, names: [id = ""] }: Call): Definition => {
    const found = rows.find((one) => one.id === id);
    if (!found) throw new Fault(404, "InvalidRequestException", `No matching definition with id ${id}`, 0);
    if (visitor.sees(found.key)) return found;
    throw forbidden(visitor.id ?? "", [{ permission: "READ", resource: "ProcessDefinition", id: found.key }]);
  };
  const show = (call: Call, one: Definition): JsonObject => shown(engine, definitions, one, viewOf(call));
  const xml = (one: Definition) => ({ id: one.id, bpmn20Xml: bpmn(one) });
  return [
    { method: "GET", path: "/process-definition/key/*", json: (call) => show(call, byKey(call)) },
    { method: "GET", path: "/process-definition/key/*/tenant-id/*", json: (call) => show(call, byKey(call)) },
    { method: "GET", path: "/process-definition/key/*/xml", json: (call) => xml(byKey(call)) },
    { method: "GET", path: "/process-definition/key/*/tenant-id/*/xml", json: (call) => xml(byKey(call)) },
    { method: "GET", path: "/process-definition/*/xml", json: (call) => xml(byId(call)) },
    {
      method: "GET",
      path: "/process-definition/statistics",
      json: (call) => {
        const wishes = {
          failedJobs: call.parameters.get("failedJobs") === "true",
          incidents: call.parameters.get("incidents") === "true" || call.parameters.has("incidentsForType"),
          rootIncidents: call.parameters.get("rootIncidents") === "true",
        };
        const seen = rows
          .filter((one) => call.visitor.sees(one.key))
          .toSorted((left, right) => (left.id < right.id ? -1 : 1));
        return seen.map((one) => statistics(engine, related, one, show(call, one), wishes));
      },
    },
  ];
}
