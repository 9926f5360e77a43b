/** What instances wait for besides jobs: people, messages, timers. */
import type { ElementInstance, Subscription, UserTask } from "../../world.ts";
import type { SubscriptionRecord, TimerRecord, UserTaskRecord } from "../records.ts";
import type { Elements } from "./elements.ts";
import type { Telling } from "./telling.ts";

/** User tasks, as far as they can be seen. */
export function userTasksOf(telling: Telling, elements: Elements): UserTaskRecord[] {
  const { world, keys, seen } = telling;
  const tooYoung = new Set(world.operations.filter((one) => one.type === "Assign" && !seen(one.at)).map(taskIdOf));
  const recordOf = (task: UserTask): UserTaskRecord[] => {
    const element = elements.of(task.step);
    if (!element) return [];
    const endedAt = seen(task.endedAt) ? task.endedAt : null;
    const ending = task.outcome === "completed" ? "COMPLETED" : "CANCELED";
    return [
      {
        key: keys(task),
        element,
        name: task.name,
        state: endedAt === null ? "CREATED" : ending,
        assignee: tooYoung.has(task.id) ? null : task.assignee,
        candidateGroups: [task.candidateGroup],
        createdAt: task.createdAt,
        endedAt,
        dueAt: task.dueAt,
        priority: task.priority,
      },
    ];
  };
  return world.tasks.flatMap(recordOf);
}

const taskIdOf = ({ taskId }: { readonly taskId: string | null }): string | null => taskId;

/** What waits for a message, waited for one, or got one. */
export function subscriptionsOf({ world, keys, seen }: Telling, elements: Elements): SubscriptionRecord[] {
  const waits = new Map(world.steps.map((step) => [waitOf(step.executionId, step.startedAt), step]));
  const recordOf = (subscription: Subscription): SubscriptionRecord[] => {
    const step = waits.get(waitOf(subscription.executionId, subscription.createdAt));
    const element = step && elements.of(step);
    if (!step || !element) return [];
    const over = seen(step.endedAt);
    const correlated = over && messageCame(subscription, step, world.steps);
    return [
      {
        key: keys(subscription),
        element,
        elementId: subscription.element.id,
        messageName: subscription.messageName,
        messageKey: correlated ? keys(subscription, "message") : null,
        correlationKey: subscription.instance.root.businessKey ?? "",
        state: correlated ? "CORRELATED" : over ? "DELETED" : "CREATED",
        updatedAt: (over ? step.endedAt : null) ?? subscription.createdAt,
      },
    ];
  };
  return world.subscriptions.flatMap(recordOf);
}

const waitOf = (executionId: string, at: number): string => `${executionId} ${at}`;

/** The event itself was left, or the one that is attached to the element was triggered. */
function messageCame(
  { instance, element }: Subscription,
  step: ElementInstance,
  steps: readonly ElementInstance[],
): boolean {
  if (step.element === element) return !step.cancelled;
  return steps.some((one) => one.instance === instance && one.element === element);
}

/** Timers that are still to fire. */
export function timersOf({ world, seen }: Telling, elements: Elements): TimerRecord[] {
  const waits = new Map(world.steps.map((step) => [step.executionId, step]));
  return world.jobs.flatMap(({ kind, executionId, createdAt, dueAt, gone }): TimerRecord[] => {
    const step = kind === "timer" && seen(createdAt) ? waits.get(executionId) : undefined;
    const element = step && elements.of(step);
    return element && dueAt !== null && !(gone && seen(step.endedAt)) ? [{ element, dueAt }] : [];
  });
}
