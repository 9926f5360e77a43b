/** /job: what the engine is to do by itself. /history/job-log: how that went. */
import type { Job, JobLog, LogEvent } from "../world.ts";
import { invalid } from "./faults.ts";
import { bounds, equal, type Filters, flag, type Overrides, ofDefinition, oneOf, someOf, whole } from "./filters.ts";
import type { Resource, Sorts } from "./query.ts";
import type { Reader } from "./readers.ts";
import { removalTime } from "./relations.ts";
import type { Engine } from "./settings.ts";

const failedActivityId = (job: Job): string | null => (job.message === null ? null : job.element.id);
const isSuspended = (job: Job): boolean => job.instance.state === "suspended";

export function jobs(engine: Engine): Resource<Job> {
  return {
    path: "job",
    dto: "runtime.JobQueryDto",
    rows: engine.world.jobs.filter((job) => !job.gone),
    id: (job) => job.id,
    definitionKey: (job) => job.instance.definition.key,
    filters: jobFilters(engine.world.now),
    check: oneKind,
    overrides: { suspended: ["active"] },
    sorts: jobSorts,
    show: (job, { time, timeOrNull }) => ({
      id: job.id,
      jobDefinitionId: job.definitionId,
      processInstanceId: job.instance.id,
      processDefinitionId: job.instance.definition.id,
      processDefinitionKey: job.instance.definition.key,
      executionId: job.executionId,
      exceptionMessage: job.message,
      failedActivityId: failedActivityId(job),
      retries: job.retries,
      dueDate: timeOrNull(job.dueAt),
      suspended: isSuspended(job),
      priority: 0,
      tenantId: job.instance.definition.tenantId,
      createTime: time(job.createdAt),
      batchId: null,
    }),
  };
}

function oneKind(reader: Reader): void {
  if (!reader.flag("timers") || !reader.flag("messages")) return;
  throw invalid("Parameter timers cannot be used together with parameter messages.");
}

function jobFilters(now: number): Filters<Job> {
  const isDue = (job: Job) => job.dueAt === null || job.dueAt <= now;
  return {
    ...ofDefinition<Job>(
      (job) => job.instance.definition,
      ["processDefinitionId", "processDefinitionKey", "tenantIdIn", "withoutTenantId"],
    ),
    jobId: equal((job) => job.id),
    jobIds: someOf((job) => job.id, "Set of job ids is empty"),
    jobDefinitionId: equal((job) => job.definitionId),
    processInstanceId: equal((job) => job.instance.id),
    processInstanceIds: someOf((job) => job.instance.id, "Set of process instance ids is empty"),
    executionId: equal((job) => job.executionId),
    activityId: equal((job) => job.element.id),
    failedActivityId: equal(failedActivityId),
    exceptionMessage: equal((job) => job.message),
    withException: flag((job) => job.message !== null),
    withRetriesLeft: flag((job) => job.retries > 0),
    noRetriesLeft: flag((job) => job.retries === 0),
    executable: flag((job) => job.retries > 0 && isDue(job)),
    dueDates: bounds((job) => job.dueAt),
    createTimes: bounds((job) => job.createdAt),
    timers: flag((job) => job.kind === "timer"),
    messages: flag((job) => job.kind === "async"),
    active: flag((job) => !isSuspended(job)),
    suspended: flag(isSuspended),
    acquired: flag(() => false),
    priorityHigherThanOrEquals: whole((_job, value) => value <= 0),
    priorityLowerThanOrEquals: whole((_job, value) => value >= 0),
  };
}

const jobSorts: Sorts<Job> = {
  jobId: (job) => job.id,
  executionId: (job) => job.executionId,
  processInstanceId: (job) => job.instance.id,
  processDefinitionId: (job) => job.instance.definition.id,
  processDefinitionKey: (job) => job.instance.definition.key,
  jobPriority: () => 0,
  jobRetries: (job) => job.retries,
  jobDueDate: (job) => job.dueAt,
  tenantId: (job) => job.instance.definition.tenantId,
};

const hostname = "127.0.0.1$default";
const jobType = (job: Job): string => (job.kind === "timer" ? "timer-intermediate-transition" : "async-continuation");
const logFailedActivityId = (log: JobLog): string | null => (log.event === "failed" ? log.job.element.id : null);

export function jobLogs(engine: Engine): Resource<JobLog> {
  // Due dates are kept in the log for timers only.
  const setting = (job: Job) =>
    job.kind === "timer" && job.dueAt !== null
      ? `DATE: ${new Date(job.dueAt).toISOString().replace(".000", "")}`
      : "async-before";
  return {
    path: "history/job-log",
    dto: "history.HistoricJobLogQueryDto",
    rows: engine.keeps("full") ? engine.world.jobLogs : [],
    id: (log) => log.id,
    definitionKey: (log) => log.job.instance.definition.key,
    filters: { ...logFilters, jobDefinitionConfiguration: equal((log) => setting(log.job)) },
    overrides: eventOverrides,
    sorts: logSorts,
    show: (log, { time, timeOrNull }) => ({
      id: log.id,
      timestamp: time(log.at),
      removalTime: timeOrNull(removalTime(log.job.instance)),
      jobId: log.job.id,
      jobDueDate: timeOrNull(log.dueAt),
      jobRetries: log.retries,
      jobPriority: 0,
      jobExceptionMessage: log.message,
      jobDefinitionId: log.job.definitionId,
      jobDefinitionType: jobType(log.job),
      jobDefinitionConfiguration: setting(log.job),
      activityId: log.job.element.id,
      failedActivityId: logFailedActivityId(log),
      executionId: log.job.executionId,
      processInstanceId: log.job.instance.id,
      processDefinitionId: log.job.instance.definition.id,
      processDefinitionKey: log.job.instance.definition.key,
      deploymentId: log.job.instance.definition.deploymentId,
      tenantId: log.job.instance.definition.tenantId,
      hostname,
      rootProcessInstanceId: log.job.instance.root.id,
      batchId: null,
      ...eventFlags(log.event),
    }),
  };
}

/** Each of the four replaces those before it. */
export const eventOverrides: Overrides = {
  failureLog: ["creationLog"],
  successLog: ["creationLog", "failureLog"],
  deletionLog: ["creationLog", "failureLog", "successLog"],
};

/** The four booleans by which both logs tell what happened. */
export const eventFlags = (event: LogEvent) => ({
  creationLog: event === "created",
  failureLog: event === "failed",
  successLog: event === "succeeded",
  deletionLog: event === "deleted",
});

export function eventFilters<Row extends { readonly event: LogEvent }>() {
  const is = (event: LogEvent) => flag<Row>((log) => log.event === event);
  return {
    creationLog: is("created"),
    failureLog: is("failed"),
    successLog: is("succeeded"),
    deletionLog: is("deleted"),
  };
}

const logFilters: Filters<JobLog> = {
  ...ofDefinition<JobLog>(
    (log) => log.job.instance.definition,
    ["processDefinitionId", "processDefinitionKey", "deploymentId", "tenantIdIn", "withoutTenantId"],
  ),
  ...eventFilters<JobLog>(),
  logId: equal((log) => log.id),
  jobId: equal((log) => log.job.id),
  jobExceptionMessage: equal((log) => log.message),
  jobDefinitionId: equal((log) => log.job.definitionId),
  jobDefinitionType: equal((log) => jobType(log.job)),
  activityIdIn: oneOf((log) => log.job.element.id),
  failedActivityIdIn: oneOf(logFailedActivityId),
  executionIdIn: oneOf((log) => log.job.executionId),
  processInstanceId: equal((log) => log.job.instance.id),
  hostname: equal(() => hostname),
  jobPriorityHigherThanOrEquals: whole((_log, value) => value <= 0),
  jobPriorityLowerThanOrEquals: whole((_log, value) => value >= 0),
};

const logSorts: Sorts<JobLog> = {
  timestamp: (log) => log.at,
  jobId: (log) => log.job.id,
  jobDefinitionId: (log) => log.job.definitionId,
  jobDueDate: (log) => log.dueAt,
  jobRetries: (log) => log.retries,
  jobPriority: () => 0,
  activityId: (log) => log.job.element.id,
  executionId: (log) => log.job.executionId,
  processInstanceId: (log) => log.job.instance.id,
  processDefinitionId: (log) => log.job.instance.definition.id,
  processDefinitionKey: (log) => log.job.instance.definition.key,
  deploymentId: (log) => log.job.instance.definition.deploymentId,
  hostname: () => hostname,
  occurrence: (log) => log.at,
  tenantId: (log) => log.job.instance.definition.tenantId,
};
