/**
 * The scripted world as a Camunda 8 cluster records it: flat rows linked by keys, in the words of the newest API. The
 * versions of the API and the older Operate API say the same rows in their own words.
 *
 * Keys are decimal text: `partition * 2^51 + position`, as the engine makes them, so that those of partition 4 and above
 * exceed what a double holds. Times are milliseconds since the epoch; null means "not yet" or "none".
 */

export type Key = string;

export type DefinitionRecord = {
  readonly key: Key;
  readonly processId: string;
  readonly name: string | null;
  readonly version: number;
  readonly versionTag: string | null;
  readonly tenantId: string;
  readonly resourceName: string;
  /** The elements of the model, in the order of their list. */
  readonly elements: readonly ModelElement[];
};

/** Types as the scripted world names them: `serviceTask`, `timerCatchEvent` … */
export type ModelElement = { readonly id: string; readonly name: string | null; readonly type: string };

export type InstanceRecord = {
  readonly key: Key;
  readonly definition: DefinitionRecord;
  readonly state: "ACTIVE" | "SUSPENDED" | "COMPLETED" | "TERMINATED";
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly suspendedAt: number | null;
  /** Also when only an instance that it called, at any depth, has an open incident. */
  readonly hasIncident: boolean;
  readonly parentKey: Key | null;
  readonly parentElementKey: Key | null;
  readonly rootKey: Key;
  readonly tags: readonly string[];
  readonly businessId: string | null;
};

export type ElementRecord = {
  readonly key: Key;
  readonly instance: InstanceRecord;
  readonly elementId: string;
  readonly name: string | null;
  /** As the API writes it: SERVICE_TASK, MULTI_INSTANCE_BODY … */
  readonly type: string;
  readonly state: "ACTIVE" | "COMPLETED" | "TERMINATED";
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The instance's key, or that of the element instance around it. */
  readonly scopeKey: Key;
  /** The open incident at this element, or below it. */
  readonly incidentKey: Key | null;
};

export type IncidentRecord = {
  readonly key: Key;
  readonly element: ElementRecord;
  readonly type: string;
  readonly message: string;
  readonly createdAt: number;
  readonly state: "ACTIVE" | "PENDING" | "RESOLVED";
  readonly jobKey: Key | null;
};

export type JobRecord = {
  readonly key: Key;
  readonly element: ElementRecord;
  readonly type: string;
  readonly worker: string | null;
  readonly retries: number;
  readonly state: "CREATED" | "COMPLETED" | "FAILED" | "CANCELED" | "ERROR_THROWN" | "RETRIES_UPDATED";
  readonly deadline: number | null;
  readonly errorMessage: string | null;
  readonly errorCode: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
};

export type UserTaskRecord = {
  readonly key: Key;
  readonly element: ElementRecord;
  readonly name: string;
  readonly state: "CREATED" | "COMPLETED" | "CANCELED";
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly dueAt: number | null;
  readonly priority: number;
};

export type VariableRecord = {
  readonly key: Key;
  readonly instance: InstanceRecord;
  /** The instance's key, or that of the element instance it is local to. */
  readonly scopeKey: Key;
  readonly name: string;
  /** JSON text, whole. */
  readonly value: string;
};

export type SubscriptionRecord = {
  readonly key: Key;
  readonly element: ElementRecord;
  /** What catches the message: the element itself, or an event attached to it. */
  readonly elementId: string;
  /** The message that came; null when none did. */
  readonly messageKey: Key | null;
  readonly messageName: string;
  readonly correlationKey: string;
  readonly state: "CREATED" | "CORRELATED" | "DELETED";
  readonly updatedAt: number;
};

export type TimerRecord = { readonly element: ElementRecord; readonly dueAt: number };

export type AuditRecord = {
  readonly key: string;
  readonly instance: InstanceRecord;
  readonly entityKey: Key;
  readonly entityType: "PROCESS_INSTANCE" | "USER_TASK";
  readonly operation: string;
  readonly at: number;
  readonly actorId: string;
  readonly userTaskKey: Key | null;
};

export type Records = {
  readonly now: number;
  /** Scenario name to process instance key. */
  readonly scenarios: Readonly<Record<string, Key>>;
  readonly definitions: readonly DefinitionRecord[];
  readonly instances: readonly InstanceRecord[];
  readonly elements: readonly ElementRecord[];
  readonly incidents: readonly IncidentRecord[];
  readonly jobs: readonly JobRecord[];
  readonly userTasks: readonly UserTaskRecord[];
  readonly variables: readonly VariableRecord[];
  readonly subscriptions: readonly SubscriptionRecord[];
  /** Timers that are still to fire. */
  readonly timers: readonly TimerRecord[];
  readonly audit: readonly AuditRecord[];
};
