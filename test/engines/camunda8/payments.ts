import { hostileMessage } from "../../contract/world.ts";
import type { RestClient } from "./client.ts";
import type { Scenarios, Steps } from "./steps.ts";
import type { Values } from "./values.ts";

const type = "capture-funds";
const timedOut = "Payment provider did not answer: Read timed out";
const mailDown =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the story, as a worker quotes it
  "Unknown property used in expression: ${mailUp ? true : mailClient.send(email)}. Cause: Cannot resolve identifier 'mailClient'";
const day = 86_400_000;

/** Workers, messages, retries and a modification. */
export async function seedPayments(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const pay = async (scenario: string, businessKey: string, more: Values = {}): Promise<string> => {
    const variables = { email: "jo@example.com", ...more };
    const id = await steps.start("payment-collection", { businessKey, variables });
    scenarios[scenario] = id;
    return id;
  };
  const resolve = async () => {
    const id = await pay("payment-incident-resolved", "PAY-5");
    await steps.retryWork(await steps.failWork(type, id, timedOut), id);
  };
  const modify = async () => {
    const id = await pay("payment-modified", "PAY-8");
    const { elementInstanceKey } = await steps.lock(type, id);
    await engine.post(`/v2/process-instances/${id}/modification`, {
      activateInstructions: [{ elementId: "awaitConfirmation" }],
      terminateInstructions: [{ elementInstanceKey: BigInt(elementInstanceKey) }],
    });
  };
  const retry = async () => {
    const id = await pay("payment-job-retrying", "PAY-9", { mailUp: false });
    await steps.finishWork(type, id);
    await steps.send("payment-confirmed", "PAY-9", id);
    await steps.failWork("sendReceipt", id, mailDown, { left: 2, ms: day });
  };

  // A worker locks all that it is given: the longest lock first, and last what nobody may lock.
  await steps.lock(type, await pay("payment-locked-external-task", "PAY-2"), day);
  const fail = async (scenario: string, businessKey: string, message: string) =>
    steps.failWork(type, await pay(scenario, businessKey), message);
  const refuse = async () =>
    steps.refuseWork(type, await pay("payment-refused", "PAY-6"), { errorCode: "INSUFFICIENT_FUNDS" });
  const capture = async () => steps.finishWork(type, await pay("payment-waiting-message", "PAY-7"));
  await Promise.all([
    fail("payment-failed-external-task", "PAY-3", timedOut),
    fail("payment-failed-hostile-text", "PAY-4", hostileMessage),
    refuse(),
    capture(),
    resolve(),
    modify(),
    retry(),
  ]);
  await pay("payment-waiting-external-task", "PAY-1");
}
