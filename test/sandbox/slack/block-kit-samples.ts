import type { types } from "@slack/bolt";

/** A text of so many characters. */
export const long = (characters: number) => "x".repeat(characters);

export const plain = (text = "Words") => ({ type: "plain_text" as const, text });
export const marked = (text = "Words") => ({ type: "mrkdwn" as const, text });
export const option = (value = "v", text = "Option") => ({ text: plain(text), value });
export const button = (more: Partial<types.Button> = {}): types.Button => ({ type: "button", text: plain(), ...more });
export const raw = (text = "cell") => ({ type: "raw_text" as const, text });
export const richText = (...elements: types.RichTextElement[]): types.RichTextBlock => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const image = { type: "image" as const, alt_text: "A picture", image_url: "https://example.org/a.png" };
export const table = (rows: types.TableBlock["rows"], more: Partial<types.TableBlock> = {}): types.TableBlock => ({
  type: "table",
  rows,
  ...more,
});

const dialog = { title: plain(), text: marked(), confirm: plain("Yes"), deny: plain("No"), style: "danger" as const };

/** Every block and element that the checker knows, in the official types: none of them may be refused. */
export const goodBlocks: Readonly<Record<string, types.KnownBlock>> = {
  actions: {
    type: "actions",
    block_id: "some-id",
    elements: [
      button({ action_id: "a", value: "1", url: "https://example.org/x?y=z", style: "primary", confirm: dialog }),
      { type: "static_select", action_id: "b", placeholder: plain(), options: [option()], initial_option: option() },
      { type: "static_select", action_id: "b2", option_groups: [{ label: plain(), options: [option()] }] },
      { type: "external_select", action_id: "c", min_query_length: 0 },
      { type: "users_select", action_id: "d", initial_user: "U0001" },
      { type: "conversations_select", action_id: "e", filter: { include: ["im"], exclude_bot_users: true } },
      { type: "channels_select", action_id: "f" },
      { type: "multi_static_select", action_id: "g", options: [option("1"), option("2")], max_selected_items: 1 },
      { type: "overflow", action_id: "h", options: [{ ...option(), url: "https://example.org" }, option("2")] },
      { type: "checkboxes", action_id: "i", options: [{ text: marked(), value: "1", description: plain() }] },
      { type: "radio_buttons", action_id: "j", options: [option()], initial_option: option() },
      { type: "datepicker", action_id: "k", initial_date: "2026-11-22" },
      { type: "timepicker", action_id: "l", initial_time: "23:59", timezone: "Europe/Vienna" },
      { type: "datetimepicker", action_id: "m", initial_date_time: 1_800_000_000 },
      { type: "workflow_button", action_id: "n", text: plain(), workflow: { trigger: { url: "https://slack.com/x" } } },
    ],
  },
  alert: { type: "alert", text: marked(), level: "warning" },
  card: { type: "card", title: marked(), subtitle: marked(), body: marked(), hero_image: image, actions: [button()] },
  carousel: { type: "carousel", elements: [{ type: "card", title: marked() }] },
  container: {
    type: "container",
    title: plain(),
    subtitle: marked(),
    width: "wide",
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [{ type: "divider" }, table([[raw()]])],
  },
  context: { type: "context", elements: [marked(), plain(), image] },
  context_actions: {
    type: "context_actions",
    elements: [
      {
        type: "feedback_buttons",
        positive_button: { text: plain(), value: "good" },
        negative_button: { text: plain(), value: "bad", accessibility_label: "Bad" },
      },
      { type: "icon_button", icon: "trash", text: plain() },
    ],
  },
  data_table: {
    type: "data_table",
    caption: "Instances",
    rows: [
      [raw("A"), raw("B")],
      [raw(), { type: "raw_number", value: 1.5, text: "1.5" }],
    ],
    page_size: 10,
    row_header_column_index: 1,
  },
  divider: { type: "divider" },
  file: { type: "file", source: "remote", external_id: "ABC" },
  header: { type: "header", text: { type: "plain_text", text: "A header", emoji: false } },
  image: { ...image, title: plain() },
  "image of Slack": { type: "image", alt_text: "A file", slack_file: { id: "F0001" } },
  input: {
    type: "input",
    label: plain(),
    hint: plain(),
    optional: true,
    element: { type: "plain_text_input", multiline: true, min_length: 1, max_length: 3_000, initial_value: "" },
  },
  markdown: { type: "markdown", text: "**bold**" },
  rich_text: {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_section",
        elements: [
          { type: "text", text: "bold", style: { bold: true, italic: true, strike: true, code: true } },
          { type: "date", timestamp: 1_795_000_000, format: "{date_short_pretty} at {time}", fallback: "2026-11-22" },
          { type: "link", url: "https://example.org/a", text: "Open", unsafe: false },
          { type: "emoji", name: "red_circle", unicode: "1f534" },
          { type: "user", user_id: "U0001" },
          { type: "usergroup", usergroup_id: "S0001" },
          { type: "channel", channel_id: "C0001" },
          { type: "team", team_id: "T0001" },
          { type: "broadcast", range: "here" },
          { type: "color", value: "#a1b2c3" },
        ],
      },
      {
        type: "rich_text_list",
        style: "ordered",
        indent: 1,
        border: 0,
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "one" }] }],
      },
      { type: "rich_text_quote", elements: [{ type: "text", text: "said" }], border: 1 },
      { type: "rich_text_preformatted", elements: [{ type: "text", text: "  code" }] },
    ],
  },
  section: {
    type: "section",
    text: { type: "mrkdwn", text: "<!date^1795000000^{date_num} {time_secs}|then>", verbatim: true },
    fields: [plain(), marked()],
    accessory: button(),
    expand: true,
  },
  table: table([[raw(), { type: "raw_number", value: 3, text: "3" }, richText({ type: "text", text: "rich" })]], {
    column_settings: [{ align: "right", is_wrapped: true }],
  }),
  task_card: {
    type: "task_card",
    task_id: "1",
    title: "Do it",
    status: "pending",
    details: richText({ type: "text", text: "how" }),
  },
  plan: {
    type: "plan",
    title: "Plan",
    tasks: [{ type: "task_card", task_id: "1", title: "Do it", status: "complete" }],
  },
  video: {
    type: "video",
    video_url: "https://example.org/v",
    thumbnail_url: "https://example.org/t.png",
    alt_text: "A film",
    title: plain(),
  },
};
