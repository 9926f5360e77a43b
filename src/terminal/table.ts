import Table from "cli-table3";
import stringWidth from "string-width";
import { cutText } from "./fit-text.ts";
import { type Format, paint, type Style } from "./style.ts";

export interface Cell {
  readonly text: string;
  /** The end of the text that stays when it is cut. */
  readonly keep?: string;
  readonly format?: Format;
}

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Cell;
  /** Columns this may be cut down to; a column without it is never cut. */
  readonly least?: number;
  readonly align?: "right";
}

const gap = 2;
const noBorders = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(gap),
} as const;

/**
 * The rows as a table without borders, fitted to the width. Undefined when it cannot fit without cutting what must
 * not be cut, which is every cell when `uncut` is asked. A column that is empty in every row is left out.
 */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: Style,
  cut: "cut" | "uncut" = "cut",
): string | undefined {
  const filled = columns
    .map((column) => ({ column, cells: rows.map(column.cell) }))
    .filter(({ cells }) => cells.some(({ text }) => text !== ""));
  const widths = fittedWidths(
    filled.map(({ column, cells }) => ({
      natural: Math.max(stringWidth(column.head), ...cells.map(({ text }) => stringWidth(text))),
      least:
        cut === "uncut" || column.least === undefined ? undefined : Math.max(column.least, stringWidth(column.head)),
    })),
    style.width,
  );
  if (!widths) return undefined;
  const table = new Table({
    chars: noBorders,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colAligns: filled.map(({ column }) => column.align ?? "left"),
  });
  if (columns.some(({ head }) => head !== "")) {
    table.push(filled.map(({ column }) => paint(style, "dim", column.head)));
  }
  for (const index of rows.keys()) {
    table.push(
      filled.map(({ cells }, at) => {
        const { text, format, keep } = cells[index] ?? { text: "" };
        const fitting = cutText(text, widths[at] ?? 0, keep);
        return format ? paint(style, format, fitting) : fitting;
      }),
    );
  }
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

interface Wish {
  readonly natural: number;
  readonly least: number | undefined;
}

/** Takes columns from the widest cell that may shrink until the line fits. */
function fittedWidths(wishes: readonly Wish[], width: number): number[] | undefined {
  const widths = wishes.map(({ natural }) => natural);
  let over = widths.reduce((sum, each) => sum + each, gap * (widths.length - 1)) - width;
  while (over > 0) {
    let widest: number | undefined;
    for (const [at, { least }] of wishes.entries()) {
      const mine = widths[at] ?? 0;
      if (least !== undefined && mine > least && (widest === undefined || mine > (widths[widest] ?? 0))) widest = at;
    }
    if (widest === undefined) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  return widths;
}
