import * as z from "zod";
import type { RestClient } from "./client.ts";
import type { Scenarios, Steps } from "./steps.ts";
import { text } from "./values.ts";

/** Three levels of processes, each calling the next. */
export async function seedOnboardings(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const onboard = async (scenario: string, customerNumber: string, bureau: string): Promise<string> => {
    const id = await steps.start("customer-onboarding", {
      businessKey: `CUSTOMER ${customerNumber}`,
      variables: { customerNumber: text(customerNumber), bureau: text(bureau) },
    });
    scenarios[scenario] = id;
    return id;
  };
  const onboardFamily = async (scenario: string, customerNumber: string, bureau: string): Promise<string> => {
    const id = await onboard(scenario, customerNumber, bureau);
    const child = (await steps.child(id)).id;
    scenarios[`${scenario}-child`] = child;
    scenarios[`${scenario}-grandchild`] = (await steps.child(child)).id;
    return id;
  };

  await steps.incident(await onboardFamily("onboarding-failed", "5001", "broken"));
  await onboardFamily("onboarding-manual", "5002", "manual");
  const withdrawn = await onboardFamily("onboarding-withdrawn", "5003", "manual");
  await engine.post("/message", { messageName: "customer-withdrew", processInstanceId: withdrawn });
  const completed = await onboard("onboarding-completed", "5004", "online");
  await steps.ended(completed);
  const child = await recordedChild(engine, completed);
  if (child !== undefined) scenarios["onboarding-completed-child"] = child;
  const grandchild = child && (await recordedChild(engine, child));
  if (grandchild) scenarios["onboarding-completed-grandchild"] = grandchild;
}

const rows = z.array(z.object({ id: z.string() }));

/** The instance that an ended one called; undefined on an engine without history. */
async function recordedChild(engine: RestClient, superProcessInstanceId: string): Promise<string | undefined> {
  const found = await engine.post("/history/process-instance?maxResults=1", { superProcessInstanceId });
  return rows.parse(found)[0]?.id;
}
