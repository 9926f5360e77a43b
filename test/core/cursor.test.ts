import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { cursorCodec, maxCursorLength, questionHash } from "../../src/core/cursor.ts";
import { LookoutError } from "../../src/core/errors.ts";
import { thrownBy } from "./samples.ts";

const position = z.strictObject({
  at: z.int(),
  last: z.tuple([z.string(), z.string(), z.string()]).optional(),
  out: z.array(z.string()),
});
const codec = cursorCodec("query", position);
const question = { definitionKey: ["order"], limit: 20 };
const at = {
  at: 1_795_369_500_000,
  last: ["2026-11-22T10:00:00.000Z", "c7", "i-1"] satisfies [string, string, string],
  out: [],
};

const faultOf = (run: () => unknown) => {
  const error = thrownBy(run);
  return error instanceof LookoutError ? error.fault : error;
};

const ids = fc.string({ unit: "grapheme", maxLength: 60 });
const positions = fc.record({ at: fc.nat(), last: fc.tuple(ids, ids, ids), out: fc.array(ids, { maxLength: 2 }) });

test("a cursor brings back its position, for the same question in any order of its keys", () => {
  fc.assert(
    fc.property(positions, fc.dictionary(ids, fc.jsonValue()), (where, asked) => {
      const turned = Object.fromEntries(Object.entries(asked).reverse());
      expect(codec.decode(codec.encode(asked, where), turned)).toEqual(where);
    }),
  );
});

test("of another question or tool it is refused by name", () => {
  const cursor = codec.encode(question, at);
  expect(faultOf(() => codec.decode(cursor, { ...question, definitionKey: ["invoice"] }))).toBe(
    "cursorOfOtherQuestion",
  );
  expect(faultOf(() => codec.decode(cursor, {}))).toBe("cursorOfOtherQuestion");
  expect(faultOf(() => cursorCodec("history", position).decode(cursor, question))).toBe("cursorMalformed");
  expect(faultOf(() => cursorCodec("query", z.strictObject({ at: z.string() })).decode(cursor, question))).toBe(
    "cursorMalformed",
  );
});

test("no mutation of it is obeyed", () => {
  const cursor = codec.encode(question, at);
  const anywhere = fc.nat({ max: cursor.length });
  const piece = fc.oneof(fc.string({ maxLength: 3 }), fc.stringMatching(/^[\w-]{0,3}$/));
  fc.assert(
    fc.property(anywhere, fc.nat({ max: 3 }), piece, (from, length, text) => {
      const mutated = cursor.slice(0, from) + text + cursor.slice(from + length);
      fc.pre(mutated !== cursor);
      expect(faultOf(() => codec.decode(mutated, question))).toMatch(/^cursor/);
    }),
    { numRuns: 3_000 },
  );
});

test("no text makes it crash", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => {
      expect(faultOf(() => codec.decode(text, question))).toBe("cursorMalformed");
    }),
  );
  for (const text of ["", "=", "e30", "x".repeat(100_000)]) {
    expect(faultOf(() => codec.decode(text, question))).toBe("cursorMalformed");
  }
});

test.each([
  ["a uuid", "daf911a8-e689-11f1-8a30-02fc00000001"],
  ["255 letters", "x".repeat(255)],
  ["255 quotation marks", '"'.repeat(255)],
  ["255 characters of three bytes", "가".repeat(255)],
  ["255 units of emoji", "😀".repeat(127)],
])("with an id of %s it fits a button", (_name, id) => {
  const cursor = codec.encode(question, { ...at, last: ["2026-11-22T10:00:00.000Z", "e".repeat(32), id] });
  expect(cursor.length).toBeLessThanOrEqual(maxCursorLength);
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(codec.decode(cursor, question).last?.[2]).toBe(id);
});

test("what would not fit is our own failure, not a cursor that nobody takes back", () => {
  expect(faultOf(() => codec.encode(question, { ...at, out: ["x".repeat(1_500)] }))).toBe("internal");
});

test("the hash of a question depends on all of it, and not on order", () => {
  expect(questionHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(questionHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  expect(questionHash({ a: [1, 2] })).not.toBe(questionHash({ a: [2, 1] }));
  expect(questionHash({ a: "1" })).not.toBe(questionHash({ a: 1 }));
});
