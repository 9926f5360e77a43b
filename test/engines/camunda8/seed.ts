import * as z from "zod";
import { camunda8Family } from "../../contract/vocabulary/camunda8.ts";
import { worldOf } from "../../contract/world.ts";
import { until } from "../until.ts";
import { type Credentials, login, type RestClient, restClient } from "./client.ts";
import { seedInvoices } from "./invoices.ts";
import { seedOnboardings } from "./onboardings.ts";
import { seedOrders } from "./orders.ts";
import { seedPayments } from "./payments.ts";
import { shown } from "./shown.ts";
import { type Scenarios, type Steps, steps as stepsOn } from "./steps.ts";

/** Fills a cluster of launchCamunda8 with realistic process instances and `count` parcels; for empty clusters only. */
export async function seedCamunda8(
  { url, storage }: { readonly url: string; readonly storage: string },
  credentials: Credentials,
  count: number,
): Promise<{ scenarios: Scenarios; parcels: Scenarios }> {
  const engine = restClient(url, await login(url, credentials));
  const steps = stepsOn(engine, restClient(storage));
  const scenarios: Scenarios = {};
  const parcels: Scenarios = {};
  await steps.deploy("order-fulfilment-v1.bpmn", "invoice-approval.bpmn", "payment-collection.bpmn");
  await steps.deploy("bureau-request.bpmn", "credit-check.bpmn", "customer-onboarding.bpmn", "parcel-tracking.bpmn");
  await steps.deploy("order-fulfilment-v2.bpmn");
  await definitionsShown(engine, 8);
  await Promise.all([
    seedOrders(steps, scenarios),
    seedInvoices(engine, steps, scenarios),
    seedOnboardings(steps, scenarios),
    seedPayments(engine, steps, scenarios),
    seedParcels(steps, count, parcels),
  ]);
  const { facts } = worldOf(camunda8Family({ api: "operate", key: "variable" }), Object.keys(scenarios), count);
  await shown(engine, { ...scenarios, ...parcels }, facts);
  return { scenarios, parcels };
}

const total = z.object({ total: z.number() });

/** Operate never gives the version tag of its process to an instance that it hears of first. */
function definitionsShown(engine: RestClient, count: number): Promise<true> {
  return until("the definitions in Operate", async () => {
    const found = await engine.post("/v1/process-definitions/search");
    return total.parse(found).total === count ? true : undefined;
  });
}

const depots = ["Köln", "Lyon", "Porto"];

/** Of ten parcels three are delivered, six under way, and one cannot be scanned. All are handed over at once. */
async function seedParcels(steps: Steps, count: number, parcels: Scenarios): Promise<void> {
  const handOver = async (_: unknown, n: number): Promise<void> => {
    const mode = n % 10 === 9 ? "broken" : n % 10 < 3 ? "delivered" : "open";
    const businessKey = `PARCEL-${String(n).padStart(6, "0")}`;
    const variables = { mode, weight: n % 30, depot: depots[n % depots.length] };
    const id = await steps.start("parcel-tracking", { businessKey, variables });
    parcels[businessKey] = id;
    if (mode === "broken") await steps.failWork("scan-parcel", id, "Scanner offline");
  };
  await Promise.all(Array.from({ length: count }, handOver));
}
