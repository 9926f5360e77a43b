import { describe, expect, it } from "vitest";
import type { FilterInput } from "../../src/core/question.ts";
import { whyNot } from "./askable.ts";
import { filterCasesFor, sampleValues } from "./filter-cases.ts";
import { startFront } from "./front.ts";
import { allPages, allRows, asking, refusalOf, type Subject } from "./subject.ts";
import type { Family } from "./vocabulary/family.ts";
import { isScripted } from "./world.ts";

const incidentFilters = ["hasIncident", "incidentType", "incidentMessage", "attention"];
const elsewhere = ["waitingSince", "elementId", "passedElementId", "parentId", "rootId"];
const times = new Set(["startedAfter", "startedBefore", "endedAfter", "endedBefore"]);

/** Each filter by itself: what it finds is what the script of the world says, no more and no less. */
export function filtersContract(subject: () => Subject, family: Family): void {
  const filterCases = filterCasesFor(family);
  const own = new Set([...Object.keys(filterCases), ...elsewhere]);
  const found = async (input: object) => subject().labelsOf(await allRows(asking(subject()), input));
  const declared = async () => (await subject().engine.capabilities(new AbortController().signal)).filters;

  it("without any, everything is found", async () => {
    expect(await found({})).toEqual(subject().world.labels);
  });

  it("every one that is declared has a test here", async () => {
    const untested = (await declared()).filter((name) => !own.has(name) && !times.has(name));
    expect(untested).toEqual([]);
    const { filters } = subject().traits;
    if (filters) expect([...(await declared())].sort()).toEqual([...filters].sort());
  });

  describe.for(Object.entries(filterCases))("%s", ([name, cases]) => {
    it.for(cases.map((one) => [JSON.stringify(one.ask), one] as const))("%s", async ([, one], ctx) => {
      const because = await whyNot(subject(), one.ask);
      if (because) ctx.skip(because);
      const { traits, world } = subject();
      const needsIncidents = incidentFilters.some((filter) => filter in one.ask);
      if (needsIncidents && traits.history !== "full") ctx.skip("its history records no incidents");
      const expected = world.where(one.fits);
      if (!one.nothing && !traits.sees) {
        // Not in every world: two scenarios, tenants, parcels, keys that fit nowhere.
        const mayLack =
          ("attention" in one.ask && !world.labels.includes("order-overdue-timer")) ||
          (one.ask.attention?.includes("waiting") && !isScripted(world.labels)) ||
          (one.ask.attention?.every((reason) => reason === "retrying") && family.lacks.retries) ||
          ("tenantId" in one.ask && !world.labels.includes("payment-tenant-eu")) ||
          !traits.parcels ||
          (name === "businessKey" && family.lacks.anyBusinessKey);
        if (!mayLack) expect(expected, "this case finds nothing").not.toEqual([]);
      }
      const { rows, isPart } = await allPages(asking(subject()), one.ask);
      const labels = subject().labelsOf(rows);
      // An answer that says that it is not whole may lack some, where the engine cannot give all.
      if (isPart && name === "variables" && family.lacks.allByVariable)
        expect(expected).toEqual(expect.arrayContaining(labels));
      else expect({ labels, isPart }).toEqual({ labels: expected, isPart: false });
    });
  });

  describe("elements", () => {
    const noElements = ["approve", "approveInvoice%", "approve*", "approveInvoic?", "APPROVEINVOICE", "nowhere"];
    const ids = (kind: "at" | "entered") => [
      ...new Set(Object.values(subject().world.facts).flatMap((fact) => fact[kind])),
    ];

    it("elementId: for every element, the instances that are at it", async (ctx) => {
      if (!(await declared()).includes("elementId")) ctx.skip("not declared");
      for (const elementId of [...ids("at"), "decision", ...noElements]) {
        const expected = subject().world.where((fact) => fact.at.includes(elementId));
        expect(await found({ elementId }), elementId).toEqual(expected);
      }
    });

    it("passedElementId: for every element, the instances that have entered it, those still at it included", async (ctx) => {
      if (!(await declared()).includes("passedElementId")) ctx.skip("not declared");
      for (const passedElementId of [...ids("entered"), ...noElements]) {
        const expected = subject().world.where((fact) => fact.entered.includes(passedElementId));
        expect(await found({ passedElementId }), passedElementId).toEqual(expected);
      }
    });

    it("both at once: those at one that have entered the other", async (ctx) => {
      const asked = { elementId: "approveInvoice", passedElementId: "invoiceReceived" };
      const because = await whyNot(subject(), asked);
      if (because) ctx.skip(because);
      const expected = subject().world.where(
        (fact) => fact.at.includes("approveInvoice") && fact.entered.includes("invoiceReceived"),
      );
      expect(expected.length).toBeGreaterThan(3);
      expect(await found(asked)).toEqual(expected);
    });
  });

  describe("relatives", () => {
    it.for(["parentId", "rootId"] as const)("%s", async (name, ctx) => {
      if (!(await declared()).includes(name)) ctx.skip("not declared");
      const { world, scenarios } = subject();
      const parents = Object.keys(world.facts).filter((label) => scenarios[label] && !label.startsWith("PARCEL"));
      for (const label of parents.filter((one) => /onboarding|invoice-assigned/.test(one))) {
        const expected = world.where((fact, other) =>
          name === "parentId" ? fact.parent === label : fact.root === label || (other === label && !fact.parent),
        );
        expect(await found({ [name]: scenarios[label] }), label).toEqual(expected);
      }
      expect(await found({ [name]: family.ids.unknown })).toEqual([]);
    });
  });

  it("all must match", async () => {
    const expected = subject().world.where(({ key, state }) => key === "invoice-approval" && state === "completed");
    const invoices = family.lacks.businessKeyWildcards ? { startedAfter: "2020-01-01" } : { businessKey: "INV*" };
    expect(await found({ definitionKey: "invoice-approval", state: "completed", ...invoices })).toEqual(expected);
    const one = family.lacks.businessKeys ? { startedBefore: "2020-01-01" } : { businessKey: "INV-2026-003" };
    expect(await found({ definitionKey: "credit-check", ...one, ...invoices })).toEqual([]);
  });

  describe("what is not declared", () => {
    it.for(Object.keys(sampleValues))("%s is refused by name, and nothing is sent for it", async (name, ctx) => {
      if ((await declared()).some((known) => known === name)) ctx.skip("declared");
      const front = await startFront(subject().url);
      const engine = subject().connect(front.url);
      try {
        await engine.capabilities(new AbortController().signal);
        front.requests.length = 0;
        const refusal = await refusalOf(asking({ ...subject(), engine }).query(sampleValues[name] ?? {}));
        expect(refusal).toMatchObject({ kind: "unsupported", engine: engine.id });
        expect(refusal.message).toContain(name === "waitingSince" ? "waitingLongerThan" : name);
        expect(front.requests).toEqual([]);
      } finally {
        await engine.close();
        await front.close();
      }
    });

    it("a state that the engine does not have is refused", async () => {
      const { states } = await subject().engine.capabilities(new AbortController().signal);
      const missing = (["suspended", "failed"] as const).filter((state) => !states.includes(state));
      expect(missing).toEqual([
        ...(family.lacks.suspension ? ["suspended"] : []),
        ...(family.lacks.failedEnds ? ["failed"] : []),
      ]);
      for (const state of missing) {
        expect(await refusalOf(asking(subject()).query({ state }))).toMatchObject({ kind: "unsupported" });
      }
    });

    it("an operator that cannot compare variables here is refused, and not taken for another", async (ctx) => {
      if (!(await declared()).includes("variables")) ctx.skip("not declared");
      const all = ["eq", "neq", "gt", "gte", "lt", "lte", "like"] as const;
      const missing = all.filter((operator) => !family.variables.operators.includes(operator));
      if (missing.length === 0) ctx.skip("the engine has them all");
      for (const operator of missing) {
        const value = operator === "like" ? "K*" : 3;
        const refusal = await refusalOf(asking(subject()).query({ variables: [{ name: "weight", operator, value }] }));
        expect(refusal, operator).toMatchObject({ kind: "unsupported", engine: subject().engine.id });
        expect(refusal.message).toContain(operator);
      }
    });

    it.for<[keyof FilterInput, keyof Family["lacks"], Partial<FilterInput>]>([
      ["businessKey", "businessKeyWildcards", { businessKey: "INV*" }],
      ["businessKey", "wildcardsOfOthers", { businessKey: "ORDER_*" }],
      ["businessKey", "wildcardsOfOthers", { businessKey: "*%*" }],
      ["variables", "wildcardsOfOthers", { variables: [{ name: "depot", operator: "like", value: "L[yz]*" }] }],
      ["variables", "typedVariables", { variables: [{ name: "weight", operator: "eq", value: 3 }] }],
      ["variables", "typedVariables", { variables: [{ name: "yes", operator: "neq", value: true }] }],
      ["attention", "jobs", { attention: ["retrying"] }],
      ["attention", "userTasks", { attention: ["overdue"] }],
      ["attention", "jobs", { attention: ["waiting"] }],
    ])("a value of %s that the engine cannot ask for is refused: %s", async ([name, feature, asked], ctx) => {
      if (!family.lacks[feature]) ctx.skip("the engine can");
      if (!(await declared()).some((known) => known === name)) ctx.skip("not declared");
      const refusal = await refusalOf(asking(subject()).query(asked));
      expect(refusal).toMatchObject({ kind: "unsupported", message: expect.stringContaining(name) });
    });

    it("hasIncident=false, which the engine cannot ask, is refused and not ignored", async (ctx) => {
      if (!family.lacks.noIncidentQuestion) ctx.skip("the engine can");
      expect(await refusalOf(asking(subject()).query({ hasIncident: false }))).toMatchObject({ kind: "unsupported" });
    });
  });
}
