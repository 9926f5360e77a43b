import { describe, expect, test } from "vitest";
import { z } from "zod";
import { nearest, schemaProblems } from "../../src/core/schema-problems.ts";

const auth = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  z.strictObject({ type: z.literal("basic"), username: z.string().min(1), password: z.string() }),
]);
const schema = z.strictObject({
  engines: z
    .array(z.strictObject({ id: z.string(), auth: auth.optional(), tags: z.array(z.string()).max(2).optional() }))
    .min(1),
  key: z.union([z.literal("businessKey"), z.strictObject({ variable: z.string() })]).optional(),
  keys: z.union([z.string(), z.array(z.string())]).optional(),
  size: z.int().min(1).max(9).optional(),
});

const problems = (value: unknown) => schemaProblems(schema, schema.safeParse(value).error?.issues ?? []);
const engine = (facts: object) => ({ engines: [{ id: "a", ...facts }] });

test.each<[unknown, string[]]>([
  [{ engines: [{ id: "a" }] }, []],
  [{}, ["engines is missing"]],
  [{ engines: [] }, ["engines must not be empty"]],
  [{ engines: {} }, ["engines must be an array"]],
  [{ engines: [{}] }, ["engines[0].id is missing"]],
  [{ engines: [{ id: null }] }, ["engines[0].id must be a string"]],
  [{ engines: [{ id: 1 }, { id: 2 }] }, ["engines[0].id must be a string", "engines[1].id must be a string"]],
  [engine({ tag: [] }), ["engines[0].tag is not known; did you mean tags?"]],
  [engine({ zzzzzzzz: 1 }), ["engines[0].zzzzzzzz is not known (known: id, auth, tags)"]],
  [engine({ tags: ["a", 2] }), ["engines[0].tags[1] must be a string"]],
  [engine({ tags: ["a", "b", "c"] }), ["engines[0].tags must not be longer than 2"]],
  [
    engine({ auth: { type: "basic", username: "", pasword: "x" } }),
    [
      "engines[0].auth.username must not be empty",
      "engines[0].auth.password is missing",
      "engines[0].auth.pasword is not known; did you mean password?",
    ],
  ],
  [{ ...engine({}), key: 5 }, ["key must be one of businessKey"]],
  [
    { ...engine({}), key: { variabel: "x" } },
    ["key.variable is missing", "key.variabel is not known; did you mean variable?"],
  ],
  [{ ...engine({}), keys: 5 }, ["keys must be a string or an array"]],
  [{ ...engine({}), keys: ["a", 5] }, ["keys[1] must be a string"]],
  [{ ...engine({}), size: 0 }, ["size must be at least 1"]],
  [{ ...engine({}), size: 10 }, ["size must be at most 9"]],
  [{ ...engine({}), size: 1.5 }, ["size must be a whole number"]],
  ["text", ["must be an object"]],
])("%j: %j", (value, expected) => {
  expect(problems(value)).toEqual(expected);
});

describe("the nearest known word", () => {
  const known = ["definitionKey", "businessKey", "state", "id"];
  test.each([
    ["definitionkey", "definitionKey"],
    ["definition_key", "definitionKey"],
    ["bussinesKey", "businessKey"],
    ["stat", "state"],
    ["ids", "id"],
    ["processInstanceBusinessKeyLike", undefined],
    ["limit", undefined],
  ])("of %s is %s", (word, near) => {
    expect(nearest(word, known)).toBe(near);
  });
  test("of nothing is nothing", () => {
    expect(nearest("x", [])).toBeUndefined();
  });
});
