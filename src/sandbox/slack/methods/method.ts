import type { Problem } from "../block-kit.ts";
import { contentOf, isRefusal } from "../content.ts";
import { type Fields, textOf } from "../fields.ts";
import type { Content, Message } from "../messages.ts";
import type { State } from "../state.ts";
import { type Channel, channelNamed, directMessage } from "../workspace.ts";

/** `{"ok":false,"error":…}`: thrown by a method where it finds out, and answered by the Web API. */
export class ApiRefusal extends Error {
  readonly error: string;
  readonly more: Fields;
  readonly problems: readonly Problem[];
  constructor(error: string, more: Fields = {}, problems: readonly Problem[] = []) {
    super(error);
    this.error = error;
    this.more = more;
    this.problems = problems;
  }
}

/** What a method of the Web API takes and does. */
export interface Method {
  readonly token: "bot" | "app";
  /** A scope without which nothing is answered. What depends on the arguments the method checks itself. */
  readonly scope?: string;
  readonly answer: (state: State, args: Fields) => Fields;
}

/** An argument that must be there. */
export function required(args: Fields, name: string): string {
  const value = textOf(args[name]);
  if (value === undefined) {
    throw new ApiRefusal("invalid_arguments", {
      response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
    });
  }
  return value;
}

/** Refuses unless the bot was granted a scope. */
export function needScope({ scopes }: State, scope: string): void {
  if (!scopes.has(scope)) throw new ApiRefusal("missing_scope", { needed: scope, provided: [...scopes].join(",") });
}

interface Place {
  readonly id: string;
  readonly channel: Channel;
}

/** The channel with this id, if the bot can see it. */
export function visibleChannel({ workspace }: State, id: string): Place {
  const channel = workspace.channels.get(id);
  const hidden = channel && (channel.isPrivate || channel.isIm || channel.isMpim) && !channel.isMember;
  if (!channel || hidden) throw new ApiRefusal("channel_not_found");
  return { id, channel };
}

/** A channel where the bot may write now. */
export function writableChannel(state: State, id: string): Place {
  const place = visibleChannel(state, id);
  if (place.channel.isArchived) throw new ApiRefusal("is_archived");
  if (!place.channel.isMember && !state.scopes.has("chat:write.public")) throw new ApiRefusal("not_in_channel");
  return place;
}

/** The channel that a new message is for: its id, its name with a hash, or the person of a direct message. */
export function addressed({ workspace }: State, word: string): string {
  return workspace.users.has(word) ? directMessage(workspace, word) : (channelNamed(workspace, word) ?? word);
}

/** What arguments say, or the refusal of it. */
export function contentIn({ faults }: State, args: Fields): Content {
  const content = contentOf(args, faults.refusedBlocks);
  if (!isRefusal(content)) return content;
  const { error, problems } = content;
  throw new ApiRefusal(error, problems.length === 0 ? {} : complaints(problems), problems);
}

/** How the Web API tells which blocks are wrong. */
export function complaints(problems: readonly Problem[]): Fields {
  const lines = problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
  return { errors: lines, response_metadata: { messages: lines.map((line) => `[ERROR] ${line}`) } };
}

/** A message as the Web API writes it. */
export function messageObject({ workspace }: State, message: Message, withMetadata: boolean): Fields {
  const { ts, threadTs, text, blocks, attachments, metadata, edited, by } = message;
  const { bot, app, team } = workspace;
  return {
    type: "message",
    user: by === "bot" ? bot.userId : by,
    ts,
    ...(by === "bot" ? { bot_id: bot.botId, app_id: app.id } : {}),
    text,
    team: team.id,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(edited ? { edited: { user: bot.userId, ts } } : {}),
    ...(metadata && Object.keys(metadata).length > 0 && withMetadata ? { metadata } : {}),
  };
}
