/** Element instances. In Camunda 8 an element is entered when its job waits, in Camunda 7 after that. */
import type { Element, ElementInstance, ElementType, Instance, Job } from "../../world.ts";
import type { ElementRecord, InstanceRecord } from "../records.ts";
import type { Instances } from "./instances.ts";
import type { Telling } from "./telling.ts";
import type { Trouble } from "./trouble.ts";

const types: Readonly<Record<ElementType, string>> = {
  startEvent: "START_EVENT",
  endEvent: "END_EVENT",
  terminateEndEvent: "END_EVENT",
  userTask: "USER_TASK",
  serviceTask: "SERVICE_TASK",
  scriptTask: "SCRIPT_TASK",
  callActivity: "CALL_ACTIVITY",
  subProcess: "SUB_PROCESS",
  multiInstanceBody: "MULTI_INSTANCE_BODY",
  exclusiveGateway: "EXCLUSIVE_GATEWAY",
  parallelGateway: "PARALLEL_GATEWAY",
  timerCatchEvent: "INTERMEDIATE_CATCH_EVENT",
  messageCatchEvent: "INTERMEDIATE_CATCH_EVENT",
  messageBoundaryEvent: "BOUNDARY_EVENT",
  errorBoundaryEvent: "BOUNDARY_EVENT",
};

export type Elements = {
  /** Oldest first. */
  readonly all: readonly ElementRecord[];
  /** Undefined for what cannot be seen yet. */
  readonly of: (place: ElementInstance | Job) => ElementRecord | undefined;
};

/** The steps of the story, and the waits of asynchronous jobs before elements. */
export function elementsOf(telling: Telling, trouble: Trouble, instances: Instances): Elements {
  const records = new Map<ElementInstance | Job, ElementRecord>();
  const stepAfter = stepsAfterJobs(telling);
  const afterJobs = new Set(stepAfter.values());
  const joined = arrivalsAtJoins(telling);
  const context = { telling, trouble };
  for (const job of telling.world.jobs) {
    const instance = instances.of(job.instance);
    if (job.kind !== "async" || !instance || !telling.seen(job.createdAt)) continue;
    const step = stepAfter.get(job);
    const record = jobElement(context, job, instance, step);
    records.set(job, record);
    if (step) records.set(step, record);
  }
  for (const step of telling.world.steps) {
    const instance = instances.of(step.instance);
    if (!instance || afterJobs.has(step) || joined.has(step) || !telling.seen(step.startedAt)) continue;
    records.set(step, stepElement(context, step, instance));
  }
  const all = [...new Set(records.values())];
  return { all: all.toSorted(byAge), of: (place) => records.get(place) };
}

/** Within an instance keys ascend with age. */
const byAge = (left: ElementRecord, right: ElementRecord): number =>
  left.startedAt - right.startedAt || (BigInt(left.key) < BigInt(right.key) ? -1 : 1);

/** The steps that were entered because an asynchronous job had succeeded. */
function stepsAfterJobs({ world }: Telling): Map<Job, ElementInstance> {
  const place = (instance: Instance, element: Element, at: number) => `${instance.id} ${element.id} ${at}`;
  const steps = new Map(world.steps.map((step) => [place(step.instance, step.element, step.startedAt), step]));
  const found = new Map<Job, ElementInstance>();
  for (const { job, event, at } of world.jobLogs) {
    const step = steps.get(place(job.instance, job.element, at));
    if (job.kind === "async" && event === "succeeded" && step) found.set(job, step);
  }
  return found;
}

/** Arrivals that waited at a joining gateway: in Camunda 8 it is entered once, when all have arrived. */
function arrivalsAtJoins({ world }: Telling): Set<ElementInstance> {
  const gateways = world.steps.filter(({ element }) => element.type === "parallelGateway");
  const later = (step: ElementInstance) =>
    gateways.some(
      (other) => other.order > step.order && other.instance === step.instance && other.element === step.element,
    );
  return new Set(gateways.filter((step) => step.endedAt !== step.startedAt && later(step)));
}

type Context = { readonly telling: Telling; readonly trouble: Trouble };

function jobElement(
  { telling, trouble }: Context,
  job: Job,
  instance: InstanceRecord,
  step: ElementInstance | undefined,
): ElementRecord {
  const endedAt = step ? step.endedAt : job.instance.endedAt;
  return {
    key: telling.keys(job, "element"),
    instance,
    ...wordsOf(job.instance, job.element),
    ...lifeOf(telling, { startedAt: job.createdAt, endedAt, cancelled: !step || step.cancelled }),
    scopeKey: instance.key,
    incidentKey: trouble.at(job),
  };
}

function stepElement({ telling, trouble }: Context, step: ElementInstance, instance: InstanceRecord): ElementRecord {
  return {
    key: telling.keys(step),
    instance,
    ...wordsOf(step.instance, step.element),
    ...lifeOf(telling, step),
    scopeKey: step.scope ? telling.keys(step.scope) : instance.key,
    incidentKey: trouble.at(step),
  };
}

/** The body of a multi-instance activity has the id and the name of the activity. */
function wordsOf(
  { definition }: Instance,
  { id, name, type }: Element,
): Pick<ElementRecord, "elementId" | "name" | "type"> {
  const elementId = id.split("#")[0] ?? id;
  const inner = elementId === id ? undefined : definition.elements.find((one) => one.id === elementId);
  return { elementId, name: inner ? inner.name : name, type: types[type] };
}

function lifeOf(
  { seen }: Telling,
  {
    startedAt,
    endedAt,
    cancelled,
  }: { readonly startedAt: number; readonly endedAt: number | null; readonly cancelled: boolean },
): Pick<ElementRecord, "state" | "startedAt" | "endedAt"> {
  if (!seen(endedAt)) return { state: "ACTIVE", startedAt, endedAt: null };
  return { state: cancelled ? "TERMINATED" : "COMPLETED", startedAt, endedAt };
}
