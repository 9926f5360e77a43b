/** The verbs for what an element waits for: people, programs, timers, messages; and how they fail. */
import { elementOf, enter, leave, minute, type Story } from "./story.ts";
import type {
  ElementInstance,
  ExternalTask,
  Incident,
  Instance,
  Job,
  JobLog,
  LogEvent,
  Operation,
  UserTask,
} from "./world.ts";

export type TaskFacts = {
  readonly group: string;
  readonly name?: string;
  readonly assignee?: string;
  readonly dueAt?: number;
  readonly description?: string;
  readonly priority?: number;
};

/** Gives a user task to a group of people. */
export function assignToGroup(story: Story, step: ElementInstance, facts: TaskFacts): UserTask {
  const task: UserTask = {
    id: story.nextId(),
    name: facts.name ?? step.element.name ?? step.element.id,
    step,
    createdAt: step.startedAt,
    description: facts.description ?? null,
    priority: facts.priority ?? 50,
    candidateGroup: facts.group,
    assignee: null,
    dueAt: facts.dueAt ?? null,
    updatedAt: null,
    endedAt: null,
    outcome: null,
  };
  step.task = task;
  story.tasks.push(task);
  return task;
}

/** Names the person who does a task. */
export function claim(story: Story, task: UserTask, userId: string, at: number): void {
  task.assignee = userId;
  task.updatedAt = at;
  record(story, task.step.instance, at, {
    type: "Assign",
    entity: "Task",
    property: "assignee",
    newValue: userId,
    taskId: task.id,
  });
}

type Doing = Pick<Operation, "type" | "entity"> &
  Partial<Pick<Operation, "property" | "newValue" | "oldValue" | "taskId" | "annotation">>;

/** Notes that an operator did something from outside. */
export function record(story: Story, instance: Instance, at: number, doing: Doing): void {
  const operationId = story.nextId();
  const facts = { userId: "admin", property: null, oldValue: null, newValue: null, taskId: null, annotation: null };
  story.operations.push({ ...facts, ...doing, id: story.nextId(), operationId, at, instance });
}

/** Offers work to external workers. */
export function offer(story: Story, step: ElementInstance, topic: string, priority = 0): ExternalTask {
  const task: ExternalTask = {
    id: story.nextId(),
    topic,
    step,
    priority,
    createdAt: step.startedAt,
    workerId: null,
    lockedUntil: null,
    retries: null,
    message: null,
    details: null,
    gone: false,
  };
  story.externalTasks.push(task);
  logWork(story, task, "created", step.startedAt);
  return task;
}

export function lock(task: ExternalTask, until: number): void {
  task.workerId = "seed-worker";
  task.lockedUntil = until;
}

/** The worker finishes (or hands back a BPMN error, after which the task is deleted). */
export function finishWork(story: Story, task: ExternalTask, event: "succeeded" | "deleted", at: number): void {
  lock(task, at + minute);
  task.gone = true;
  logWork(story, task, event, at);
  if (event === "succeeded") leave(task.step, at);
}

/** The worker gives up: no retries are left, so an incident opens. */
export function failWork(story: Story, task: ExternalTask, message: string, details: string, at: number): Incident {
  lock(task, at);
  Object.assign(task, { retries: 0, message, details });
  const logId = logWork(story, task, "failed", at);
  const { step } = task;
  return open(story, step.instance, at, {
    type: "failedExternalTask",
    elementId: step.element.id,
    executionId: step.executionId,
    message,
    externalTask: task,
    logId,
  });
}

function logWork(story: Story, task: ExternalTask, event: LogEvent, at: number): string {
  const id = story.nextId();
  const failure =
    event === "failed" ? { message: task.message, details: task.details } : { message: null, details: null };
  // The engine logs the retries that were left before the event: none were ever set here.
  story.externalTaskLogs.push({ id, task, at, event, workerId: task.workerId, retries: null, ...failure });
  return id;
}

/** Puts a job into the queue: the wait before an asynchronous element, or a timer. */
export function schedule(
  story: Story,
  instance: Instance,
  elementId: string,
  at: number,
  facts: { readonly retries: number; readonly timer?: { readonly step: ElementInstance; readonly dueAt: number } },
): Job {
  const { timer } = facts;
  const job: Job = {
    id: story.nextId(),
    kind: timer ? "timer" : "async",
    instance,
    element: elementOf(instance, elementId),
    executionId: timer?.step.executionId ?? instance.id,
    definitionId: jobDefinitionId(instance.definition.id),
    createdAt: at,
    retries: facts.retries,
    dueAt: timer?.dueAt ?? null,
    message: null,
    stackTrace: null,
    gone: false,
  };
  story.jobs.push(job);
  logJob(story, job, "created", at);
  return job;
}

/** Each of our processes has one kind of job, so its definition's id can follow from the process definition's. */
function jobDefinitionId(definitionId: string): string {
  return definitionId.slice(definitionId.lastIndexOf(":") + 1).replace("-5eed-", "-70b5-");
}

export function succeed(story: Story, job: Job, at: number): ElementInstance {
  job.gone = true;
  logJob(story, job, "succeeded", at);
  const step = enter(story, job.instance, job.element.id, at);
  leave(step, at);
  return step;
}

/** One failed attempt. With no attempts left an incident opens, otherwise the job is due again later. */
export function fail(
  story: Story,
  job: Job,
  failure: { readonly message: string; readonly stackTrace: string },
  at: number,
  dueAgainAt = at,
): Incident | null {
  Object.assign(job, failure);
  const logId = logJob(story, job, "failed", at);
  job.retries -= 1;
  job.dueAt = dueAgainAt;
  if (job.retries > 0) return null;
  return open(story, job.instance, at, {
    type: "failedJob",
    elementId: job.element.id,
    executionId: job.executionId,
    message: failure.message,
    job,
    logId,
  });
}

function logJob(story: Story, job: Job, event: LogEvent, at: number): string {
  const id = story.nextId();
  const failure: Pick<JobLog, "message" | "stackTrace"> =
    event === "failed" ? { message: job.message, stackTrace: job.stackTrace } : { message: null, stackTrace: null };
  story.jobLogs.push({ id, job, at, event, retries: job.retries, dueAt: job.dueAt, ...failure });
  return id;
}

type Trouble = {
  readonly type: Incident["type"];
  readonly elementId: string;
  readonly executionId: string;
  readonly message?: string;
  readonly job?: Job;
  readonly externalTask?: ExternalTask;
  readonly logId?: string;
  readonly cause?: Incident;
};

/** Opens an incident and repeats it in every caller, as the engine does; the repeats carry neither text nor job. */
function open(story: Story, instance: Instance, at: number, trouble: Trouble): Incident {
  const incident: Incident = {
    id: story.nextId(),
    type: trouble.type,
    instance,
    element: elementOf(instance, trouble.elementId),
    executionId: trouble.executionId,
    createdAt: at,
    message: trouble.message ?? null,
    cause: trouble.cause ?? null,
    job: trouble.job ?? null,
    externalTask: trouble.externalTask ?? null,
    logId: trouble.logId ?? null,
    annotation: null,
    state: "open",
    endedAt: null,
  };
  story.incidents.push(incident);
  if (instance.caller) {
    const { executionId, element } = instance.caller;
    open(story, instance.caller.instance, at, {
      type: trouble.type,
      elementId: element.id,
      executionId,
      cause: incident,
    });
  }
  return incident;
}

export function resolve(incident: Incident, at: number): void {
  incident.state = "resolved";
  incident.endedAt = at;
}

/** Waits for a message at an element or at an event attached to one. */
export function awaitMessage(
  story: Story,
  step: ElementInstance,
  messageName: string,
  elementId = step.element.id,
): void {
  const { instance, executionId, startedAt: createdAt } = step;
  const element = elementOf(instance, elementId);
  story.subscriptions.push({ id: story.nextId(), messageName, instance, element, executionId, createdAt, gone: false });
}
