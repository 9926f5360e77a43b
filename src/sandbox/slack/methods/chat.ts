import { type Fields, textOf } from "../fields.ts";
import type { Message } from "../messages.ts";
import type { State } from "../state.ts";
import { isIn } from "../workspace.ts";
import {
  ApiRefusal,
  addressed,
  contentIn,
  type Method,
  messageObject,
  required,
  visibleChannel,
  writableChannel,
} from "./method.ts";

const scope = "chat:write";

/** The longest text that an update takes; of a new message a longer one is cut. */
const longest = 4_000;

export const chat = {
  "chat.postMessage": { token: "bot", scope, answer: postMessage },
  "chat.postEphemeral": { token: "bot", scope, answer: postEphemeral },
  "chat.update": { token: "bot", scope, answer: update },
  "chat.delete": { token: "bot", scope, answer: remove },
  "chat.getPermalink": { token: "bot", answer: getPermalink },
} satisfies Record<string, Method>;

function postMessage(state: State, args: Fields): Fields {
  const { id } = writableChannel(state, addressed(state, required(args, "channel")));
  const content = contentIn(state, args);
  const threadTs = threadOf(state, id, args);
  const message = state.messages.post({ channel: id, by: "bot", ...threadTs }, content);
  return { ok: true, channel: id, ts: message.ts, message: messageObject(state, message, true) };
}

function postEphemeral(state: State, args: Fields): Fields {
  const { id, channel } = writableChannel(state, required(args, "channel"));
  const user = required(args, "user");
  if (!isIn(state.workspace, channel, user)) throw new ApiRefusal("user_not_in_channel");
  const content = contentIn(state, args);
  const threadTs = threadOf(state, id, args);
  const message = state.messages.post({ channel: id, by: "bot", ephemeralTo: user, ...threadTs }, content);
  return { ok: true, message_ts: message.ts };
}

function update(state: State, args: Fields): Fields {
  const { id, channel } = visibleChannel(state, required(args, "channel"));
  const message = own(state, id, required(args, "ts"), "cant_update_message");
  if (channel.isArchived) throw new ApiRefusal("is_inactive");
  if (Number(message.ts) < state.editableFrom) throw new ApiRefusal("edit_window_closed");
  if ((textOf(args["text"]) ?? "").length > longest) throw new ApiRefusal("msg_too_long");
  const updated = state.messages.update(id, message.ts, contentIn(state, args)) ?? message;
  const { text } = updated;
  return { ok: true, channel: id, ts: message.ts, text, message: messageObject(state, updated, true) };
}

function remove(state: State, args: Fields): Fields {
  const { id } = visibleChannel(state, required(args, "channel"));
  const { ts } = own(state, id, required(args, "ts"), "cant_delete_message");
  state.messages.remove(id, ts);
  return { ok: true, channel: id, ts };
}

function getPermalink(state: State, args: Fields): Fields {
  const { id } = visibleChannel(state, required(args, "channel"));
  const ts = required(args, "message_ts");
  const message = state.messages.find(id, ts);
  if (!message || message.ephemeralTo !== undefined) throw new ApiRefusal("message_not_found");
  const { threadTs } = message;
  const thread = threadTs === undefined ? "" : `?thread_ts=${threadTs}&cid=${id}`;
  const host = `https://${state.workspace.team.domain}.slack.com`;
  return { ok: true, channel: id, permalink: `${host}/archives/${id}/p${ts.replace(".", "")}${thread}` };
}

/** A message that the app wrote for the whole channel: only that it can change. */
function own(state: State, channel: string, ts: string, otherwise: string): Message {
  const message = state.messages.find(channel, ts);
  if (!message || message.ephemeralTo !== undefined) throw new ApiRefusal("message_not_found");
  if (message.by !== "bot") throw new ApiRefusal(otherwise);
  return message;
}

/** A reply to a reply belongs to the thread of its parent. */
function threadOf(state: State, channel: string, args: Fields): { readonly threadTs?: string } {
  const asked = textOf(args["thread_ts"]);
  if (asked === undefined) return {};
  return { threadTs: state.messages.find(channel, asked)?.threadTs ?? asked };
}
