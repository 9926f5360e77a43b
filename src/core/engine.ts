import type { FilterName, Filters, Order } from "./filters.ts";
import type {
  Counts,
  EventKind,
  HistoryEvent,
  HistorySource,
  Incident,
  InstanceState,
  ProcessInstance,
  Relative,
  Variable,
  Waiting,
} from "./model.ts";

/** What `get` may add to an answer when asked. */
export const includes = ["variables", "incidentsResolved", "stackTraces"] as const;
export type Include = (typeof includes)[number];

/** Graded facts about one engine, as data. What is not declared here is refused by name. */
export interface Capabilities {
  readonly filters: readonly FilterName[];
  /** Why the other filters cannot be asked. */
  readonly lacks: Readonly<Partial<Record<FilterName, string>>>;
  readonly states: readonly InstanceState[];
  readonly orders: readonly Order[];
  readonly eventKinds: readonly EventKind[];
  readonly includes: readonly Include[];
}

/** What the access policy lets the caller see in this engine; part of every question, absent lists allow all. */
export interface Scope {
  readonly definitionKeys?: readonly string[];
  readonly tenantIds?: readonly string[];
}

/**
 * Where a page of instances goes on. `startedAt` is the boundary instant; of the rows that started exactly then, those with
 * an id greater than `afterId` (compared by code unit) are still to come; null means none of them.
 */
export interface InstancePosition {
  readonly startedAt: string;
  readonly afterId: string | null;
}

export interface InstanceQuestion {
  readonly filters: Filters;
  readonly order: Order;
  readonly limit: number;
  /** For `newest` and `oldest`. */
  readonly after?: InstancePosition;
  /** For orders without a keyset: rows to pass over. */
  readonly skip?: number;
  readonly scope: Scope;
  readonly now: Date;
}

export interface InstancePage {
  /** In the order asked, ties by ascending id; at most `limit`. */
  readonly rows: readonly ProcessInstance[];
  /** True when at least one more row follows. */
  readonly more: boolean;
  /** All instances that match, where the engine counts them with the page. */
  readonly total?: number;
  /** True where the engine stopped counting there. */
  readonly totalIsLowerBound?: boolean;
  /** Set when the engine could only look at part of its instances: how many candidates were looked at. */
  readonly considered?: number;
}

export interface CountAnswer {
  readonly counts: Counts;
  readonly total: number;
  /** True where the engine stopped counting there. */
  readonly totalIsLowerBound?: boolean;
  /** Set when there are more open incidents than were looked at. */
  readonly considered?: number;
}

export interface GetQuestion {
  readonly id: string;
  readonly include: readonly Include[];
  readonly waitUpToMs: number;
  readonly scope: Scope;
  readonly now: Date;
}

export interface InstanceAnswer {
  readonly instance: ProcessInstance;
  readonly waitingAt: readonly Waiting[];
  readonly incidents: readonly Incident[];
  readonly parent?: Relative;
  readonly root?: Relative;
  readonly called: readonly Relative[];
  readonly calledTotal?: number;
  readonly variables?: readonly Variable[];
  /** Names of the parts of this answer that could not be read now. */
  readonly unknown: readonly string[];
}

export interface EventPosition {
  readonly startedAt: string;
  readonly kind: EventKind;
  readonly id: string;
}

export interface HistoryQuestion {
  readonly id: string;
  readonly kinds: readonly EventKind[];
  readonly elementId?: string;
  readonly order: "oldest" | "newest";
  readonly limit: number;
  /** Events up to and including this position, in the order asked, were given before. */
  readonly after?: EventPosition;
  readonly scope: Scope;
}

export interface HistoryAnswer {
  readonly instance: ProcessInstance;
  readonly events: readonly HistoryEvent[];
  readonly more: boolean;
  readonly sources: readonly HistorySource[];
}

/** One finding of `doctor` about an engine. */
export interface CheckFinding {
  readonly check: "reachable" | "version" | "rights" | "history" | "links";
  readonly status: "ok" | "warning" | "failed" | "unknown";
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** What is wrong and how to mend it; absent when nothing is. */
  readonly problem?: string;
}

/**
 * A business-process engine as the tools see it. There is no writing method, and there will be none.
 * Every method throws `LookoutError` only, and ends soon after `signal` aborts. Text is cleaned and cut as `core/text.ts` does.
 */
export interface Engine {
  readonly id: string;
  readonly kind: string;
  /** The engine's address without credentials. */
  readonly url: string;
  /** Whether an instance of this engine can have an id of this form. Asks nobody. */
  mayHold(id: string): boolean;
  /** What this engine can be asked; asks the server for its version once. */
  capabilities(signal: AbortSignal): Promise<Capabilities>;
  /** The instance id that a web link of this engine names, or undefined. Asks nobody. */
  idOfLink(link: string): Promise<string | undefined>;
  /** One instance, running or ended. Throws `instanceNotFound`, also for what lies outside the scope. */
  get(question: GetQuestion, signal: AbortSignal): Promise<InstanceAnswer>;
  /** A page of instances. Filters are within the capabilities. Rows of the scope only. */
  query(question: InstanceQuestion, signal: AbortSignal): Promise<InstancePage>;
  /** Numbers instead of rows, for the same filters. */
  count(question: Omit<InstanceQuestion, "order" | "limit">, signal: AbortSignal): Promise<CountAnswer>;
  /** What happened in one instance, a page of spans ordered by (startedAt, kind, id). Throws `instanceNotFound`. */
  history(question: HistoryQuestion, signal: AbortSignal): Promise<HistoryAnswer>;
  /** What `doctor` wants to know. Never throws: a failure is a finding. */
  check(signal: AbortSignal): Promise<readonly CheckFinding[]>;
  /** Ends every connection. */
  close(): Promise<void>;
}
