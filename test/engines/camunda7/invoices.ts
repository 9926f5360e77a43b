import * as z from "zod";
import type { RestClient } from "./client.ts";
import type { Scenarios, Steps } from "./steps.ts";
import { beyondDouble, everyType, flag, real, text } from "./values.ts";

/** One person approves each: tasks, failing jobs, suspension, cancellation, restart, and variables of every type. */
export async function seedInvoices(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const invoice = async (scenario: string, businessKey?: string): Promise<string> => {
    const variables = { amount: real(1280.5), creditor: text("Papier & Söhne GmbH") };
    const id = await steps.start("invoice-approval", { businessKey, variables });
    scenarios[scenario] = id;
    return id;
  };
  const approve = (id: string, ledgerUp: boolean) =>
    steps.completeTask(id, { approved: flag(true), ledgerUp: flag(ledgerUp) });

  await invoice("invoice-unassigned", "INV-2026-001");
  const assigned = await steps.task(await invoice("invoice-assigned", "INV-2026-002"));
  await engine.post(`/task/${assigned.id}/assignee`, { userId: "mary.bookkeeper" });
  const completed = await invoice("invoice-completed", "INV-2026-003");
  await approve(completed, true);
  await steps.ended(completed);
  await steps.completeTask(await invoice("invoice-rejected", "INV-2026-004"), { approved: flag(false) });
  const failed = await invoice("invoice-failed-job", "INV-2026-005");
  await approve(failed, false);
  await steps.incident(failed);
  const annotated = await invoice("invoice-annotated-incident", "INV-2026-006");
  await approve(annotated, false);
  await engine.put(`/incident/${(await steps.incident(annotated)).id}/annotation`, {
    annotation: "Ledger maintenance until Monday, see OPS-4711 *do not retry*",
  });
  const suspended = await invoice("invoice-suspended", "INV-2026-007");
  await engine.put(`/process-instance/${suspended}/suspended`, { suspended: true });
  await engine.delete(`/process-instance/${await invoice("invoice-cancelled", "INV-2026-008")}`);
  const duplicate = await invoice("invoice-cancelled-with-reason", "INV-2026-009");
  await engine.post("/process-instance/delete", {
    processInstanceIds: [duplicate],
    deleteReason: "Duplicate of INV-2026-008",
  });
  await steps.ended(duplicate);
  const original = await invoice("invoice-restarted-original", "INV-2026-010");
  await engine.delete(`/process-instance/${original}`);
  const restarted = await restart(engine, original);
  if (restarted !== undefined) scenarios["invoice-restarted"] = restarted;
  await invoice("invoice-same-key-a", "INV-2026-011");
  await invoice("invoice-same-key-b", "INV-2026-011");
  await invoice("invoice-without-key");
  const overdue = await steps.task(await invoice("invoice-overdue-task", "INV-2026-012"));
  // The whole task goes back: a property left out would be cleared.
  await engine.put(`/task/${overdue.id}`, { ...overdue, due: "2020-01-31T12:00:00.000+0000" });
}

const historicRow = z.object({ id: z.string(), processDefinitionId: z.string() });
const restartedRows = z.array(z.object({ id: z.string(), restartedProcessInstanceId: z.string().nullable() }));

/** Undefined on an engine without history, which cannot restart. */
async function restart(engine: RestClient, original: string): Promise<string | undefined> {
  const answer = await engine.raw("GET", `/history/process-instance/${original}`);
  if (answer.status !== 200) return undefined;
  const { processDefinitionId } = historicRow.parse(JSON.parse(answer.text));
  await engine.post(`/process-definition/${encodeURIComponent(processDefinitionId)}/restart`, {
    processInstanceIds: [original],
    instructions: [{ type: "startBeforeActivity", activityId: "approveInvoice" }],
  });
  const newest = await engine.post("/history/process-instance?maxResults=50", {
    processDefinitionKey: "invoice-approval",
    unfinished: true,
    sorting: [{ sortBy: "startTime", sortOrder: "desc" }],
  });
  return restartedRows.parse(newest).find((row) => row.restartedProcessInstanceId === original)?.id;
}

/** Values changed, removed and local to a task as well: the history keeps all of it. */
export async function seedVariables(engine: RestClient, steps: Steps, scenarios: Scenarios): Promise<void> {
  const id = await steps.start("invoice-approval", { businessKey: "INV-VARIABLES", variables: everyType });
  scenarios["variables-every-type"] = id;
  const variables = `/process-instance/${id}/variables`;
  for (const [name, body] of Object.entries(beyondDouble)) await engine.put(`${variables}/${name}`, body);
  await engine.put(`${variables}/shortText`, text("changed"));
  await engine.put(`${variables}/removedLater`, text("gone"));
  await engine.delete(`${variables}/removedLater`);
  const { id: task } = await steps.task(id);
  await engine.put(`/task/${task}/localVariables/reviewer`, text("local to the task"));
}
