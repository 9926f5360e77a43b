import type { Scope } from "../../core/engine.ts";
import type { Filters } from "../../core/filters.ts";
import type { Definition, Element, Incident, Instance, Job, Operation, UserTask, Variable, Wait } from "./rows.ts";

/** A list in time: at most `limit` rows, ordered by when they began. */
export interface Page {
  readonly order: "oldest" | "newest";
  readonly limit: number;
  /** Bounds of the beginning, ISO 8601 UTC: from is inclusive, before exclusive. */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

export interface Rows<T> {
  readonly rows: readonly T[];
  /** All that match, as far as the server counts. */
  readonly total?: number;
  readonly totalIsLowerBound?: boolean;
  /** Set when only so many candidates were looked at. */
  readonly considered?: number;
}

export interface OpenIncidents {
  readonly rows: readonly Incident[];
  /** False when more may be open than were looked at. */
  readonly complete: boolean;
}

export interface InstanceSearch {
  /** Without the bounds of the start, which the page gives. */
  readonly filters: Omit<Filters, "startedAfter" | "startedBefore">;
  readonly scope: Scope;
  /** Only these instances. */
  readonly keys?: readonly string[] | undefined;
  /** For `attention`: instances that were looked up because searches of instances cannot ask for what they need. */
  readonly attentionKeys?: readonly string[] | undefined;
}

export interface ElementSearch {
  readonly instanceKey?: string;
  readonly processId?: string | undefined;
  readonly elementId?: string | undefined;
  /** The servers' word, CALL_ACTIVITY for example. */
  readonly type?: string | undefined;
  readonly active?: boolean | undefined;
}

/** Instances in which something was looked for. */
export interface LookedUp {
  readonly keys: readonly string[];
  /** True when a list was full, so that there may be more. */
  readonly capped: boolean;
}

/** Which definitions and tenants incidents belong to. */
export interface IncidentSearch {
  readonly filters: Filters;
  readonly scope: Scope;
}

/**
 * The questions this adapter puts to a cluster, as each wire form answers them. What a form does not have is absent. Every
 * function throws faults only.
 */
export interface Client {
  /** Most rows of one list. */
  readonly maxRows: number;
  instance(key: string): Promise<Instance | undefined>;
  instances(search: InstanceSearch, page: Page): Promise<Rows<Instance>>;
  /** Instances that these call activities of an instance called. */
  called(instanceKey: string, elementKeys: readonly string[]): Promise<readonly Instance[]>;
  elements(search: ElementSearch, page: Page): Promise<Rows<Element>>;
  /** Incidents of an instance itself, open or not. */
  ownIncidents(instanceKey: string, page: Page): Promise<Rows<Incident>>;
  /** Open incidents of an instance and of those that it called. */
  openIncidents(instanceKey: string): Promise<OpenIncidents>;
  /** Open incidents of the cluster, oldest first; filters of type and message may be honoured or not. */
  incidents(search: IncidentSearch, limit: number): Promise<Rows<Incident>>;
  variables(instanceKey: string, limit: number): Promise<readonly Variable[]>;
  /** A variable of the instances themselves (not local to an element). */
  variableOf(instanceKeys: readonly string[], name: string): Promise<ReadonlyMap<string, string | null>>;
  definitions(search: IncidentSearch, limit: number): Promise<readonly Definition[]>;
  /** Needed where instances do not tell the name of their definition. */
  definition?(key: string): Promise<Definition | undefined>;
  jobs?(instanceKey: string, failed: boolean): Promise<readonly Job[]>;
  userTasks?(instanceKey: string): Promise<readonly UserTask[]>;
  waits?(instanceKey: string): Promise<readonly Wait[]>;
  /** Instances with a user task or a timer past its due date. */
  overdue?(now: string, limit: number, search: IncidentSearch): Promise<LookedUp>;
  /** Instances with a user task or a worker's job, whose element was entered before and is still active. */
  unfinished?(before: string, limit: number, search: IncidentSearch): Promise<LookedUp>;
  operations?(instanceKey: string, page: Page): Promise<Rows<Operation>>;
}
