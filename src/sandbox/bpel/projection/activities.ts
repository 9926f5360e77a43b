/** Activities: the steps of the story, and the waits of asynchronous jobs before elements. */
import type { Element, ElementInstance, ElementType, Job, World } from "../../world.ts";
import { objectId } from "../ids.ts";
import type { Activity } from "../records.ts";
import type { ActivityKind, ActivityState } from "../words.ts";
import type { Processes } from "./processes.ts";

const kinds: Readonly<Record<ElementType, ActivityKind>> = {
  startEvent: "KIND_RECEIVE",
  endEvent: "KIND_REPLY",
  terminateEndEvent: "KIND_TERMINATE",
  userTask: "KIND_STAFF",
  serviceTask: "KIND_INVOKE",
  scriptTask: "KIND_SCRIPT",
  callActivity: "KIND_INVOKE",
  subProcess: "KIND_SCOPE",
  multiInstanceBody: "KIND_FOR_EACH_PARALLEL",
  exclusiveGateway: "KIND_SWITCH",
  parallelGateway: "KIND_FLOW",
  timerCatchEvent: "KIND_WAIT",
  messageCatchEvent: "KIND_RECEIVE",
  messageBoundaryEvent: "KIND_SCOPE",
  errorBoundaryEvent: "KIND_SCOPE",
};

export function activitiesOf(world: World, processes: Processes): Activity[] {
  const stopped = stoppedPlaces(world);
  const due = timersOf(world);
  const ofStep = (step: ElementInstance): Activity[] => {
    const process = processes.of(step.instance);
    const state = stateOf(step, stopped.has(step));
    if (!process) return [];
    return [
      {
        aiid: objectId("activity", step.id),
        process,
        ...wordsOf(step.instance.definition, step.element),
        state,
        stopReason: state === "STATE_STOPPED" ? "STOP_REASON_IMPLEMENTATION_FAILED" : null,
        description: step.task?.description ?? null,
        activatedAt: step.startedAt,
        startedAt: startOf(step, state),
        completedAt: step.endedAt,
        expiresAt: due.get(step.executionId) ?? step.task?.dueAt ?? null,
        owner: step.task?.assignee ?? null,
      },
    ];
  };
  const ofJob = (job: Job): Activity[] => {
    const process = processes.of(job.instance);
    // A job that has succeeded is told by the step that it entered; one of an ended instance by nothing.
    if (!process || job.kind !== "async" || job.gone) return [];
    const isStopped = stopped.has(job);
    return [
      {
        aiid: objectId("activity", job.id),
        process,
        ...wordsOf(job.instance.definition, job.element),
        state: isStopped ? "STATE_STOPPED" : "STATE_RUNNING",
        stopReason: isStopped ? "STOP_REASON_IMPLEMENTATION_FAILED" : null,
        description: null,
        activatedAt: job.createdAt,
        startedAt: job.createdAt,
        completedAt: null,
        expiresAt: null,
        owner: null,
      },
    ];
  };
  return [...world.steps.flatMap(ofStep), ...world.jobs.flatMap(ofJob)];
}

/** Trouble stands where it began; the repeats in the callers are Camunda 7's, and stand at neither job nor task. */
function stoppedPlaces({ incidents }: World): Set<ElementInstance | Job> {
  const open = incidents.filter(({ state }) => state === "open");
  return new Set(open.flatMap(({ job, externalTask }) => job ?? externalTask?.step ?? []));
}

function timersOf({ jobs }: World): Map<string, number> {
  return new Map(
    jobs.flatMap(({ kind, executionId, dueAt }) =>
      kind === "timer" && dueAt !== null ? [[executionId, dueAt] as const] : [],
    ),
  );
}

function stateOf({ endedAt, cancelled, element, task }: ElementInstance, isStopped: boolean): ActivityState {
  if (endedAt !== null) return cancelled ? "STATE_TERMINATED" : "STATE_FINISHED";
  if (isStopped) return "STATE_STOPPED";
  if (element.type === "userTask") return task?.assignee ? "STATE_CLAIMED" : "STATE_READY";
  return ["timerCatchEvent", "messageCatchEvent"].includes(element.type) ? "STATE_WAITING" : "STATE_RUNNING";
}

/** Nobody has begun what is ready, or waits. */
function startOf({ startedAt, task }: ElementInstance, state: ActivityState): number | null {
  if (state === "STATE_READY" || state === "STATE_WAITING") return null;
  return state === "STATE_CLAIMED" ? (task?.updatedAt ?? startedAt) : startedAt;
}

function wordsOf(definition: { readonly id: string; readonly elements: readonly Element[] }, element: Element) {
  const { id, name, type } = element;
  return {
    // One of its own for each element of a template.
    atid: `${objectId("activityTemplate", definition.id)}.${definition.elements.indexOf(element) + 1}`,
    name: type === "multiInstanceBody" ? `${id.split("#")[0]}ForEach` : id,
    displayName: name,
    kind: kinds[type],
  };
}
