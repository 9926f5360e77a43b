/** The composition objects of Block Kit. */
import { isDeepStrictEqual } from "node:util";
import { type Fields, isList } from "../fields.ts";
import {
  type Check,
  complain,
  flag,
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
import { badDates } from "./dates.ts";

const longestText = 3_000;

export function plainText(max = longestText): Check {
  return typed({ plain_text: object({ type: known, text: must(string({ max })), emoji: may(flag) }) });
}

export function mrkdwn(max = longestText): Check {
  return typed({ mrkdwn: mrkdwnObject(max) });
}

/** Plain text or mrkdwn. */
export function anyText(max = longestText): Check {
  return typed({
    plain_text: object({ type: known, text: must(string({ max })), emoji: may(flag) }),
    mrkdwn: mrkdwnObject(max),
  });
}

function mrkdwnObject(max: number): Check {
  return object({ type: known, text: must(string({ max })), verbatim: may(flag) }, ({ text }, look) => {
    if (typeof text !== "string") return;
    for (const wrong of badDates(text)) complain(look, "wrong_value", wrong);
  });
}

export const blockId = string({ max: 255 });

/** Seen once in a message or view. */
export const actionId: Check = (value, look) => {
  string({ max: 255 })(value, look);
  if (typeof value !== "string") return;
  const { actionIds } = look.counted;
  if (actionIds.has(value)) complain(look, "duplicate", `action_id "${value}" already exists`);
  actionIds.add(value);
};

/** At most one element of a view takes the focus. */
export const focus: Check = (value, look) => {
  flag(value, look);
  if (value !== true) return;
  look.counted.focused += 1;
  if (look.counted.focused > 1) complain(look, "too_many", "only one element can have focus_on_load set to true");
};

export const style = oneOf("primary", "danger");

export const confirm = object({
  title: must(plainText(100)),
  text: must(anyText(300)),
  confirm: may(plainText(30)),
  deny: may(plainText(30)),
  style: may(style),
});

const optionLength = 75;

function option(text: Check, more: Parameters<typeof object>[0] = {}): Check {
  return object({
    text: must(text),
    value: must(string({ max: 150 })),
    description: may(plainText(optionLength)),
    ...more,
  });
}

/** In a menu: plain text alone. */
export const menuOption = option(plainText(optionLength));
/** In radio buttons and check boxes: mrkdwn as well. */
export const choice = object({
  text: must(anyText(optionLength)),
  value: must(string({ max: 150 })),
  description: may(anyText(optionLength)),
});
/** In an overflow menu: with an address. */
export const overflowOption = option(plainText(optionLength), { url: may(webAddress()) });

const mostOptions = 100;
export const menuOptions = list(menuOption, { max: mostOptions });
export const optionGroups = list(object({ label: must(plainText(75)), options: must(menuOptions) }), {
  max: mostOptions,
});

/** Either the options themselves or groups of them, and what is chosen at first is one of them. */
export function ownOptions(element: Fields, look: Parameters<Check>[1]): void {
  const { options, option_groups: groups, initial_option: first, initial_options: several } = element;
  if (options === undefined && groups === undefined)
    complain(look, "required", "must define either `options` or `option_groups`");
  if (options !== undefined && groups !== undefined)
    complain(look, "wrong_value", "`options` and `option_groups` exclude each other");
  const grouped = isList(groups) ? groups.flatMap((group) => offered(group)) : [];
  const all = [...(isList(options) ? options : []), ...grouped];
  const chosen = [...(first === undefined ? [] : [first]), ...(isList(several) ? several : [])];
  for (const one of chosen) {
    if (!all.some((other) => isDeepStrictEqual(one, other))) {
      complain(look, "wrong_value", "an initial option must match one of the options");
    }
  }
}

function offered(group: unknown): readonly unknown[] {
  const options: unknown =
    typeof group === "object" && group !== null && "options" in group ? group.options : undefined;
  return isList(options) ? options : [];
}

export const slackFile = object({ id: may(string()), url: may(webAddress()) }, ({ id, url }, look) => {
  if ((id === undefined) === (url === undefined)) complain(look, "wrong_value", "must define either `id` or `url`");
});

/** Exactly one source of an image. */
export function imageSource({ image_url: url, slack_file: file }: Fields, look: Parameters<Check>[1]): void {
  if ((url === undefined) === (file === undefined)) {
    complain(look, "wrong_value", "must define either `image_url` or `slack_file`");
  }
}

export const conversationFilter = object(
  {
    include: may(list(oneOf("im", "mpim", "private", "public"), { max: 4 })),
    exclude_external_shared_channels: may(flag),
    exclude_bot_users: may(flag),
  },
  (filter, look) => {
    if (Object.keys(filter).length === 0) complain(look, "required", "must define at least one field");
  },
);

export const dispatchConfig = object({
  trigger_actions_on: may(list(oneOf("on_enter_pressed", "on_character_entered"), { max: 2 })),
});
