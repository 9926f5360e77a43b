import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inQuotes, isBare, operand, quoted, splitWords, written } from "../../src/slack/grammar/split.ts";
import { asTyped, typedText } from "../../src/slack/grammar/typed-text.ts";
import { typedPiece } from "./typed.ts";

const texts = (text: string) => {
  const split = splitWords(text);
  return "open" in split ? split : split.words.map((word) => word.text);
};

const words: Record<string, readonly [text: string, words: readonly string[]]> = {
  "blanks of every kind": ["a\u00a0b\u2003c\u3000d\te\nf\u202fg", ["a", "b", "c", "d", "e", "f", "g"]],
  "nothing but blanks": [" \u00a0\t ", []],
  "straight quotes": [`key="CUSTOMER 5003" 'a b'`, ["key=CUSTOMER 5003", "a b"]],
  "quotes as phones type them": ["“a b” ‘c d’ „e f“ ‚g h‘", ["a b", "c d", "e f", "g h"]],
  "quotes of other languages": ["„a b” ”c d” »e f« «g h» ›i j‹ ‹k l›", ["a b", "c d", "e f", "g h", "i j", "k l"]],
  "other quotes within quotes": [`"it's 'so'" 'a "b" c' “d "e" f”`, ["it's 'so'", 'a "b" c', 'd "e" f']],
  apostrophes: ["O'Brien 'O'Brien & Co' ‘don’t stop’ l’État", ["O'Brien", "O'Brien & Co", "don’t stop", "l’État"]],
  "a quote in a word": [`5" pipe a"b`, ['5"', "pipe", 'a"b']],
  "quotes after a sign": [`a>="b c" d~'e f' g:“h i” j=k,"l m"`, ["a>=b c", "d~e f", "g:h i", "j=k,l m"]],
  "quotes after quotes": [`'"'"a b"'"'`, ['"a b"']],
  "nothing in quotes": [`"" a=""`, ["", "a="]],
  "dashes as phones type them": ["ORDER–1 a−b c‑d e‒f", ["ORDER-1", "a-b", "c-d", "e-f"]],
  "long dashes": ["—engine c7 ―engine a—b — c", ["--engine", "c7", "--engine", "a-b", "-", "c"]],
  "dashes in quotes": ["“a—b – c”", ["a—b – c"]],
  links: [
    "https://x.y/?a='b&c–d \"HTTPS://z\" id=http://a/'b",
    ["https://x.y/?a='b&c–d", "HTTPS://z", "id=http://a/'b"],
  ],
};

test.each(Object.entries(words))("%s", (_name, [text, expected]) => {
  expect(texts(text)).toEqual(expected);
});

test.each([
  ['"a b', '"', '"'],
  ["a “b", "“", "”"],
  ["„a b", "„", "”"],
  ["key='O'Brien", "'", "'"],
  ["« a »b «", "«", "»"],
])("a quote left open is named: %s", (text, open, close) => {
  expect(splitWords(text)).toEqual({ open, close });
});

test("what is quoted is no grammar", () => {
  const split = splitWords(`stuck "stuck" stuck"" https://x`);
  expect("words" in split && split.words.map(isBare)).toEqual([true, false, true, false]);
});

describe("what Slack makes of a text", () => {
  const cases: Record<string, readonly [sent: string, typed: string]> = {
    "links with and without labels": ["<https://x.y/?a=1&amp;b=2|x> <https://x.y>", "https://x.y/?a=1&b=2 https://x.y"],
    "links that Slack made of a word": ["<http://order.io|order.io> <http://order.io/|order.io>", "order.io order.io"],
    mentions: [
      "<@U123ABC|jane> <@W1> <#C1|general> <#C1|> <!channel> <!here>",
      "@jane @W1 #general #C1 @channel @here",
    ],
    groups: ["<!subteam^S1|@ops> <!subteam^S1> <!date^1^{date}|today>", "@ops subteam^S1 today"],
    addresses: ["<mailto:a@b.de|a@b.de> <mailto:a@b.de> <tel:+491|+49 1>", "a@b.de a@b.de +49 1"],
    "entities, once": ["a&gt;=5 &amp;lt; &amp;amp; &quot;", "a>=5 &lt; &amp; &quot;"],
    "signs that are no markup": ["a<5 b>3 <b> <@foo bar>", "a<5 b>3 <b> <@foo bar>"],
    "what cannot be seen": ["ORDER\u200b-\u202e4711\u0000\ufeff", "ORDER-4711"],
    "ends of lines": ["a\u2028b\u0085c\vd\re", "a b c d e"],
  };
  test.each(Object.entries(cases))("%s", (_name, [sent, typed]) => {
    expect(typedText(sent)).toBe(typed);
  });
});

test("a text is written so that it is read back", () => {
  fc.assert(
    fc.property(typedPiece, (text) => {
      expect(typedText(asTyped(text))).toBe(text);
      expect(texts(inQuotes(text))).toEqual([text]);
      expect(texts(operand(text))).toEqual([text]);
      expect(texts(`name=${quoted(text)}`)).toEqual([`name=${text}`]);
    }),
  );
});

test("words are written so that they are read back, quotes and all", () => {
  fc.assert(
    fc.property(typedPiece, (text) => {
      const split = splitWords(text);
      if ("open" in split) return;
      const again = splitWords(split.words.map(written).join(" "));
      expect("words" in again && again.words.map(({ text, shape }) => [text, shape])).toEqual(
        split.words.map((word) => [word.text, word.shape]),
      );
    }),
  );
});

test("words are no longer than the text, whatever it is made of", () => {
  for (const piece of ["'", '"', "“”", "a'", "<", "<@", "&amp;", "—", "https://", "=", ",", "a=", " ", '""', "a "]) {
    for (const count of [100, 1_000, 4_000]) {
      const text = piece.repeat(count).slice(0, 4_000);
      const split = splitWords(typedText(text));
      if ("open" in split) continue;
      const length = split.words.reduce((sum, word) => sum + word.text.length, 0);
      expect(length, piece).toBeLessThanOrEqual(text.length + split.words.length);
    }
  }
});
