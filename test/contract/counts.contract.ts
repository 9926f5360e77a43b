import { describe, expect, it } from "vitest";
import type { FilterInput } from "../../src/core/question.ts";
import { whyNot } from "./askable.ts";
import { asking, type Subject } from "./subject.ts";
import type { Fact } from "./world.ts";

type Question = readonly [Partial<FilterInput>, (fact: Fact) => boolean];

/** Questions whose numbers must equal their lists, and what the script of the world says of them. */
const questions: readonly Question[] = [
  [{}, () => true],
  [{ definitionKey: "invoice-approval" }, (fact) => fact.key === "invoice-approval"],
  [
    { definitionKey: ["credit-check", "payment-collection"] },
    ({ key }) => /^(?:credit-check|payment-collection)$/.test(key),
  ],
  [{ state: ["completed", "terminated"] }, ({ state }) => state === "completed" || state === "terminated"],
  [{ businessKey: "INV-2026-01*" }, (fact) => fact.businessKey?.startsWith("INV-2026-01") ?? false],
  [{ elementId: "approveInvoice" }, (fact) => fact.at.includes("approveInvoice")],
  [{ tenantId: "acme-us" }, (fact) => fact.tenant === "acme-us"],
  [{ businessKey: "no such key" }, () => false],
];

const aboutIncidents: readonly Question[] = [
  [{ hasIncident: true }, (fact) => fact.incident !== undefined],
  [{ attention: ["incident"] }, (fact) => fact.incident !== undefined],
  [{ attention: ["retrying"] }, (fact) => fact.attention === "retrying"],
  [{ attention: ["waiting"] }, (fact) => fact.unfinished === true],
  [{ attention: ["incident", "retrying"] }, (fact) => fact.incident !== undefined || fact.attention === "retrying"],
  [{ incidentMessage: "Scanner*" }, (fact) => fact.incident?.message?.startsWith("Scanner") ?? false],
];

/** Numbers instead of rows. For seeded engines with full history. */
export function countsContract(subject: () => Subject): void {
  const count = async (input: Partial<FilterInput>) => {
    const { counts, engines, instances } = await asking(subject()).query({ ...input, mode: "count" });
    expect(instances).toBeUndefined();
    return { definitions: counts?.definitions ?? [], incidents: counts?.incidents ?? [], total: engines[0]?.total };
  };

  it.for([...questions, ...aboutIncidents].map(([input, fits]) => [JSON.stringify(input), input, fits] as const))(
    "%s counts what its list holds, by definition, version and state",
    async ([, input, fits], ctx) => {
      const { world } = subject();
      const because = await whyNot(subject(), input);
      if (because) ctx.skip(because);
      const labels = world.where(fits);
      const { definitions, total } = await count(input);
      expect(total).toBe(labels.length);
      const expected = new Map<string, number>();
      for (const label of labels) {
        const fact = world.facts[label];
        const name = `${fact?.key} ${fact?.version} ${fact?.state}`;
        expected.set(name, (expected.get(name) ?? 0) + 1);
      }
      const found = definitions.flatMap(({ definitionKey, definitionVersion, byState }) =>
        Object.entries(byState).map(
          ([state, number]) => [`${definitionKey} ${definitionVersion} ${state}`, number] as const,
        ),
      );
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
      expect(new Set(found.map(([name]) => name)).size, "no group comes twice").toBe(found.length);
    },
  );

  describe("faults", () => {
    it("equal ones are one group, of root causes only", async () => {
      const { world } = subject();
      const causes = world.where(({ incident }) => incident?.isCause ?? false);
      const { incidents, definitions } = await count({ hasIncident: true });
      expect(incidents.reduce((sum, group) => sum + group.instances, 0)).toBe(causes.length);
      expect(definitions.reduce((sum, one) => sum + one.openIncidents, 0)).toBe(causes.length);
      const { lacks, world: words } = subject().traits.family;
      const ledger = incidents.filter(({ message, element }) =>
        lacks.incidentMessages ? element?.elementId === "postToLedger" : message?.includes("ledgerClient"),
      );
      expect(ledger).toMatchObject([
        {
          engine: subject().engine.id,
          definitionKey: "invoice-approval",
          ...(lacks.versions ? {} : { definitionVersion: 1 }),
          element: { elementId: "postToLedger" },
          type: words.failedJob,
          instances: 2,
        },
      ]);
      expect((ledger[0]?.oldest ?? "") <= (ledger[0]?.newest ?? "")).toBe(true);
      const prints = incidents.map(
        ({ definitionKey, element, fingerprint }) => `${definitionKey} ${element?.elementId} ${fingerprint}`,
      );
      expect(new Set(prints).size).toBe(prints.length);
    });

    it("every parcel that could not be scanned is in one group", async (ctx) => {
      const { lacks, world: words } = subject().traits.family;
      const broken = subject().world.where(({ key, incident }) => key === "parcel-tracking" && incident !== undefined);
      if (broken.length === 0) ctx.skip("no parcels here");
      const { incidents } = await count({ definitionKey: "parcel-tracking" });
      expect(incidents).toMatchObject([
        {
          instances: broken.length,
          message: lacks.incidentMessages ? null : "Scanner offline",
          type: words.failedWork,
        },
      ]);
    });

    it("groups of what does not match are left out", async (ctx) => {
      const because = await whyNot(subject(), { businessKey: "INV-2026-005" });
      if (because) ctx.skip(because);
      const { incidents, total } = await count({ businessKey: "INV-2026-005" });
      expect(total).toBe(1);
      expect(incidents).toMatchObject([{ definitionKey: "invoice-approval", instances: 1 }]);
    });
  });
}
