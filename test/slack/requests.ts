import fc from "fast-check";
import { includes } from "../../src/core/engine.ts";
import { attentions, eventKinds, instanceStates } from "../../src/core/model.ts";
import { verbs } from "../../src/slack/grammar/verbs.ts";
import type { Request, RequestOf } from "../../src/slack/request.ts";
import { typedName, typedPiece } from "./typed.ts";

/*
 * Requests as texts can ask them: lists as lists, a limit wherever there are rows, no cursor, and names of variables without the
 * signs of a comparison.
 */

type QueryInput = RequestOf<"query">["input"];
type Condition = NonNullable<QueryInput["variables"]>[number];

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const name = fc.oneof(
  fc.constantFrom(
    "order-process",
    "Order_2",
    "stuck",
    "help",
    "failed",
    "order",
    "waiting",
    "since",
    "4711",
    "ORDER-4711",
  ),
  typedName,
);
const text = fc.oneof(
  name,
  typedPiece.filter((one) => one !== ""),
);
const key = fc.oneof(fc.constantFrom("2251799813685249", "_PI:9003.a1", "https://x.y/z?a=b&lt;"), name);
const instant = fc.constantFrom("2h", "7d", "2026-11-22", "2026-11-22T10:00:00Z", "2026-11-22 10:00+01:00");

const value = fc.oneof(
  typedPiece,
  fc.constantFrom("true", "null", "007", "1e3", '"x"', "-5"),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((one) => !Object.is(one, -0) && !/^-?\d{16,}$/.test(String(one))),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: 2n ** 53n, max: 9_223_372_036_854_775_807n }).map((one) => ({ integer: String(one) })),
);
const variable = fc.record({
  name: name.map((one) => one.replace(/[=!<>~]/g, "").trim() || "amount"),
  operator: fc.constantFrom("eq", "neq", "gt", "gte", "lt", "lte"),
  value,
}) satisfies fc.Arbitrary<Condition>;
const pattern = fc.record({
  name: fc.constant("city"),
  operator: fc.constant("like"),
  value: typedPiece,
}) satisfies fc.Arbitrary<Condition>;

const filters = {
  engine: text,
  definitionKey: fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
  definitionVersion: fc.integer({ min: 1, max: 1_000 }),
  businessKey: text,
  state: some(instanceStates),
  hasIncident: fc.boolean(),
  incidentType: text,
  incidentMessage: text,
  attention: some(attentions),
  waitingLongerThan: fc.constantFrom("90m", "2h"),
  variables: fc.array(fc.oneof(variable, pattern), { minLength: 1, maxLength: 4 }),
  elementId: text,
  passedElementId: text,
  parentId: key,
  rootId: key,
  tenantId: text,
  startedAfter: instant,
  startedBefore: instant,
  endedAfter: instant,
  endedBefore: instant,
};
const order = fc.constantFrom("newest", "oldest", "longestWaiting");
const limit = fc.integer({ min: 1, max: 50 });

const query: fc.Arbitrary<QueryInput> = fc.oneof(
  fc.record({ ...filters, order, mode: fc.constant("list"), limit }, { requiredKeys: ["limit"] }),
  fc.record({ ...filters, order, mode: fc.constant("count"), limit }, { requiredKeys: ["mode"] }),
);

export const asked: fc.Arbitrary<Request> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ ask: fc.constant("query"), input: query }) },
  fc.record({
    ask: fc.constant("get"),
    input: fc.record(
      { id: key, engine: text, include: some(includes), waitUpToMs: fc.integer({ min: 0, max: 10_000 }) },
      { requiredKeys: ["id"] },
    ),
  }),
  fc.record({
    ask: fc.constant("history"),
    input: fc.record(
      {
        id: key,
        engine: text,
        kinds: some(eventKinds),
        elementId: text,
        order: fc.constantFrom("newest", "oldest"),
        limit,
      },
      { requiredKeys: ["id", "limit"] },
    ),
  }),
  fc.record({ ask: fc.constant("find"), input: fc.record({ key, engine: text }, { requiredKeys: ["key"] }) }),
  fc.constant({ ask: "engines" }),
  fc.record({ ask: fc.constant("help"), topic: fc.constantFrom(...verbs) }, { requiredKeys: ["ask"] }),
);
