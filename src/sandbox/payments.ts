/** Payments: external workers in every condition, messages, retries, tenants. */
import { hostile, mailDown, workerTimeout } from "./failures.ts";
import { begin, cancel, day, enter, finish, hour, leave, minute, pass, type Story, second } from "./story.ts";
import { flag, text } from "./values.ts";
import { awaitMessage, fail, failWork, finishWork, lock, offer, record, resolve, schedule } from "./work.ts";
import type { ElementInstance, ExternalTask, Instance, VariableValue } from "./world.ts";

type Payment = { readonly instance: Instance; readonly capture: ExternalTask };
type Variables = Readonly<Record<string, VariableValue>>;

export function tellPayments(story: Story): void {
  const { now } = story;
  pay(story, "payment-waiting-external-task", "PAY-1", now - 75 * minute);
  lock(pay(story, "payment-locked-external-task", "PAY-2", now - 70 * minute).capture, now + 22 * hour);
  tellGivenUp(story, pay(story, "payment-failed-external-task", "PAY-3", now - 6 * hour), workerTimeout);
  tellGivenUp(story, pay(story, "payment-failed-hostile-text", "PAY-4", now - 25 * minute), hostile);
  tellResolved(story, pay(story, "payment-incident-resolved", "PAY-5", now - 11 * hour));
  tellRefused(story, pay(story, "payment-refused", "PAY-6", now - 36 * hour));
  awaitBank(story, pay(story, "payment-waiting-message", "PAY-7", now - 3 * day));
  tellModified(story, pay(story, "payment-modified", "PAY-8", now - 30 * hour));
  tellRetrying(story, pay(story, "payment-job-retrying", "PAY-9", now - 10 * hour, { mailUp: flag(false) }));
  pay(story, "payment-tenant-eu", "PAY-EU-1", now - 40 * minute, {}, "acme-eu");
  const closed = { message: "Bank closed", details: workerTimeout.details };
  tellGivenUp(story, pay(story, "payment-tenant-us", "PAY-US-1", now - 3 * hour, {}, "acme-us"), closed);
}

function pay(
  story: Story,
  scenario: string,
  businessKey: string,
  at: number,
  more: Variables = {},
  tenantId?: string,
): Payment {
  const variables = { email: text("jo@example.com"), ...more };
  const instance = begin(story, scenario, "payment-collection", {
    at,
    businessKey,
    variables,
    ...(tenantId && { tenantId }),
  });
  return { instance, capture: offer(story, enter(story, instance, "captureFunds", at), "capture-funds", 10) };
}

function tellGivenUp(
  story: Story,
  { capture }: Payment,
  { message, details }: typeof workerTimeout | typeof hostile | { message: string; details: string },
) {
  return failWork(story, capture, message, details, capture.createdAt + 30 * second);
}

function tellResolved(story: Story, payment: Payment): void {
  const incident = tellGivenUp(story, payment, workerTimeout);
  resolve(incident, incident.createdAt + 2 * hour);
  payment.capture.retries = 1;
}

function tellRefused(story: Story, { instance, capture }: Payment): void {
  const at = capture.createdAt + 5 * second;
  finishWork(story, capture, "deleted", at);
  cancel(capture.step, at);
  pass(story, instance, "insufficientFunds", at + 3);
  finish(story, instance, "paymentRefused", at + 3);
}

function awaitBank(story: Story, { instance, capture }: Payment): ElementInstance {
  const at = capture.createdAt + 4 * second;
  finishWork(story, capture, "succeeded", at);
  const waiting = enter(story, instance, "awaitConfirmation", at + 2);
  awaitMessage(story, waiting, "payment-confirmed");
  return waiting;
}

function tellModified(story: Story, { instance, capture }: Payment): void {
  const at = capture.createdAt + hour;
  awaitMessage(story, enter(story, instance, "awaitConfirmation", at), "payment-confirmed");
  finishWork(story, capture, "deleted", at + 16);
  cancel(capture.step, at + 16);
  record(story, instance, at, {
    type: "ModifyProcessInstance",
    entity: "ProcessInstance",
    annotation: "Captured by hand at the bank",
  });
}

function tellRetrying(story: Story, payment: Payment): void {
  const waiting = awaitBank(story, payment);
  const at = waiting.startedAt + 2 * hour;
  leave(waiting, at);
  for (const one of story.subscriptions) if (one.executionId === waiting.executionId) one.gone = true;
  const job = schedule(story, payment.instance, "sendReceipt", at, { retries: 3 });
  fail(story, job, mailDown, at + 40, at + 40 + day);
}
