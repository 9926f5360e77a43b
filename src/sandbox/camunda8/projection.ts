/** From the scripted world to the rows that a Camunda 8 cluster would hold of it. */
import type { Operation, World } from "../world.ts";
import { type Elements, elementsOf } from "./projection/elements.ts";
import { type Instances, instancesOf } from "./projection/instances.ts";
import { jobsOf } from "./projection/jobs.ts";
import { type Facts, type Telling, tell } from "./projection/telling.ts";
import { placeOf, rootCauses, stateOf, troubleOf } from "./projection/trouble.ts";
import { variablesOf } from "./projection/variables.ts";
import { subscriptionsOf, timersOf, userTasksOf } from "./projection/waiting.ts";
import type { AuditRecord, IncidentRecord, Records } from "./records.ts";

/** What the cluster can be asked for at the world's `now`; the same world and facts give the same rows. */
export function recordsOf(world: World, facts: Facts): Records {
  const telling = tell(world, facts);
  const trouble = troubleOf(telling);
  const instances = instancesOf(telling, trouble);
  const elements = elementsOf(telling, trouble, instances);
  return {
    now: world.now,
    scenarios: scenariosOf(telling),
    definitions: instances.definitions,
    instances: instances.all,
    elements: elements.all,
    incidents: incidentsOf(telling, elements),
    jobs: jobsOf(telling, elements),
    userTasks: userTasksOf(telling, elements),
    variables: variablesOf(telling, instances),
    subscriptions: subscriptionsOf(telling, elements),
    timers: timersOf(telling, elements),
    audit: auditOf(telling, instances),
  };
}

/** The keys of all scenarios, those of instances that cannot be found yet among them. */
function scenariosOf({ world, keys }: Telling): Readonly<Record<string, string>> {
  const byId = new Map(world.instances.map((instance) => [instance.id, instance]));
  return Object.fromEntries(
    Object.entries(world.scenarios).flatMap(([name, id]) => {
      const instance = byId.get(id);
      return instance ? [[name, keys(instance)]] : [];
    }),
  );
}

function incidentsOf(telling: Telling, elements: Elements): IncidentRecord[] {
  return rootCauses(telling).flatMap((incident): IncidentRecord[] => {
    const place = placeOf(incident);
    const element = place && elements.of(place);
    const work = incident.job ?? incident.externalTask;
    if (!element) return [];
    return [
      {
        key: telling.keys(incident),
        element,
        type: "JOB_NO_RETRIES",
        message: incident.message ?? "",
        createdAt: incident.createdAt,
        state: stateOf(telling, incident),
        jobKey: work && telling.keys(work),
      },
    ];
  });
}

const operations: Readonly<Record<string, string>> = {
  Assign: "ASSIGN",
  Delete: "CANCEL",
  ModifyProcessInstance: "MODIFY",
  Suspend: "SUSPEND",
};

function auditOf({ world, keys, seen, facts }: Telling, instances: Instances): AuditRecord[] {
  const tasks = new Map(world.tasks.map((task) => [task.id, task]));
  const recordOf = (one: Operation): AuditRecord[] => {
    const instance = instances.of(one.instance);
    const operation = operations[one.type];
    if (!instance || !operation || !seen(one.at) || (operation === "SUSPEND" && !facts.suspension)) return [];
    const task = one.taskId === null ? undefined : tasks.get(one.taskId);
    const userTaskKey = task ? keys(task) : null;
    return [
      {
        key: keys(one),
        instance,
        entityKey: userTaskKey ?? instance.key,
        entityType: userTaskKey === null ? "PROCESS_INSTANCE" : "USER_TASK",
        operation,
        at: one.at,
        actorId: one.userId,
        userTaskKey,
      },
    ];
  };
  return world.operations.flatMap(recordOf);
}
