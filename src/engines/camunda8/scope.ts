import type { Scope } from "../../core/engine.ts";
import type { Filters } from "../../core/filters.ts";

/** Values both sides allow; undefined when neither restricts. */
function both(asked: readonly string[] | undefined, permitted: readonly string[] | undefined) {
  return asked && permitted ? asked.filter((one) => permitted.includes(one)) : (asked ?? permitted);
}

/** Process ids and tenants that question and access policy leave; undefined: nothing can match. */
export function allowed(
  filters: Pick<Filters, "definitionKey" | "tenantId">,
  scope: Scope,
): { processIds?: readonly string[] | undefined; tenantIds?: readonly string[] | undefined } | undefined {
  const processIds = both(filters.definitionKey, scope.definitionKeys);
  const tenantIds = both(filters.tenantId === undefined ? undefined : [filters.tenantId], scope.tenantIds);
  if (processIds?.length === 0 || tenantIds?.length === 0) return undefined;
  return { processIds, tenantIds };
}
