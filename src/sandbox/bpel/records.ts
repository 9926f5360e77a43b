/** What a Business Flow Manager holds. Times are milliseconds, as its database keeps them; null means "not there". */
import type { ActivityKind, ActivityState, ProcessState, StopReason, TemplateState } from "./words.ts";

export type Template = {
  readonly ptid: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly createdAt: number;
  readonly validFrom: number;
  readonly version: string | null;
  readonly state: TemplateState;
};

/** A custom property, or a value inside a message. */
export type Property = { readonly name: string; readonly value: string };

export type Process = {
  readonly piid: string;
  readonly template: Template;
  readonly name: string;
  readonly description: string | null;
  readonly state: ProcessState;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly resumesAt: number | null;
  readonly stateChangedAt: number | null;
  readonly modifiedAt: number | null;
  readonly starter: string | null;
  readonly parent: Process | null;
  /** The instance itself where nothing is above it. */
  readonly top: Process;
  readonly adminTaskId: string | null;
  readonly faultName: string | null;
  readonly businessRelevant: boolean | null;
  readonly continueOnError: boolean | null;
  readonly migrated: boolean | null;
  /** At most eight; what is missing or null is not set. */
  readonly customTexts: readonly (string | null)[];
  readonly properties: readonly Property[];
  readonly variables: readonly Property[];
  /** The names of the variables that came with the start. */
  readonly inputNames: ReadonlySet<string>;
};

export type Activity = {
  readonly aiid: string;
  readonly atid: string;
  readonly process: Process;
  readonly name: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly kind: ActivityKind;
  readonly state: ActivityState;
  readonly stopReason: StopReason | null;
  readonly activatedAt: number | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly expiresAt: number | null;
  readonly owner: string | null;
};

export type Records = {
  readonly now: number;
  /** Scenario name to piid. */
  readonly scenarios: Readonly<Record<string, string>>;
  readonly templates: readonly Template[];
  readonly processes: readonly Process[];
  readonly activities: readonly Activity[];
};
