/** The verbs a scenario is told in: begin, enter, leave, finish. They only append facts to the story. */
import { deployAll } from "./definitions.ts";
import { idSequence } from "./ids.ts";
import type {
  Definition,
  Element,
  ElementInstance,
  ElementType,
  ExternalTask,
  ExternalTaskLog,
  Incident,
  Instance,
  InstanceState,
  Job,
  JobLog,
  Operation,
  Subscription,
  UserTask,
  Variable,
  VariableUpdate,
  VariableValue,
} from "./world.ts";

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export type Story = {
  readonly now: number;
  readonly nextId: () => string;
  readonly scenarios: Record<string, string>;
  readonly definitions: readonly Definition[];
  readonly instances: Instance[];
  readonly steps: ElementInstance[];
  readonly stepsOf: Map<Instance, ElementInstance[]>;
  readonly tasks: UserTask[];
  readonly variables: Variable[];
  readonly variableUpdates: VariableUpdate[];
  readonly jobs: Job[];
  readonly jobLogs: JobLog[];
  readonly externalTasks: ExternalTask[];
  readonly externalTaskLogs: ExternalTaskLog[];
  readonly incidents: Incident[];
  readonly subscriptions: Subscription[];
  readonly operations: Operation[];
};

export function emptyStory(now: number): Story {
  const nextId = idSequence();
  return {
    now,
    nextId,
    scenarios: {},
    definitions: deployAll(nextId, now - 45 * day),
    instances: [],
    steps: [],
    stepsOf: new Map(),
    tasks: [],
    variables: [],
    variableUpdates: [],
    jobs: [],
    jobLogs: [],
    externalTasks: [],
    externalTaskLogs: [],
    incidents: [],
    subscriptions: [],
    operations: [],
  };
}

export type Beginning = {
  readonly at: number;
  readonly businessKey?: string | null;
  readonly variables?: Readonly<Record<string, VariableValue>>;
  readonly tenantId?: string;
  readonly version?: number;
  readonly caller?: ElementInstance;
  readonly startElementId?: string;
  readonly restartedFrom?: string;
};

/** Starts an instance of the newest version, unless a version is named; the scenario name, if any, points at it. */
export function begin(story: Story, scenario: string | null, key: string, beginning: Beginning): Instance {
  const definition = definitionOf(story, key, beginning);
  const caller = beginning.caller ?? null;
  const id = story.nextId();
  const facts = {
    id,
    definition,
    businessKey: beginning.businessKey ?? null,
    startedAt: beginning.at,
    startElementId: beginning.startElementId ?? definition.elements[0]?.id ?? "",
    caller,
    restartedFrom: beginning.restartedFrom ?? null,
    state: "active" as const,
    endedAt: null,
    endReason: null,
  };
  const instance = caller ? { ...facts, root: caller.instance.root } : rooted(facts);
  story.instances.push(instance);
  if (scenario) story.scenarios[scenario] = id;
  if (caller) caller.called = instance;
  story.stepsOf.set(instance, []);
  for (const [name, value] of Object.entries(beginning.variables ?? {})) {
    setVariable(story, instance, name, value, beginning.at);
  }
  if (!beginning.startElementId) pass(story, instance, facts.startElementId, beginning.at);
  return instance;
}

function rooted(facts: Omit<Instance, "root">): Instance {
  const instance: Instance = {
    ...facts,
    get root() {
      return instance;
    },
  };
  return instance;
}

function definitionOf(story: Story, key: string, { tenantId, version }: Beginning): Definition {
  const found = story.definitions.findLast(
    (one) =>
      one.key === key && one.tenantId === (tenantId ?? null) && (version === undefined || one.version === version),
  );
  if (!found) throw new Error(`the scripted world has no definition ${key}`);
  return found;
}

export function elementOf(instance: Instance, elementId: string): Element {
  const found = instance.definition.elements.find((element) => element.id === elementId);
  if (!found) throw new Error(`${instance.definition.key} has no element ${elementId}`);
  return found;
}

/** Elements that wait in an execution of their own; the others use their scope's. */
const ownExecution: ReadonlySet<ElementType> = new Set([
  "serviceTask",
  "callActivity",
  "multiInstanceBody",
  "subProcess",
  "timerCatchEvent",
  "messageCatchEvent",
]);

export function enter(
  story: Story,
  instance: Instance,
  elementId: string,
  at: number,
  scope: ElementInstance | null = null,
): ElementInstance {
  const element = elementOf(instance, elementId);
  const step: ElementInstance = {
    id: `${elementId}:${story.nextId()}`,
    instance,
    element,
    scope,
    executionId: ownExecution.has(element.type) ? story.nextId() : (scope?.executionId ?? instance.id),
    startedAt: at,
    order: story.steps.length,
    endedAt: null,
    cancelled: false,
    endsScope: false,
    called: null,
    task: null,
  };
  story.steps.push(step);
  story.stepsOf.get(instance)?.push(step);
  return step;
}

export function leave(step: ElementInstance, at: number): void {
  step.endedAt = at;
  if (step.task) endTask(step.task, at, "completed");
}

export function cancel(step: ElementInstance, at: number): void {
  step.endedAt = at;
  step.cancelled = true;
  if (step.task) endTask(step.task, at, "deleted");
}

function endTask(task: UserTask, at: number, outcome: "completed" | "deleted"): void {
  task.endedAt = at;
  task.outcome = outcome;
}

/** Enters and leaves an element in the same moment, as events and gateways do. */
export function pass(
  story: Story,
  instance: Instance,
  elementId: string,
  at: number,
  scope: ElementInstance | null = null,
): ElementInstance {
  const step = enter(story, instance, elementId, at, scope);
  leave(step, at);
  return step;
}

/** Reaches an end event that ends the instance. */
export function finish(story: Story, instance: Instance, endElementId: string, at: number): void {
  pass(story, instance, endElementId, at).endsScope = true;
  end(story, instance, at, "completed");
}

/** Ends an instance: what still runs in it is cancelled, and what was stored for its running time is gone. */
export function end(
  story: Story,
  instance: Instance,
  at: number,
  state: Exclude<InstanceState, "active" | "suspended">,
  reason: string | null = null,
): void {
  instance.state = state;
  instance.endedAt = at;
  instance.endReason = reason;
  for (const step of story.stepsOf.get(instance) ?? []) if (step.endedAt === null) cancel(step, at);
  for (const one of [...story.subscriptions, ...story.jobs]) if (one.instance === instance) one.gone = true;
  for (const task of story.externalTasks) if (task.step.instance === instance) task.gone = true;
  for (const incident of story.incidents) {
    if (incident.instance === instance && incident.state === "open")
      Object.assign(incident, { state: "deleted", endedAt: at });
  }
}

export function setVariable(
  story: Story,
  instance: Instance,
  name: string,
  value: VariableValue,
  at: number,
  local: { readonly scope?: ElementInstance; readonly task?: UserTask } = {},
): Variable {
  const scope = local.task?.step ?? local.scope ?? null;
  const variable: Variable = {
    id: story.nextId(),
    name,
    instance,
    scope,
    task: local.task ?? null,
    createdAt: at,
    value,
    removed: false,
  };
  story.variables.push(variable);
  story.variableUpdates.push({ id: story.nextId(), variable, value, at, revision: 0 });
  return variable;
}

/** Gives an existing variable another value; null removes it. */
export function changeVariable(story: Story, variable: Variable, value: VariableValue | null, at: number): void {
  const revision = story.variableUpdates.filter((update) => update.variable === variable).length;
  story.variableUpdates.push({ id: story.nextId(), variable, value: value ?? { type: "Null" }, at, revision });
  if (value) variable.value = value;
  else variable.removed = true;
}
