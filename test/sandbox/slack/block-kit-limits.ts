import { button, long, marked, option, plain, raw, richText, table } from "./block-kit-samples.ts";

export const many = <T>(count: number, make: (place: number) => T) =>
  Array.from({ length: count }, (_, place) => make(place));

export interface Limit {
  readonly what: string;
  /** Blocks that reach the limit, and with one more exceed it. */
  readonly at: number;
  readonly blocks: (size: number) => readonly unknown[];
  readonly problem: string;
}

export const section = (text: unknown) => ({ type: "section", text });
export const actions = (...elements: unknown[]) => ({ type: "actions", elements });
export const select = (more: object) => ({ type: "static_select", options: [option()], ...more });
export const input = (more: object) => ({
  type: "input",
  label: plain(),
  element: { type: "plain_text_input" },
  ...more,
});
const confirm = (more: object) => button({ confirm: { title: plain(), text: marked(), ...more } });
export const card = (more: object) => ({ type: "card", title: marked(), ...more });
export const container = (more: object) => ({
  type: "container",
  title: plain(),
  child_blocks: [{ type: "divider" }],
  ...more,
});
export const dataTable = (rows: unknown, more: object = {}) => ({ type: "data_table", caption: "c", rows, ...more });
export const image = (more: object) => ({ type: "image", alt_text: "a", image_url: "https://example.org/a", ...more });
const address = (size: number) => `https://example.org/${long(size - 20)}`;
const video = (more: object) => ({
  type: "video",
  video_url: "https://e.org",
  thumbnail_url: "https://e.org",
  alt_text: "a",
  title: plain(),
  ...more,
});

/** Every limit: at it nothing is refused, one above it something is. */
export const largest: readonly Limit[] = [
  {
    what: "blocks of a message",
    at: 50,
    blocks: (n) => many(n, () => ({ type: "divider" })),
    problem: "too_many /blocks",
  },
  {
    what: "a block_id",
    at: 255,
    blocks: (n) => [{ type: "divider", block_id: long(n) }],
    problem: "too_long /blocks/0/block_id",
  },
  {
    what: "an action_id",
    at: 255,
    blocks: (n) => [actions(button({ action_id: long(n) }))],
    problem: "too_long /blocks/0/elements/0/action_id",
  },
  {
    what: "mrkdwn of a section",
    at: 3_000,
    blocks: (n) => [section(marked(long(n)))],
    problem: "too_long /blocks/0/text/text",
  },
  {
    what: "plain text of a section",
    at: 3_000,
    blocks: (n) => [section(plain(long(n)))],
    problem: "too_long /blocks/0/text/text",
  },
  {
    what: "fields",
    at: 10,
    blocks: (n) => [{ type: "section", fields: many(n, () => plain()) }],
    problem: "too_many /blocks/0/fields",
  },
  {
    what: "a field",
    at: 2_000,
    blocks: (n) => [{ type: "section", fields: [plain(), marked(long(n))] }],
    problem: "too_long /blocks/0/fields/1/text",
  },
  {
    what: "a header",
    at: 150,
    blocks: (n) => [{ type: "header", text: plain(long(n)) }],
    problem: "too_long /blocks/0/text/text",
  },
  {
    what: "elements of a context",
    at: 10,
    blocks: (n) => [{ type: "context", elements: many(n, () => marked()) }],
    problem: "too_many /blocks/0/elements",
  },
  {
    what: "a text of a context",
    at: 3_000,
    blocks: (n) => [{ type: "context", elements: [marked(long(n))] }],
    problem: "too_long /blocks/0/elements/0/text",
  },
  {
    what: "elements of actions",
    at: 25,
    blocks: (n) => [actions(...many(n, () => button()))],
    problem: "too_many /blocks/0/elements",
  },
  {
    what: "elements of context actions",
    at: 5,
    blocks: (n) => [
      { type: "context_actions", elements: many(n, () => ({ type: "icon_button", icon: "trash", text: plain() })) },
    ],
    problem: "too_many /blocks/0/elements",
  },
  {
    what: "a button's text",
    at: 75,
    blocks: (n) => [actions(button({ text: plain(long(n)) }))],
    problem: "too_long /blocks/0/elements/0/text/text",
  },
  {
    what: "a button's value",
    at: 2_000,
    blocks: (n) => [actions(button({ value: long(n) }))],
    problem: "too_long /blocks/0/elements/0/value",
  },
  {
    what: "a button's url",
    at: 3_000,
    blocks: (n) => [actions(button({ url: address(n) }))],
    problem: "too_long /blocks/0/elements/0/url",
  },
  {
    what: "a button's label for readers",
    at: 75,
    blocks: (n) => [actions(button({ accessibility_label: long(n) }))],
    problem: "too_long /blocks/0/elements/0/accessibility_label",
  },
  {
    what: "options",
    at: 100,
    blocks: (n) => [actions(select({ options: many(n, (i) => option(`${i}`)) }))],
    problem: "too_many /blocks/0/elements/0/options",
  },
  {
    what: "groups of options",
    at: 100,
    blocks: (n) => [
      actions({ type: "static_select", option_groups: many(n, () => ({ label: plain(), options: [option()] })) }),
    ],
    problem: "too_many /blocks/0/elements/0/option_groups",
  },
  {
    what: "a label of a group",
    at: 75,
    blocks: (n) => [
      actions({ type: "static_select", option_groups: [{ label: plain(long(n)), options: [option()] }] }),
    ],
    problem: "too_long /blocks/0/elements/0/option_groups/0/label/text",
  },
  {
    what: "an option's text",
    at: 75,
    blocks: (n) => [actions(select({ options: [option("v", long(n))] }))],
    problem: "too_long /blocks/0/elements/0/options/0/text/text",
  },
  {
    what: "an option's value",
    at: 150,
    blocks: (n) => [actions(select({ options: [option(long(n))] }))],
    problem: "too_long /blocks/0/elements/0/options/0/value",
  },
  {
    what: "an option's description",
    at: 75,
    blocks: (n) => [actions(select({ options: [{ ...option(), description: plain(long(n)) }] }))],
    problem: "too_long /blocks/0/elements/0/options/0/description/text",
  },
  {
    what: "a placeholder",
    at: 150,
    blocks: (n) => [actions(select({ placeholder: plain(long(n)) }))],
    problem: "too_long /blocks/0/elements/0/placeholder/text",
  },
  {
    what: "options of an overflow menu",
    at: 5,
    blocks: (n) => [actions({ type: "overflow", options: many(n, (i) => option(`${i}`)) })],
    problem: "too_many /blocks/0/elements/0/options",
  },
  {
    what: "radio buttons",
    at: 10,
    blocks: (n) => [actions({ type: "radio_buttons", options: many(n, (i) => option(`${i}`)) })],
    problem: "too_many /blocks/0/elements/0/options",
  },
  {
    what: "check boxes",
    at: 10,
    blocks: (n) => [actions({ type: "checkboxes", options: many(n, (i) => option(`${i}`)) })],
    problem: "too_many /blocks/0/elements/0/options",
  },
  {
    what: "a dialog's title",
    at: 100,
    blocks: (n) => [actions(confirm({ title: plain(long(n)) }))],
    problem: "too_long /blocks/0/elements/0/confirm/title/text",
  },
  {
    what: "a dialog's text",
    at: 300,
    blocks: (n) => [actions(confirm({ text: marked(long(n)) }))],
    problem: "too_long /blocks/0/elements/0/confirm/text/text",
  },
  {
    what: "a dialog's yes",
    at: 30,
    blocks: (n) => [actions(confirm({ confirm: plain(long(n)) }))],
    problem: "too_long /blocks/0/elements/0/confirm/confirm/text",
  },
  {
    what: "a dialog's no",
    at: 30,
    blocks: (n) => [actions(confirm({ deny: plain(long(n)) }))],
    problem: "too_long /blocks/0/elements/0/confirm/deny/text",
  },
  {
    what: "an image's alternative text",
    at: 2_000,
    blocks: (n) => [image({ alt_text: long(n) })],
    problem: "too_long /blocks/0/alt_text",
  },
  {
    what: "an image's title",
    at: 2_000,
    blocks: (n) => [image({ title: plain(long(n)) })],
    problem: "too_long /blocks/0/title/text",
  },
  {
    what: "an image's address",
    at: 3_000,
    blocks: (n) => [image({ image_url: address(n) })],
    problem: "too_long /blocks/0/image_url",
  },
  {
    what: "an input's label",
    at: 2_000,
    blocks: (n) => [input({ label: plain(long(n)) })],
    problem: "too_long /blocks/0/label/text",
  },
  {
    what: "an input's hint",
    at: 2_000,
    blocks: (n) => [input({ hint: plain(long(n)) })],
    problem: "too_long /blocks/0/hint/text",
  },
  {
    what: "an input's length",
    at: 3_000,
    blocks: (n) => [input({ element: { type: "plain_text_input", max_length: n } })],
    problem: "wrong_value /blocks/0/element/max_length",
  },
  {
    what: "a markdown block",
    at: 12_000,
    blocks: (n) => [{ type: "markdown", text: long(n) }],
    problem: "too_long /blocks/0/text",
  },
  {
    what: "all markdown blocks",
    at: 12_000,
    blocks: (n) => [
      { type: "markdown", text: long(6_000) },
      { type: "markdown", text: long(n - 6_000) },
    ],
    problem: "too_long /blocks/1",
  },
  {
    what: "rows of a table",
    at: 100,
    blocks: (n) => [table(many(n, () => [raw()]))],
    problem: "too_many /blocks/0/rows",
  },
  {
    what: "columns of a table",
    at: 20,
    blocks: (n) => [table([many(n, () => raw())])],
    problem: "too_many /blocks/0/rows/0",
  },
  {
    what: "settings of columns",
    at: 20,
    blocks: (n) => [table([[raw()]], { column_settings: many(n, () => ({})) })],
    problem: "too_many /blocks/0/column_settings",
  },
  {
    what: "text in a table",
    at: 10_000,
    blocks: (n) => [table([[raw(long(9_000))], [richText({ type: "text", text: long(n - 9_000) })]])],
    problem: "too_long /blocks/0/rows",
  },
  {
    what: "rows of a data table",
    at: 101,
    blocks: (n) => [dataTable(many(n, () => [raw()]))],
    problem: "too_many /blocks/0/rows",
  },
  {
    what: "columns of a data table",
    at: 20,
    blocks: (n) => [dataTable([many(n, () => raw()), many(n, () => raw())])],
    problem: "too_many /blocks/0/rows/0",
  },
  {
    what: "rows of a page",
    at: 100,
    blocks: (n) => [dataTable([[raw()], [raw()]], { page_size: n })],
    problem: "wrong_value /blocks/0/page_size",
  },
  {
    what: "text in a data table",
    at: 10_000,
    blocks: (n) => [dataTable([[raw("x")], [raw(long(n - 1))]])],
    problem: "too_long /blocks/0/rows",
  },
  {
    what: "an alert",
    at: 200,
    blocks: (n) => [{ type: "alert", text: plain(long(n)) }],
    problem: "too_long /blocks/0/text/text",
  },
  {
    what: "a card's title",
    at: 150,
    blocks: (n) => [card({ title: marked(long(n)) })],
    problem: "too_long /blocks/0/title/text",
  },
  {
    what: "a card's subtitle",
    at: 150,
    blocks: (n) => [card({ subtitle: marked(long(n)) })],
    problem: "too_long /blocks/0/subtitle/text",
  },
  {
    what: "a card's body",
    at: 200,
    blocks: (n) => [card({ body: marked(long(n)) })],
    problem: "too_long /blocks/0/body/text",
  },
  {
    what: "a card's buttons",
    at: 3,
    blocks: (n) => [card({ actions: many(n, () => button()) })],
    problem: "too_many /blocks/0/actions",
  },
  {
    what: "cards",
    at: 10,
    blocks: (n) => [{ type: "carousel", elements: many(n, () => card({})) }],
    problem: "too_many /blocks/0/elements",
  },
  {
    what: "blocks of a container",
    at: 10,
    blocks: (n) => [container({ child_blocks: many(n, () => ({ type: "divider" })) })],
    problem: "too_many /blocks/0/child_blocks",
  },
  {
    what: "a container's title",
    at: 150,
    blocks: (n) => [container({ title: plain(long(n)) })],
    problem: "too_long /blocks/0/title/text",
  },
  {
    what: "a container's subtitle",
    at: 150,
    blocks: (n) => [container({ subtitle: plain(long(n)) })],
    problem: "too_long /blocks/0/subtitle/text",
  },
  {
    what: "a video's title",
    at: 199,
    blocks: (n) => [video({ title: plain(long(n)) })],
    problem: "too_long /blocks/0/title/text",
  },
  {
    what: "a video's author",
    at: 49,
    blocks: (n) => [video({ author_name: long(n) })],
    problem: "too_long /blocks/0/author_name",
  },
  {
    what: "the indent of a list",
    at: 8,
    blocks: (n) => [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_list",
            style: "bullet",
            indent: n,
            elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "x" }] }],
          },
        ],
      },
    ],
    problem: "wrong_value /blocks/0/elements/0/indent",
  },
];
