/**
 * The words of the scripted world: what exists, in no engine's dialect.
 *
 * Facts point at each other directly, so that a façade walks `incident.instance.definition.key` instead of joining.
 * Times are milliseconds since the epoch; null means "not yet" or "none".
 */

/** A BPMN element of a definition. */
export type Element = { readonly id: string; readonly name: string | null; readonly type: ElementType };

export type ElementType =
  | "startEvent"
  | "endEvent"
  | "terminateEndEvent"
  | "userTask"
  | "serviceTask"
  | "scriptTask"
  | "callActivity"
  | "subProcess"
  | "multiInstanceBody"
  | "exclusiveGateway"
  | "parallelGateway"
  | "timerCatchEvent"
  | "messageCatchEvent"
  | "messageBoundaryEvent"
  | "errorBoundaryEvent";

export type Definition = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly tenantId: string | null;
  readonly deploymentId: string;
  readonly deployedAt: number;
  readonly daysToLive: number;
  readonly elements: readonly Element[];
};

/** "cancelled" by somebody from outside, "interrupted" by the process itself (an event of the caller). */
export type InstanceState = "active" | "suspended" | "completed" | "cancelled" | "interrupted";

export type Instance = {
  readonly id: string;
  readonly definition: Definition;
  readonly businessKey: string | null;
  readonly startedAt: number;
  readonly startElementId: string;
  /** The call activity that started it. */
  readonly caller: ElementInstance | null;
  readonly root: Instance;
  readonly restartedFrom: string | null;
  state: InstanceState;
  endedAt: number | null;
  endReason: string | null;
};

export type ElementInstance = {
  readonly id: string;
  readonly instance: Instance;
  readonly element: Element;
  readonly scope: ElementInstance | null;
  readonly executionId: string;
  readonly startedAt: number;
  /** Position in the order of events, which times alone do not tell. */
  readonly order: number;
  endedAt: number | null;
  cancelled: boolean;
  endsScope: boolean;
  called: Instance | null;
  task: UserTask | null;
};

export type UserTask = {
  readonly id: string;
  readonly name: string;
  readonly step: ElementInstance;
  readonly createdAt: number;
  readonly description: string | null;
  readonly priority: number;
  readonly candidateGroup: string;
  assignee: string | null;
  dueAt: number | null;
  updatedAt: number | null;
  endedAt: number | null;
  outcome: "completed" | "deleted" | null;
};

export type VariableValue =
  | { readonly type: "String" | "Json"; readonly value: string }
  | { readonly type: "Boolean"; readonly value: boolean }
  | { readonly type: "Short" | "Integer" | "Double"; readonly value: number }
  | { readonly type: "Long"; readonly value: bigint }
  | { readonly type: "Date"; readonly value: number }
  | { readonly type: "Null" }
  | { readonly type: "Object"; readonly value: string; readonly className: string; readonly known: boolean }
  | { readonly type: "Bytes"; readonly size: number }
  | { readonly type: "File"; readonly filename: string; readonly encoding: string };

export type Variable = {
  readonly id: string;
  readonly name: string;
  readonly instance: Instance;
  /** The element instance it is local to; null means the whole instance. */
  readonly scope: ElementInstance | null;
  readonly task: UserTask | null;
  readonly createdAt: number;
  value: VariableValue;
  removed: boolean;
};

export type VariableUpdate = {
  readonly id: string;
  readonly variable: Variable;
  readonly value: VariableValue;
  readonly at: number;
  readonly revision: number;
};

/** What became of a job or of a worker's task, as logs record it. */
export type LogEvent = "created" | "failed" | "succeeded" | "deleted";

export type Job = {
  readonly id: string;
  readonly kind: "async" | "timer";
  readonly instance: Instance;
  readonly element: Element;
  readonly executionId: string;
  readonly definitionId: string;
  readonly createdAt: number;
  retries: number;
  dueAt: number | null;
  message: string | null;
  stackTrace: string | null;
  gone: boolean;
};

export type JobLog = {
  readonly id: string;
  readonly job: Job;
  readonly at: number;
  readonly event: LogEvent;
  readonly retries: number;
  readonly dueAt: number | null;
  readonly message: string | null;
  readonly stackTrace: string | null;
};

/** Work that a program outside the engine fetches by topic. */
export type ExternalTask = {
  readonly id: string;
  readonly topic: string;
  readonly step: ElementInstance;
  readonly priority: number;
  readonly createdAt: number;
  workerId: string | null;
  lockedUntil: number | null;
  retries: number | null;
  message: string | null;
  details: string | null;
  gone: boolean;
};

export type ExternalTaskLog = {
  readonly id: string;
  readonly task: ExternalTask;
  readonly at: number;
  readonly event: LogEvent;
  readonly workerId: string | null;
  readonly retries: number | null;
  readonly message: string | null;
  readonly details: string | null;
};

export type Incident = {
  readonly id: string;
  readonly type: "failedJob" | "failedExternalTask";
  readonly instance: Instance;
  readonly element: Element;
  readonly executionId: string;
  readonly createdAt: number;
  readonly message: string | null;
  /** The incident of the called instance that this one repeats; null when it is the root cause. */
  readonly cause: Incident | null;
  readonly job: Job | null;
  readonly externalTask: ExternalTask | null;
  readonly logId: string | null;
  annotation: string | null;
  state: "open" | "resolved" | "deleted";
  endedAt: number | null;
};

export type Subscription = {
  readonly id: string;
  readonly messageName: string;
  readonly instance: Instance;
  readonly element: Element;
  readonly executionId: string;
  readonly createdAt: number;
  gone: boolean;
};

/** What a person did to an instance from outside. */
export type Operation = {
  readonly id: string;
  readonly operationId: string;
  readonly userId: string;
  readonly at: number;
  readonly type: string;
  readonly entity: "ProcessInstance" | "Task";
  readonly property: string | null;
  readonly oldValue: string | null;
  readonly newValue: string | null;
  readonly instance: Instance;
  readonly taskId: string | null;
  readonly annotation: string | null;
};

export type World = {
  readonly now: number;
  /** Scenario name to instance id. */
  readonly scenarios: Readonly<Record<string, string>>;
  readonly definitions: readonly Definition[];
  readonly instances: readonly Instance[];
  readonly steps: readonly ElementInstance[];
  readonly tasks: readonly UserTask[];
  readonly variables: readonly Variable[];
  readonly variableUpdates: readonly VariableUpdate[];
  readonly jobs: readonly Job[];
  readonly jobLogs: readonly JobLog[];
  readonly externalTasks: readonly ExternalTask[];
  readonly externalTaskLogs: readonly ExternalTaskLog[];
  readonly incidents: readonly Incident[];
  readonly subscriptions: readonly Subscription[];
  readonly operations: readonly Operation[];
};
