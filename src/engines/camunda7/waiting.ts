import type { Waiting, WaitsFor } from "../../core/model.ts";
import { cleanText } from "../../core/text.ts";
import { toElement } from "./mapping.ts";
import type * as wire from "./wire.ts";

/** What is known about the work of one running instance. Lists that could not be read are empty. */
export interface Work {
  readonly tree: wire.TreeNode;
  readonly activities: readonly wire.HistoricActivity[];
  readonly tasks: readonly wire.Task[];
  readonly jobs: readonly wire.Job[];
  readonly externalTasks: readonly wire.ExternalTask[];
  readonly subscriptions: readonly wire.EventSubscription[];
  readonly incidents: readonly wire.Incident[];
  /** Candidate groups by task id. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

interface Place {
  readonly activityId: string;
  readonly activityName: string | null;
  readonly activityType: string;
  readonly elementInstanceId: string;
  readonly executionIds: readonly string[];
  /** A job that has yet to enter (or leave) the element. */
  readonly transition: boolean;
}

const containers = new Set(["processDefinition", "subProcess", "multiInstanceBody", "transaction", "adHocSubProcess"]);

/** The innermost active places of the tree: elements without active children, and transitions into elements. */
function places(node: wire.TreeNode): Place[] {
  const inner = [
    ...node.childActivityInstances.flatMap(places),
    ...node.childTransitionInstances.map((transition) => ({
      ...transition,
      elementInstanceId: transition.id,
      executionIds: [transition.executionId],
      transition: true,
    })),
  ];
  if (inner.length > 0 || containers.has(node.activityType)) return inner;
  return [{ ...node, elementInstanceId: node.id, transition: false }];
}

const clean = (text: string) => cleanText(text).text;
const holds = (place: Place, executionId: string | null) =>
  executionId !== null && place.executionIds.includes(executionId);

const subscriptionKinds: Readonly<Record<string, WaitsFor["kind"]>> = {
  message: "message",
  signal: "signal",
  conditional: "condition",
};

function ofTask(task: wire.Task, work: Work): WaitsFor {
  const groups = work.groups.get(task.id);
  return {
    kind: "userTask",
    ...(task.name === null ? {} : { name: clean(task.name) }),
    ...(task.due === null ? {} : { dueAt: task.due }),
    assignee: task.assignee === null ? null : clean(task.assignee),
    ...(groups ? { candidateGroups: groups.map(clean) } : {}),
  };
}

function ofExternalTask(task: wire.ExternalTask, now: Date): WaitsFor {
  const locked = task.lockExpirationTime !== null && Date.parse(task.lockExpirationTime) > now.getTime();
  return {
    kind: "externalTask",
    name: clean(task.topicName),
    ...(task.retries === null ? {} : { retries: task.retries }),
    lockedBy: locked && task.workerId !== null ? clean(task.workerId) : null,
    lockedUntil: locked ? task.lockExpirationTime : null,
  };
}

const timerTypes = new Set(["intermediateTimer", "boundaryTimer", "startTimerEvent"]);

function ofJob(job: wire.Job, timer: boolean): WaitsFor {
  return {
    kind: timer ? "timer" : "job",
    retries: job.retries,
    ...(job.dueDate === null ? {} : { dueAt: job.dueDate }),
  };
}

/** What one place waits for: the first kind of work found there, the most telling first. */
function waitsFor(
  place: Place,
  work: Work,
  now: Date,
): { waitsFor: WaitsFor; since: string | undefined; name?: string } {
  const activity = place.transition ? undefined : work.activities.find(({ id }) => id === place.elementInstanceId);
  const since = activity?.startTime;
  const task = place.transition
    ? undefined
    : work.tasks.find((one) =>
        activity?.taskId
          ? one.id === activity.taskId
          : one.taskDefinitionKey === place.activityId && holds(place, one.executionId),
      );
  if (task)
    return {
      waitsFor: ofTask(task, work),
      since: since ?? task.created,
      ...(task.name === null ? {} : { name: task.name }),
    };
  if (place.activityType === "callActivity" && !place.transition) {
    const calledId = activity?.calledProcessInstanceId;
    return { waitsFor: { kind: "calledInstance", ...(calledId ? { calledId } : {}) }, since };
  }
  const external = work.externalTasks.find((one) => one.activityInstanceId === place.elementInstanceId);
  if (external) return { waitsFor: ofExternalTask(external, now), since: since ?? external.createTime ?? undefined };
  const job = work.jobs.find((one) => holds(place, one.executionId));
  if (job && (place.transition || timerTypes.has(place.activityType))) {
    return { waitsFor: ofJob(job, !place.transition), since: since ?? job.createTime ?? undefined };
  }
  const subscription = work.subscriptions.find(
    (one) => holds(place, one.executionId) && one.activityId === place.activityId,
  );
  const fallback = subscription ?? work.subscriptions.find((one) => holds(place, one.executionId));
  if (fallback) {
    return {
      waitsFor: {
        kind: subscriptionKinds[fallback.eventType] ?? "other",
        ...(fallback.eventName === null ? {} : { name: clean(fallback.eventName) }),
      },
      since,
    };
  }
  if (job) return { waitsFor: ofJob(job, true), since: since ?? job.createTime ?? undefined };
  return { waitsFor: { kind: place.transition ? "job" : "other" }, since };
}

/** Where the instance is, longest waiting first. */
export function waitingAt(work: Work, now: Date): Waiting[] {
  return places(work.tree)
    .map((place) => {
      const found = waitsFor(place, work, now);
      const failed = work.incidents.find(({ activityId }) => activityId === place.activityId)?.incidentTimestamp;
      const since = found.since ?? failed;
      const element = toElement({
        activityId: place.activityId,
        activityName: place.activityName?.includes("${") ? (found.name ?? place.activityName) : place.activityName,
        activityType: place.activityType,
        elementInstanceId: place.elementInstanceId,
      });
      return {
        element: element ?? { elementId: place.activityId },
        ...(since === undefined ? {} : { since, waitingMs: Math.max(0, now.getTime() - Date.parse(since)) }),
        waitsFor: found.waitsFor,
      };
    })
    .sort((a, b) => ((a.since ?? "~") < (b.since ?? "~") ? -1 : (a.since ?? "~") > (b.since ?? "~") ? 1 : 0));
}
