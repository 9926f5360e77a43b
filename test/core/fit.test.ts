import fc from "fast-check";
import { expect, test } from "vitest";
import { rowsThatFit } from "../../src/core/fit.ts";

const rows = fc.array(fc.record({ id: fc.string(), text: fc.string({ unit: "grapheme", maxLength: 80 }) }), {
  maxLength: 30,
});
const sizes = fc.nat({ max: 3_000 });

test("what fits is never more than the cap, except for one row, and never less than could be", () => {
  fc.assert(
    fc.property(rows, sizes, sizes, (all, overhead, cap) => {
      const count = rowsThatFit(all, overhead, cap);
      const lengthOf = (number: number) => overhead + JSON.stringify(all.slice(0, number)).length - 1;
      expect(count).toBeLessThanOrEqual(all.length);
      if (all.length > 0) expect(count).toBeGreaterThanOrEqual(1);
      if (count > 1) expect(lengthOf(count)).toBeLessThanOrEqual(cap);
      if (count < all.length) expect(lengthOf(count + 1)).toBeGreaterThan(cap);
    }),
    { numRuns: 1_000 },
  );
});

test("without a cap everything fits", () => {
  fc.assert(fc.property(rows, sizes, (all, overhead) => rowsThatFit(all, overhead, undefined) === all.length));
});
