/** Jobs: what external workers fetch, and what Camunda 7 runs asynchronously by itself. Timers are no jobs. */
import type { ElementInstance, ExternalTask, Job, LogEvent } from "../../world.ts";
import type { ElementRecord, JobRecord } from "../records.ts";
import type { Elements } from "./elements.ts";
import type { Telling } from "./telling.ts";

/** The retries that Camunda 8 gives a job for which nobody said anything. */
const defaultRetries = 3;

type Log = {
  readonly at: number;
  readonly event: LogEvent;
  readonly message: string | null;
  /** What is left after the event. */
  readonly retries: number;
};

type Work = Pick<JobRecord, "key" | "type" | "worker" | "deadline" | "createdAt"> & {
  readonly element: ElementRecord;
  /** Oldest first; only what can be seen. */
  readonly logs: readonly Log[];
  /** The retries that an operator gave it after it had failed. */
  readonly revived: { readonly at: number; readonly retries: number } | null;
  /** The error that its worker handed back to the process. */
  readonly errorCode: string | null;
};

/** All jobs, as their logs tell them as far as those can be seen. */
export function jobsOf(telling: Telling, elements: Elements): JobRecord[] {
  return [...asyncWork(telling, elements), ...externalWork(telling, elements)].map(jobOf);
}

function asyncWork({ world, keys, seen }: Telling, elements: Elements): Work[] {
  const logs = Map.groupBy(
    world.jobLogs.filter(({ at }) => seen(at)),
    ({ job }) => job,
  );
  const workOf = (job: Job): Work[] => {
    const element = job.kind === "async" ? elements.of(job) : undefined;
    if (!element) return [];
    // Camunda 7 logs the retries as they were before the attempt.
    const told = (logs.get(job) ?? []).map(({ at, event, message, retries }): Log => {
      return { at, event, message, retries: event === "failed" ? retries - 1 : retries };
    });
    const { createdAt } = job;
    const facts = { key: keys(job), element, createdAt, type: element.elementId, logs: told };
    return [{ ...facts, worker: null, deadline: null, revived: null, errorCode: null }];
  };
  return world.jobs.flatMap(workOf);
}

function externalWork(telling: Telling, elements: Elements): Work[] {
  const { world, keys, seen } = telling;
  const logs = Map.groupBy(world.externalTaskLogs, ({ task }) => task);
  const revivals = revivalsOf(telling);
  const errors = boundariesOf(world.steps);
  const workOf = (task: ExternalTask): Work[] => {
    const element = elements.of(task.step);
    if (!element) return [];
    const all = logs.get(task) ?? [];
    const told = all.filter(({ at }) => seen(at));
    // Who holds the task is known for the newest moment only.
    const { workerId: worker, lockedUntil: deadline } =
      told.length === all.length ? task : { workerId: null, lockedUntil: null };
    return [
      {
        key: keys(task),
        element,
        type: task.topic,
        worker,
        deadline,
        createdAt: task.createdAt,
        logs: told.map(({ at, event, message }) => {
          return { at, event, message, retries: event === "failed" ? 0 : defaultRetries };
        }),
        revived: revivals.get(task) ?? null,
        errorCode: errors(task.step),
      },
    ];
  };
  return world.externalTasks.flatMap(workOf);
}

/** A resolved incident gives its job new retries. */
function revivalsOf({ world, seen }: Telling): Map<ExternalTask, NonNullable<Work["revived"]>> {
  return new Map(
    world.incidents.flatMap(({ externalTask, state, endedAt }) =>
      externalTask && state === "resolved" && seen(endedAt)
        ? [[externalTask, { at: endedAt, retries: externalTask.retries ?? defaultRetries }] as const]
        : [],
    ),
  );
}

/** The code of the error that ended a step: its instance went on at an error event. */
function boundariesOf(steps: readonly ElementInstance[]): (step: ElementInstance) => string | null {
  const caught = new Map(
    steps.flatMap((step) => (step.element.type === "errorBoundaryEvent" ? [[step.instance, step] as const] : [])),
  );
  return (step) => {
    const boundary = caught.get(step.instance);
    if (!boundary || step.endedAt === null || boundary.startedAt < step.endedAt) return null;
    return boundary.element.id.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  };
}

function jobOf({ logs, revived, errorCode, ...work }: Work): JobRecord {
  const { element, createdAt } = work;
  const last = logs.at(-1) ?? { at: createdAt, event: "created", message: null, retries: defaultRetries };
  const state = stateOf(last.event, { element, revived: revived !== null, errorCode });
  const ended = ["COMPLETED", "ERROR_THROWN", "CANCELED"].includes(state);
  return {
    ...work,
    state,
    retries: revived ? revived.retries : last.retries,
    errorMessage: logs.findLast(({ event }) => event === "failed")?.message ?? null,
    errorCode: state === "ERROR_THROWN" ? errorCode : null,
    updatedAt: Math.max(last.at, revived?.at ?? 0),
    endedAt: ended ? Math.max(last.at, element.endedAt ?? 0) : null,
  };
}

function stateOf(
  last: LogEvent,
  { element, revived, errorCode }: Pick<Work, "element" | "errorCode"> & { readonly revived: boolean },
): JobRecord["state"] {
  if (last === "succeeded") return "COMPLETED";
  if (last === "deleted") return errorCode === null ? "CANCELED" : "ERROR_THROWN";
  if (element.state !== "ACTIVE") return "CANCELED";
  if (revived) return "RETRIES_UPDATED";
  return last === "failed" ? "FAILED" : "CREATED";
}
