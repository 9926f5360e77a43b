/** Rich text: sections, lists, quotes and preformatted text, and what stands in them. */

import {
  type Check,
  complain,
  flag,
  integer,
  known,
  list,
  may,
  must,
  object,
  oneOf,
  string,
  typed,
  webAddress,
} from "./checks.ts";
import { badTemplate } from "./dates.ts";
import { blockId } from "./objects.ts";

const style = object({ bold: may(flag), italic: may(flag), strike: may(flag), code: may(flag), underline: may(flag) });
/** Of what mentions somebody or something. */
const mentionStyle = object({
  bold: may(flag),
  italic: may(flag),
  strike: may(flag),
  highlight: may(flag),
  client_highlight: may(flag),
  unlink: may(flag),
});

const text = object({ type: known, text: must(string()), style: may(style) });
const link = object({
  type: known,
  url: must(webAddress()),
  text: may(string()),
  unsafe: may(flag),
  style: may(style),
});

const template: Check = (value, look) => {
  string()(value, look);
  const wrong = typeof value === "string" && value !== "" ? badTemplate(value) : undefined;
  if (wrong !== undefined) complain(look, "wrong_value", wrong);
};

function mention(key: string, form: RegExp): Check {
  return object({ type: known, [key]: must(string({}, { is: form, called: "an id" })), style: may(mentionStyle) });
}

const inline = typed({
  text,
  link,
  date: object({
    type: known,
    timestamp: must(integer()),
    format: must(template),
    url: may(webAddress()),
    fallback: may(string()),
    style: may(style),
  }),
  emoji: object({
    type: known,
    name: must(string({ max: 255 }, { is: /^[a-z0-9_+'’:-]+$/, called: "the name of an emoji without outer colons" })),
    unicode: may(string({}, { is: /^[0-9a-f]+(?:-[0-9a-f]+)*$/, called: "lower-case hexadecimal" })),
    url: may(webAddress()),
    style: may(style),
  }),
  color: object({
    type: known,
    value: must(string({}, { is: /^#[0-9a-f]{6}$/i, called: "a colour as #rrggbb" })),
    style: may(style),
  }),
  broadcast: object({ type: known, range: must(oneOf("here", "channel", "everyone")), style: may(mentionStyle) }),
  user: mention("user_id", /^[UW][A-Z0-9]+$/),
  usergroup: mention("usergroup_id", /^S[A-Z0-9]+$/),
  channel: mention("channel_id", /^[CGD][A-Z0-9]+$/),
  team: mention("team_id", /^T[A-Z0-9]+$/),
});

const border = oneOf(0, 1);
const section = object({ type: known, elements: must(list(inline)) });

/** A block of its own, a cell of a table, or the content of an input. */
export const richText = typed({
  rich_text: object({
    type: known,
    block_id: may(blockId),
    elements: must(
      list(
        typed({
          rich_text_section: section,
          rich_text_list: object({
            type: known,
            style: must(oneOf("bullet", "ordered")),
            elements: must(list(typed({ rich_text_section: section }))),
            indent: may(integer({ min: 0, max: 8 })),
            offset: may(integer({ min: 0 })),
            border: may(border),
          }),
          rich_text_quote: object({ type: known, elements: must(list(inline)), border: may(border) }),
          rich_text_preformatted: object({
            type: known,
            elements: must(list(typed({ text, link }))),
            border: may(border),
          }),
        }),
      ),
    ),
  }),
});
