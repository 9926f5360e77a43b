import fc from "fast-check";
import { stripUnsafe } from "../../src/core/text.ts";

/** Pieces of what people, phones and Slack write, and of the grammar itself. */
const pieces = [
  ..."abzÖß19_.-*@+/:;,=<>~!&|#?()[]{}\"'“”„‘’‚«»‹› \u00a0\t\n—–−‑🙂",
  "stuck",
  "help",
  "count",
  "failed",
  "order",
  "order-process",
  "2251799813685249",
  "https://x.y/z?a=b&c",
  "_PI:9003.a1",
  "<@U1|jane>",
  "<https://a.b|c>",
  "&amp;",
  "&lt;",
  "name=",
  "engine:",
  "--",
  ">=",
  "2h",
  "true",
  "null",
  "007",
];

/** Texts of all that may matter to the grammar, without what no reader can see. */
export const typedPiece = fc
  .string({ unit: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "grapheme", maxLength: 1 })), maxLength: 12 })
  .map((text) => stripUnsafe(text.replace(/[\v\f\r\u0085\u2028\u2029]/g, " ")));

/** Texts with a beginning and an end that can be seen. */
export const typedName = typedPiece.map((text) => text.trim()).filter((text) => text !== "");
