import { describe, expect, test } from "vitest";
import { blockProblems, viewProblems } from "../../../src/sandbox/slack/block-kit.ts";
import {
  actions,
  card,
  container,
  dataTable,
  image,
  input,
  largest,
  many,
  section,
  select,
} from "./block-kit-limits.ts";
import { button, goodBlocks, long, marked, option, plain, raw, richText, table } from "./block-kit-samples.ts";

const codes = (blocks: readonly unknown[], surface?: "message" | "modal" | "home") =>
  blockProblems({ blocks }, surface).map(({ pointer, code }) => `${code} ${pointer}`);

describe("what Slack documents is taken", () => {
  test.each(Object.entries(goodBlocks))("%s", (_name, block) => {
    expect(blockProblems({ blocks: [block] })).toEqual([]);
  });

  test("nothing at all, and a text alone", () => {
    expect(blockProblems({ blocks: [] })).toEqual([]);
    expect(blockProblems({ text: long(40_000) })).toEqual([]);
  });
});

describe("the largest that is taken, and one more", () => {
  test.each(largest)("$what: $at", ({ at, blocks, problem }) => {
    expect(codes(blocks(at))).toEqual([]);
    expect(codes(blocks(at + 1))).toContain(problem);
  });

  test("a text is at most 40,000 characters", () => {
    expect(blockProblems({ text: long(40_001) })).toMatchObject([{ pointer: "/text", code: "too_long" }]);
  });

  test.each(["modal", "home"] as const)("blocks of a %s: 100", (surface) => {
    expect(
      codes(
        many(100, () => ({ type: "divider" })),
        surface,
      ),
    ).toEqual([]);
    expect(
      codes(
        many(101, () => ({ type: "divider" })),
        surface,
      ),
    ).toEqual(["too_many /blocks"]);
  });
});

const rich = (element: unknown) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [element] }],
});
const date = (more: object) => rich({ type: "date", timestamp: 1, format: "{date}", ...more });

const wrong: readonly (readonly [what: string, block: unknown, problem: string])[] = [
  ["an empty text", section(plain("")), "too_short /blocks/0/text/text"],
  ["an empty field", { type: "section", fields: [marked("")] }, "too_short /blocks/0/fields/0/text"],
  ["no fields", { type: "section", fields: [] }, "too_few /blocks/0/fields"],
  ["neither text nor fields", { type: "section" }, "required /blocks/0"],
  ["a header in mrkdwn", { type: "header", text: marked() }, "unsupported_type /blocks/0/text/type"],
  ["emoji in mrkdwn", section({ ...marked(), emoji: true }), "unknown_key /blocks/0/text"],
  ["verbatim in plain text", section({ ...plain(), verbatim: true }), "unknown_key /blocks/0/text"],
  ["a string in the place of a text", section("words"), "wrong_type /blocks/0/text"],
  ["no type", { text: plain() }, "required /blocks/0"],
  ["no object", "divider", "wrong_type /blocks/0"],
  ["an unknown type", { type: "tables" }, "unsupported_type /blocks/0/type"],
  ["a type of every object", { type: "constructor" }, "unsupported_type /blocks/0/type"],
  ["an unknown key", { type: "divider", colour: "red" }, "unknown_key /blocks/0"],
  ["a null", { type: "divider", block_id: null }, "wrong_type /blocks/0/block_id"],
  ["no actions", actions(), "too_few /blocks/0/elements"],
  ["no elements of a context", { type: "context", elements: [] }, "too_few /blocks/0/elements"],
  ["a button in a context", { type: "context", elements: [button()] }, "unsupported_type /blocks/0/elements/0/type"],
  ["a text among actions", actions(plain()), "unsupported_type /blocks/0/elements/0/type"],
  ["a button without text", actions({ type: "button" }), "required /blocks/0/elements/0"],
  [
    "a button in mrkdwn",
    actions(button({ text: { ...plain(), type: "mrkdwn" } as never })),
    "unsupported_type /blocks/0/elements/0/text/type",
  ],
  ["an unknown style", actions({ ...button(), style: "default" }), "wrong_value /blocks/0/elements/0/style"],
  ["an address without a scheme", actions(button({ url: "example.org" })), "wrong_value /blocks/0/elements/0/url"],
  ["a script", actions(button({ url: "javascript:alert(1)" })), "wrong_value /blocks/0/elements/0/url"],
  [
    "an address with a blank",
    actions(button({ url: "https://example.org/a b" })),
    "wrong_value /blocks/0/elements/0/url",
  ],
  ["a value that is no string", actions({ ...button(), value: 1 }), "wrong_type /blocks/0/elements/0/value"],
  ["no options", actions(select({ options: [] })), "too_few /blocks/0/elements/0/options"],
  ["neither options nor groups", actions({ type: "static_select" }), "required /blocks/0/elements/0"],
  [
    "options and groups",
    actions(select({ option_groups: [{ label: plain(), options: [option()] }] })),
    "wrong_value /blocks/0/elements/0",
  ],
  [
    "an option without a value",
    actions(select({ options: [{ text: plain() }] })),
    "required /blocks/0/elements/0/options/0",
  ],
  [
    "an option with an empty value",
    actions(select({ options: [option("")] })),
    "too_short /blocks/0/elements/0/options/0/value",
  ],
  [
    "an option in mrkdwn",
    actions(select({ options: [{ text: marked(), value: "v" }] })),
    "unsupported_type /blocks/0/elements/0/options/0/text/type",
  ],
  [
    "an address in a menu",
    actions(select({ options: [{ ...option(), url: "https://e.org" }] })),
    "unknown_key /blocks/0/elements/0/options/0",
  ],
  [
    "an initial option that is none",
    actions(select({ initial_option: option("other") })),
    "wrong_value /blocks/0/elements/0",
  ],
  ["an empty overflow menu", actions({ type: "overflow", options: [] }), "too_few /blocks/0/elements/0/options"],
  [
    "an impossible hour",
    actions({ type: "timepicker", initial_time: "24:00" }),
    "wrong_value /blocks/0/elements/0/initial_time",
  ],
  [
    "an impossible date",
    actions({ type: "datepicker", initial_date: "22.11.2026" }),
    "wrong_value /blocks/0/elements/0/initial_date",
  ],
  [
    "a dialog without a title",
    actions({ ...button(), confirm: { text: marked() } }),
    "required /blocks/0/elements/0/confirm",
  ],
  ["an empty filter", actions({ type: "conversations_select", filter: {} }), "required /blocks/0/elements/0/filter"],
  [
    "an input that needs more than it takes",
    input({ element: { type: "plain_text_input", min_length: 5, max_length: 4 } }),
    "wrong_value /blocks/0/element",
  ],
  ["an image with two sources", image({ slack_file: { id: "F1" } }), "wrong_value /blocks/0"],
  ["an image with none", { type: "image", alt_text: "a" }, "wrong_value /blocks/0"],
  [
    "a file with id and address",
    image({ image_url: undefined, slack_file: { id: "F1", url: "https://e.org" } }),
    "wrong_value /blocks/0/slack_file",
  ],
  ["an unknown level", { type: "alert", text: plain(), level: "fatal" }, "wrong_value /blocks/0/level"],
  ["an empty card", { type: "card", subtitle: marked() }, "required /blocks/0"],
  ["a card in plain text", card({ title: plain() }), "unsupported_type /blocks/0/title/type"],
  ["an empty carousel", { type: "carousel", elements: [] }, "too_few /blocks/0/elements"],
  ["a container without a title", { type: "container", child_blocks: [{ type: "divider" }] }, "required /blocks/0"],
  [
    "a container in a container",
    container({ child_blocks: [container({})] }),
    "unsupported_type /blocks/0/child_blocks/0/type",
  ],
  ["collapsed, not collapsible", container({ default_collapsed: true }), "wrong_value /blocks/0/default_collapsed"],
  ["no rows", table([]), "too_few /blocks/0/rows"],
  ["no cells", table([[]]), "too_few /blocks/0/rows/0"],
  ["an empty cell", table([[raw("")]]), "too_short /blocks/0/rows/0/0/text"],
  ["a cell of plain text", { type: "table", rows: [[plain()]] }, "unsupported_type /blocks/0/rows/0/0/type"],
  [
    "a number without its text",
    { type: "table", rows: [[{ type: "raw_number", value: 1 }]] },
    "required /blocks/0/rows/0/0",
  ],
  [
    "a number that is text",
    { type: "table", rows: [[{ type: "raw_number", value: "1", text: "1" }]] },
    "wrong_type /blocks/0/rows/0/0/value",
  ],
  [
    "an unknown alignment",
    { type: "table", rows: [[raw()]], column_settings: [{ align: "justify" }] },
    "wrong_value /blocks/0/column_settings/0/align",
  ],
  ["a data table of a header", dataTable([[raw()]]), "too_few /blocks/0/rows"],
  ["a data table without a caption", { type: "data_table", rows: [[raw()], [raw()]] }, "required /blocks/0"],
  ["rows of different lengths", dataTable([[raw(), raw()], [raw()]]), "wrong_value /blocks/0/rows/1"],
  [
    "a rich header",
    dataTable([[richText({ type: "text", text: "x" })], [raw()]]),
    "unsupported_type /blocks/0/rows/0/0/type",
  ],
  ["a page of nothing", dataTable([[raw()], [raw()]], { page_size: 0 }), "wrong_value /blocks/0/page_size"],
  [
    "a column that is not there",
    dataTable([[raw()], [raw()]], { row_header_column_index: 1 }),
    "wrong_value /blocks/0/row_header_column_index",
  ],
  ["empty rich text", { type: "rich_text", elements: [] }, "too_few /blocks/0/elements"],
  [
    "text outside a section",
    { type: "rich_text", elements: [{ type: "text", text: "x" }] },
    "unsupported_type /blocks/0/elements/0/type",
  ],
  ["an empty rich text", rich({ type: "text", text: "" }), "too_short /blocks/0/elements/0/elements/0/text"],
  [
    "an unknown rich style",
    rich({ type: "text", text: "x", style: { blink: true } }),
    "unknown_key /blocks/0/elements/0/elements/0/style",
  ],
  [
    "a rich style that is a word",
    rich({ type: "text", text: "x", style: { bold: "true" } }),
    "wrong_type /blocks/0/elements/0/elements/0/style/bold",
  ],
  ["a link without an address", rich({ type: "link", text: "x" }), "required /blocks/0/elements/0/elements/0"],
  [
    "a link to a script",
    rich({ type: "link", url: "javascript:1" }),
    "wrong_value /blocks/0/elements/0/elements/0/url",
  ],
  ["half a second", date({ timestamp: 1.5 }), "wrong_type /blocks/0/elements/0/elements/0/timestamp"],
  ["a moment as text", date({ timestamp: "1795000000" }), "wrong_type /blocks/0/elements/0/elements/0/timestamp"],
  ["an unknown token", date({ format: "{date_iso}" }), "wrong_value /blocks/0/elements/0/elements/0/format"],
  ["a format without a token", date({ format: "today" }), "wrong_value /blocks/0/elements/0/elements/0/format"],
  ["a date without a format", rich({ type: "date", timestamp: 1 }), "required /blocks/0/elements/0/elements/0"],
  [
    "a date in preformatted text",
    {
      type: "rich_text",
      elements: [{ type: "rich_text_preformatted", elements: [{ type: "date", timestamp: 1, format: "{date}" }] }],
    },
    "unsupported_type /blocks/0/elements/0/elements/0/type",
  ],
  [
    "an emoji with colons",
    rich({ type: "emoji", name: "not an emoji" }),
    "wrong_value /blocks/0/elements/0/elements/0/name",
  ],
  [
    "a list without a style",
    { type: "rich_text", elements: [{ type: "rich_text_list", elements: [] }] },
    "required /blocks/0/elements/0",
  ],
  [
    "a border of two",
    { type: "rich_text", elements: [{ type: "rich_text_quote", border: 2, elements: [{ type: "text", text: "x" }] }] },
    "wrong_value /blocks/0/elements/0/border",
  ],
  ["a broken date in mrkdwn", section(marked("<!date^soon^{date}|soon>")), "wrong_value /blocks/0/text"],
  ["a date in mrkdwn without a fallback", section(marked("<!date^1795000000^{date}>")), "wrong_value /blocks/0/text"],
  ["an unknown token in mrkdwn", section(marked("<!date^1795000000^{day}|x>")), "wrong_value /blocks/0/text"],
];

describe("what is refused", () => {
  test.each(wrong)("%s", (_what, block, problem) => {
    expect(codes([block])).toContain(problem);
  });

  test("blocks that are no list, and a text that is none", () => {
    expect(blockProblems({ blocks: {} })).toMatchObject([{ pointer: "/blocks", code: "wrong_type" }]);
    expect(blockProblems({ text: 1 })).toMatchObject([{ pointer: "/text", code: "wrong_type" }]);
    expect(blockProblems({ text: "<!date^x|y>" })).toMatchObject([{ pointer: "/text", code: "wrong_value" }]);
  });

  test("the same id twice, of blocks and of elements, also in different blocks", () => {
    expect(
      codes([
        { type: "divider", block_id: "a" },
        { type: "divider", block_id: "a" },
      ]),
    ).toEqual(["duplicate /blocks/1/block_id"]);
    const same = button({ action_id: "a" });
    expect(codes([actions(same, same)])).toEqual(["duplicate /blocks/0/elements/1/action_id"]);
    expect(codes([actions(same), { ...section(plain()), accessory: same }])).toEqual([
      "duplicate /blocks/1/accessory/action_id",
    ]);
    const divider = { type: "divider", block_id: "a" };
    expect(codes([container({ block_id: "a", child_blocks: [divider] })])).toEqual(["duplicate /blocks/0/block_id"]);
  });

  test("two tables, wherever they stand", () => {
    const one = table([[raw()]]);
    expect(codes([one, one])).toEqual(["only_one_table_allowed /blocks/1"]);
    expect(codes([one, dataTable([[raw()], [raw()]])])).toEqual(["only_one_table_allowed /blocks/1"]);
    expect(codes([container({ child_blocks: [one] }), one])).toEqual(["only_one_table_allowed /blocks/1"]);
  });

  test("blocks that a surface does not have", () => {
    expect(codes([table([[raw()]])], "modal")).toEqual(["unsupported_type /blocks/0/type"]);
    expect(codes([{ type: "markdown", text: "x" }], "home")).toEqual(["unsupported_type /blocks/0/type"]);
  });

  test("a problem is told in Slack's words", () => {
    expect(
      blockProblems({ blocks: [section(plain(long(3_001))), { type: "divider", x: 1 }] }).map(({ message }) => message),
    ).toEqual(["must be less than 3001 characters", "invalid additional property: x"]);
  });
});

const modal = (more: object = {}) => ({ type: "modal", title: plain(), blocks: [], ...more });

describe("views", () => {
  test.each([
    ["a modal", modal({ submit: plain(), close: plain(), blocks: [input({})], notify_on_close: true })],
    ["a home tab", { type: "home", blocks: [section(plain())], private_metadata: "x" }],
  ])("%s is taken", (_what, view) => {
    expect(viewProblems(view)).toEqual([]);
  });

  test.each([
    ["title", 24, (n: number) => modal({ title: plain(long(n)) }), "/title/text"],
    ["submit", 24, (n: number) => modal({ submit: plain(long(n)) }), "/submit/text"],
    ["close", 24, (n: number) => modal({ close: plain(long(n)) }), "/close/text"],
    ["private_metadata", 3_000, (n: number) => modal({ private_metadata: long(n) }), "/private_metadata"],
    ["callback_id", 255, (n: number) => modal({ callback_id: long(n) }), "/callback_id"],
    ["external_id", 255, (n: number) => modal({ external_id: long(n) }), "/external_id"],
    ["blocks", 100, (n: number) => modal({ blocks: many(n, () => ({ type: "divider" })) }), "/blocks"],
  ])("%s: at most %i", (_what, at, view, pointer) => {
    expect(viewProblems(view(at))).toEqual([]);
    expect(viewProblems(view(at + 1))).toMatchObject([{ pointer }]);
  });

  test.each([
    ["no title", { type: "modal", blocks: [] }, "required"],
    ["an input without a button to submit it", modal({ blocks: [input({})] }), "required"],
    ["another type", { type: "workflow_step", blocks: [] }, "unsupported_type"],
    [
      "two elements with the focus",
      modal({
        submit: plain(),
        blocks: [1, 2].map(() => input({ element: { type: "plain_text_input", focus_on_load: true } })),
      }),
      "too_many",
    ],
  ])("%s is refused", (_what, view, code) => {
    expect(viewProblems(view)).toMatchObject([{ code }]);
  });
});
