import type { Counts, EngineReport } from "./model.ts";
import { compareText } from "./text-order.ts";

/** How many instances the engines that answered have in all; not known when one of them does not tell. */
export function totalOf(engines: readonly EngineReport[]): { total: number; isLowerBound: boolean; isKnown: boolean } {
  const answered = engines.filter(({ status }) => status === "ok");
  return {
    total: answered.reduce((sum, { total = 0 }) => sum + total, 0),
    isLowerBound: answered.some(({ totalIsLowerBound }) => totalIsLowerBound),
    isKnown: answered.length > 0 && answered.every(({ total }) => total !== undefined),
  };
}

type Group = Counts["incidents"][number];

/** One fault, wherever it shows: equal in several versions, definitions or engines. */
export interface FaultKind {
  readonly instances: number;
  /** The largest first; at least one. */
  readonly groups: readonly [Group, ...Group[]];
}

/** Without a message there is nothing to tell one fault from another of its type but the place. */
const faultOf = ({ fingerprint, message, definitionKey, element }: Group) =>
  JSON.stringify(message === null ? [fingerprint, definitionKey, element?.elementId] : fingerprint);

/** The groups of an answer by fault, the most frequent fault first. */
export function kindsOf(groups: readonly Group[]): FaultKind[] {
  const kinds = new Map<string, [Group, ...Group[]]>();
  for (const group of groups.toSorted((a, b) => b.instances - a.instances)) {
    const known = kinds.get(faultOf(group));
    if (known) known.push(group);
    else kinds.set(faultOf(group), [group]);
  }
  return [...kinds.values()]
    .map((same) => ({ groups: same, instances: same.reduce((sum, { instances }) => sum + instances, 0) }))
    .toSorted((a, b) => b.instances - a.instances);
}

/** The share of the most frequent fault: undefined where it says nothing, because there is one kind only or no kind leads. */
export function leadOf(kinds: readonly FaultKind[]): { instances: number; percent: number } | undefined {
  const [first, second] = kinds;
  if (!first || !second || first.instances === second.instances) return undefined;
  const all = kinds.reduce((sum, { instances }) => sum + instances, 0);
  return { instances: first.instances, percent: Math.round((100 * first.instances) / all) };
}

type DefinitionCount = Counts["definitions"][number];

/** Versions of a process side by side, in whichever engine: by key, version, engine. */
export function byVersion(a: DefinitionCount, b: DefinitionCount): number {
  return (
    compareText(a.definitionKey, b.definitionKey) ||
    (a.definitionVersion ?? 0) - (b.definitionVersion ?? 0) ||
    compareText(a.engine, b.engine)
  );
}
