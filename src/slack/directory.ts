import type { webApi } from "@slack/bolt";
import { LRUCache } from "lru-cache";
import * as z from "zod";
import { SlackRefusal } from "./slack-faults.ts";

type Scopes = NonNullable<webApi.AppsManifestCreateArguments["manifest"]["oauth_config"]>["scopes"];
type BotScope = NonNullable<NonNullable<Scopes>["bot"]>[number];

/** Every method of the Web API that the app calls with its bot token, and the scopes that it needs for it. */
export const scopesOf = {
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "conversations.info": ["channels:read", "groups:read"],
  "usergroups.users.list": ["usergroups:read"],
  "users.info": ["users:read"],
} as const satisfies Record<string, readonly BotScope[]>;

/** Scopes that only some configurations need: this one where access rules name user groups. */
export const optionalScopes = ["usergroups:read"] as const satisfies readonly BotScope[];

type WebApiMethod = keyof typeof scopesOf;

type Part<C, M extends string> = M extends `${infer Head extends keyof C & string}.${infer Rest}`
  ? { readonly [K in Head]: Part<C[K], Rest> }
  : M extends keyof C
    ? { readonly [K in M]: C[M] }
    : never;
type AllOf<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer A) => void ? A : never;

/** The part of Slack's client that has these methods and no other: what is not in `scopesOf` cannot be called. */
export type WebApi<M extends WebApiMethod> = AllOf<Part<webApi.WebClient, M>>;

/** A person as the app's workspace sees him. */
export interface Member {
  readonly id: string;
  /** Workspaces that he belongs to; his own one first. */
  readonly teams: readonly string[];
  /** Whether he is a guest of his workspace; absent where Slack does not say, as it does of people of others. */
  readonly guest?: boolean;
  readonly deactivated: boolean;
  /** Of another organisation, and in no channel that the app can see. */
  readonly stranger: boolean;
}

/** A channel, private channel or group message, by who may read it. */
export interface Channel {
  readonly id: string;
  /** People of other organisations read it, or will once they accept an invitation. */
  readonly shared: boolean;
  /** People of the app's workspace read it, and nobody else. */
  readonly ofWorkspaceAlone: boolean;
}

/** What Slack says about people and places. Everything throws what the client throws; `slackFaultOf` reads it. */
export interface Directory {
  member(userId: string): Promise<Member>;
  channel(channelId: string): Promise<Channel>;
  /** Those of the user groups that the person is in, in the order given. */
  groupsOf(userId: string, groups: readonly string[]): Promise<readonly string[]>;
}

/** How long an answer of Slack's is taken for true, in ms: so much later a person loses what a group gave. */
const rememberedMs = 60_000;
const remembered = { members: 5_000, channels: 5_000, groups: 500 };

/** Asks Slack, and remembers its answers for a minute. Failures are not remembered; what is being asked is not asked twice. */
export function createDirectory(
  client: WebApi<"users.info" | "conversations.info" | "usergroups.users.list">,
): Directory {
  const members = cache(remembered.members, async (user) => memberOf(await client.users.info({ user }), user));
  const channels = cache(remembered.channels, async (channel) =>
    channelOf(await client.conversations.info({ channel }), channel),
  );
  const groupMembers = cache(remembered.groups, async (usergroup) =>
    groupMembersOf(await client.usergroups.users.list({ usergroup })),
  );
  return {
    member: (userId) => members.forceFetch(userId),
    channel: (channelId) => channels.forceFetch(channelId),
    groupsOf: async (userId, groups) => {
      const those = await Promise.all(groups.map((group) => groupMembers.forceFetch(group)));
      return groups.filter((_, place) => those[place]?.has(userId));
    },
  };
}

function cache<V extends object>(max: number, ask: (key: string) => Promise<V>) {
  return new LRUCache<string, V>({
    max,
    ttl: rememberedMs,
    fetchMethod: ask,
    // Who is pushed out while he is asked about is still waited for.
    ignoreFetchAbort: true,
  });
}

/** A workspace, or a whole organisation. */
export const teamId = /^[TE][A-Z0-9]{2,29}$/;

/** Flags that Slack leaves out where they do not apply. */
const flag = z.boolean().nullish();

const userAnswer = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().regex(teamId),
    deleted: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
  }),
});

function memberOf(answer: unknown, userId: string): Member {
  const { user } = readable(userAnswer, answer);
  assertSame(user.id, userId);
  const { is_restricted: ofSeveral, is_ultra_restricted: ofOne } = user;
  const isTold = typeof ofSeveral === "boolean" && typeof ofOne === "boolean";
  return {
    id: user.id,
    teams: [...new Set([user.team_id, ...(user.enterprise_user?.teams ?? [])])],
    ...(ofSeveral || ofOne || isTold ? { guest: ofSeveral === true || ofOne === true } : {}),
    deactivated: user.deleted === true,
    stranger: user.is_stranger === true,
  };
}

const channelAnswer = z.object({
  channel: z.object({
    id: z.string(),
    is_ext_shared: z.boolean(),
    is_pending_ext_shared: flag,
    is_org_shared: flag,
    is_shared: flag,
  }),
});

function channelOf(answer: unknown, channelId: string): Channel {
  const { channel } = readable(channelAnswer, answer);
  assertSame(channel.id, channelId);
  const { is_ext_shared, is_pending_ext_shared, is_org_shared, is_shared } = channel;
  // Shared, but not within the organisation, is shared with others, whatever else the answer says.
  const shared = is_ext_shared || is_pending_ext_shared === true || (is_shared === true && is_org_shared !== true);
  return { id: channel.id, shared, ofWorkspaceAlone: !shared && is_org_shared !== true };
}

const groupAnswer = z.object({ users: z.array(z.string()) });

function groupMembersOf(answer: unknown): ReadonlySet<string> {
  return new Set(readable(groupAnswer, answer).users);
}

function readable<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { data } = schema.safeParse(answer);
  if (data === undefined) throw new SlackRefusal(200, "unreadable_answer");
  return data;
}

/** An answer about somebody else says nothing about who was asked about. */
function assertSame(told: string, asked: string): void {
  if (told !== asked) throw new SlackRefusal(200, "unreadable_answer");
}
