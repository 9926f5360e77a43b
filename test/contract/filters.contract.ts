import { describe, expect, it } from "vitest";
import { filterCases, sampleValues } from "./filter-cases.ts";
import { startFront } from "./front.ts";
import { allRows, asking, refusalOf, type Subject } from "./subject.ts";

const incidentFilters = ["hasIncident", "incidentType", "incidentMessage", "attention"];
const own = new Set([
  ...Object.keys(filterCases),
  "waitingSince",
  "elementId",
  "passedElementId",
  "parentId",
  "rootId",
]);
const times = new Set(["startedAfter", "startedBefore", "endedAfter", "endedBefore"]);

/** Each filter by itself: what it finds is what the script of the world says, no more and no less. */
export function filtersContract(subject: () => Subject): void {
  const found = async (input: object) =>
    (await allRows(asking(subject()), input)).map((row) => subject().labelOf(row)).sort();
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
      if (!(await declared()).some((known) => known === name)) ctx.skip("not declared");
      const { traits, world } = subject();
      const needsIncidents = incidentFilters.some((filter) => filter in one.ask);
      if (needsIncidents && traits.history !== "full") ctx.skip("its history records no incidents");
      const expected = world.where(one.fits);
      if (!one.nothing && !traits.sees) {
        // Not in every world: two scenarios, and parcels.
        const mayLack = ("attention" in one.ask && !world.labels.includes("order-overdue-timer")) || !traits.parcels;
        if (!mayLack) expect(expected, "this case finds nothing").not.toEqual([]);
      }
      expect(await found(one.ask)).toEqual(expected);
    });
  });

  describe("elements", () => {
    const ids = (kind: "at" | "entered") => [
      ...new Set(Object.values(subject().world.facts).flatMap((fact) => fact[kind])),
    ];

    it("elementId: for every element, the instances that are at it", async (ctx) => {
      if (!(await declared()).includes("elementId")) ctx.skip("not declared");
      for (const elementId of [...ids("at"), "decision", "approve", "approveInvoice%", "nowhere"]) {
        const expected = subject().world.where((fact) => fact.at.includes(elementId));
        expect(await found({ elementId }), elementId).toEqual(expected);
      }
    });

    it("passedElementId: for every element, the instances that have entered it, those still at it included", async () => {
      for (const passedElementId of [...ids("entered"), "approve", "approveInvoice%", "nowhere"]) {
        const expected = subject().world.where((fact) => fact.entered.includes(passedElementId));
        expect(await found({ passedElementId }), passedElementId).toEqual(expected);
      }
    });

    it("both at once: those at one that have entered the other", async (ctx) => {
      if (!(await declared()).includes("elementId")) ctx.skip("not declared");
      const expected = subject().world.where(
        (fact) => fact.at.includes("approveInvoice") && fact.entered.includes("invoiceReceived"),
      );
      expect(expected.length).toBeGreaterThan(3);
      expect(await found({ elementId: "approveInvoice", passedElementId: "invoiceReceived" })).toEqual(expected);
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
      expect(await found({ [name]: "11111111-2222-3333-4444-555555555555" })).toEqual([]);
    });
  });

  it("all must match", async () => {
    const expected = subject().world.where(({ key, state }) => key === "invoice-approval" && state === "completed");
    expect(await found({ definitionKey: "invoice-approval", state: "completed", businessKey: "INV*" })).toEqual(
      expected,
    );
    expect(await found({ definitionKey: "credit-check", businessKey: "INV*" })).toEqual([]);
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
      expect(await refusalOf(asking(subject()).query({ state: "failed" }))).toMatchObject({ kind: "unsupported" });
    });

    it("hasIncident=false, which the engine cannot ask, is refused and not ignored", async () => {
      expect(await refusalOf(asking(subject()).query({ hasIncident: false }))).toMatchObject({ kind: "unsupported" });
    });
  });
}
