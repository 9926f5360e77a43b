/** Any question that the tools can be asked of instances. */
import fc from "fast-check";
import type { InputOf } from "../../src/core/tool.ts";
import type { tools } from "../../tools/index.ts";
import { keyOf } from "./rows.ts";

export type Query = InputOf<typeof tools.query>;

/** Text with all that means something to a matcher, to JSON or to nobody. */
export const texts = fc.string({
  unit: fc.constantFrom("a", "b", "*", "\\", "?", '"', "%", "_", "'", "{", "é", "ß", "😀", "/", "$"),
  minLength: 1,
  maxLength: 6,
});

/** What the models allow for ids of processes and elements. */
const names = fc.constantFrom("order", "a", "x-1.2", "_");

const moments = fc.constantFrom("1h", "3d", "2026-11-22T10:00:00.000Z", "2026-11-01");
const variable = fc.oneof(
  fc.record({
    name: texts,
    operator: fc.constantFrom("eq" as const, "neq" as const),
    value: fc.oneof(
      texts,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.record({ integer: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(String) }),
    ),
  }),
  fc.record({ name: texts, operator: fc.constant("like" as const), value: texts }),
);

const all = {
  definitionKey: fc.oneof(names, fc.array(names, { minLength: 1, maxLength: 3 })),
  state: fc.uniqueArray(fc.constantFrom("active", "suspended", "completed", "terminated"), { minLength: 1 }),
  hasIncident: fc.boolean(),
  incidentType: fc.constantFrom("JOB_NO_RETRIES", "IO_*", "NOT_A_TYPE"),
  incidentMessage: texts,
  attention: fc.uniqueArray(fc.constantFrom("incident", "retrying", "overdue", "waiting"), { minLength: 1 }),
  waitingLongerThan: fc.constantFrom("90m", "2d"),
  businessKey: texts,
  variables: fc.array(variable, { minLength: 1, maxLength: 3 }),
  elementId: names,
  passedElementId: names,
  parentId: fc.integer({ min: 0, max: 99 }).map(keyOf),
  tenantId: fc.constantFrom("<default>", "acme"),
  startedAfter: moments,
  startedBefore: fc.constantFrom("1m", "2m"),
  endedAfter: moments,
};
const rest = fc.record(
  {
    order: fc.constantFrom("newest", "oldest", "longestWaiting"),
    mode: fc.constantFrom("list", "count"),
    limit: fc.integer({ min: 1, max: 100 }),
  },
  { requiredKeys: [] },
);

/** Up to five filters at once; not every combination makes sense, and those that do not are refused. */
export const queries: fc.Arbitrary<Query> = fc
  .tuple(fc.record(all), fc.subarray(Object.keys(all), { minLength: 0, maxLength: 5 }), rest)
  .map(([filters, kept, more]) => ({
    ...Object.fromEntries(Object.entries(filters).filter(([name]) => kept.includes(name))),
    ...more,
  }));
