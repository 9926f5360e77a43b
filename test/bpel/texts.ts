/** Texts that would do something to a where clause, an address or a page, if they were not text. */
import fc from "fast-check";
import { stripUnsafe } from "../../src/core/text.ts";

const pieces = [
  "'",
  "''",
  "'''",
  "\\'",
  '"',
  "`",
  "%",
  "_",
  "[",
  "]",
  "?",
  "--",
  "/*",
  "*/",
  "#",
  ";",
  "(",
  ")",
  ",",
  "=",
  "<>",
  "||",
  "&",
  "+",
  " ",
  "\t",
  "\r\n",
  "\u0000",
  "\u001a",
  "\u007f",
  "\u00a0",
  "\u02bc",
  "\u2018",
  "\uff07",
  "\u202e",
  "é",
  "e\u0301",
  "東京",
  "🚚",
  "%27",
  "%2527",
  "&#39;",
  "\\",
  "\\\\",
  " OR ",
  " or '1'='1",
  "') OR ('1'='1",
  "' --",
  " AND NOT ",
  " LIKE ",
  "NULL",
  "ID('_PI:9003.1')",
  "TS('2026-01-01')",
  "CURRENT_DATE",
  "PROCESS_INSTANCE.STATE.STATE_RUNNING",
  "PROCESS_INSTANCE.NAME",
];
/** Texts of what has a meaning in the language of clauses, of addresses or of markup, and of any characters at all. */
export const hostile = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "binary", maxLength: 6 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(""))
  .filter((text) => text.length > 0 && text.length <= 1_000);

/** Such texts without the characters that answers leave out of any text. */
export const shown = hostile.map(stripUnsafe).filter((text) => text !== "");

/** A text as a pattern that means itself. */
export const starred = (text: string) => text.replaceAll("*", "\\*");
