import fc from "fast-check";
import { expect, test } from "vitest";
import { variableFilter } from "../../src/core/filters.ts";
import { variableFilterOf } from "../../src/core/variable-words.ts";

test.each([
  ["name=value", { name: "name", operator: "eq", value: "value" }],
  ["name!=value", { name: "name", operator: "neq", value: "value" }],
  ["amount>100", { name: "amount", operator: "gt", value: 100 }],
  ["amount>=-1.5e2", { name: "amount", operator: "gte", value: -150 }],
  ["amount<0", { name: "amount", operator: "lt", value: 0 }],
  ["amount<=7", { name: "amount", operator: "lte", value: 7 }],
  ["name~pat*", { name: "name", operator: "like", value: "pat*" }],
  ["zip~12", { name: "zip", operator: "like", value: "12" }],
  [" paid =true", { name: "paid", operator: "eq", value: true }],
  ["paid=false", { name: "paid", operator: "eq", value: false }],
  ["paid=null", { name: "paid", operator: "eq", value: null }],
  ["paid=True", { name: "paid", operator: "eq", value: "True" }],
  ["zip=007", { name: "zip", operator: "eq", value: "007" }],
  ['zip="7"', { name: "zip", operator: "eq", value: "7" }],
  ['zip~"a\\nb"', { name: "zip", operator: "like", value: "a\nb" }],
  ['zip="', { name: "zip", operator: "eq", value: '"' }],
  ["note=", { name: "note", operator: "eq", value: "" }],
  ["note=a = b > c", { name: "note", operator: "eq", value: "a = b > c" }],
  ["note=two\nlines", { name: "note", operator: "eq", value: "two\nlines" }],
  ["id=9007199254740993", { name: "id", operator: "eq", value: { integer: "9007199254740993" } }],
  ["id=1e999", { name: "id", operator: "eq", value: "1e999" }],
])("%j is a filter", (word, filter) => expect(variableFilterOf(word)).toEqual(filter));

test.each(["", "name", "=value", "!name", "name!value", 'a="\\x"', 'a="b" "c"'])("%j is none", (word) => {
  expect(variableFilterOf(word)).toBeUndefined();
});

const name = fc.stringMatching(/^[A-Za-z][\w. -]{0,8}\w$/);

test("a text in double quotes is that text, and what comes out is a filter", () => {
  fc.assert(
    fc.property(name, fc.constantFrom("=", "!=", ">", ">=", "<", "<=", "~"), fc.string(), (named, sign, value) => {
      expect(variableFilterOf(`${named}${sign}${JSON.stringify(value)}`)).toMatchObject({ name: named, value });
      const bare = variableFilterOf(`${named}${sign}${value}`);
      if (bare) expect(variableFilter.safeParse(bare).success).toBe(true);
    }),
  );
});
