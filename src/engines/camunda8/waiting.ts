import type { Waiting, WaitsFor } from "../../core/model.ts";
import { compareText } from "../../core/text-order.ts";
import { containers } from "./candidates.ts";
import { clean, toElement } from "./mapping.ts";
import type { Element, Instance, Job, UserTask, Wait } from "./rows.ts";

/** What is known about the work of one running instance. Lists that could not be read are empty. */
export interface Work {
  readonly elements: readonly Element[];
  readonly jobs: readonly Job[];
  readonly userTasks: readonly UserTask[];
  readonly waits: readonly Wait[];
  readonly called: readonly Instance[];
  /** Whether the server tells the work behind an element; Operate does not. */
  readonly told: boolean;
}

/** Work that a user task was before 8.5, and still is where its model says so. */
const userTaskJob = "io.camunda.zeebe:userTask";

function ofTask(task: UserTask): WaitsFor {
  return {
    kind: "userTask",
    ...(task.name === null ? {} : { name: clean(task.name) }),
    ...(task.dueAt === null ? {} : { dueAt: task.dueAt }),
    assignee: task.assignee === null ? null : clean(task.assignee),
    candidateGroups: task.candidateGroups.map(clean),
  };
}

function ofJob(job: Job, now: Date): WaitsFor {
  const locked = job.worker !== null && job.deadline !== null && job.deadline > now.toISOString();
  return {
    kind: job.type === userTaskJob ? "userTask" : "job",
    ...(job.type === null ? {} : { name: clean(job.type) }),
    ...(job.retries === null ? {} : { retries: job.retries }),
    lockedBy: locked && job.worker !== null ? clean(job.worker) : null,
    lockedUntil: locked ? job.deadline : null,
  };
}

function ofWait({ kind, name, correlationKey, dueAt }: Wait): WaitsFor {
  return {
    kind,
    ...(name === null ? {} : { name: clean(name) }),
    ...(correlationKey === null ? {} : { correlationKey: clean(correlationKey) }),
    ...(dueAt === null ? {} : { dueAt }),
  };
}

/** What the type of an element alone tells. */
const kindOfType: Readonly<Record<string, WaitsFor["kind"]>> = {
  CALL_ACTIVITY: "calledInstance",
  USER_TASK: "userTask",
  RECEIVE_TASK: "message",
  SERVICE_TASK: "job",
  SEND_TASK: "job",
  SCRIPT_TASK: "job",
  BUSINESS_RULE_TASK: "job",
};

function waitsFor(element: Element, work: Work, now: Date): WaitsFor {
  const task = work.userTasks.find(({ elementKey }) => elementKey === element.key);
  if (task) return ofTask(task);
  if (element.type === "CALL_ACTIVITY") {
    const calledId = work.called.find(({ parentElementKey }) => parentElementKey === element.key)?.key;
    return { kind: "calledInstance", ...(calledId === undefined ? {} : { calledId }) };
  }
  const job = work.jobs.find(({ elementKey }) => elementKey === element.key);
  if (job) return ofJob(job, now);
  // Events attached to an element wait under its key as well, but under their own id.
  const own = work.waits.filter(({ elementKey }) => elementKey === element.key);
  const wait =
    own.find(({ elementId }) => elementId === element.elementId) ??
    (element.type === "EVENT_BASED_GATEWAY" ? own[0] : undefined);
  if (wait) return ofWait(wait);
  // Where the work is told, an element without any waits for something else: its incident, for example.
  return { kind: work.told ? "other" : (kindOfType[element.type] ?? "other") };
}

/** Where the instance is, longest waiting first. Elements that hold others are shown only where nothing runs inside. */
export function waitingAt(work: Work, now: Date): Waiting[] {
  const inner = work.elements.filter(({ type }) => !containers.has(type));
  return [...(inner.length > 0 ? inner : work.elements)]
    .sort((a, b) => compareText(a.startedAt ?? "~", b.startedAt ?? "~"))
    .map((element) => ({
      element: toElement(element),
      ...(element.startedAt === null
        ? {}
        : { since: element.startedAt, waitingMs: Math.max(0, now.getTime() - Date.parse(element.startedAt)) }),
      waitsFor: waitsFor(element, work, now),
    }));
}
