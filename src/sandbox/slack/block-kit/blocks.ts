/** The blocks themselves, and on which surface each may stand. */

import { isFields } from "../fields.ts";
import {
  below,
  type Check,
  complain,
  flag,
  known,
  list,
  may,
  must,
  object,
  oneOf,
  type Surface,
  string,
  typed,
  webAddress,
} from "./checks.ts";
import { accessory, actionElement, button, contextAction, image, inputElement, urlSource } from "./elements.ts";
import { anyText, blockId, imageSource, mrkdwn, plainText, slackFile } from "./objects.ts";
import { richText } from "./rich-text.ts";
import { dataTable, table } from "./tables.ts";

const own = { type: known, block_id: may(blockId) };

const section = object(
  {
    ...own,
    text: may(anyText(3_000)),
    fields: may(list(anyText(2_000), { max: 10 })),
    accessory: may(accessory),
    expand: may(flag),
  },
  ({ text, fields }, look) => {
    if (text === undefined && fields === undefined) complain(look, "required", "must define either `text` or `fields`");
  },
);

const imageBlock = object(
  {
    ...own,
    alt_text: must(string({ max: 2_000 })),
    title: may(plainText(2_000)),
    image_url: may(webAddress()),
    slack_file: may(slackFile),
  },
  imageSource,
);

const context = object({
  ...own,
  elements: must(list(typed({ image, plain_text: anyText(), mrkdwn: anyText() }), { max: 10 })),
});

const input = object({
  ...own,
  label: must(plainText(2_000)),
  element: must(inputElement),
  hint: may(plainText(2_000)),
  optional: may(flag),
  dispatch_action: may(flag),
});

const mostMarkdown = 12_000;

const markdown = object({ ...own, text: must(string({ max: mostMarkdown })) }, ({ text }, look) => {
  if (typeof text !== "string" || text.length > mostMarkdown) return;
  const before = look.counted.markdownText;
  look.counted.markdownText += text.length;
  if (before <= mostMarkdown && look.counted.markdownText > mostMarkdown) {
    complain(look, "too_long", `no more than ${mostMarkdown} characters allowed in all markdown blocks`);
  }
});

const video = object({
  ...own,
  video_url: must(webAddress()),
  thumbnail_url: must(webAddress()),
  alt_text: must(string({ max: 2_000 })),
  title: must(plainText(199)),
  title_url: may(webAddress()),
  author_name: may(string({ max: 49 })),
  provider_name: may(string()),
  provider_icon_url: may(webAddress()),
  description: may(plainText(200)),
});

const card = object(
  {
    ...own,
    hero_image: may(image),
    icon: may(image),
    title: may(mrkdwn(150)),
    subtitle: may(mrkdwn(150)),
    body: may(mrkdwn(200)),
    actions: may(list(typed({ button }), { max: 3 })),
  },
  (value, look) => {
    if (!["hero_image", "title", "actions", "body"].some((key) => value[key] !== undefined)) {
      complain(look, "required", "must define at least one of `hero_image`, `title`, `actions`, `body`");
    }
  },
);

const taskCard = object({
  ...own,
  task_id: must(string()),
  title: must(string()),
  details: may(richText),
  output: may(richText),
  sources: may(list(urlSource)),
  status: must(oneOf("pending", "in_progress", "complete", "error")),
});

const actions = object({ ...own, elements: must(list(actionElement, { max: 25 })) });
const divider = object(own);
const file = object({ ...own, source: must(oneOf("remote")), external_id: must(string()) });
const header = object({ ...own, text: must(plainText(150)) });

/** What a container may hold. */
const child = typed({
  actions,
  context,
  divider,
  file,
  header,
  image: imageBlock,
  input,
  rich_text: richText,
  section,
  table,
  video,
});

const container = object(
  {
    ...own,
    title: may(plainText(150)),
    rich_text_title: may(richText),
    subtitle: may(anyText(150)),
    child_blocks: must(list(withId(child), { max: 10 })),
    width: may(oneOf("narrow", "standard", "wide", "full")),
    icon: may(image),
    is_collapsible: may(flag),
    default_collapsed: may(flag),
    has_header_divider: may(flag),
  },
  ({ title, rich_text_title: rich, is_collapsible: collapsible, default_collapsed: collapsed }, look) => {
    if (title === undefined && rich === undefined) {
      complain(look, "required", "must define either `title` or `rich_text_title`");
    }
    if (collapsed === true && collapsible !== true) {
      complain(below(look, "default_collapsed"), "wrong_value", "requires `is_collapsible`");
    }
  },
);

const everywhere = {
  actions,
  alert: object({
    ...own,
    text: must(anyText(200)),
    level: may(oneOf("default", "info", "warning", "error", "success")),
  }),
  context,
  divider,
  header,
  image: imageBlock,
  input,
  rich_text: richText,
  section,
  video,
};

const surfaces = {
  message: {
    ...everywhere,
    card,
    carousel: object({ ...own, elements: must(list(typed({ card }), { max: 10 })) }),
    container,
    context_actions: object({ ...own, elements: must(list(contextAction, { max: 5 })) }),
    data_table: dataTable,
    file,
    markdown,
    plan: object({ ...own, title: must(string()), tasks: may(list(typed({ task_card: taskCard }))) }),
    table,
    task_card: taskCard,
  },
  modal: everywhere,
  home: everywhere,
} satisfies Record<Surface, Readonly<Record<string, Check>>>;

/** Blocks have ids that differ. */
function withId(check: Check): Check {
  return (value, look) => {
    check(value, look);
    const id = isFields(value) ? value["block_id"] : undefined;
    if (typeof id !== "string") return;
    const { blockIds } = look.counted;
    if (blockIds.has(id)) complain(below(look, "block_id"), "duplicate", `block_id "${id}" already exists`);
    blockIds.add(id);
  };
}

const most = { message: 50, modal: 100, home: 100 } satisfies Record<Surface, number>;

/** All blocks of a surface. */
export function blocksOf(surface: Surface): Check {
  return list(withId(typed(surfaces[surface])), { min: 0, max: most[surface] });
}
