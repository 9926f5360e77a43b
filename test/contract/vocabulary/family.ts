import type { WaitsFor } from "../../../src/core/model.ts";
import type { Passing } from "../front.ts";
import type { Asking } from "../subject.ts";

/** Things that not every engine has. */
export type Feature =
  | "suspension"
  | "annotations"
  | "endReasons"
  | "restarts"
  | "stackTraces"
  /** The end of an incident has a time. */
  | "incidentEnds"
  /** Resolved incidents are told. */
  | "resolvedIncidents"
  /** Incidents have messages. */
  | "incidentMessages"
  /** Jobs can be read: their names, retries, workers and failures. */
  | "jobs"
  /** Work that failed is tried again, and what is left of its attempts is told. */
  | "retries"
  /** Tasks of people can be read: assignees, candidates and due dates. */
  | "userTasks"
  /** Who may take a task is told. */
  | "candidateGroups"
  /** An element that called an instance names it. */
  | "calls"
  | "messages"
  | "timers"
  /** A question about a text may hold a wildcard. */
  | "businessKeyWildcards"
  | "incidentTypeWildcards"
  /** Beside a wildcard of ours may stand what the database takes for one. */
  | "wildcardsOfOthers"
  /** Business keys of any text, and not only what fits into a tag. */
  | "anyBusinessKey"
  /** Every instance that carries a business key shows it. */
  | "businessKeys"
  /** The engine can be asked for instances without an open incident. */
  | "noIncidentQuestion"
  /** Operations of people are recorded. */
  | "operations"
  | "versions"
  | "tenants"
  /** Instances that ended as failed are told from those that somebody ended. */
  | "failedEnds"
  /** Lists come with the number of all that match. */
  | "countedLists"
  /** Instances are found by their variables, however many there are. */
  | "allByVariable"
  /** Variables are found by values that are no text. */
  | "typedVariables"
  /** It is told when a variable was set, and that one was removed. */
  | "variableHistory";

/** How the script of the world is to be read for this engine. */
interface WorldWords {
  /** A job before an element has entered it. */
  readonly jobsEnter: boolean;
  /** Incident types: of a job that the engine runs, and of work that a program outside fetches. */
  readonly failedJob: string;
  readonly failedWork: string;
  /** A caller carries an incident of its own for that of the instance it called, with its type and no message. */
  readonly incidentsClimb: boolean;
  /** A caller is marked as stuck for what is stuck in the instance it called. */
  readonly callersAreMarked: boolean;
  /** An element that calls an instance is not told from one that calls a program. */
  readonly callsAreWork: boolean;
  /** What the engine calls the tenant of an instance that has none. */
  readonly untenanted: string | null;
  /** The engine's words for how instances are. */
  readonly states: Readonly<Record<"active" | "suspended" | "completed", string>>;
  /** Elements whose type is not told in BPMN's words, by id. */
  readonly strangeElements: Readonly<Record<string, object>>;
  /** The engine's words for how an instance ended, and the reason where one is told. */
  readonly endings: readonly (readonly [scenario: string, engineState: string, endReason: unknown])[];
}

interface IdWords {
  /** Well formed, and nobody's. */
  readonly unknown: string;
  /** Names of endpoints that stand where an id would. */
  readonly endpoints: readonly [string, string];
  /** More texts that are no id; `id` is that of an instance that exists. */
  readonly odd: readonly (readonly [name: string, made: (id: string) => string])[];
  readonly ofElementInstance: RegExp;
}

/** What an element waits for, in the words of the model. */
export interface WaitWords {
  /** Work that a program fetches: who has taken it, and what is left of its attempts where that is set. */
  work(topic: string, more: Partial<WaitsFor>): object;
  job(elementId: string, retries: number): object;
  userTask(name: string, more: object): object;
  message(name: string, correlationKey: string): object;
  timer(dueAt: string): object;
}

interface HistoryWords {
  /** The outcome of an element whose work has failed for good. */
  readonly stuck: string;
  /** The type of a failure: of the engine's own job, and of work done outside. */
  readonly jobFailure: string;
  readonly workFailure: string;
  /** Whether the engine records incidents, as a history says it. */
  readonly incidents: "recorded" | "notRecorded";
  /** Named at least in the history of `variables-every-type`. */
  readonly variables: number;
  /** Who did what a person did, and how operations are named. */
  readonly operator: { readonly by: string; readonly name: RegExp };
}

export interface VariableWords {
  /** Values of the instance that carries every type, by name. */
  readonly shown: Readonly<Record<string, object>>;
  /** Variables of the script that no engine of this family can hold. */
  readonly absent: readonly string[];
  /** Variables without a value to show, with their types. */
  readonly unreadable: Readonly<Record<string, string>>;
  readonly atLeast: number;
  /** The type of a text. */
  readonly text: string;
  /** A variable of `invoice-completed`. */
  readonly ofEnded: object;
  readonly operators: readonly string[];
}

export type Ask = (ask: Asking, id: (label: string) => string) => Promise<unknown>;

/** What a question costs: requests by round. */
export interface Cost {
  readonly ask: Ask;
  readonly needs?: string;
  readonly rounds: readonly (readonly string[])[];
}

export interface RequestWords {
  readonly questions: Readonly<Record<string, Cost>>;
  /** Requests for the history of `invoice-failed-job`. */
  readonly history: number;
  /** At most so many more the first time. */
  readonly firstContact: number;
  /** All questions together are more than this. */
  readonly all: number;
  /** Every read that may find many says how many it wants. */
  isLimited(passing: Passing): boolean;
}

/** The words and abilities of a family of engines, as data: what the contract expects where engines rightly differ. */
export interface Family {
  readonly name: string;
  /** What it does not have, and why: a test that needs it is skipped with these words. */
  readonly lacks: Readonly<Partial<Record<Feature, string>>>;
  readonly world: WorldWords;
  /** The part of a business key that an instance can carry here; null for none. */
  businessKey(key: string): string | null;
  readonly ids: IdWords;
  readonly waits: WaitWords;
  readonly history: HistoryWords;
  readonly variables: VariableWords;
  /** Keys that no answer may have, because the engine does not know such things: missing is not null. */
  readonly never: { readonly instance: readonly string[]; readonly incident: readonly string[] };
  readonly requests: RequestWords;
}
