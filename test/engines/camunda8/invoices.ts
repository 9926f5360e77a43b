import { ledgerMessage } from "../../contract/world.ts";
import type { RestClient } from "./client.ts";
import type { Scenarios, Start, Steps } from "./steps.ts";
import { everyType } from "./values.ts";

/** One person approves each: tasks, a failing job, cancellation, a start in the middle, and variables of every type. */
export async function seedInvoices(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const invoice = async (scenario: string, businessKey?: string, more: Start = {}): Promise<string> => {
    const variables = { initiator: null, amount: 1280.5, creditor: "Papier & Söhne GmbH" };
    const keyed = businessKey === undefined ? {} : { businessKey };
    const id = await steps.start("invoice-approval", { ...keyed, variables, ...more });
    scenarios[scenario] = id;
    return id;
  };
  const approve = async (scenario: string, businessKey: string, ledgerUp: boolean) => {
    const id = await invoice(scenario, businessKey);
    await steps.completeTask(id, { approved: true, ledgerUp });
    if (ledgerUp) await steps.finishWork("postToLedger", id);
    else await steps.failWork("postToLedger", id, ledgerMessage);
  };
  const assign = async () => {
    const { key } = await steps.task(await invoice("invoice-assigned", "INV-2026-002"));
    await engine.post(`/v2/user-tasks/${key}/assignment`, { assignee: "mary.bookkeeper" });
  };
  const reject = async () => {
    await steps.completeTask(await invoice("invoice-rejected", "INV-2026-004"), { approved: false });
  };

  await invoice("invoice-unassigned", "INV-2026-001");
  await Promise.all([
    assign(),
    approve("invoice-completed", "INV-2026-003", true),
    reject(),
    approve("invoice-failed-job", "INV-2026-005", false),
    approve("invoice-annotated-incident", "INV-2026-006", false),
  ]);
  await steps.cancel(await invoice("invoice-cancelled", "INV-2026-008"));
  await steps.cancel(await invoice("invoice-restarted-original", "INV-2026-010"));
  await invoice("invoice-restarted", "INV-2026-010", { at: "approveInvoice" });
  await invoice("invoice-same-key-a", "INV-2026-011");
  await invoice("invoice-same-key-b", "INV-2026-011");
  await invoice("invoice-without-key");
  await seedVariables(engine, steps, scenarios);
}

/** A value changed, and one local to a task. */
async function seedVariables(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const id = await steps.start("invoice-approval", {
    businessKey: "INV-VARIABLES",
    variables: { initiator: null, ...everyType },
  });
  scenarios["variables-every-type"] = id;
  const { elementInstanceKey } = (await steps.task(id)).value;
  await engine.put(`/v2/element-instances/${id}/variables`, { variables: { shortText: "changed" } });
  await engine.put(`/v2/element-instances/${elementInstanceKey}/variables`, {
    variables: { reviewer: "local to the task" },
    local: true,
  });
}
