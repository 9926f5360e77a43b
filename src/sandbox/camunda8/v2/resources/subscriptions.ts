/** Message subscriptions, and the messages that came for them. */
import type { ElementRecord, Key, SubscriptionRecord } from "../../records.ts";
import { never, since9, since10 } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { date, integer, json, key, text, word } from "../search/fields.ts";
import type { Resource } from "../search/search.ts";
import { ofInstance } from "./common.ts";

const new9 = { filtered: since9, sorted: never } as const;
const new10 = { shown: since10, filtered: since10, sorted: since10 } as const;

/** What `/v2/message-subscriptions` searches. */
export function messageSubscriptions({ records }: Engine): Resource<SubscriptionRecord> {
  const { processDefinitionKey, ...ofElement } = ofInstance<SubscriptionRecord>(({ element }) => element.instance);
  return {
    rows: records.subscriptions,
    id: (row) => BigInt(row.key),
    fields: {
      messageSubscriptionKey: key((row) => row.key),
      ...ofElement,
      ...(processDefinitionKey && { processDefinitionKey: { ...processDefinitionKey, ...new9 } }),
      elementId: text(({ elementId }) => elementId),
      elementInstanceKey: key(({ element }) => element.key),
      messageSubscriptionState: word(({ state }) => state, "CORRELATED CREATED DELETED MIGRATED"),
      lastUpdatedDate: date(({ updatedAt }) => updatedAt),
      messageName: text(({ messageName }) => messageName),
      correlationKey: text(({ correlationKey }) => correlationKey),
      messageSubscriptionType: word(() => "PROCESS_EVENT", "START_EVENT PROCESS_EVENT", new10),
      processDefinitionName: text(({ element }) => element.instance.definition.name, new10),
      processDefinitionVersion: integer(({ element }) => element.instance.definition.version, new10),
      toolName: text(() => null, new10),
      inboundConnectorType: text(() => null, new10),
      toolProperties: json(() => ({}), { shown: since10 }),
    },
  };
}

type Correlation = {
  readonly messageKey: Key;
  readonly subscription: SubscriptionRecord;
  readonly element: ElementRecord;
};

const partitionOf = (key: Key): number => Number(BigInt(key) / 2n ** 51n);

/** What `/v2/correlated-message-subscriptions` searches. */
export function correlatedSubscriptions({ records }: Engine): Resource<Correlation> {
  const rows = records.subscriptions.flatMap((subscription): Correlation[] => {
    const { element, messageKey } = subscription;
    return messageKey === null ? [] : [{ messageKey, subscription, element }];
  });
  return {
    rows,
    id: (row) => BigInt(row.messageKey),
    fields: {
      messageKey: key(({ messageKey }) => messageKey),
      subscriptionKey: key(({ subscription }) => subscription.key),
      ...ofInstance(({ element }) => element.instance),
      elementId: text(({ subscription }) => subscription.elementId),
      elementInstanceKey: key(({ element }) => element.key),
      messageName: text(({ subscription }) => subscription.messageName),
      correlationKey: text(({ subscription }) => subscription.correlationKey),
      correlationTime: date(({ subscription }) => subscription.updatedAt),
      partitionId: integer(({ subscription }) => partitionOf(subscription.key)),
      businessId: text(({ element }) => element.instance.businessId, new10),
    },
  };
}
