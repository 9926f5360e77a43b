import type { Scenarios, Steps } from "./steps.ts";

const message = "Unable to evaluate script while executing activity 'queryBureau': Cannot find property bureauClient";

/** Three levels of processes, each calling the next. */
export async function seedOnboardings(steps: Steps, scenarios: Scenarios): Promise<void> {
  const onboard = async (scenario: string, customerNumber: string, bureau: string) => {
    const businessKey = `CUSTOMER ${customerNumber}`;
    const variables = { customerNumber, bureau };
    const id = await steps.start("customer-onboarding", { businessKey, variables });
    const child = await steps.child(id);
    const grandchild = await steps.child(child);
    scenarios[scenario] = id;
    scenarios[`${scenario}-child`] = child;
    scenarios[`${scenario}-grandchild`] = grandchild;
    return { id, grandchild, businessKey };
  };
  const fail = async () => {
    const { grandchild } = await onboard("onboarding-failed", "5001", "broken");
    await steps.failWork("queryBureau", grandchild, message);
  };
  const withdraw = async () => {
    const { id, businessKey, grandchild } = await onboard("onboarding-withdrawn", "5003", "manual");
    await steps.task(grandchild);
    await steps.send("customer-withdrew", businessKey, id);
  };
  const complete = async () => {
    const { grandchild } = await onboard("onboarding-completed", "5004", "online");
    await steps.finishWork("queryBureau", grandchild, { rating: "AA" });
  };
  await Promise.all([fail(), onboard("onboarding-manual", "5002", "manual"), withdraw(), complete()]);
}
