/** The enumerations of Business Process Choreographer, with the numbers that its database keeps. */

/** A deleted instance has no number: it is in no view. */
export const processStates = {
  STATE_READY: 1,
  STATE_RUNNING: 2,
  STATE_FINISHED: 3,
  STATE_COMPENSATING: 4,
  STATE_FAILED: 5,
  STATE_TERMINATED: 6,
  STATE_COMPENSATED: 7,
  STATE_TERMINATING: 8,
  STATE_FAILING: 9,
  STATE_INDOUBT: 10,
  STATE_SUSPENDED: 11,
  STATE_COMPENSATION_FAILED: 12,
} as const;
export type ProcessState = keyof typeof processStates | "STATE_DELETED";

export const activityStates = {
  STATE_INACTIVE: 1,
  STATE_READY: 2,
  STATE_RUNNING: 3,
  STATE_SKIPPED: 4,
  STATE_FINISHED: 5,
  STATE_FAILED: 6,
  STATE_TERMINATED: 7,
  STATE_CLAIMED: 8,
  STATE_TERMINATING: 9,
  STATE_FAILING: 10,
  STATE_WAITING: 11,
  STATE_EXPIRED: 12,
  STATE_STOPPED: 13,
  STATE_PROCESSING_UNDO: 14,
} as const;
export type ActivityState = keyof typeof activityStates;

export const activityKinds = {
  KIND_EMPTY: 3,
  KIND_INVOKE: 21,
  KIND_RECEIVE: 23,
  KIND_REPLY: 24,
  KIND_THROW: 25,
  KIND_TERMINATE: 26,
  KIND_WAIT: 27,
  KIND_COMPENSATE: 29,
  KIND_SEQUENCE: 30,
  KIND_SWITCH: 32,
  KIND_WHILE: 34,
  KIND_PICK: 36,
  KIND_FLOW: 38,
  KIND_SCOPE: 40,
  KIND_SCRIPT: 42,
  KIND_STAFF: 43,
  KIND_ASSIGN: 44,
  KIND_CUSTOM: 45,
  KIND_RETHROW: 46,
  KIND_FOR_EACH_SERIAL: 47,
  KIND_FOR_EACH_PARALLEL: 49,
  KIND_REPEAT_UNTIL: 52,
} as const;
export type ActivityKind = keyof typeof activityKinds;

export const stopReasons = {
  STOP_REASON_UNSPECIFIED: 1,
  STOP_REASON_ACTIVATION_FAILED: 2,
  STOP_REASON_IMPLEMENTATION_FAILED: 3,
  STOP_REASON_FOLLOW_ON_NAVIGATION_FAILED: 4,
  STOP_REASON_EXIT_CONDITION_FALSE: 5,
} as const;
export type StopReason = keyof typeof stopReasons;

export const templateStates = { STATE_STARTED: 1, STATE_STOPPED: 2 } as const;
export type TemplateState = keyof typeof templateStates;
