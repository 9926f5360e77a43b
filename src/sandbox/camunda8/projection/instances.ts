/** Definitions and process instances. */
import type { Definition, Instance } from "../../world.ts";
import type { DefinitionRecord, InstanceRecord } from "../records.ts";
import type { Telling } from "./telling.ts";
import type { Trouble } from "./trouble.ts";

const defaultTenant = "<default>";

export type Instances = {
  readonly definitions: readonly DefinitionRecord[];
  readonly all: readonly InstanceRecord[];
  /** Undefined for what cannot be seen yet. */
  readonly of: (instance: Instance) => InstanceRecord | undefined;
};

/** All definitions, and the instances that can be seen. */
export function instancesOf(telling: Telling, trouble: Trouble): Instances {
  const definitions = new Map<Definition, DefinitionRecord>();
  for (const definition of telling.world.definitions) definitions.set(definition, definitionOf(telling, definition));
  const records = new Map<Instance, InstanceRecord>();
  for (const instance of telling.world.instances) {
    const definition = definitions.get(instance.definition);
    if (definition && telling.seen(instance.startedAt)) {
      records.set(instance, instanceOf(telling, trouble, instance, definition));
    }
  }
  return {
    definitions: [...definitions.values()],
    all: [...records.values()],
    of: (instance) => records.get(instance),
  };
}

function definitionOf({ keys }: Telling, definition: Definition): DefinitionRecord {
  const { key, name, version, versionTag, tenantId, elements } = definition;
  return {
    key: keys(definition),
    processId: key,
    name,
    version,
    versionTag,
    tenantId: tenantId ?? defaultTenant,
    resourceName: `${key}.bpmn`,
    elements: elements.map(({ id, name: ownName, type }) => ({ id, name: ownName, type })),
  };
}

function instanceOf(
  telling: Telling,
  trouble: Trouble,
  instance: Instance,
  definition: DefinitionRecord,
): InstanceRecord {
  const { keys, seen, facts } = telling;
  const { businessKey, caller, root, endedAt } = instance;
  return {
    key: keys(instance),
    definition,
    ...situationOf(telling, instance),
    startedAt: instance.startedAt,
    endedAt: seen(endedAt) ? endedAt : null,
    hasIncident: trouble.has(instance),
    parentKey: caller && keys(caller.instance),
    parentElementKey: caller && keys(caller),
    rootKey: keys(root),
    tags: tagsOf(businessKey),
    businessId: facts.businessIds ? businessKey : null,
  };
}

function situationOf(
  { world, seen, facts }: Telling,
  instance: Instance,
): Pick<InstanceRecord, "state" | "suspendedAt"> {
  if (seen(instance.endedAt)) {
    return { state: instance.state === "completed" ? "COMPLETED" : "TERMINATED", suspendedAt: null };
  }
  const suspended = world.operations.findLast((one) => one.instance === instance && one.type === "Suspend");
  if (facts.suspension && instance.state === "suspended" && suspended && seen(suspended.at)) {
    return { state: "SUSPENDED", suspendedAt: suspended.at };
  }
  return { state: "ACTIVE", suspendedAt: null };
}

function tagsOf(businessKey: string | null): readonly string[] {
  const tag = `key:${businessKey}`;
  return businessKey !== null && /^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$/.test(tag) ? [tag] : [];
}
