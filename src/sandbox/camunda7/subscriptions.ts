/** /event-subscription: which messages are awaited where. */
import type { Subscription } from "../world.ts";
import { equal, type Filters, flag, ofDefinition } from "./filters.ts";
import type { Resource } from "./query.ts";
import type { Engine } from "./settings.ts";

export function subscriptions(engine: Engine): Resource<Subscription> {
  return {
    path: "event-subscription",
    dto: "runtime.EventSubscriptionQueryDto",
    rows: engine.world.subscriptions.filter((one) => !one.gone),
    id: (one) => one.id,
    definitionKey: (one) => one.instance.definition.key,
    filters,
    sorts: { created: (one) => one.createdAt, tenantId: (one) => one.instance.definition.tenantId },
    show: (one, { time }) => ({
      id: one.id,
      eventType: "message",
      eventName: one.messageName,
      executionId: one.executionId,
      processInstanceId: one.instance.id,
      activityId: one.element.id,
      createdDate: time(one.createdAt),
      tenantId: one.instance.definition.tenantId,
    }),
  };
}

const filters: Filters<Subscription> = {
  ...ofDefinition<Subscription>((one) => one.instance.definition, ["tenantIdIn", "withoutTenantId"]),
  eventSubscriptionId: equal((one) => one.id),
  eventName: equal((one) => one.messageName),
  eventType: equal(() => "message"),
  executionId: equal((one) => one.executionId),
  processInstanceId: equal((one) => one.instance.id),
  activityId: equal((one) => one.element.id),
  includeEventSubscriptionsWithoutTenantId: flag(() => true),
};
