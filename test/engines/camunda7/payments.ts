import type { RestClient } from "./client.ts";
import type { Scenarios, Start, Steps } from "./steps.ts";
import { flag, text, workerTrace } from "./values.ts";

const topic = "capture-funds";
const hostile = {
  errorMessage: '<!channel> *boom* | `rm` "quoted" <https://evil.example|click> & 💥\nsecond line',
  errorDetails: `<@U123> \`\`\`${"x".repeat(50)}\`\`\``,
};

/** External workers, messages, retries, a modification and two tenants. */
export async function seedPayments(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const pay = async (scenario: string, businessKey: string, { variables, ...more }: Start = {}): Promise<string> => {
    const start = { businessKey, variables: { email: text("jo@example.com"), ...variables }, ...more };
    const id = await steps.start("payment-collection", start);
    scenarios[scenario] = id;
    return id;
  };

  await pay("payment-waiting-external-task", "PAY-1");
  await steps.lock(topic, await pay("payment-locked-external-task", "PAY-2"), 86_400_000);
  await steps.failWork(topic, await pay("payment-failed-external-task", "PAY-3"));
  await steps.failWork(topic, await pay("payment-failed-hostile-text", "PAY-4"), hostile);
  const failed = await steps.failWork(topic, await pay("payment-incident-resolved", "PAY-5"));
  await engine.put(`/external-task/${failed}/retries`, { retries: 1 });
  await steps.refuseWork(topic, await pay("payment-refused", "PAY-6"), { errorCode: "INSUFFICIENT_FUNDS" });
  await steps.finishWork(topic, await pay("payment-waiting-message", "PAY-7"));
  const modified = await pay("payment-modified", "PAY-8");
  await engine.post(`/process-instance/${modified}/modification`, {
    annotation: "Captured by hand at the bank",
    instructions: [
      { type: "startBeforeActivity", activityId: "awaitConfirmation" },
      { type: "cancel", activityId: "captureFunds" },
    ],
  });
  const retrying = await pay("payment-job-retrying", "PAY-9", { variables: { mailUp: flag(false) } });
  await steps.finishWork(topic, retrying);
  await engine.post("/message", { messageName: "payment-confirmed", processInstanceId: retrying });
  await steps.job(retrying, "&withException=true");
  await pay("payment-tenant-eu", "PAY-EU-1", { tenant: "acme-eu" });
  await steps.failWork(topic, await pay("payment-tenant-us", "PAY-US-1", { tenant: "acme-us" }), {
    errorMessage: "Bank closed",
    errorDetails: workerTrace,
  });
}
