import * as z from "zod";
import type { Caller } from "../core/access.ts";
import { type Channel, type Directory, type Member, teamId } from "./directory.ts";
import type { SlackSection } from "./settings.ts";
import { type SlackFault, slackFaultOf } from "./slack-faults.ts";

/** What a payload says about who asks and where. */
export interface Asker {
  readonly teamId: string;
  readonly userId: string;
  /** The person's own workspace, where the payload names it. */
  readonly userTeamId?: string | undefined;
  readonly channelId: string;
  readonly channelName?: string | undefined;
}

export interface WhoSettings extends Pick<SlackSection, "guests" | "sharedChannels"> {
  /** Slack's id of the workspace that the app is installed in. */
  readonly teamId: string;
  /** Slack's ids of the user groups that access rules name. */
  readonly groups: readonly string[];
}

/** Why somebody is not answered. */
type Reason =
  | "unreadable"
  | "foreignTeam"
  | "deactivated"
  | "guest"
  | "sharedChannel"
  | "groupMessage"
  | "unseenChannel"
  | "personNotChecked"
  | "channelNotChecked"
  | "groupsNotChecked";

interface Refusal {
  readonly because: Reason;
  /** One sentence for who asks, and what he or somebody else can do. */
  readonly text: string;
  readonly next: string;
  /** What Slack said where a check failed; whoever runs the lookout wants to know. */
  readonly fault?: SlackFault;
}

/** Who asks, by the names of access rules: the person for what he alone will read, the channel for what all in it will. */
export type Who =
  | { readonly allowed: true; readonly person: Caller; readonly channel: Caller }
  | { readonly allowed: false; readonly refusal: Refusal };

const letIn = (setting: string) => `Whoever runs the lookout can allow it with ${setting}: allow.`;
const inQuiet = "Ask in a channel of this workspace alone, or in a direct message.";
const tellRunner = "Try again in a moment; if that does not help, tell whoever runs the lookout.";

const sentences: Readonly<Record<Reason, Pick<Refusal, "text" | "next">>> = {
  unreadable: { text: "Slack did not say who asks and where.", next: tellRunner },
  foreignTeam: {
    text: "Only people of this workspace are answered.",
    next: "Ask somebody of the workspace that runs the lookout.",
  },
  deactivated: {
    text: "Your account in this workspace is deactivated.",
    next: "Ask an administrator of the workspace.",
  },
  guest: { text: "Guests of this workspace are not answered.", next: letIn("slack.guests") },
  sharedChannel: {
    text: "This channel is shared with another organisation, so nothing is shown here.",
    next: `${inQuiet} ${letIn("slack.sharedChannels")}`,
  },
  groupMessage: {
    text: "The app cannot see who is in a group message, so nothing is shown here.",
    next: inQuiet,
  },
  unseenChannel: {
    text: "The app cannot see this channel and whether it is shared with another organisation, so nothing is shown here.",
    next: "Invite the app with /invite and ask again, or ask in a direct message.",
  },
  personNotChecked: { text: "Who you are could not be checked, so nothing is shown.", next: tellRunner },
  channelNotChecked: {
    text: "Whether this channel is shared with another organisation could not be checked, so nothing is shown.",
    next: tellRunner,
  },
  groupsNotChecked: {
    text: "Which user groups you are in could not be checked, so nothing is shown.",
    next: tellRunner,
  },
};

const team = z.string().regex(teamId);
const asker = z.object({
  teamId: team,
  userId: z.string().regex(/^[UW][A-Z0-9]{2,29}$/),
  userTeamId: team.optional(),
  channelId: z.string().regex(/^[CGD][A-Z0-9]{2,29}$/),
  channelName: z.string().optional(),
});

/**
 * Tells by which names rules mean who asks, or why he is not answered: who is not a full member of the workspace, or asks
 * where others read, unless the settings let him in; and whoever cannot be checked. Never throws.
 */
export async function whoAsks(asked: Asker, settings: WhoSettings, directory: Directory): Promise<Who> {
  const { data } = asker.safeParse(asked);
  if (!data) return refused("unreadable");
  if (data.teamId !== settings.teamId && settings.sharedChannels !== "allow") return refused("foreignTeam");
  const isDirect = data.channelId.startsWith("D");
  const [member, channel, groups] = await Promise.all([
    known(directory.member(data.userId)),
    isDirect ? direct : known(directory.channel(data.channelId)),
    known(directory.groupsOf(data.userId, settings.groups)),
  ]);
  return decided({ asked: data, settings, member, channel, groups });
}

type Known<T> = { readonly value: T } | { readonly fault: SlackFault };
type Readers = Pick<Channel, "shared" | "ofWorkspaceAlone">;

/**
 * Slack does not tell the app with whom somebody writes direct messages. What he alone reads is his; what both would read is
 * not for every other one to see.
 */
const direct: Known<Readers> = { value: { shared: false, ofWorkspaceAlone: false } };

async function known<T>(asking: Promise<T>): Promise<Known<T>> {
  try {
    return { value: await asking };
  } catch (error) {
    return { fault: slackFaultOf(error) };
  }
}

interface Findings {
  readonly asked: z.output<typeof asker>;
  readonly settings: WhoSettings;
  readonly member: Known<Member>;
  readonly channel: Known<Readers>;
  readonly groups: Known<readonly string[]>;
}

function decided({ asked, settings, member, channel, groups }: Findings): Who {
  if ("fault" in member) return refused("personNotChecked", member.fault);
  const { deactivated, guest } = member.value;
  if (deactivated) return refused("deactivated");
  const home = homeOf(asked, settings, member.value, "value" in channel && channel.value.shared);
  if (home === undefined) return refused("foreignTeam");
  if (settings.guests !== "allow" && guest !== false) {
    if (guest) return refused("guest");
    // Slack says it of all people of the workspace.
    if (home === settings.teamId) return refused("personNotChecked");
  }
  if ("fault" in channel) return refused(unseen(asked, channel.fault), channel.fault);
  const { shared, ofWorkspaceAlone } = channel.value;
  if (shared && settings.sharedChannels !== "allow") return refused("sharedChannel");
  if ("fault" in groups) return refused("groupsNotChecked", groups.fault);
  const place = nameOf(asked.channelId);
  return {
    allowed: true,
    person: { names: [nameOf(asked.userId), ...groups.value.map(nameOf), place, nameOf(home)] },
    // A rule for the workspace is one for its people: it opens nothing to a channel that others read too.
    channel: { names: ofWorkspaceAlone ? [place, nameOf(settings.teamId)] : [place] },
  };
}

/** What access rules call a workspace, channel, person or user group. */
const nameOf = (id: string) => `slack:${id}`;

/**
 * The workspace whose rules are for this person: the app's own for all who belong to it, another one for its people in a
 * shared channel where those are let in, else none. What the payload says must fit what Slack knows.
 */
function homeOf(
  { teamId, userTeamId }: Findings["asked"],
  settings: WhoSettings,
  { teams, stranger }: Member,
  isShared: boolean,
): string | undefined {
  const isOfTeams = userTeamId === undefined || teams.includes(userTeamId);
  if (stranger || !isOfTeams || (teamId !== settings.teamId && !teams.includes(teamId))) return undefined;
  if (teams.includes(settings.teamId)) return settings.teamId;
  return isShared && settings.sharedChannels === "allow" ? teams[0] : undefined;
}

/** Why a channel could not be checked, as far as somebody can help it: Slack hides what the app is not a member of. */
function unseen({ channelName = "" }: Findings["asked"], { code, scopes = [] }: SlackFault): Reason {
  const ofGroupMessages = scopes.length > 0 && scopes.every((scope) => scope === "mpim:read" || scope === "im:read");
  if (ofGroupMessages || channelName.startsWith("mpdm-")) return "groupMessage";
  return code === "channel_not_found" ? "unseenChannel" : "channelNotChecked";
}

/** With what Slack said, when that tells more than that a check failed. */
function refused(because: Reason, fault?: SlackFault): Who {
  const { text, next } = sentences[because];
  if (!fault) return { allowed: false, refusal: { because, text, next } };
  if (!because.endsWith("NotChecked")) return { allowed: false, refusal: { because, text, next, fault } };
  return {
    allowed: false,
    refusal: {
      because,
      text: fault.told ? `${text} ${fault.told}` : text,
      next: fault.next ?? next,
      fault,
    },
  };
}
