import { describe, expect, it } from "vitest";
import type { EventKind, HistoryEvent } from "../../src/core/model.ts";
import { type Asking, asking, needs, refusalOf, type Subject, wants } from "./subject.ts";

type Question = Parameters<Asking["history"]>[0];

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (a: HistoryEvent, b: HistoryEvent) =>
  compare(a.startedAt, b.startedAt) || compare(a.kind, b.kind) || compare(a.id, b.id);

async function allEvents(ask: Asking, question: Question): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ask.history({ ...question, ...(cursor === undefined ? {} : { cursor }) });
    events.push(...page.events);
    if (page.nextCursor === undefined) return events;
    expect(page.events.length, "a page with a next one is full").toBe(question.limit ?? 50);
    cursor = page.nextCursor;
  }
}

const everyKind = ["instance", "element", "incident", "jobFailure", "calledInstance", "variable", "operation"] as const;

/** What happened in an instance. For seeded engines with full history. */
export function historyContract(subject: () => Subject): void {
  const ask = () => asking(subject());
  const family = () => subject().traits.family;
  /** Why no failures of jobs are told. */
  const noFailures = () => family().lacks.jobs ?? family().lacks.retries;
  /** The kinds that the engine has. */
  const kindsHere = async () => [...(await subject().engine.capabilities(new AbortController().signal)).eventKinds];
  const events = async (scenario: string, more: Partial<Question> = {}) =>
    (await ask().history({ id: subject().idOf(scenario), limit: 200, ...more })).events;

  it("of an ended instance: its own span, then its elements, each one event with start, end and outcome", async (ctx) => {
    needs(subject(), ctx, "invoice-completed");
    const found = await events("invoice-completed");
    expect(found.map(({ kind, element, outcome }) => [kind, element?.elementId, outcome]).sort()).toEqual(
      [
        ["instance", undefined, "completed"],
        ...["invoiceReceived", "approveInvoice", "decision", "postToLedger", "invoicePosted"].map((id) => [
          "element",
          id,
          "completed",
        ]),
      ].sort(),
    );
    for (const { startedAt, endedAt, durationMs } of found) {
      expect(durationMs).toBe(Date.parse(endedAt ?? "") - Date.parse(startedAt));
    }
    expect(found.find(({ element }) => element?.elementId === "decision")?.element).toMatchObject({
      elementName: "Approved?",
      ...(family().world.strangeElements["decision"] ?? { elementType: "exclusiveGateway" }),
    });
  });

  it("of a cancelled instance tells the reason, if there is one, and its open element as cancelled", async (ctx) => {
    needs(subject(), ctx, "invoice-cancelled-with-reason");
    const found = await events("invoice-cancelled-with-reason");
    const why = family().lacks.endReasons ? {} : { detail: "Duplicate of INV-2026-008" };
    expect(found).toContainEqual(expect.objectContaining({ kind: "instance", outcome: "cancelled", ...why }));
    const task = found.find(({ element }) => element?.elementId === "approveInvoice");
    expect(task?.outcome).toBe("cancelled");
  });

  it("an element that failed is told with its incident and its failure, also before its history row exists", async () => {
    const found = await events("invoice-failed-job");
    const failed = found.filter(({ element }) => element?.elementId === "postToLedger");
    expect(failed.map(({ kind, outcome }) => `${kind} ${outcome}`).sort()).toEqual([
      `element ${family().history.stuck}`,
      "incident active",
      ...(noFailures() ? [] : ["jobFailure failed"]),
    ]);
    if (noFailures()) return;
    expect(failed.find(({ kind }) => kind === "jobFailure")).toMatchObject({
      type: family().history.jobFailure,
      retries: 0,
      message: expect.stringContaining("ledgerClient"),
      fingerprint: failed.find(({ kind }) => kind === "incident")?.fingerprint ? expect.any(String) : undefined,
    });
  });

  it("a job that waits before its element for the next attempt is active, its failure told with what is left", async (ctx) => {
    wants(subject(), ctx, "jobs", "retries");
    needs(subject(), ctx, "payment-job-retrying");
    const found = await events("payment-job-retrying");
    const receipt = found.filter(({ element }) => element?.elementId === "sendReceipt");
    expect(receipt.map(({ kind, outcome }) => `${kind} ${outcome}`).sort()).toEqual([
      "element active",
      "jobFailure failed",
    ]);
    expect(receipt.find(({ kind }) => kind === "jobFailure")?.retries).toBe(2);
  });

  it("an incident is one span from its start to its end", async (ctx) => {
    wants(subject(), ctx, "resolvedIncidents");
    needs(subject(), ctx, "payment-incident-resolved");
    const resolved = (await events("payment-incident-resolved", { kinds: ["incident"] }))[0];
    expect(resolved).toMatchObject({ outcome: "resolved", type: family().world.failedWork });
    if (family().lacks.incidentEnds) {
      for (const name of ["endedAt", "durationMs"]) expect(resolved).not.toHaveProperty(name);
    } else {
      expect(resolved?.durationMs).toBe(Date.parse(resolved?.endedAt ?? "") - Date.parse(resolved?.startedAt ?? ""));
    }
    if (family().lacks.jobs) return;
    const failures = await events("payment-incident-resolved", { kinds: ["jobFailure"] });
    expect(failures).toMatchObject([
      { type: family().history.workFailure, message: "Payment provider did not answer: Read timed out" },
    ]);
  });

  it("called instances are named, as elements or as a kind of their own", async (ctx) => {
    needs(subject(), ctx, "onboarding-withdrawn");
    const calledId = subject().idOf("onboarding-withdrawn-child");
    const { calls } = family().lacks;
    const call = { ...(calls ? {} : { element: { elementId: "creditCheck" } }), calledId, outcome: "cancelled" };
    const byDefault = await events("onboarding-withdrawn");
    expect(byDefault.filter(({ calledId: id }) => id)).toMatchObject([{ kind: "calledInstance", ...call }]);
    expect(byDefault.filter(({ element }) => element?.elementId === "creditCheck")).toHaveLength(1);
    expect(await events("onboarding-withdrawn", { kinds: ["calledInstance"] })).toMatchObject([call]);
    const asElement = await events("onboarding-withdrawn", { kinds: ["element"] });
    expect(asElement.filter(({ calledId: id }) => id)).toMatchObject(calls ? [] : [{ kind: "element", ...call }]);
  });

  it("variables are names and types, values never", async (ctx) => {
    wants(subject(), ctx, "variableHistory");
    const found = await events("variables-every-type", { kinds: ["variable"] });
    expect(found.length).toBeGreaterThanOrEqual(family().history.variables);
    expect(found).toContainEqual(
      expect.objectContaining({ name: "apiPassword", type: family().variables.text, outcome: "active" }),
    );
    expect(found.find(({ name }) => name === "removedLater")?.outcome).toBe("completed");
    expect(JSON.stringify(found)).not.toMatch(/hunter2|plain|changed/);
  });

  it("of one element holds that element only", async () => {
    const found = await events("invoice-failed-job", { elementId: "postToLedger" });
    expect(found.length).toBe(noFailures() ? 2 : 3);
    expect(new Set(found.map(({ element }) => element?.elementId))).toEqual(new Set(["postToLedger"]));
    expect(await events("invoice-failed-job", { elementId: "nowhere" })).toEqual([]);
  });

  describe("order and pages", () => {
    const scenarios = [
      "order-waiting-timer",
      "onboarding-withdrawn",
      "invoice-failed-job",
      "payment-incident-resolved",
      "variables-every-type",
    ];
    it.for(scenarios)("%s: pages of any size hold every event once, in both orders", async (scenario, ctx) => {
      needs(subject(), ctx, scenario);
      const id = subject().idOf(scenario);
      for (const kinds of [undefined, await kindsHere()]) {
        const question = { id, ...(kinds ? { kinds: [...kinds] } : {}) };
        const whole = await allEvents(ask(), { ...question, limit: 200 });
        expect(whole).toEqual([...whole].sort(inOrder));
        expect(await allEvents(ask(), { ...question, limit: 200, order: "newest" })).toEqual([...whole].reverse());
        for (const limit of [1, 2, 3, 4, 5]) {
          expect(await allEvents(ask(), { ...question, limit }), `pages of ${limit}`).toEqual(whole);
        }
        expect(await allEvents(ask(), { ...question, limit: 3, order: "newest" })).toEqual([...whole].reverse());
      }
    });

    it("an id comes once per kind", async () => {
      const found = await events("invoice-failed-job", { kinds: await kindsHere() });
      expect(new Set(found.map(({ kind, id }) => `${kind} ${id}`)).size).toBe(found.length);
    });

    it("a cursor of another question is refused", async () => {
      const id = subject().idOf("invoice-completed");
      const { nextCursor: cursor } = await ask().history({ id, limit: 1 });
      expect(cursor?.length).toBeLessThanOrEqual(1_500);
      for (const other of [
        { id: subject().idOf("invoice-rejected") },
        { id, order: "newest" as const },
        { id, kinds: ["element" as const] },
      ]) {
        expect(await refusalOf(ask().history({ limit: 1, ...other, cursor }))).toMatchObject({ kind: "invalidInput" });
      }
    });
  });

  describe("sources", () => {
    const sources = async (scenario: string, kinds: readonly EventKind[]) => {
      const answer = await ask().history({ id: subject().idOf(scenario), kinds: [...kinds], limit: 200 });
      return Object.fromEntries(answer.sources.map(({ kind, status }) => [kind, status]));
    };

    it("every kind that was asked has one", async () => {
      const kinds = await kindsHere();
      expect(Object.keys(await sources("invoice-completed", kinds)).sort()).toEqual([...kinds].sort());
      expect(Object.keys(await sources("invoice-completed", ["incident"]))).toEqual(["incident"]);
    });

    it("what was seen is recorded", async () => {
      const kinds = await kindsHere();
      const seen = (["instance", "element", "incident", "jobFailure", "variable"] as const).filter((kind) =>
        kinds.includes(kind),
      );
      expect(await sources("invoice-failed-job", kinds)).toMatchObject(
        Object.fromEntries(seen.map((kind) => [kind, kind === "incident" ? family().history.incidents : "recorded"])),
      );
    });

    it("a kind that the engine does not have is refused, and left out where nobody named it", async () => {
      const kinds = await kindsHere();
      const missing = everyKind.filter((kind) => !kinds.includes(kind));
      const { variableHistory, operations } = family().lacks;
      const lacking = { jobFailure: noFailures(), variable: variableHistory, operation: operations };
      expect(missing).toEqual(Object.entries(lacking).flatMap(([kind, because]) => (because ? [kind] : [])));
      for (const kind of missing) {
        const id = subject().idOf("invoice-completed");
        expect((await refusalOf(ask().history({ id, kinds: [kind] }))).kind).toBe("unsupported");
        expect((await ask().history({ id })).sources.map((source) => source.kind)).not.toContain(kind);
      }
    });

    it("an empty operation log is not recorded, never nobody; one with rows tells who", async (ctx) => {
      wants(subject(), ctx, "operations");
      const { by, name } = family().history.operator;
      for (const scenario of ["invoice-same-key-a", "invoice-cancelled-with-reason"]) {
        const operations = await events(scenario, { kinds: ["operation"] });
        const status = (await sources(scenario, ["operation"]))["operation"];
        expect(status).toBe(operations.length > 0 ? "recorded" : "notRecorded");
        for (const operation of operations) {
          expect(operation).toMatchObject({ by, name: expect.stringMatching(name), outcome: "completed" });
        }
      }
    });
  });
}
