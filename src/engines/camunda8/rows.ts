/*
 * What the adapter knows of a cluster's records, whatever wire form told it. null: the server says there is none;
 * undefined: this wire form or version does not tell.
 */

export interface Instance {
  readonly key: string;
  /** The BPMN process id. */
  readonly processId: string;
  readonly definitionKey: string;
  readonly name: string | null | undefined;
  readonly version: number | null;
  readonly versionTag: string | null;
  readonly state: string;
  readonly hasIncident: boolean;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly tenantId: string | null;
  readonly parentKey: string | null;
  readonly parentElementKey: string | null;
  readonly rootKey: string | null | undefined;
  readonly tags: readonly string[] | undefined;
  readonly businessId: string | null | undefined;
}

export interface Element {
  readonly key: string;
  readonly instanceKey: string;
  readonly processId: string | undefined;
  readonly elementId: string;
  readonly name: string | null;
  readonly type: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface Incident {
  readonly key: string;
  readonly instanceKey: string;
  /** Operate tells the definition by its key only. */
  readonly processId: string | undefined;
  readonly definitionKey: string | null;
  readonly elementId: string | null;
  readonly elementKey: string | null;
  readonly type: string;
  readonly message: string | null;
  readonly createdAt: string | null;
  readonly state: string;
  readonly tenantId: string | null;
}

export interface Job {
  readonly key: string;
  readonly instanceKey: string | null;
  readonly elementKey: string | null;
  readonly elementId: string | null;
  readonly type: string | null;
  readonly state: string;
  readonly retries: number | null;
  readonly worker: string | null;
  readonly deadline: string | null;
  readonly message: string | null;
  readonly errorCode: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly endedAt: string | null;
}

export interface UserTask {
  readonly elementKey: string | null;
  readonly instanceKey: string | null;
  readonly name: string | null;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly dueAt: string | null;
}

/** Something that an element waits for besides jobs and user tasks. */
export interface Wait {
  readonly instanceKey: string | null;
  readonly elementKey: string | null;
  readonly elementId: string | null;
  readonly kind: "message" | "signal" | "timer" | "condition";
  readonly name: string | null;
  readonly correlationKey: string | null;
  readonly dueAt: string | null;
}

export interface Variable {
  readonly instanceKey: string;
  readonly scopeKey: string;
  readonly name: string;
  /** JSON text. */
  readonly value: string | null;
  readonly truncated: boolean;
}

export interface Operation {
  readonly key: string;
  readonly instanceKey: string | null;
  readonly at: string | null;
  readonly operation: string;
  readonly entity: string | null;
  readonly actor: string | null;
  readonly failed: boolean;
}

export interface Definition {
  readonly key: string;
  readonly processId: string;
  readonly name: string | null;
  readonly version: number | null;
  readonly versionTag: string | null;
  readonly tenantId: string | null;
}
