import { expect } from "vitest";
import { faults, getting, hour, message, telling } from "./cases.ts";

export const where = [
  getting({ X: "payment-failed-external-task" }, ({ instance, waitingAt, incidents }, at) => {
    expect(instance).toMatchObject({ state: "active", hasIncident: true, businessKey: "PAY-3" });
    expect(waitingAt).toMatchObject([{ element: { elementId: "captureFunds" }, waitingMs: 6 * hour }]);
    expect(incidents).toMatchObject([
      {
        instanceId: instance.id,
        element: { elementId: "captureFunds" },
        type: faults[at.kind].work,
        message: message(at, "Payment provider did not answer: Read timed out"),
        // BPEL tells when the activity was entered.
        since: at.kind === "bpel" ? "2026-11-22T09:20:00.000Z" : "2026-11-22T09:20:30.000Z",
      },
    ]);
  }),
  getting({ X: "onboarding-failed" }, ({ waitingAt, incidents }, at) => {
    expect(waitingAt).toMatchObject([{ element: { elementId: "creditCheck" } }]);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      element: { elementId: "queryBureau" },
      type: faults[at.kind].job,
      message: message(at, "Unable to evaluate script"),
    });
    expect(at.labelOf(incidents[0]?.instanceId ?? "")).toBe("onboarding-failed-grandchild");
  }),
];

export const waiting = [
  getting({ X: "invoice-assigned" }, ({ waitingAt }, { kind }) => {
    const name = { name: "Approve invoice" };
    const told = { assignee: "mary.bookkeeper", dueAt: "2099-01-31T12:00:00.000Z" };
    expect(waitingAt).toHaveLength(1);
    expect(waitingAt[0]).toMatchObject({
      element: { elementId: "approveInvoice" },
      since: "2026-11-22T11:20:00.000Z",
      waitingMs: 4 * hour,
    });
    const { candidateGroups: _groups, ...waitsFor } = waitingAt[0]?.waitsFor ?? {};
    expect(waitsFor).toEqual({
      kind: "userTask",
      ...(kind === "operate" ? {} : kind === "bpel" ? told : { ...name, ...told }),
    });
  }),
  getting({ X: "payment-waiting-message" }, ({ waitingAt }, { kind }) => {
    const { correlationKey: _key, ...waitsFor } = waitingAt[0]?.waitsFor ?? {};
    expect(waitsFor).toEqual(
      kind === "operate"
        ? { kind: "other" }
        : { kind: "message", ...(kind === "bpel" ? {} : { name: "payment-confirmed" }) },
    );
    expect(waitingAt[0]?.since?.slice(0, 19)).toBe("2026-11-19T15:20:04");
  }),
];

export const history = [
  telling({ X: "invoice-completed" }, ({ instance, events, sources }, { kind }) => {
    expect(instance).toMatchObject({ state: "completed", businessKey: "INV-2026-003" });
    const elements = events.filter((event) => event.kind === "element");
    const passed = elements.map(({ element }) => element?.elementId);
    const begun = ["approveInvoice", "invoiceReceived"];
    const decided = ["decision", "postToLedger", "invoicePosted"];
    expect(passed.slice(0, 2).sort()).toEqual(begun);
    // All three are of one second, in which BPEL has no order.
    if (kind === "bpel") expect(passed.slice(2).sort()).toEqual(decided.toSorted());
    else expect(passed.slice(2)).toEqual(decided);
    expect(elements.map(({ outcome }) => outcome)).toEqual(elements.map(() => "completed"));
    expect(elements.find(({ element }) => element?.elementId === "approveInvoice")).toMatchObject({
      startedAt: "2026-11-19T15:20:00.000Z",
      durationMs: 2 * hour,
    });
    expect(events.filter((event) => event.kind === "instance")).toMatchObject([
      { startedAt: "2026-11-19T15:20:00.000Z", outcome: "completed" },
    ]);
    const failures = sources.filter((source) => source.kind === "jobFailure");
    expect(failures).toHaveLength(kind === "operate" || kind === "bpel" ? 0 : 1);
  }),
  telling({ X: "payment-incident-resolved" }, ({ events, sources }, { kind }) => {
    const incidents = events.filter((event) => event.kind === "incident");
    const source = sources.find((one) => one.kind === "incident");
    if (kind === "bpel") {
      expect(incidents).toEqual([]);
      expect(source?.status).toBe("notRecorded");
      return;
    }
    expect(source?.status).toBe("recorded");
    expect(incidents).toMatchObject([
      { startedAt: "2026-11-22T04:20:30.000Z", message: "Payment provider did not answer: Read timed out" },
    ]);
    expect(incidents[0]?.outcome).not.toBe("active");
  }),
];

export const passed = [
  telling({ X: "invoice-completed", E: "postToLedger" }, ({ events }) => {
    expect(events).toMatchObject([
      { kind: "element", element: { elementId: "postToLedger" }, outcome: "completed", startedAt: expect.any(String) },
    ]);
  }),
  telling({ X: "invoice-unassigned", E: "postToLedger" }, ({ events, sources }) => {
    expect(events).toEqual([]);
    expect(sources.find(({ kind }) => kind === "element")?.status).toBe("recorded");
  }),
];

export const family = [
  getting({ X: "onboarding-failed-child" }, ({ parent, root, called, calledTotal }, at) => {
    expect(at.labelOf(parent?.id ?? "")).toBe("onboarding-failed");
    expect(at.labelOf(root?.id ?? "")).toBe("onboarding-failed");
    expect(parent).toMatchObject({ definition: { key: "customer-onboarding" }, businessKey: "CUSTOMER 5001" });
    expect(called.map(({ id }) => at.labelOf(id))).toEqual(["onboarding-failed-grandchild"]);
    expect(called).toMatchObject([{ definition: { key: "bureau-request" }, state: "active" }]);
    expect(calledTotal).toBe(1);
  }),
];
