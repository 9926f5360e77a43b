import type { types } from "@slack/bolt";
import { stripUnsafe } from "../../core/text.ts";
import type { Words } from "../../words/words.ts";
import { cut, limits } from "./limits.ts";

/*
 * The one way of text into blocks. Slack parses nothing in the text of these elements, neither mentions nor links nor
 * emphasis, so what an engine wrote is shown as it stands.
 */

export type Piece = types.RichTextText | types.RichTextDate | types.RichTextLink | types.RichTextEmoji;
export type Paragraph = types.RichTextBlock["elements"][number];
/** What a line is made of; what is undefined is left out. */
export type Part = Piece | readonly Piece[] | undefined;

type TextStyle = NonNullable<types.RichTextText["style"]>;

/** Text on one line, blanks at its ends kept. */
export function text(words: string, style?: TextStyle): types.RichTextText {
  return { type: "text", text: cut(flat(words), limits.element), ...(style ? { style } : {}) };
}

/** Text that people copy: an id. */
export function code(words: string): types.RichTextText {
  return text(words.trim(), { code: true });
}

/** An instant in the zone of whoever reads it, to the minute or, when `exact`, to the second. */
export function date(iso: string, exact = false): types.RichTextDate | types.RichTextText {
  const ms = Date.parse(iso);
  if (!(ms > 0)) return text(iso);
  const format = exact ? "{date_short_pretty} {time_secs}" : "{date_short_pretty} at {time}";
  return { type: "date", timestamp: Math.floor(ms / 1_000), format, fallback: utcText(ms, exact) };
}

/** "2026-11-22 15:31 UTC", for where Slack shows no reader's zone. */
function utcText(ms: number, exact: boolean): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, exact ? 19 : 16)} UTC`;
}

/** A sign of Slack's with its character for where there is only text, as `emoji("red_circle", "🔴")`. */
export function emoji(name: string, sign: string): types.RichTextEmoji {
  const unicode = Array.from(sign, (character) => character.codePointAt(0)?.toString(16)).join("-");
  return { type: "emoji", name, unicode };
}

/** Words shared by all channels: what is strong in bold, instants in the zone of whoever reads them. */
export function ofWords(words: Words): Piece[] {
  return words.map((word) => {
    if (typeof word === "string") return text(word);
    return "at" in word ? date(word.at, word.exact) : text(word.strong, { bold: true });
  });
}

/** One line. */
export function line(...parts: readonly Part[]): types.RichTextSection {
  return { type: "rich_text_section", elements: elementsOf(parts) };
}

/** What somebody else said, set apart from our own words. */
export function quote(...parts: readonly Part[]): types.RichTextQuote {
  return { type: "rich_text_quote", elements: elementsOf(parts) };
}

/** Lines of one width of letter, ends of lines kept; the caller sees to the length. */
export function preformatted(lines: string): types.RichTextPreformatted {
  return { type: "rich_text_preformatted", elements: [{ type: "text", text: stripUnsafe(lines) || " " }] };
}

/** Lines with a bullet each. */
export function list(lines: readonly types.RichTextSection[]): types.RichTextList {
  return { type: "rich_text_list", style: "bullet", elements: [...lines] };
}

/** A small grey line below or above the answer itself. */
export function context(words: string): types.ContextBlock {
  return { type: "context", elements: [plain(words, limits.context)] };
}

/** Text on one line for what is no rich text: labels and small lines. */
export function plain(words: string, limit: number): types.PlainTextElement {
  return { type: "plain_text", text: cut(flat(words).trim(), limit) || " ", emoji: false };
}

/** One block of these paragraphs; undefined where there is none. */
export function richText(paragraphs: readonly Paragraph[]): types.RichTextBlock | undefined {
  return paragraphs.length === 0 ? undefined : { type: "rich_text", elements: [...paragraphs] };
}

/** Text for mrkdwn: no mention, link or other command of Slack's can stand in it. Escaping comes last, after cutting. */
export function escaped(words: string): string {
  return stripUnsafe(words).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Slack takes no empty text. */
function elementsOf(parts: readonly Part[]): Piece[] {
  const pieces = parts.flatMap((part) => part ?? []).filter((piece) => piece.type !== "text" || piece.text !== "");
  return pieces.length > 0 ? pieces : [{ type: "text", text: " " }];
}

const flat = (words: string) => stripUnsafe(words).replace(/\s+/g, " ");
