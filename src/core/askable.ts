import type { FilterName } from "./filters.ts";
import type { Call } from "./tool.ts";

/** Whether each of these engines honours this filter. */
export type CanAsk = (engines: readonly string[], filter: FilterName) => boolean;

/**
 * What the engines of an answer can be asked next, so that no call is proposed that would be refused. They have just
 * answered, so their capabilities are known and nobody is asked; one that does not tell is taken for unable.
 */
export async function canAskOf({ engines, signal }: Call, answered: readonly string[]): Promise<CanAsk> {
  const asked = engines.filter(({ id }) => answered.includes(id));
  const told = await Promise.allSettled(
    asked.map(async (engine) => [engine.id, (await engine.capabilities(signal)).filters] as const),
  );
  const known = new Map(told.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
  return (ids, filter) => ids.every((id) => known.get(id)?.includes(filter));
}
