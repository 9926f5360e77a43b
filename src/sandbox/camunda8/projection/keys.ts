/**
 * Keys as a cluster of four partitions makes them: `partition * 2^51 + position`, ascending with age on each partition.
 * Those of partition 4 exceed what a double holds.
 */
import type { Instance, World } from "../../world.ts";
import type { Key } from "../records.ts";

/** One fact of the world can be several records: a job is also the element instance that waits for it. */
type Part = "itself" | "element" | "message" | "businessKey";
export type Keys = (fact: object, part?: Part) => Key;

type Birth = { readonly fact: object; readonly part: Part; readonly at: number; readonly partition: number };

const partitions = 4;
const definitionsPartition = 1;

/** Gives everything in the world its key; the same world gets the same keys, whatever is shown of it. */
export function keysOf(world: World): Keys {
  const positions = new Map<number, bigint>();
  const keys: Record<Part, Map<object, Key>> = {
    itself: new Map(),
    element: new Map(),
    message: new Map(),
    businessKey: new Map(),
  };
  // The sort is stable: of what began in the same moment, what stands earlier in the list is older.
  for (const { fact, part, partition } of birthsOf(world).toSorted((left, right) => left.at - right.at)) {
    const position = (positions.get(partition) ?? 0n) + 1n;
    positions.set(partition, position);
    keys[part].set(fact, String(BigInt(partition) * 2n ** 51n + position));
  }
  return (fact, part = "itself") => {
    const key = keys[part].get(fact);
    if (key === undefined) throw new Error(`the fact has no key: ${part}`);
    return key;
  };
}

function birthsOf(world: World): Birth[] {
  const partitionOf = distribute(world);
  const inside = (fact: object, instance: Instance, at: number, part: Part = "itself"): Birth => {
    return { fact, part, at, partition: partitionOf(instance) };
  };
  const asyncJobs = world.jobs.filter((job) => job.kind === "async");
  return [
    ...world.definitions.map((definition): Birth => {
      return { fact: definition, part: "itself", at: definition.deployedAt, partition: definitionsPartition };
    }),
    ...world.instances.map((instance) => inside(instance, instance, instance.startedAt)),
    ...world.instances.map((instance) => inside(instance, instance, instance.startedAt, "businessKey")),
    ...world.steps.map((step) => inside(step, step.instance, step.startedAt)),
    ...asyncJobs.map((job) => inside(job, job.instance, job.createdAt, "element")),
    ...asyncJobs.map((job) => inside(job, job.instance, job.createdAt)),
    ...world.externalTasks.map((task) => inside(task, task.step.instance, task.createdAt)),
    ...world.tasks.map((task) => inside(task, task.step.instance, task.createdAt)),
    ...world.variables.map((variable) => inside(variable, variable.instance, variable.createdAt)),
    ...world.subscriptions.map((one) => inside(one, one.instance, one.createdAt)),
    ...world.subscriptions.map((one) => inside(one, one.instance, one.createdAt, "message")),
    ...world.incidents.map((incident) => inside(incident, incident.instance, incident.createdAt)),
    ...world.operations.map((operation) => inside(operation, operation.instance, operation.at)),
  ];
}

/** Deals the hierarchies to the partitions in turn: called instances live where their caller does. */
function distribute({ instances }: World): (instance: Instance) => number {
  const roots = instances.filter((instance) => instance.root === instance);
  const places = new Map(roots.map((root, index) => [root, (index % partitions) + 1]));
  return ({ root }) => places.get(root) ?? 1;
}
