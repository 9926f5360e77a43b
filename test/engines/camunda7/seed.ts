import { type Credentials, restClient } from "./client.ts";
import { seedInvoices, seedVariables } from "./invoices.ts";
import { seedOnboardings } from "./onboardings.ts";
import { seedOrders } from "./orders.ts";
import { seedPayments } from "./payments.ts";
import { type Scenarios, type Steps, steps as stepsOn } from "./steps.ts";
import { text, whole } from "./values.ts";

const deployments: readonly [name: string, file: string, tenant?: string][] = [
  ["Order fulfilment 1.4", "order-fulfilment-v1.bpmn"],
  ["Order fulfilment 2.0", "order-fulfilment-v2.bpmn"],
  ["Invoice approval", "invoice-approval.bpmn"],
  ["Bureau request", "bureau-request.bpmn"],
  ["Credit check", "credit-check.bpmn"],
  ["Customer onboarding", "customer-onboarding.bpmn"],
  ["Payment collection", "payment-collection.bpmn"],
  ["Payment collection EU", "payment-collection.bpmn", "acme-eu"],
  ["Payment collection US", "payment-collection.bpmn", "acme-us"],
  ["Parcel tracking", "parcel-tracking.bpmn"],
];

/** Fills an engine of launchCamunda7 with realistic process instances and `count` parcels; for empty engines only. */
export async function seedCamunda7(
  url: string,
  { count, credentials }: { count: number; credentials?: Credentials },
): Promise<{ scenarios: Scenarios }> {
  const engine = restClient(url, credentials);
  const steps = stepsOn(engine);
  const scenarios: Scenarios = {};
  for (const deployment of deployments) await steps.deploy(...deployment);
  await seedOrders(engine, steps, scenarios);
  await seedInvoices(engine, steps, scenarios);
  await seedOnboardings(engine, steps, scenarios);
  await seedPayments(engine, steps, scenarios);
  await seedVariables(engine, steps, scenarios);
  await seedParcels(steps, count);
  return { scenarios };
}

const depots = ["Köln", "Lyon", "Porto"];
const scannerOffline = { errorMessage: "Scanner offline", errorDetails: "ScannerOffline: depot gate 3" };

/** Of ten parcels three are delivered, six under way, and one cannot be scanned. */
async function seedParcels(steps: Steps, count: number): Promise<void> {
  let next = 0;
  const handOver = async (): Promise<void> => {
    while (next < count) {
      const n = next++;
      const mode = n % 10 === 9 ? "broken" : n % 10 < 3 ? "delivered" : "open";
      const id = await steps.start("parcel-tracking", {
        businessKey: `PARCEL-${String(n).padStart(6, "0")}`,
        variables: { mode: text(mode), weight: whole(n % 30), depot: text(depots[n % depots.length] ?? "") },
      });
      if (mode === "broken") await steps.failWork("scan-parcel", id, scannerOffline);
    }
  };
  await Promise.all(Array.from({ length: 4 }, handOver));
}
