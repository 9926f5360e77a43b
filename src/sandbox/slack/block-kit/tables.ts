/** Tables: at most one in a message, and not too much text in it. */
import { isFields, isList } from "../fields.ts";
import {
  anyNumber,
  below,
  type Check,
  complain,
  flag,
  integer,
  known,
  type Look,
  list,
  may,
  must,
  object,
  oneOf,
  string,
  typed,
} from "./checks.ts";
import { blockId } from "./objects.ts";
import { richText } from "./rich-text.ts";

const mostColumns = 20;
const mostRows = 100;
/** Characters in all cells of a message. */
const mostText = 10_000;

const rawText = object({ type: known, text: must(string()) });
const rawNumber = object({ type: known, value: must(anyNumber), text: must(string()) });
const headerCell = typed({ raw_text: rawText, raw_number: rawNumber });
const cell = typed({ raw_text: rawText, raw_number: rawNumber, rich_text: richText });

function counting(check: Check): Check {
  return (value, look) => {
    check(value, look);
    const { counted } = look;
    counted.tables += 1;
    if (counted.tables > 1) complain(look, "only_one_table_allowed", "only_one_table_allowed");
    const before = counted.tableText;
    counted.tableText += cellText(isFields(value) ? value["rows"] : undefined);
    if (before <= mostText && counted.tableText > mostText) {
      complain(below(look, "rows"), "too_long", `no more than ${mostText} characters allowed in all cells`);
    }
  };
}

/** The characters that a reader sees in cells. */
function cellText(value: unknown): number {
  if (isList(value)) return value.reduce<number>((sum, one) => sum + cellText(one), 0);
  if (!isFields(value)) return 0;
  const { type, text, elements, url, fallback } = value;
  if (isList(elements)) return cellText(elements);
  if (typeof text === "string") return text.length;
  if (type === "link" && typeof url === "string") return url.length;
  return typeof fallback === "string" ? fallback.length : 0;
}

export const table = counting(
  object({
    type: known,
    block_id: may(blockId),
    rows: must(list(list(cell, { max: mostColumns }), { max: mostRows })),
    column_settings: may(
      list(object({ align: may(oneOf("left", "center", "right")), is_wrapped: may(flag) }), { max: mostColumns }),
    ),
  }),
);

/** A header row, then at least one other, all of the same length. */
const dataRows: Check = (value, look) => {
  list(list(cell, { max: mostColumns }), { min: 2, max: mostRows + 1 })(value, look);
  if (!isList(value)) return;
  const [header, ...others] = value;
  if (!isList(header)) return;
  for (const [place, one] of header.entries()) headerOnly(one, below(below(look, 0), place));
  for (const [place, row] of others.entries()) {
    if (isList(row) && row.length !== header.length) {
      complain(below(look, place + 1), "wrong_value", "all rows must have the same number of cells");
    }
  }
};

function headerOnly(value: unknown, look: Look): void {
  if (isFields(value) && value["type"] === "rich_text") headerCell(value, look);
}

export const dataTable = counting(
  object(
    {
      type: known,
      block_id: may(blockId),
      caption: must(string()),
      rows: must(dataRows),
      page_size: may(integer({ min: 1, max: 100 })),
      row_header_column_index: may(integer({ min: 0 })),
    },
    ({ rows, row_header_column_index: index }, look) => {
      const header = isList(rows) ? rows[0] : undefined;
      if (isList(header) && typeof index === "number" && index >= header.length) {
        complain(below(look, "row_header_column_index"), "wrong_value", "must be the index of a column");
      }
    },
  ),
);
