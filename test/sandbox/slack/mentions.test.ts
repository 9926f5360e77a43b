import { expect, test } from "vitest";
import { mentions } from "../../../src/sandbox/slack/mentions.ts";

const section = (text: string, more: object = {}) => ({
  blocks: [{ type: "section", text: { type: "mrkdwn", text, ...more } }],
});
const rich = (...elements: unknown[]) => ({
  blocks: [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }],
});

test.each([
  ["<!channel>", "broadcast"],
  ["<!here|here>", "broadcast"],
  ["<!everyone>", "broadcast"],
  ["<@U0001>", "user"],
  ["<@W0001|ada>", "user"],
  ["<!subteam^S0001|@ops>", "usergroup"],
  ["<#C0001|general>", "channel"],
  ["<https://evil.example|click>", "link"],
  ["<mailto:a@b.example|write>", "link"],
  ["<!date^1795000000^{date}^https://evil.example|x>", "link"],
])("%s mentions, in the text and in mrkdwn", (text, kind) => {
  expect(mentions({ text: `before ${text} after` })).toEqual([{ pointer: "/text", kind, text }]);
  expect(mentions(section(text, { verbatim: true }))).toEqual([{ pointer: "/blocks/0/text/text", kind, text }]);
});

test.each(["https://evil.example/a", "www.evil.example", "mailto:a@b.example", "someone@evil.example"])(
  "%s becomes a link unless the text is left alone",
  (text) => {
    expect(mentions(section(text))).toMatchObject([{ kind: "link" }]);
    expect(mentions(section(text, { verbatim: true }))).toEqual([]);
    expect(mentions({ text })).toMatchObject([{ kind: "link" }]);
  },
);

test.each([
  ["see #general", "channel"],
  ["@here look", "broadcast"],
])("%s is looked up unless the text is left alone", (text, kind) => {
  expect(mentions(section(text))).toMatchObject([{ kind }]);
  expect(mentions(section(text, { verbatim: true }))).toEqual([]);
  expect(mentions({ text })).toEqual([]);
});

test.each([
  [{ type: "broadcast", range: "channel" }, "broadcast"],
  [{ type: "user", user_id: "U0001" }, "user"],
  [{ type: "usergroup", usergroup_id: "S0001" }, "usergroup"],
  [{ type: "channel", channel_id: "C0001" }, "channel"],
  [{ type: "team", team_id: "T0001" }, "team"],
  [{ type: "link", url: "https://example.org" }, "link"],
  [{ type: "date", timestamp: 1, format: "{date}", url: "https://example.org" }, "link"],
])("rich text: %o", (element, kind) => {
  expect(mentions(rich({ type: "text", text: "x" }, element))).toMatchObject([
    { pointer: "/blocks/0/elements/0/elements/1", kind },
  ]);
});

test.each([
  ["escaped", { text: "&lt;!channel&gt; &lt;@U0001&gt;" }],
  [
    "plain text",
    { blocks: [{ type: "header", text: { type: "plain_text", text: "<!channel> https://evil.example" } }] },
  ],
  ["rich text", rich({ type: "text", text: "<!channel> <@U0001> https://evil.example" })],
  ["a cell", { blocks: [{ type: "table", rows: [[{ type: "raw_text", text: "<!here>" }]] }] }],
  ["an entity and a number", section("Tom &#38; Jerry, order #4711, C#")],
  ["a date", { text: "<!date^1795000000^{date}|then>" }],
  [
    "a button that opens a page",
    {
      blocks: [
        {
          type: "actions",
          elements: [{ type: "button", text: { type: "plain_text", text: "Open" }, url: "https://example.org" }],
        },
      ],
    },
  ],
])("%s mentions nobody", (_what, message) => {
  expect(mentions(message)).toEqual([]);
});

test("a markdown block is another dialect, in which links are made too", () => {
  expect(mentions({ blocks: [{ type: "markdown", text: "see https://evil.example" }] })).toMatchObject([
    { kind: "link" },
  ]);
});
