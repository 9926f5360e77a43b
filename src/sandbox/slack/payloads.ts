import type { Fields } from "./fields.ts";
import type { Message } from "./messages.ts";
import { messageObject } from "./methods/method.ts";
import type { State } from "./state.ts";
import { channelName } from "./workspace.ts";

/** The legacy token that Slack still puts into every payload. */
const verification = "verification-token-of-old";

export interface From {
  readonly user: string;
  readonly channel: string;
  readonly responseUrl: string;
  readonly trigger: string;
}

/** A slash command as Slack sends it: everything is a string. */
export function commandPayload({ workspace }: State, from: From, command: string, text: string): Fields {
  const { team, users, channels, app } = workspace;
  const person = users.get(from.user);
  const channel = channels.get(from.channel);
  return {
    token: verification,
    team_id: person?.teamId ?? team.id,
    team_domain: person?.teamId === undefined ? team.domain : "partner-works",
    channel_id: from.channel,
    channel_name: channel ? channelName(channel) : "",
    user_id: from.user,
    user_name: person?.name ?? "",
    command,
    text: escaped(text.trim()),
    api_app_id: app.id,
    is_enterprise_install: "false",
    response_url: from.responseUrl,
    trigger_id: from.trigger,
  };
}

/** The three characters that Slack escapes in what people type. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A click on a button, or a choice, in a message. */
export function actionPayload(state: State, from: From, message: Message, action: Fields): Fields {
  const ephemeral = message.ephemeralTo !== undefined;
  return {
    type: "block_actions",
    ...whoAndWhere(state, from),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    ...(ephemeral ? {} : { message: messageObject(state, message, false) }),
    state: { values: {} },
    response_url: from.responseUrl,
    actions: [action],
  };
}

/** A shortcut of a message's menu. */
export function shortcutPayload(state: State, from: From, message: Message, callbackId: string): Fields {
  return {
    type: "message_action",
    ...whoAndWhere(state, from),
    callback_id: callbackId,
    action_ts: state.messages.ts(),
    message_ts: message.ts,
    message: messageObject(state, message, false),
    response_url: from.responseUrl,
  };
}

/** An event in its wrapping. */
export function eventPayload({ workspace, now }: State, event: Fields, id: string): Fields {
  const { team, app, bot } = workspace;
  return {
    token: verification,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: "event_callback",
    event_id: id,
    event_time: Math.floor(now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${id}`,
  };
}

function whoAndWhere({ workspace }: State, { user, channel, trigger }: From): Fields {
  const { team, users, channels, app } = workspace;
  const person = users.get(user);
  const place = channels.get(channel);
  return {
    user: {
      id: user,
      username: person?.name ?? "",
      name: person?.name ?? "",
      team_id: person?.teamId ?? team.id,
    },
    api_app_id: app.id,
    token: verification,
    trigger_id: trigger,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: place ? channelName(place) : "" },
  };
}
