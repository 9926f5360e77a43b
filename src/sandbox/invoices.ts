/** Invoices: people's work, failed jobs, suspension, cancellation, restart, doubtful business keys. */
import { ledgerDown } from "./failures.ts";
import { begin, day, end, enter, finish, hour, leave, minute, pass, type Story, setVariable } from "./story.ts";
import { decimal, flag, nothing, text } from "./values.ts";
import { assignToGroup, claim, fail, record, schedule, succeed } from "./work.ts";
import type { ElementInstance, Incident, Instance, VariableValue } from "./world.ts";

const farFuture = Date.UTC(2099, 0, 31, 12);

const usual = { amount: decimal(1280.5), creditor: text("Papier & Söhne GmbH") };

type Approval = { readonly instance: Instance; readonly approve: ElementInstance };

export function tellInvoices(story: Story): void {
  const { now } = story;
  invoice(story, "invoice-unassigned", "INV-2026-001", now - 30 * hour);
  tellAssigned(story, invoice(story, "invoice-assigned", "INV-2026-002", now - 4 * hour));
  tellAssigned(story, invoice(story, "invoice-overdue", "INV-2025-117", now - 12 * day, { dueAt: now - 2 * day }));
  tellCompleted(story, invoice(story, "invoice-completed", "INV-2026-003", now - 3 * day));
  tellRejected(story, invoice(story, "invoice-rejected", "INV-2026-004", now - 3 * day + hour));
  failPosting(story, invoice(story, "invoice-failed-job", "INV-2026-005", now - 5 * hour), now - 134 * minute);
  const annotated = failPosting(
    story,
    invoice(story, "invoice-annotated-incident", "INV-2026-006", now - 2 * day),
    now - 26 * hour,
  );
  if (annotated) annotated.annotation = "Ledger maintenance until Monday, see OPS-4711 *do not retry*";
  tellSuspended(story, invoice(story, "invoice-suspended", "INV-2026-007", now - 6 * day));
  tellCancelled(story);
  tellRestarted(story);
  invoice(story, "invoice-same-key-a", "INV-2026-011", now - 7 * hour);
  invoice(story, "invoice-same-key-b", "INV-2026-011", now - 7 * hour + 3 * minute);
  invoice(story, "invoice-without-key", null, now - 95 * minute);
}

/** Starts an invoice and puts it on the desk of accounting. */
export function invoice(
  story: Story,
  scenario: string,
  businessKey: string | null,
  at: number,
  more: { readonly dueAt?: number; readonly variables?: Readonly<Record<string, VariableValue>> } = {},
): Approval {
  const variables = { initiator: nothing, ...(more.variables ?? usual) };
  const instance = begin(story, scenario, "invoice-approval", { at, businessKey, variables });
  return { instance, approve: awaitApproval(story, instance, at, more.dueAt) };
}

function awaitApproval(story: Story, instance: Instance, at: number, dueAt = farFuture): ElementInstance {
  const approve = enter(story, instance, "approveInvoice", at);
  assignToGroup(story, approve, {
    group: "accounting",
    dueAt,
    description: "Compare the invoice with the purchase order.",
  });
  return approve;
}

function tellAssigned(story: Story, { approve }: Approval): void {
  if (approve.task) claim(story, approve.task, "mary.bookkeeper", approve.startedAt + 10 * minute);
}

function decide(
  story: Story,
  { instance, approve }: Approval,
  answers: Readonly<Record<string, boolean>>,
  at: number,
): void {
  for (const [name, answer] of Object.entries(answers)) setVariable(story, instance, name, flag(answer), at);
  leave(approve, at);
  pass(story, instance, "decision", at);
}

function tellCompleted(story: Story, approval: Approval): void {
  const at = approval.instance.startedAt + 2 * hour;
  decide(story, approval, { approved: true, ledgerUp: true }, at);
  const job = schedule(story, approval.instance, "postToLedger", at, { retries: 1 });
  succeed(story, job, at + 40);
  finish(story, approval.instance, "invoicePosted", at + 48);
}

function tellRejected(story: Story, approval: Approval): void {
  const at = approval.instance.startedAt + 50 * minute;
  decide(story, approval, { approved: false }, at);
  finish(story, approval.instance, "invoiceRejected", at + 9);
}

function failPosting(story: Story, approval: Approval, at: number): Incident | null {
  decide(story, approval, { approved: true, ledgerUp: false }, at - 60);
  return fail(story, schedule(story, approval.instance, "postToLedger", at - 58, { retries: 1 }), ledgerDown, at);
}

function tellSuspended(story: Story, { instance }: Approval): void {
  instance.state = "suspended";
  record(story, instance, instance.startedAt + day, {
    type: "Suspend",
    entity: "ProcessInstance",
    property: "suspensionState",
    newValue: "suspended",
  });
}

function tellCancelled(story: Story): void {
  const at = story.now - 28 * hour;
  const silent = invoice(story, "invoice-cancelled", "INV-2026-008", at).instance;
  end(story, silent, at + 2 * hour, "cancelled");
  record(story, silent, at + 2 * hour, { type: "Delete", entity: "ProcessInstance" });
  const reason = "Duplicate of INV-2026-008";
  const explained = invoice(story, "invoice-cancelled-with-reason", "INV-2026-009", at + minute).instance;
  end(story, explained, at + 3 * hour, "cancelled", reason);
  record(story, explained, at + 3 * hour, {
    type: "Delete",
    entity: "ProcessInstance",
    property: "deleteReason",
    newValue: reason,
  });
}

function tellRestarted(story: Story): void {
  const at = story.now - 20 * hour;
  const original = invoice(story, "invoice-restarted-original", "INV-2026-010", at).instance;
  end(story, original, at + hour, "cancelled");
  record(story, original, at + hour, { type: "Delete", entity: "ProcessInstance" });
  const instance = begin(story, "invoice-restarted", "invoice-approval", {
    at: at + 90 * minute,
    businessKey: original.businessKey,
    variables: { initiator: nothing, ...usual },
    startElementId: "approveInvoice",
    restartedFrom: original.id,
  });
  awaitApproval(story, instance, at + 90 * minute);
}
