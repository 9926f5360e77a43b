import fc from "fast-check";
import { it } from "vitest";
import { LookoutError } from "../../src/core/errors.ts";
import { type FilterCase, filterCases } from "./filter-cases.ts";
import { allRows, asking, type Subject } from "./subject.ts";

const named = Object.entries(filterCases).flatMap(([name, cases]) => cases.map((one) => ({ name, one })));

/** Cases whose questions share no filter, so that all of them can be asked at once. */
const together = fc
  .uniqueArray(fc.constantFrom(...named), { minLength: 2, maxLength: 3, selector: ({ name }) => name })
  .map((picked) => picked.map(({ one }) => one))
  .filter((cases) => {
    const names = cases.flatMap(({ ask }) => Object.keys(ask));
    return new Set(names).size === names.length;
  });

/** Several filters at once find what fits all of them, in pages of any size. For seeded engines with full history. */
export function combinationsContract(subject: () => Subject): void {
  it("any two or three filters: all must match", async () => {
    const property = fc.asyncProperty(
      together,
      fc.constantFrom(2, 9, 100),
      fc.constantFrom("newest" as const, "oldest" as const),
      async (cases, limit, order) => {
        const input = Object.assign({ limit, order }, ...cases.map(({ ask }) => ask));
        const expected = subject().world.where((fact, label) =>
          cases.every(({ fits }: FilterCase) => fits(fact, label)),
        );
        try {
          const found = (await allRows(asking(subject()), input)).map(subject().labelOf).sort();
          return JSON.stringify(found) === JSON.stringify(expected);
        } catch (error) {
          // What only running instances have, asked of ended ones, is refused as a contradiction.
          return error instanceof LookoutError && error.fault === "inputContradictory" && expected.length === 0;
        }
      },
    );
    // A failure prints the seed and the smallest combination.
    await fc.assert(property, { numRuns: 60 });
  });
}
