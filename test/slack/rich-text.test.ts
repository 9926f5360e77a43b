import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clipped } from "../../src/slack/messages/clip.ts";
import { cut } from "../../src/slack/messages/limits.ts";
import { plainText, wordsOf } from "../../src/slack/messages/plain-text.ts";
import {
  code,
  date,
  escaped,
  line,
  list,
  ofWords,
  preformatted,
  richText,
  text,
} from "../../src/slack/messages/rich-text.ts";

const anyText = fc.string({ unit: "binary", maxLength: 200 });

describe("text", () => {
  test("is one line without anything that hides or reorders", () => {
    expect(text(" a\u202e\u0000\r\n b ")).toEqual({ type: "text", text: " a b " });
    expect(code(" PAY-3\n")).toEqual({ type: "text", text: "PAY-3", style: { code: true } });
  });

  test("keeps what Slack would read as markup elsewhere", () => {
    expect(text("<!channel> *_~` :tada: </a>").text).toBe("<!channel> *_~` :tada: </a>");
  });

  test("is never empty in a line", () => {
    expect(line(text(""), undefined)).toEqual({ type: "rich_text_section", elements: [{ type: "text", text: " " }] });
    expect(preformatted("").elements).toEqual([{ type: "text", text: " " }]);
  });
});

describe("an instant", () => {
  test("stands in the zone of whoever reads it, and in UTC where Slack cannot do that", () => {
    expect(date("2026-11-22T15:31:05.900Z")).toEqual({
      type: "date",
      timestamp: 1_795_361_465,
      format: "{date_short_pretty} at {time}",
      fallback: "2026-11-22 15:31 UTC",
    });
    expect(date("2026-11-22T15:31:05.900Z", true)).toMatchObject({
      format: "{date_short_pretty} {time_secs}",
      fallback: "2026-11-22 15:31:05 UTC",
    });
  });

  test.each(["soon", "", "1969-12-31T23:59:59Z"])("that Slack cannot show is text: %s", (iso) => {
    expect(date(iso)).toEqual({ type: "text", text: iso });
  });

  test("is part of words, beside what is strong", () => {
    const words = ofWords(["is stuck at ", { strong: "Capture" }, " since ", { at: "2026-11-22T15:31:00Z" }]);
    expect(words.map(({ type }) => type)).toEqual(["text", "text", "text", "date"]);
    expect(words[1]).toEqual({ type: "text", text: "Capture", style: { bold: true } });
    expect(wordsOf(line(words))).toBe("is stuck at Capture since 2026-11-22 15:31 UTC");
  });
});

describe("what is cut", () => {
  test("fits, says so, and leaves characters whole", () => {
    expect(cut("abcdef", 6)).toBe("abcdef");
    expect(cut("abcdefg", 6)).toBe("abcde…");
    expect(cut("abcd💥💥", 6)).toBe("abcd…");
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 50 }), (words, limit) => {
        const { text: safe } = text(words);
        const short = cut(safe, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(short.isWellFormed()).toBe(true);
        expect(short === safe || short.endsWith("…")).toBe(true);
      }),
    );
  });

  test("is a line as a whole, whatever it is made of", () => {
    const long = line(text("12345"), date("2026-11-22T15:31:00Z"), text("67890", { bold: true }));
    const [short] = clipped([long], 10);
    expect(short && wordsOf(short)).toBe("12345…");
    const [longer] = clipped([long], 27);
    expect(longer && wordsOf(longer)).toBe("123452026-11-22 15:31 UTC6…");
  });
});

describe("the text of a message", () => {
  test("holds no command of Slack's, whatever is written", () => {
    expect(escaped("<!channel> <https://x|click> &lt; </a> a & b")).toBe(
      "&lt;!channel&gt; &lt;https://x|click&gt; &amp;lt; &lt;/a&gt; a &amp; b",
    );
    fc.assert(
      fc.property(anyText, (words) => {
        const safe = escaped(words);
        expect(safe).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(safe.isWellFormed()).toBe(true);
      }),
    );
  });

  test("says what does not fit", () => {
    const lines = Array.from({ length: 300 }, (_, at) => line(text(`${at} <!channel> & co`)));
    const block = richText([list(lines)]);
    const plain = plainText(block ? [block] : []);
    expect(plain.length).toBeLessThanOrEqual(4_000);
    expect(plain.split("\n").at(0)).toBe("• 0 &lt;!channel&gt; &amp; co");
    expect(plain.split("\n").at(-1)).toBe("… The rest does not fit in here.");
  });
});
