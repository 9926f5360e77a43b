/** Orders: parallel branches, multi-instance, timers, odd business keys. */
import { begin, cancel, day, enter, hour, leave, minute, pass, type Story, second, setVariable } from "./story.ts";
import { decimal, json, lineItems, nothing, text, whole } from "./values.ts";
import { assignToGroup, finishWork, offer, schedule } from "./work.ts";
import type { ElementInstance, ExternalTask, Instance } from "./world.ts";

type Order = {
  readonly instance: Instance;
  readonly charge: ExternalTask;
  readonly body: ElementInstance;
  readonly picks: readonly ElementInstance[];
};

export function tellOrders(story: Story): void {
  const { now } = story;
  order(story, "order-multi-instance", "ORDER-1001", ["CHAIR-7", "DESK-2", "LAMP-31"], now - 3 * hour);
  order(story, "order-old-version", "ORDER-0042", ["CHAIR-6"], now - 40 * day, 1);
  declineCard(story, order(story, "order-card-declined", "ORDER-1002", ["SOFA-1"], now - 26 * hour));
  deliver(
    story,
    order(story, "order-waiting-timer", "ORDER-1003", ["LAMP-9"], now - 2 * day),
    Date.UTC(2099, 11, 31, 8),
  );
  deliver(story, order(story, "order-overdue-timer", "ORDER-0977", ["LAMP-8"], now - 5 * day), now - 40 * minute);
  order(story, "order-business-key-unicode", "Bestellung Größe XL – 東京 🚚 #7", ["CAP-1"], now - 50 * minute);
  order(story, "order-business-key-wildcards", "ORDER_100%_\\off", ["CAP-2"], now - 49 * minute);
  order(story, "order-business-key-long", `ORDER-${"9".repeat(249)}`, ["CAP-3"], now - 48 * minute);
}

function order(
  story: Story,
  scenario: string,
  businessKey: string,
  skus: readonly string[],
  at: number,
  version?: number,
): Order {
  const variables = {
    initiator: nothing,
    orderNumber: text(businessKey),
    total: decimal(149.9),
    lineItems: lineItems(skus),
  };
  const instance = begin(story, scenario, "order-fulfilment", {
    at,
    businessKey,
    variables,
    ...(version && { version }),
  });
  pass(story, instance, "split", at);
  const charge = offer(story, enter(story, instance, "chargeCard", at + 8), "charge-card");
  const body = enter(story, instance, "pickItems#multiInstanceBody", at + 1);
  for (const [name, count] of Object.entries({
    nrOfInstances: skus.length,
    nrOfCompletedInstances: 0,
    nrOfActiveInstances: skus.length,
  })) {
    setVariable(story, instance, name, whole(count), at + 1, { scope: body });
  }
  const picks = skus.map((sku, index) => pick(story, body, sku, index, at + 3));
  return { instance, charge, body, picks };
}

function pick(story: Story, body: ElementInstance, sku: string, index: number, at: number): ElementInstance {
  const { instance } = body;
  const inner = enter(story, instance, "pickItems", at, body);
  setVariable(story, instance, "loopCounter", whole(index), at, { scope: inner });
  setVariable(story, instance, "lineItem", json({ sku, quantity: index + 1 }), at, { scope: inner });
  pass(story, instance, "pickStart", at, inner);
  const step = enter(story, instance, "pickItem", at + 1, inner);
  assignToGroup(story, step, { group: "warehouse", name: `Pick ${sku}`, priority: 30 });
  return step;
}

function declineCard(story: Story, { instance, charge }: Order): void {
  const at = charge.createdAt + 12 * second;
  finishWork(story, charge, "deleted", at);
  cancel(charge.step, at);
  setVariable(story, instance, "declineCode", text("CARD_DECLINED"), at);
  setVariable(story, instance, "declineMessage", text("Issuer said no (05)"), at);
  pass(story, instance, "cardDeclined", at + 1);
  assignToGroup(story, enter(story, instance, "contactCustomer", at + 2), { group: "service" });
}

function deliver(story: Story, { instance, charge, body, picks }: Order, dueAt: number): void {
  const charged = charge.createdAt + 3 * second;
  finishWork(story, charge, "succeeded", charged);
  setVariable(story, instance, "authorisation", text("auth-77120"), charged);
  pass(story, instance, "settled", charged);
  const waiting = enter(story, instance, "join", charged);
  const picked = charged + 20 * minute;
  for (const step of picks) {
    leave(step, picked);
    if (!step.scope) continue;
    pass(story, instance, "pickEnd", picked, step.scope).endsScope = true;
    leave(step.scope, picked);
    step.scope.endsScope = true;
  }
  leave(body, picked);
  leave(waiting, picked);
  pass(story, instance, "join", picked);
  const window = enter(story, instance, "deliveryWindow", picked);
  schedule(story, instance, "deliveryWindow", picked, { retries: 3, timer: { step: window, dueAt } });
}
