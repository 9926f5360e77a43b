import type { Scenarios, Steps } from "./steps.ts";
import { lineItems } from "./values.ts";

/** Two versions, parallel branches, multi-instance picking, a timer, and business keys that are hard to carry. */
export async function seedOrders(steps: Steps, scenarios: Scenarios): Promise<void> {
  const order = async (
    scenario: string,
    businessKey: string,
    skus: readonly string[],
    version = 2,
  ): Promise<string> => {
    const variables = { initiator: null, orderNumber: businessKey, total: 149.9, lineItems: lineItems(...skus) };
    const id = await steps.start("order-fulfilment", { businessKey, variables, version });
    scenarios[scenario] = id;
    return id;
  };

  await steps.refuseWork("charge-card", await order("order-card-declined", "ORDER-1002", ["SOFA-1"]), {
    errorCode: "CARD_DECLINED",
    errorMessage: "Issuer said no (05)",
    variables: { declineCode: "CARD_DECLINED", declineMessage: "Issuer said no (05)" },
  });
  const delivering = await order("order-waiting-timer", "ORDER-1003", ["LAMP-9"]);
  await steps.finishWork("charge-card", delivering, { authorisation: "auth-77120" });
  await steps.completeTask(delivering);
  // Whose jobs nobody may lock come last.
  await order("order-multi-instance", "ORDER-1001", ["CHAIR-7", "DESK-2", "LAMP-31"]);
  await order("order-old-version", "ORDER-0042", ["CHAIR-6"], 1);
  await order("order-business-key-unicode", "Bestellung Größe XL – 東京 🚚 #7", ["CAP-1"]);
  await order("order-business-key-wildcards", "ORDER_100%_\\off", ["CAP-2"]);
  await order("order-business-key-long", `ORDER-${"9".repeat(249)}`, ["CAP-3"]);
}
