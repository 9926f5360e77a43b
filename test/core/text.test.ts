import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText, maxTextLength, stripUnsafe } from "../../src/core/text.ts";

const unsafe = /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u;
const keptControls = /[\n\t]/g;

const nasty = fc.string({
  unit: fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      "a",
      "\r\n",
      "\r",
      "\n",
      "\t",
      "\u0000",
      "\u001b[31m",
      "\u009b",
      "\u202e",
      "\u2066",
      "\u200b",
      "\ufeff",
    ),
    fc.constantFrom(
      "\ud83d",
      "\ude00",
      "😀",
      "👨‍👩‍👧",
      "🏴\u{e0067}\u{e007f}",
      "x\u{e0100}\u{e01ef}",
      "\u{e0041}",
      "\u180e",
    ),
  ),
  maxLength: 1_200,
});

test("no control, bidi or lone surrogate survives, and nothing is left to do", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const safe = stripUnsafe(text);
      expect(safe.replace(keptControls, "")).not.toMatch(unsafe);
      expect(safe.isWellFormed()).toBe(true);
      expect(stripUnsafe(safe)).toBe(safe);
    }),
  );
});

test("a cut text has at most 500 characters, says so, and is cut once only", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const { text: shown, length, cut } = cleanText(text);
      const whole = Array.from(stripUnsafe(text));
      expect(length).toBe(whole.length);
      expect(cut).toBe(whole.length > maxTextLength);
      expect(Array.from(shown).length).toBe(Math.min(whole.length, maxTextLength));
      expect(shown.isWellFormed()).toBe(true);
      if (cut) expect(shown).toBe(`${whole.slice(0, maxTextLength - 1).join("")}…`);
      expect(cleanText(shown)).toMatchObject({ text: shown, cut: false });
    }),
  );
});

test.each([
  ["500 letters stay", "x".repeat(500), 500, false],
  ["501 letters are cut", "x".repeat(501), 501, true],
  ["500 emoji stay", "😀".repeat(500), 500, false],
  ["501 emoji are cut", "😀".repeat(501), 501, true],
  ["ten thousand emoji are cut", "😀".repeat(10_000), 10_000, true],
  ["a pair across the edge is whole or gone", `${"x".repeat(498)}😀😀`, 500, false],
  ["a pair after the edge goes", `${"x".repeat(499)}😀😀`, 501, true],
])("%s", (_name, text, length, cut) => {
  const cleaned = cleanText(text);
  expect(cleaned).toMatchObject({ length, cut });
  expect(Array.from(cleaned.text)).toHaveLength(Math.min(length, maxTextLength));
  expect(cleaned.text.isWellFormed()).toBe(true);
});

test.each([
  ["a\r\nb", "a\nb"],
  ["\u001b]8;;http://evil\u0007click\u001b]8;;\u0007", "]8;;http://evilclick]8;;"],
  ["abc\u202egpj.exe", "abcgpj.exe"],
  ["hi\u{e0049}\u{e0067}\u{e006e}", "hi"],
  ["smile\u{e0100}\u{e0101}", "smile"],
  ["❤️ ok", "❤️ ok"],
  ["Ärger 가 ｱ", "Ärger 가 ｱ"],
])("%j becomes %j", (text, safe) => {
  expect(stripUnsafe(text)).toBe(safe);
});
