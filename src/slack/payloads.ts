import * as z from "zod";

const id = z.string().regex(/^[A-Z0-9]{3,30}$/);
const optional = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/** Where something was asked and by whom, as Slack says it. */
export interface Place {
  readonly teamId: string;
  readonly userId: string;
  /** As Slack's clients show the person; only for words. */
  readonly userName: string;
  /** The workspace of the person, where Slack names it. */
  readonly userTeamId?: string | undefined;
  readonly channelId: string;
  readonly channelName?: string | undefined;
}

/** A slash command that someone typed. */
export interface Command {
  readonly place: Place;
  /** With its slash. */
  readonly command: string;
  readonly text: string;
  readonly responseUrl: string;
}

/** A button that someone clicked, or an option that someone chose. */
export interface Click {
  readonly place: Place;
  readonly actionId: string;
  readonly value: string;
  readonly responseUrl: string;
  /** Whether only this person sees the message. */
  readonly ephemeral: boolean;
  /** The thread that the message stands in. */
  readonly threadTs?: string | undefined;
}

const slashCommand = z.object({
  team_id: id,
  user_id: id,
  user_name: z.string().default(""),
  channel_id: id,
  channel_name: optional,
  command: z.string().startsWith("/"),
  text: z.string().default(""),
  response_url: z.url(),
});

/** Reads the payload of a slash command; undefined when it is none. */
export function readCommand(body: unknown): Command | undefined {
  const { data } = slashCommand.safeParse(body);
  return (
    data && {
      place: {
        teamId: data.team_id,
        userId: data.user_id,
        userName: data.user_name,
        channelId: data.channel_id,
        channelName: data.channel_name,
      },
      command: data.command,
      text: data.text,
      responseUrl: data.response_url,
    }
  );
}

const blockActions = z.object({
  team: z.object({ id }),
  user: z.object({ id, username: z.string().default(""), team_id: optional }),
  channel: z.object({ id, name: optional }),
  container: z.object({ is_ephemeral: z.boolean().default(false), thread_ts: optional }),
  response_url: z.url(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: optional,
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

/** Reads the payload of a click; undefined when it is none. */
export function readClick(body: unknown): Click | undefined {
  const { data } = blockActions.safeParse(body);
  const action = data?.actions[0];
  if (!data || !action) return undefined;
  return {
    place: {
      teamId: data.team.id,
      userId: data.user.id,
      userName: data.user.username,
      userTeamId: data.user.team_id,
      channelId: data.channel.id,
      channelName: data.channel.name,
    },
    actionId: action.action_id,
    value: action.selected_option?.value ?? action.value ?? "",
    responseUrl: data.response_url,
    ephemeral: data.container.is_ephemeral,
    threadTs: data.container.thread_ts,
  };
}
