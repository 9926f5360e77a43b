import fc from "fast-check";
import { it } from "vitest";
import { LookoutError } from "../../src/core/errors.ts";
import { whyNot } from "./askable.ts";
import { type FilterCase, filterCasesFor } from "./filter-cases.ts";
import { allPages, asking, type Subject } from "./subject.ts";

type Named = { readonly name: string; readonly one: FilterCase };

/** Cases that the engine can be asked. */
async function askable(subject: Subject): Promise<Named[]> {
  const found: Named[] = [];
  for (const [name, cases] of Object.entries(filterCasesFor(subject.traits.family))) {
    for (const one of cases) if (!(await whyNot(subject, one.ask))) found.push({ name, one });
  }
  return found;
}

/** Cases whose questions share no filter, so that all of them can be asked at once. */
const together = (named: readonly Named[]) =>
  fc
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
      together(await askable(subject())),
      fc.constantFrom(2, 9, 100),
      fc.constantFrom("newest" as const, "oldest" as const),
      async (cases, limit, order) => {
        const input = Object.assign({ limit, order }, ...cases.map(({ ask }) => ask));
        const expected = subject().world.where((fact, label) =>
          cases.every(({ fits }: FilterCase) => fits(fact, label)),
        );
        try {
          const { rows, isPart } = await allPages(asking(subject()), input);
          const found = subject().labelsOf(rows);
          if (isPart && subject().traits.family.lacks.allByVariable) {
            return found.every((label) => expected.includes(label));
          }
          return !isPart && JSON.stringify(found) === JSON.stringify(expected);
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
