import type { Element, InstanceState, WaitKind } from "../../core/model.ts";

/** Execution states of a process instance (IBM's description of GET /process/{piid}) in neutral words. */
export const instanceStates: Readonly<Record<string, InstanceState>> = {
  STATE_READY: "active",
  STATE_RUNNING: "active",
  STATE_COMPENSATING: "active",
  STATE_FAILING: "active",
  STATE_TERMINATING: "active",
  STATE_INDOUBT: "active",
  STATE_SUSPENDED: "suspended",
  STATE_FINISHED: "completed",
  STATE_TERMINATED: "terminated",
  STATE_COMPENSATED: "terminated",
  STATE_DELETED: "terminated",
  STATE_FAILED: "failed",
  STATE_COMPENSATION_FAILED: "failed",
};

/** Of a state that is not described nobody knows what it means. */
export const stateOf = (executionState: string): InstanceState =>
  (Object.hasOwn(instanceStates, executionState) ? instanceStates[executionState] : undefined) ?? "unknown";

/** The view of instances has no code for it: an instance that is being deleted is in no list. */
const inNoList = "STATE_DELETED";

/** States by which lists can be asked for a neutral one. */
export function listStatesOf(states: readonly InstanceState[]): string[] {
  return Object.entries(instanceStates).flatMap(([word, state]) =>
    states.includes(state) && word !== inNoList ? [word] : [],
  );
}

/** The outcome of the transaction is not known: somebody has to decide. */
export const inDoubt = "STATE_INDOUBT";

export const stopped = "STATE_STOPPED";
/** States of an activity that the instance is at. */
export const presentStates = [
  "STATE_READY",
  "STATE_RUNNING",
  "STATE_CLAIMED",
  "STATE_WAITING",
  "STATE_STOPPED",
  "STATE_FAILING",
  "STATE_TERMINATING",
  "STATE_PROCESSING_UNDO",
] as const;
/** Present, and nothing has failed. */
export const waitingStates = ["STATE_READY", "STATE_RUNNING", "STATE_CLAIMED", "STATE_WAITING"] as const;
/** All but those of activities that were never entered, INACTIVE and SKIPPED. */
export const enteredStates = [
  ...presentStates,
  "STATE_FINISHED",
  "STATE_FAILED",
  "STATE_TERMINATED",
  "STATE_EXPIRED",
] as const;

/** Why an activity stopped, as the view of activities names it. */
export const stopReasons = [
  "STOP_REASON_UNSPECIFIED",
  "STOP_REASON_ACTIVATION_FAILED",
  "STOP_REASON_IMPLEMENTATION_FAILED",
  "STOP_REASON_FOLLOW_ON_NAVIGATION_FAILED",
  "STOP_REASON_EXIT_CONDITION_FALSE",
] as const;

interface Kind {
  /** The BPMN element that is its equal. */
  readonly elementType?: string;
  /** What an activity of this kind waits for; absent for those that only hold or order others. */
  readonly waitsFor?: WaitKind;
  /** People or programs do it. */
  readonly isWork?: true;
}

const kinds: Readonly<Record<string, Kind>> = {
  KIND_INVOKE: { elementType: "serviceTask", waitsFor: "job", isWork: true },
  KIND_STAFF: { elementType: "userTask", waitsFor: "userTask", isWork: true },
  KIND_SCRIPT: { elementType: "scriptTask", waitsFor: "job", isWork: true },
  KIND_CUSTOM: { waitsFor: "job", isWork: true },
  KIND_RECEIVE: { elementType: "receiveTask", waitsFor: "message" },
  KIND_PICK: { waitsFor: "message" },
  KIND_WAIT: { waitsFor: "timer" },
  KIND_REPLY: { waitsFor: "other" },
  KIND_ASSIGN: { waitsFor: "other" },
  KIND_EMPTY: { waitsFor: "other" },
  KIND_THROW: { waitsFor: "other" },
  KIND_RETHROW: { waitsFor: "other" },
  KIND_COMPENSATE: { waitsFor: "other" },
  KIND_TERMINATE: { waitsFor: "other" },
  KIND_SCOPE: { elementType: "subProcess" },
  KIND_SEQUENCE: {},
  KIND_FLOW: {},
  KIND_SWITCH: {},
  KIND_WHILE: {},
  KIND_REPEAT_UNTIL: {},
  KIND_FOR_EACH_SERIAL: {},
  KIND_FOR_EACH_PARALLEL: {},
};

const kindNamed = (kind: string) => (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined);

/** What an activity waits for; undefined for one that only holds others. A kind of the future may wait for anything. */
export function waitKindOf(kind: string): WaitKind | undefined {
  const known = kindNamed(kind);
  return known ? known.waitsFor : "other";
}

export const waitingKinds = Object.keys(kinds).filter((kind) => kinds[kind]?.waitsFor !== undefined);
export const workKinds = Object.keys(kinds).filter((kind) => kinds[kind]?.isWork);

/** The type in BPMN's words; IBM's own where BPMN has no equal. */
export function elementTypeOf(kind: string): Pick<Element, "elementType" | "engineType"> {
  const elementType = kindNamed(kind)?.elementType;
  return elementType === undefined ? { engineType: kind } : { elementType };
}
