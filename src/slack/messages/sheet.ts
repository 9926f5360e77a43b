import type { types } from "@slack/bolt";
import type { Words } from "../../words/words.ts";
import { actionsBlock } from "./buttons.ts";
import { footing } from "./footing.ts";
import { type Grid, paddedText, rowLines, tableBlock } from "./grid.ts";
import { cut } from "./limits.ts";
import type { Block, Form, Message, Scene } from "./message.ts";
import { notice, plainText } from "./plain-text.ts";
import { line, type Paragraph, preformatted, richText, text } from "./rich-text.ts";
import { sign } from "./signs.ts";

/** An answer of rows or of numbers, before it is a message. */
export interface Sheet {
  /** The answer in a line. */
  readonly head: string;
  /** Why engines are missing, a sentence each. */
  readonly missing: readonly string[];
  /** What else to know before the rows are read. */
  readonly notes: readonly string[];
  readonly grids: readonly Grid[];
  /** Rows of a grid that a message shows at most. */
  readonly mostRows: number;
  /** What is said below a grid of which only so many rows are shown. */
  readonly left: (grid: Grid, shown: number) => string;
  /** What there is to click below so many rows. */
  readonly clickable: (shown: number) => readonly (types.Button | types.StaticSelect | undefined)[];
  /** What to type next, where nothing can be clicked. */
  readonly step?: string | undefined;
  /** What was asked, as it was understood. */
  readonly asked: Words;
  /** The command that asks it. */
  readonly command: string;
}

/** Rows of a table of Slack's, without its head. */
export const mostTableRows = 99;

/**
 * Characters that people read: of a line before the rows and of all those lines, so that rows always have room; of the cells of
 * a table, for which Slack names 10,000, and of everything, for which it refuses somewhat above 13,000.
 */
const most = { note: 300, notes: 2_000, cells: 9_000, text: 12_000 };

/** The sheet as a message; one that would be too large has fewer rows, and says so. */
export function sheetMessage(sheet: Sheet, { form }: Pick<Scene, "form">): Message {
  const rows = Math.min(sheet.mostRows, Math.max(0, ...sheet.grids.map((grid) => grid.rows.length)));
  if (form === "plain") return { text: plainText(blocksOf(sheet, form, rows)) };
  const shown = largest(rows, (fewer) => holds(blocksOf(sheet, form, fewer)));
  return { text: notice(sheet.head), blocks: blocksOf(sheet, form, shown) };
}

function blocksOf(sheet: Sheet, form: Form, shown: number): Block[] {
  const head = line(text(sheet.head, { bold: true }));
  const missing = sheet.missing.map((why) => line(sign("gap"), text(` ${cut(why, most.note)}`)));
  const notes = first(most.notes, [...missing, ...sheet.notes.map((note) => line(text(cut(note, most.note))))]);
  const hints = form === "plain" && sheet.step !== undefined ? [line(text(sheet.step))] : [];
  return [
    richText([head, ...notes]),
    ...sheet.grids.flatMap((grid, at) => [
      form === "table" && at === 0 ? tableBlock(grid, shown) : richText(paragraphsOf(grid, form, shown)),
      shown < grid.rows.length ? richText([line(text(sheet.left(grid, shown)))]) : undefined,
    ]),
    richText(hints),
    form === "plain" ? undefined : actionsBlock(sheet.clickable(shown)),
    footing(sheet.asked, sheet.command, form),
  ].filter((block) => block !== undefined);
}

function paragraphsOf(grid: Grid, form: Form, shown: number): Paragraph[] {
  return form === "plain" ? rowLines(grid, shown) : [preformatted(paddedText(grid, shown))];
}

/** Whether Slack takes so much text. */
function holds(blocks: readonly Block[]): boolean {
  const inTables = readable(blocks.filter(({ type }) => type === "table"));
  return inTables <= most.cells && readable(blocks) <= most.text;
}

/** Characters that people read, wherever they stand in blocks. */
function readable(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (typeof part === "string" ? (read.has(key) ? part.length : 0) : readable(part)),
    0,
  );
}

const read: ReadonlySet<string> = new Set(["text", "fallback"]);

/** The first of them, as long as all together have so few characters. */
function first(characters: number, lines: readonly Paragraph[]): Paragraph[] {
  const end = lines.findIndex((_, at) => readable(lines.slice(0, at + 1)) > characters);
  return lines.slice(0, end < 0 ? lines.length : end);
}

/** The largest number up to `most` that fits, where every smaller one does; 0 where none does. */
function largest(most: number, fits: (number: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
