/** What all parts of the projection need: the world, its keys, and how much of it can already be seen. */
import type { World } from "../../world.ts";
import { type Keys, keysOf } from "./keys.ts";

export type Facts = {
  /** Whether the version has business ids. Without them business keys are variables. */
  readonly businessIds: boolean;
  /** Whether the version can suspend instances. Without it the suspended ones are active. */
  readonly suspension: boolean;
  /** What happened in so many milliseconds before `now` has not arrived in the secondary storage. */
  readonly delayMs: number;
};

export type Telling = {
  readonly world: World;
  readonly facts: Facts;
  readonly keys: Keys;
  /** Whether something that happened then can be seen; what has not happened cannot. */
  readonly seen: (at: number | null) => at is number;
};

/** Prepares what all records are made with. */
export function tell(world: World, facts: Facts): Telling {
  const horizon = world.now - facts.delayMs;
  const seen = (at: number | null): at is number => at !== null && at <= horizon;
  return { world, facts, keys: keysOf(world), seen };
}
