import type { InstanceState, ProcessInstance } from "./model.ts";

/** Words of engines that say no more than the neutral state. */
const plain: Readonly<Record<InstanceState, readonly string[]>> = {
  active: ["ACTIVE", "STATE_RUNNING"],
  suspended: ["SUSPENDED", "STATE_SUSPENDED"],
  completed: ["COMPLETED", "STATE_FINISHED"],
  terminated: ["TERMINATED", "STATE_TERMINATED"],
  failed: ["STATE_FAILED"],
  unknown: [],
};

/** The engine's own word for the state, where it says more than the neutral one. */
export function engineWordOf({
  state,
  engineState,
}: Pick<ProcessInstance, "state" | "engineState">): string | undefined {
  return plain[state].includes(engineState.toUpperCase()) ? undefined : engineState;
}
