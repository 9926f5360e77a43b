import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matches, mayMatch, type Pattern, parsePattern, toSqlLike } from "../../src/core/pattern.ts";

test.each<[string, Pattern]>([
  ["", { exact: "" }],
  ["ORDER-1", { exact: "ORDER-1" }],
  ["*", { pieces: ["", ""] }],
  ["ORD*", { pieces: ["ORD", ""] }],
  ["*ORD*", { pieces: ["", "ORD", ""] }],
  ["a**b", { pieces: ["a", "", "b"] }],
  ["a\\*b", { exact: "a*b" }],
  ["a\\*b*", { pieces: ["a*b", ""] }],
  ["a\\b", { exact: "a\\b" }],
  ["C:\\*", { exact: "C:*" }],
  ["100%_", { exact: "100%_" }],
  ["😀*", { pieces: ["😀", ""] }],
])("%j reads as %j", (text, pattern) => {
  expect(parsePattern(text)).toEqual(pattern);
});

test.each([
  ["ORD*", "ORDER", true],
  ["ORD*", "ORD", true],
  ["ORD*", "XORD", false],
  ["*7", "ORDER-7", true],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["a*b*c", "a--b--c", true],
  ["a*b*c", "a--c--b", false],
  ["*ab*ab*", "ab", false],
  ["ord*", "ORDER", false],
])("%j against %j: %s", (pattern, text, expected) => {
  expect(matches(parsePattern(pattern), text)).toBe(expected);
});

/** SQL LIKE with `\` as escape character, written apart from the product: one character at a time. */
function like(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === "%") return like(rest, text) || (text.length > 0 && like(pattern, text.slice(1)));
  if (text.length === 0) return false;
  if (first === "_") return like(rest, text.slice(1));
  if (first !== "\\") return first === text[0] && like(rest, text.slice(1));
  const [escaped, ...after] = rest;
  return escaped === text[0] && like(after, text.slice(1));
}

test("the interpreter is one: % and _ are wildcards, escaped they are not", () => {
  const is = (pattern: string, text: string) => like([...pattern], [...text]);
  expect([is("a%", "abc"), is("a_c", "abc"), is("a\\%", "a%"), is("a\\%", "ab"), is("a\\_", "ab")]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

const letters = fc.string({
  unit: fc.constantFrom("a", "b", "*", "\\", "%", "_", "é", "Σ", "ß", " ", "😀"),
  maxLength: 8,
});

describe("of any pattern and text", () => {
  test("the LIKE form matches what the pattern matches", () => {
    fc.assert(
      fc.property(letters, letters, (written, text) => {
        const pattern = parsePattern(written);
        const pieces = "exact" in pattern ? [pattern.exact] : pattern.pieces;
        expect(like([...toSqlLike({ pieces })], [...text])).toBe(matches(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("text made from the pattern matches it", () => {
    fc.assert(
      fc.property(letters, fc.array(letters, { minLength: 20, maxLength: 20 }), (written, filling) => {
        const pattern = parsePattern(written);
        const text =
          "exact" in pattern ? pattern.exact : pattern.pieces.reduce((made, piece, at) => made + filling[at] + piece);
        expect(matches(pattern, text)).toBe(true);
        expect(like([...toSqlLike("exact" in pattern ? { pieces: [pattern.exact] } : pattern)], [...text])).toBe(true);
        expect(mayMatch(pattern, text)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("the re-check is never stricter than the match", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("a", "A", "*", "ς", "Σ", "σ", "ß", "ẞ", "İ", "ı", "é", "e\u0301", "¨", " ", "가", "ﬁ"),
        }),
        fc.string({
          unit: fc.constantFrom("a", "A", "ς", "Σ", "σ", "ß", "ẞ", "İ", "ı", "é", "e\u0301", "¨", " ", "가", "ﬁ"),
        }),
        (written, text) => {
          const pattern = parsePattern(written);
          if (matches(pattern, text)) expect(mayMatch(pattern, text)).toBe(true);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test("a key without star or backslash means itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!/[*\\]/.test(text));
        expect(matches(parsePattern(text), text)).toBe(true);
        expect(parsePattern(text)).toEqual({ exact: text });
      }),
    );
  });
});

test.each([
  ["STRASSE*", "Straße 7"],
  ["müller", "MULLER"],
  ["ORDER-1", "order-1  "],
])("a collation may let %j match %j", (pattern, text) => {
  expect(mayMatch(parsePattern(pattern), text)).toBe(true);
});
test("ids that differ are never taken for each other", () => {
  expect(mayMatch(parsePattern("ORDER-1"), "ORDER-11")).toBe(false);
});
