import type { types } from "@slack/bolt";
import { oneLine } from "../../words/clean.ts";
import { joinedWords, type Words } from "../../words/words.ts";
import { cut } from "./limits.ts";
import { wordsOf } from "./plain-text.ts";
import { line, ofWords, type Paragraph } from "./rich-text.ts";

interface Setting {
  readonly head: string;
  readonly align?: "right";
  /** Long texts go on in the next line of the cell instead of widening the table. */
  readonly wraps?: true;
  /** What people copy is never shortened to save width. */
  readonly whole?: true;
  /** Characters of a cell, where it may have more than most. */
  readonly most?: number;
}

/** One column of a table. */
export interface Column<Row> extends Setting {
  /** Nothing where it is not known. */
  readonly cell: (row: Row) => Words | string;
}

/** Cells in columns, in whichever form they are shown. */
export interface Grid {
  readonly columns: readonly Setting[];
  readonly rows: readonly (readonly Words[])[];
}

const unknown = "–";
/** Characters of a cell, of one that people copy, and of both where columns are made of blanks. */
const most = { cell: 60, whole: 200, padded: 30, paddedText: 45 };

/** The rows in these columns; a column that is empty in every row is left out. */
export function gridOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Grid {
  const filled = columns
    .map(({ cell, ...setting }) => {
      const limit = setting.whole ? most.whole : (setting.most ?? most.cell);
      return { setting, cells: rows.map((row) => cellOf(cell(row), limit)) };
    })
    .filter(({ cells }) => cells.some((words) => words.length > 0));
  return {
    columns: filled.map(({ setting }) => setting),
    rows: rows.map((_, at) => filled.map(({ cells }) => cells[at] ?? [])),
  };
}

function cellOf(content: Words | string, limit: number): Words {
  if (typeof content !== "string") return content;
  const text = cut(oneLine(content), limit);
  return text === "" ? [] : [text];
}

/** The first rows as Slack's own table. */
export function tableBlock({ columns, rows }: Grid, shown: number): types.TableBlock {
  const settings: types.TableBlock["column_settings"] = columns.map(({ align, wraps }) => ({
    align: align ?? "left",
    is_wrapped: wraps ?? false,
  }));
  return {
    type: "table",
    column_settings: settings,
    rows: [columns.map(({ head }) => raw(head)), ...rows.slice(0, shown).map((cells) => cells.map(tableCell))],
  };
}

function tableCell(words: Words): types.RawTextElement | types.RichTextBlock {
  if (!words.some((word) => typeof word === "object" && "at" in word)) return raw(utcText(words));
  return { type: "rich_text", elements: [line(ofWords(words))] };
}

const raw = (text: string): types.RawTextElement => ({ type: "raw_text", text: text || unknown });

/** The first rows in letters of one width. */
export function paddedText({ columns, rows }: Grid, shown: number): string {
  const texts = rows.slice(0, shown).map((cells) =>
    cells.map((words, at) => {
      const text = utcText(words) || unknown;
      const { whole, most: characters } = columns[at] ?? {};
      return whole ? text : cut(text, characters === undefined ? most.padded : most.paddedText);
    }),
  );
  const lines = [columns.map(({ head }) => head), ...texts];
  const widths = columns.map((_, at) => Math.max(...lines.map((cells) => widthOf(cells[at] ?? ""))));
  return lines
    .map((cells) => cells.map((text, at) => padded(text, widths[at] ?? 0, columns[at]?.align)).join("  "))
    .map((text) => text.trimEnd())
    .join("\n");
}

const widthOf = (text: string) => Array.from(text).length;

function padded(text: string, width: number, align: "right" | undefined): string {
  const blanks = " ".repeat(width - widthOf(text));
  return align === "right" ? `${blanks}${text}` : `${text}${blanks}`;
}

/** The first rows as lines of running text, without what is not known; a number says of what. */
export function rowLines({ columns, rows }: Grid, shown: number): Paragraph[] {
  return rows.slice(0, shown).map((cells) => {
    const told = cells.flatMap((words, at): Words[] => {
      const { head, align } = columns[at] ?? {};
      if (words.length === 0) return [];
      return [align === "right" ? [`${head?.toLowerCase()} `, ...words] : words];
    });
    return line(ofWords(joinedWords(told, " · ")));
  });
}

/** Words where there are no dates of Slack's: instants in UTC. */
export function utcText(words: Words): string {
  return words.length === 0 ? "" : wordsOf(line(ofWords(words)));
}
