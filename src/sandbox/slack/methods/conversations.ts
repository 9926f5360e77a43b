import { type Fields, flagOf, textOf } from "../fields.ts";
import type { Message } from "../messages.ts";
import type { State } from "../state.ts";
import { type Channel, channelObject } from "../workspace.ts";
import { ApiRefusal, type Method, messageObject, needScope, required, visibleChannel } from "./method.ts";

export const conversations = {
  "conversations.info": { token: "bot", answer: info },
  "conversations.history": { token: "bot", answer: history },
  "conversations.replies": { token: "bot", answer: replies },
} satisfies Record<string, Method>;

/** The scope's first word for a kind of channel. */
function kindOf(channel: Channel): string {
  if (channel.isIm) return "im";
  if (channel.isMpim) return "mpim";
  return channel.isPrivate ? "groups" : "channels";
}

function info(state: State, args: Fields): Fields {
  const { id, channel } = visibleChannel(state, required(args, "channel"));
  needScope(state, `${kindOf(channel)}:read`);
  return { ok: true, channel: channelObject(state.workspace, id) };
}

function history(state: State, args: Fields): Fields {
  const { id, channel } = visibleChannel(state, required(args, "channel"));
  needScope(state, `${kindOf(channel)}:history`);
  if (!channel.isMember) throw new ApiRefusal("not_in_channel");
  const shown = state.messages
    .all(id)
    .filter(({ ephemeralTo, threadTs, ts }) => ephemeralTo === undefined && (threadTs ?? ts) === ts);
  return { ...page(state, [...shown].reverse(), args), pin_count: 0 };
}

function replies(state: State, args: Fields): Fields {
  const { id, channel } = visibleChannel(state, required(args, "channel"));
  needScope(state, `${kindOf(channel)}:history`);
  if (!channel.isMember) throw new ApiRefusal("not_in_channel");
  const parent = required(args, "ts");
  const shown = state.messages
    .all(id)
    .filter(({ ephemeralTo, threadTs, ts }) => ephemeralTo === undefined && (ts === parent || threadTs === parent));
  if (shown.length === 0) throw new ApiRefusal("thread_not_found");
  return page(state, shown, args);
}

function page(state: State, messages: readonly Message[], args: Fields): Fields {
  const { latest = Number.POSITIVE_INFINITY, oldest = 0 } = {
    latest: moment(args["latest"]),
    oldest: moment(args["oldest"]),
  };
  const inclusive = flagOf(args["inclusive"]) === true;
  const between = messages.filter(({ ts }) => {
    const at = Number(ts);
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  });
  const limit = Math.min(Math.max(Number(args["limit"] ?? 100) || 100, 1), 999);
  const start = startOf(textOf(args["cursor"]));
  const shown = between.slice(start, start + limit);
  const more = between.length > start + limit;
  const cursor = more ? Buffer.from(`next:${start + limit}`).toString("base64") : "";
  const metadata = flagOf(args["include_all_metadata"]) === true;
  return {
    ok: true,
    messages: shown.map((message) => messageObject(state, message, metadata)),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: cursor } } : {}),
  };
}

const moment = (value: unknown) => (value === undefined || value === "" ? undefined : Number(value));

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const start = /^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (!start) throw new ApiRefusal("invalid_cursor");
  return Number(start[1]);
}
