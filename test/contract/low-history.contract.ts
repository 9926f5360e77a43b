import { describe, expect, it } from "vitest";
import { allRows, asking, needs, refusalOf, type Subject } from "./subject.ts";

/** An engine that records no history: what runs is found by id, and nothing pretends to be complete. */
export function noHistoryContract(subject: () => Subject): void {
  const ask = () => asking(subject());

  it("a running instance is found by id, with what only the history knows named unknown", async () => {
    const answer = await ask().get({ id: subject().idOf("invoice-unassigned") });
    expect(answer.instance).toMatchObject({
      state: "active",
      definition: { key: "invoice-approval", version: 1, name: "Invoice approval", versionTag: "3.1" },
      businessKey: "INV-2026-001",
      hasIncident: false,
      endedAt: null,
    });
    expect(answer.instance).not.toHaveProperty("startedAt");
    expect(answer.unknown).toEqual(expect.arrayContaining(["startedAt", "root"]));
  });

  it("relatives that run are named", async (ctx) => {
    needs(subject(), ctx, "onboarding-failed");
    expect(await ask().get({ id: subject().idOf("onboarding-failed-child") })).toMatchObject({
      parent: { id: subject().idOf("onboarding-failed") },
      called: [{ id: subject().idOf("onboarding-failed-grandchild") }],
    });
  });

  it("an ended instance is not found, and the sentence says that it may not be recorded", async () => {
    const refusal = await refusalOf(ask().get({ id: subject().idOf("invoice-completed") }));
    expect(refusal).toMatchObject({ kind: "notFound", message: expect.stringContaining("records no history") });
  });

  it.for([{}, { state: "active" as const }, { hasIncident: true }, { definitionKey: "invoice-approval" }])(
    "the list %j is refused rather than empty",
    async (input) => {
      expect((await refusalOf(ask().query(input))).kind).toMatch(/^(?:denied|unsupported)$/);
      expect((await refusalOf(ask().query({ ...input, mode: "count" }))).kind).toMatch(/^(?:denied|unsupported)$/);
    },
  );

  it("its history is empty, and no source claims to be recorded", async () => {
    const { events, sources } = await ask().history({ id: subject().idOf("invoice-unassigned") });
    expect(events).toEqual([]);
    expect(sources.filter(({ status }) => status === "recorded")).toEqual([]);
  });
}

/** An engine whose history records instances, elements and variables, but neither incidents nor failures. */
export function auditHistoryContract(subject: () => Subject): void {
  const ask = () => asking(subject());

  it("open incidents are found by get all the same", async () => {
    const { instance, incidents } = await ask().get({ id: subject().idOf("invoice-failed-job") });
    expect(instance.hasIncident).toBe(true);
    expect(incidents).toHaveLength(1);
  });

  it("rows of a list tell whether they are stuck", async () => {
    const rows = await allRows(ask(), { definitionKey: "invoice-approval", state: "active" });
    const stuck = subject().labelsOf(rows.filter(({ hasIncident }) => hasIncident));
    expect(stuck).toEqual(["invoice-annotated-incident", "invoice-failed-job"]);
  });

  describe("a question about incidents", () => {
    it.for([
      { hasIncident: true },
      { attention: ["incident" as const] },
      { incidentType: "failedJob" },
      { incidentMessage: "*ledger*" },
    ])("%j is refused rather than empty, as list and as count", async (input) => {
      expect((await refusalOf(ask().query(input))).kind).toBe("unsupported");
      expect((await refusalOf(ask().query({ ...input, mode: "count" }))).kind).toBe("unsupported");
    });

    it("that can be answered from the running side is answered", async () => {
      const rows = await allRows(ask(), { attention: ["incident", "retrying"], definitionKey: "invoice-approval" });
      expect(subject().labelsOf(rows)).toEqual(["invoice-annotated-incident", "invoice-failed-job"]);
    });
  });

  it("sources do not call empty what was never recorded", async () => {
    const { events, sources } = await ask().history({ id: subject().idOf("invoice-failed-job") });
    expect(events).toContainEqual(expect.objectContaining({ kind: "element", outcome: "failed" }));
    const status = Object.fromEntries(sources.map(({ kind, status: one }) => [kind, one]));
    expect(status).toMatchObject({ instance: "recorded", element: "recorded", incident: "notRecorded" });
    expect(status["jobFailure"]).not.toBe("recorded");
  });
}
