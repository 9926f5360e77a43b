import { afterAll, beforeAll, describe } from "vitest";
import { abortContract } from "./abort.contract.ts";
import { combinationsContract } from "./combinations.contract.ts";
import { countsContract } from "./counts.contract.ts";
import { filtersContract } from "./filters.contract.ts";
import { getContract } from "./get.contract.ts";
import { hiddenContract } from "./hidden.contract.ts";
import { historyContract } from "./history.contract.ts";
import { identityContract } from "./identity.contract.ts";
import { incidentsContract, resolvedIncidentsContract } from "./incidents.contract.ts";
import { auditHistoryContract, noHistoryContract } from "./low-history.contract.ts";
import { pagingContract } from "./paging.contract.ts";
import { policyContract } from "./policy.contract.ts";
import { requestsContract } from "./requests.contract.ts";
import { type Running, type Subject, subjectOf, type Traits } from "./subject.ts";
import { timesContract, waitingLongerContract } from "./times.contract.ts";
import { unseededContract } from "./unseeded.contract.ts";
import { endedVariablesContract, variablesContract } from "./variables.contract.ts";
import { waitingContract } from "./waiting.contract.ts";

/**
 * What every adapter owes the tools, asked of a running engine through them. The world behind it is one of our seeded ones,
 * unless `traits.parcels` is left out; what it may be asked follows from the other traits.
 */
export function engineContract(name: string, traits: Traits, start: () => Promise<Running>): void {
  describe(`the engine contract: ${name}`, () => {
    let known: Subject | undefined;
    beforeAll(async () => {
      known = subjectOf(traits, await start());
    });
    afterAll(async () => {
      await known?.engine.close();
      await known?.close();
    });
    const subject = () => {
      if (!known) throw new Error("the engine did not start");
      return known;
    };

    describe("identity", () => identityContract(subject, traits.family));
    describe("abort", () => abortContract(subject));
    if (traits.parcels === undefined) {
      describe("times", () => timesContract(subject));
      describe("unseeded", () => unseededContract(subject));
      return;
    }
    describe("waiting", () => waitingContract(subject, traits.family));
    describe("incidents", () => incidentsContract(subject));
    describe("variables", () => variablesContract(subject));
    if (traits.history === "none") {
      describe("without history", () => noHistoryContract(subject));
      return;
    }
    describe("get", () => getContract(subject, traits.family));
    describe("variables of the past", () => endedVariablesContract(subject));
    describe("filters", () => filtersContract(subject, traits.family));
    describe("times", () => timesContract(subject));
    describe("waiting longer", () => waitingLongerContract(subject));
    describe("paging", () => pagingContract(subject));
    if (traits.history === "audit") describe("below full history", () => auditHistoryContract(subject));
    if (traits.history !== "full") return;
    describe("resolved incidents", () => resolvedIncidentsContract(subject));
    describe("history", () => historyContract(subject));
    describe("combinations", () => combinationsContract(subject));
    describe("counts", () => countsContract(subject));
    describe("policy", () => policyContract(subject));
    if (traits.sees) describe("hidden", () => hiddenContract(subject));
    else describe("requests", () => requestsContract(subject, traits.family));
  });
}
