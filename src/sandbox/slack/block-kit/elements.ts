/** What people click, choose from and type into. */
import type { Fields } from "../fields.ts";
import {
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
  webAddress,
} from "./checks.ts";
import {
  actionId,
  choice,
  confirm,
  conversationFilter,
  dispatchConfig,
  focus,
  imageSource,
  menuOption,
  menuOptions,
  optionGroups,
  overflowOption,
  ownOptions,
  plainText,
  slackFile,
  style,
} from "./objects.ts";
import { richText } from "./rich-text.ts";

type Keys = Parameters<typeof object>[0];

const label = may(string({ max: 75 }));
const buttonKeys = {
  type: known,
  action_id: may(actionId),
  text: must(plainText(75)),
  style: may(style),
  accessibility_label: label,
};
const menuKeys = {
  type: known,
  action_id: may(actionId),
  placeholder: may(plainText(150)),
  confirm: may(confirm),
  focus_on_load: may(focus),
};
const inputKeys = {
  type: known,
  action_id: may(actionId),
  placeholder: may(plainText(150)),
  focus_on_load: may(focus),
  dispatch_action_config: may(dispatchConfig),
};
const several = { max_selected_items: may(integer({ min: 1 })) };

export const button = object({
  ...buttonKeys,
  value: may(string({ min: 0, max: 2_000 })),
  url: may(webAddress()),
  confirm: may(confirm),
});

const workflowButton = object({
  ...buttonKeys,
  workflow: must(
    object({
      trigger: must(
        object({
          url: must(webAddress()),
          customizable_input_parameters: may(list(object({ name: must(string()), value: must(string({ min: 0 })) }))),
        }),
      ),
    }),
  ),
});

function menu(keys: Keys, also?: (value: Fields, look: Look) => void): Check {
  return object({ ...menuKeys, ...keys }, also);
}

const selects = {
  static_select: menu(
    { options: may(menuOptions), option_groups: may(optionGroups), initial_option: may(menuOption) },
    ownOptions,
  ),
  external_select: menu({ initial_option: may(menuOption), min_query_length: may(integer({ min: 0 })) }),
  users_select: menu({ initial_user: may(string()) }),
  conversations_select: menu({
    initial_conversation: may(string()),
    default_to_current_conversation: may(flag),
    response_url_enabled: may(flag),
    filter: may(conversationFilter),
  }),
  channels_select: menu({ initial_channel: may(string()), response_url_enabled: may(flag) }),
};

const multiSelects = {
  multi_static_select: menu(
    { ...several, options: may(menuOptions), option_groups: may(optionGroups), initial_options: may(list(menuOption)) },
    ownOptions,
  ),
  multi_external_select: menu({
    ...several,
    initial_options: may(list(menuOption)),
    min_query_length: may(integer({ min: 0 })),
  }),
  multi_users_select: menu({ ...several, initial_users: may(list(string())) }),
  multi_conversations_select: menu({
    ...several,
    initial_conversations: may(list(string())),
    default_to_current_conversation: may(flag),
    filter: may(conversationFilter),
  }),
  multi_channels_select: menu({ ...several, initial_channels: may(list(string())) }),
};

const chosen = { type: known, action_id: may(actionId), confirm: may(confirm), focus_on_load: may(focus) };
const choices = must(list(choice, { max: 10 }));

const choosing = {
  checkboxes: object({ ...chosen, options: choices, initial_options: may(list(choice)) }, ownOptions),
  radio_buttons: object({ ...chosen, options: choices, initial_option: may(choice) }, ownOptions),
};

const day = { is: /^\d{4}-\d{2}-\d{2}$/, called: "a date as YYYY-MM-DD" };
const hour = { is: /^(?:[01]\d|2[0-3]):[0-5]\d$/, called: "a time as HH:mm" };

const moments = {
  datepicker: menu({ initial_date: may(string({}, day)) }),
  timepicker: menu({ initial_time: may(string({}, hour)), timezone: may(string()) }),
  datetimepicker: object({ ...chosen, initial_date_time: may(integer({ min: 1_000_000_000, max: 9_999_999_999 })) }),
};

const overflow = object({
  type: known,
  action_id: may(actionId),
  options: must(list(overflowOption, { max: 5 })),
  confirm: may(confirm),
});

export const image = object(
  {
    type: known,
    alt_text: must(string({ max: 2_000 })),
    image_url: may(webAddress()),
    slack_file: may(slackFile),
  },
  imageSource,
);

const lines = may(integer({ min: 1, max: 100 }));
const richTextInput = object({ ...inputKeys, initial_value: may(richText), min_lines: lines, max_lines: lines });

const inputs = {
  plain_text_input: object(
    {
      ...inputKeys,
      initial_value: may(string({ min: 0, max: 3_000 })),
      multiline: may(flag),
      min_length: may(integer({ min: 0, max: 3_000 })),
      max_length: may(integer({ min: 1, max: 3_000 })),
    },
    ({ min_length: min, max_length: max }, look) => {
      if (typeof min === "number" && typeof max === "number" && min > max) {
        complain(look, "wrong_value", "min_length must not be greater than max_length");
      }
    },
  ),
  rich_text_input: richTextInput,
  email_text_input: object({ ...inputKeys, initial_value: may(string({ min: 0 })) }),
  url_text_input: object({ ...inputKeys, initial_value: may(string({ min: 0 })) }),
  number_input: object({
    ...inputKeys,
    is_decimal_allowed: must(flag),
    initial_value: may(string()),
    min_value: may(string()),
    max_value: may(string()),
  }),
  file_input: object({
    type: known,
    action_id: may(actionId),
    filetypes: may(list(string())),
    max_files: may(integer({ min: 1, max: 10 })),
  }),
};

const feedback = object({ text: must(plainText(75)), value: must(string({ max: 2_000 })), accessibility_label: label });

/** In an actions block. */
export const actionElement = typed({
  button,
  workflow_button: workflowButton,
  overflow,
  rich_text_input: richTextInput,
  ...selects,
  ...multiSelects,
  ...choosing,
  ...moments,
});

/** Beside the text of a section. */
export const accessory = typed({
  button,
  workflow_button: workflowButton,
  overflow,
  image,
  ...selects,
  ...multiSelects,
  ...choosing,
  datepicker: moments.datepicker,
  timepicker: moments.timepicker,
});

/** In an input block. */
export const inputElement = typed({ ...inputs, ...selects, ...multiSelects, ...choosing, ...moments });

/** In a context_actions block. */
export const contextAction = typed({
  feedback_buttons: object({
    type: known,
    action_id: may(actionId),
    positive_button: must(feedback),
    negative_button: must(feedback),
  }),
  icon_button: object({
    type: known,
    action_id: may(actionId),
    icon: must(oneOf("trash")),
    text: must(plainText(75)),
    accessibility_label: label,
    value: may(string({ max: 2_000 })),
    visible_to_user_ids: may(list(string())),
    confirm: may(confirm),
  }),
});

/** A source that a task card names. */
export const urlSource = typed({ url: object({ type: known, url: must(webAddress()), text: must(string()) }) });
