import type { Scope } from "../../core/engine.ts";
import type { Filters } from "../../core/filters.ts";
import { permitted } from "../permitted.ts";

/** Process ids and tenants that question and access policy leave; undefined: nothing can match. */
export function allowed(
  filters: Pick<Filters, "definitionKey" | "tenantId">,
  scope: Scope,
): { processIds?: readonly string[] | undefined; tenantIds?: readonly string[] | undefined } | undefined {
  const processIds = permitted(filters.definitionKey, scope.definitionKeys);
  const tenantIds = permitted(filters.tenantId === undefined ? undefined : [filters.tenantId], scope.tenantIds);
  if (processIds?.length === 0 || tenantIds?.length === 0) return undefined;
  return { processIds, tenantIds };
}
