/** Process instances. A business key is the name, the first custom text and a custom property at once. */
import type { Definition, Instance, InstanceState, Variable, VariableValue, World } from "../../world.ts";
import { objectId } from "../ids.ts";
import type { Process, Property, Template } from "../records.ts";
import type { ProcessState } from "../words.ts";

export type Processes = {
  readonly all: readonly Process[];
  /** Undefined for the instances of a tenant. */
  readonly of: (instance: Instance) => Process | undefined;
};

const states: Readonly<Record<InstanceState, ProcessState>> = {
  active: "STATE_RUNNING",
  suspended: "STATE_SUSPENDED",
  completed: "STATE_FINISHED",
  cancelled: "STATE_TERMINATED",
  interrupted: "STATE_TERMINATED",
};

/** Callers come before the called, as the world tells them. */
export function processesOf(world: World, templates: ReadonlyMap<Definition, Template>): Processes {
  const records = new Map<Instance, Process>();
  const context = { variables: ownVariables(world), changes: changesOf(world), nameOf: names() };
  for (const instance of world.instances) {
    const template = templates.get(instance.definition);
    if (!template) continue;
    const caller = instance.caller ? records.get(instance.caller.instance) : undefined;
    records.set(instance, processOf(context, { instance, template, parent: caller ?? null }));
  }
  return { all: [...records.values()], of: (instance) => records.get(instance) };
}

type Context = {
  readonly variables: ReadonlyMap<Instance, readonly Variable[]>;
  readonly changes: Changes;
  readonly nameOf: (key: string | null, id: string) => string;
};
type Telling = { readonly instance: Instance; readonly template: Template; readonly parent: Process | null };

function processOf({ variables, changes, nameOf }: Context, { instance, template, parent }: Telling): Process {
  const { businessKey, startedAt, endedAt } = instance;
  const piid = objectId("process", instance.id);
  const own = (variables.get(instance) ?? []).flatMap((variable) => propertyOf(variable) ?? []);
  const texts = (variables.get(instance) ?? []).flatMap((variable) => customPropertyOf(variable) ?? []);
  const facts = {
    piid,
    template,
    name: nameOf(businessKey, piid),
    description: null,
    state: states[instance.state],
    createdAt: startedAt,
    startedAt,
    completedAt: endedAt,
    resumesAt: null,
    stateChangedAt: endedAt ?? changes.suspendedAt(instance) ?? startedAt,
    modifiedAt: endedAt ?? changes.lastAt(instance) ?? startedAt,
    starter: "wsadmin",
    parent,
    adminTaskId: null,
    faultName: null,
    businessRelevant: true,
    continueOnError: false,
    migrated: false,
    customTexts: [businessKey],
    properties: businessKey === null ? texts : [{ name: "businessKey", value: businessKey }, ...texts],
    variables: own,
    inputNames: new Set(
      (variables.get(instance) ?? []).filter((one) => one.createdAt === startedAt).map(({ name }) => name),
    ),
  };
  return parent ? { ...facts, top: parent.top } : rooted(facts);
}

/** An instance with nothing above it is its own top. */
export function rooted(facts: Omit<Process, "top">): Process {
  const process: Process = {
    ...facts,
    get top() {
      return process;
    },
  };
  return process;
}

/** Names are unique: the second instance of the same key gets a number. */
function names(): Context["nameOf"] {
  const used = new Map<string, number>();
  return (key, id) => {
    if (key === null) return id;
    const times = (used.get(key) ?? 0) + 1;
    used.set(key, times);
    return times === 1 ? key : `${key} (${times})`;
  };
}

function ownVariables({ variables }: World): Map<Instance, Variable[]> {
  const own = variables.filter((one) => one.scope === null && one.task === null && !one.removed);
  return Map.groupBy(own, ({ instance }) => instance);
}

const longestProperty = 254;

function customPropertyOf({ name, value }: Variable): Property | null {
  return value.type === "String" && [...value.value].length <= longestProperty ? { name, value: value.value } : null;
}

function propertyOf({ name, value }: Variable): Property | null {
  const text = textOf(value);
  return text === null ? null : { name, value: text };
}

function textOf(value: VariableValue): string | null {
  switch (value.type) {
    case "Null":
    case "Bytes":
    case "File":
      return null;
    case "Date":
      return new Date(value.value).toISOString();
    default:
      return String(value.value);
  }
}

type Changes = Record<"suspendedAt" | "lastAt", (instance: Instance) => number | undefined>;

function changesOf({ operations, steps }: World): Changes {
  const suspended = operations.filter(({ type }) => type === "Suspend");
  const last = new Map<Instance, number>();
  const noted = [...operations, ...steps.map(({ instance, startedAt }) => ({ instance, at: startedAt }))];
  for (const { instance, at } of noted) last.set(instance, Math.max(at, last.get(instance) ?? at));
  return {
    suspendedAt: (instance) => suspended.findLast((one) => one.instance === instance)?.at,
    lastAt: (instance) => last.get(instance),
  };
}
