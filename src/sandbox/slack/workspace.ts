/** A person (or a bot) as the workspace knows him. */
interface Person {
  readonly name: string;
  readonly realName?: string;
  /** A guest of several channels. */
  readonly isRestricted?: boolean;
  /** A guest of one channel: `isRestricted` is then true for Slack as well. */
  readonly isUltraRestricted?: boolean;
  /** Of another workspace, and in no channel that the app sees. */
  readonly isStranger?: boolean;
  /** Another workspace's, for people of Slack Connect. */
  readonly teamId?: string;
  readonly isBot?: boolean;
  readonly isDeleted?: boolean;
  readonly tz?: string;
}

export interface Channel {
  readonly name: string;
  /** Whether the bot is in it. */
  readonly isMember: boolean;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  /** Shared with another organisation (Slack Connect). */
  readonly isExtShared?: boolean;
  readonly isIm?: boolean;
  readonly isMpim?: boolean;
  /** The people in it. Absent: everybody of the workspace who is no guest. */
  readonly members?: readonly string[];
}

export interface Workspace {
  readonly team: { readonly id: string; readonly domain: string };
  readonly app: { readonly id: string };
  readonly bot: { readonly userId: string; readonly botId: string };
  readonly users: Map<string, Person>;
  readonly channels: Map<string, Channel>;
  readonly userGroups: Map<string, readonly string[]>;
}

const bot = { userId: "U0LOOKOUT", botId: "B0LOOKOUT" };

/** The workspace that the double plays unless told otherwise. */
const usualWorkspace = {
  users: {
    U0001: { name: "ada", realName: "Ada Operator", tz: "Europe/Vienna" },
    U0002: { name: "ben", realName: "Ben Developer", tz: "America/New_York" },
    U0003: { name: "gus", realName: "Gus Guest", isRestricted: true },
    U0004: { name: "sid", realName: "Sid Single", isUltraRestricted: true },
    U0005: { name: "fay", realName: "Fay Foreign", teamId: "T0002" },
  },
  channels: {
    C0001: { name: "general", isMember: true, members: ["U0001", "U0002", "U0003", "U0004"] },
    C0002: { name: "random", isMember: false },
    C0003: { name: "old-project", isMember: true, isArchived: true },
    C0004: { name: "ops", isMember: true, isPrivate: true, members: ["U0001"] },
    C0005: { name: "secret", isMember: false, isPrivate: true, members: ["U0001"] },
    C0006: { name: "with-partner", isMember: true, isExtShared: true, members: ["U0001", "U0002", "U0005"] },
    D0001: { name: "", isMember: true, isIm: true, members: ["U0001"] },
    D0002: { name: "", isMember: false, isIm: true, members: ["U0001", "U0002"] },
  },
  userGroups: { S0001: ["U0001"] },
} satisfies WorkspaceOptions;

export interface WorkspaceOptions {
  readonly users?: Readonly<Record<string, Person>>;
  readonly channels?: Readonly<Record<string, Channel>>;
  readonly userGroups?: Readonly<Record<string, readonly string[]>>;
}

/** What is told stands beside the usual people and channels, or in the place of one with the same id. */
export function workspaceOf(teamId: string, told: WorkspaceOptions): Workspace {
  const users: Readonly<Record<string, Person>> = {
    ...usualWorkspace.users,
    [bot.userId]: { name: "lookout", isBot: true },
    ...told.users,
  };
  const channels: Readonly<Record<string, Channel>> = { ...usualWorkspace.channels, ...told.channels };
  return {
    team: { id: teamId, domain: "lookout-works" },
    app: { id: "A0LOOKOUT" },
    bot,
    users: new Map(Object.entries(users)),
    channels: new Map(Object.entries(channels)),
    userGroups: new Map(Object.entries({ ...usualWorkspace.userGroups, ...told.userGroups })),
  };
}

/** What an administrator changes while the workspace is used. */
export interface Changes {
  /** For instance `{ isArchived: true }`, or `{ isMember: false }` when the bot is thrown out. */
  channel(id: string, change: Partial<Channel>): void;
  user(id: string, change: Partial<Person>): void;
  userGroup(id: string, users: readonly string[]): void;
}

export function changesOf({ channels, users, userGroups }: Workspace): Changes {
  return {
    channel: (id, change) => {
      channels.set(id, { name: "", isMember: false, ...channels.get(id), ...change });
    },
    user: (id, change) => {
      users.set(id, { name: "", ...users.get(id), ...change });
    },
    userGroup: (id, members) => {
      userGroups.set(id, members);
    },
  };
}

/** Whether a person is in a channel. */
export function isIn({ users }: Workspace, channel: Channel, user: string): boolean {
  if (channel.members) return channel.members.includes(user);
  const person = users.get(user);
  if (!person) return false;
  return !(person.isRestricted || person.isUltraRestricted || person.isBot || person.isDeleted || person.teamId);
}

/** The conversation of the bot with one person; made when there is none. */
export function directMessage({ channels }: Workspace, user: string): string {
  for (const [id, channel] of channels) {
    if (channel.isIm && channel.isMember && channel.members?.length === 1 && channel.members[0] === user) return id;
  }
  const id = `D${user.slice(1)}`;
  channels.set(id, { name: "", isMember: true, isIm: true, members: [user] });
  return id;
}

/** A user as `users.info` and `users.profile` write him. */
export function userObject({ team, users }: Workspace, id: string): Record<string, unknown> | undefined {
  const person = users.get(id);
  if (!person) return undefined;
  const { name, realName = name, tz = "Europe/London", teamId = team.id } = person;
  const guest = person.isUltraRestricted === true || person.isRestricted === true;
  const user = {
    id,
    team_id: teamId,
    name,
    deleted: person.isDeleted === true,
    real_name: realName,
    profile: { real_name: realName, display_name: name, team: teamId },
    is_bot: person.isBot === true,
    is_app_user: false,
    updated: 1_700_000_000,
  };
  if (person.isDeleted) return user;
  return {
    ...user,
    ...(person.isStranger ? { is_stranger: true } : {}),
    color: "9f69e7",
    tz,
    tz_label: tz,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: guest,
    is_ultra_restricted: person.isUltraRestricted === true,
  };
}

/** A conversation as `conversations.info` writes it. */
export function channelObject(workspace: Workspace, id: string): Record<string, unknown> | undefined {
  const channel = workspace.channels.get(id);
  if (!channel) return undefined;
  if (channel.isIm) {
    return {
      id,
      created: 1_700_000_000,
      is_archived: false,
      is_im: true,
      is_org_shared: false,
      user: channel.members?.[0],
    };
  }
  const shared = channel.isExtShared === true;
  const isPrivate = channel.isPrivate === true || channel.isMpim === true;
  return {
    id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !isPrivate,
    is_group: channel.isPrivate === true,
    is_im: false,
    is_mpim: channel.isMpim === true,
    is_private: isPrivate,
    created: 1_700_000_000,
    creator: "U0001",
    is_archived: channel.isArchived === true,
    is_general: channel.name === "general",
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: workspace.team.id,
    shared_team_ids: shared ? [workspace.team.id, "T0002"] : [workspace.team.id],
    is_member: channel.isMember,
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
  };
}

/** What a payload calls a channel. */
export function channelName(channel: Channel): string {
  if (channel.isIm) return "directmessage";
  if (channel.isMpim) return `mpdm-${channel.name}-1`;
  return channel.isPrivate ? "privategroup" : channel.name;
}

/** The channel with this id, or with this name when it is written with a hash. */
export function channelNamed({ channels }: Workspace, word: string): string | undefined {
  if (channels.has(word)) return word;
  const name = word.replace(/^#/, "");
  for (const [id, channel] of channels) if (channel.name === name && channel.name !== "") return id;
  return undefined;
}
