import type { EngineReport } from "./model.ts";

/** How many instances the engines of an answer have in all; not known when one of them does not tell. */
export function totalOf(engines: readonly EngineReport[]): { total: number; isLowerBound: boolean; isKnown: boolean } {
  return {
    total: engines.reduce((sum, { total = 0 }) => sum + total, 0),
    isLowerBound: engines.some(({ totalIsLowerBound }) => totalIsLowerBound),
    isKnown: engines.every(({ total }) => total !== undefined),
  };
}
