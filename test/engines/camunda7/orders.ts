import type { RestClient } from "./client.ts";
import type { Scenarios, Steps } from "./steps.ts";
import { lineItems, real, text } from "./values.ts";

/** Two versions, parallel branches, multi-instance picking, timers, and business keys that are hard to carry. */
export async function seedOrders(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const order = async (scenario: string, businessKey: string, skus: string[], more = {}): Promise<string> => {
    const variables = { orderNumber: text(businessKey), total: real(149.9), lineItems: lineItems(...skus) };
    const id = await steps.start("order-fulfilment", { businessKey, variables, ...more });
    scenarios[scenario] = id;
    return id;
  };
  const awaitDelivery = async (id: string): Promise<void> => {
    await steps.finishWork("charge-card", id, { authorisation: text("auth-77120") });
    await steps.completeTask(id);
  };

  await order("order-multi-instance", "ORDER-1001", ["CHAIR-7", "DESK-2", "LAMP-31"]);
  await order("order-old-version", "ORDER-0042", ["CHAIR-6"], { version: 1 });
  await steps.refuseWork("charge-card", await order("order-card-declined", "ORDER-1002", ["SOFA-1"]), {
    errorCode: "CARD_DECLINED",
    errorMessage: "Issuer said no (05)",
  });
  await awaitDelivery(await order("order-waiting-timer", "ORDER-1003", ["LAMP-9"]));
  await order("order-business-key-unicode", "Bestellung Größe XL – 東京 🚚 #7", ["CAP-1"]);
  await order("order-business-key-wildcards", "ORDER_100%_\\off", ["CAP-2"]);
  await order("order-business-key-long", `ORDER-${"9".repeat(249)}`, ["CAP-3"]);

  const overdue = await order("order-overdue-timer", "ORDER-1004", ["LAMP-10"]);
  await awaitDelivery(overdue);
  const { id: timer } = await steps.job(overdue, "&timers=true");
  // Below the range that this engine's job executor takes (application.yml), so it stays due for ever.
  await engine.put(`/job/${timer}/priority`, { priority: -1 });
  await engine.put(`/job/${timer}/duedate`, { duedate: "2020-01-31T12:00:00.000+0000", cascade: false });
}
