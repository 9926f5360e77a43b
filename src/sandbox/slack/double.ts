/**
 * A Slack of one's own: the Web API, Socket Mode, requests over HTTP and response URLs of one workspace, as strict as
 * Slack documents them, with faults on demand. It knows nothing of the app that talks to it.
 */
import { closed, listening } from "../server.ts";
import { type Acknowledgement, type Timings, usualTimings } from "./envelope.ts";
import { sendEvent } from "./events.ts";
import { type Faults, waitingFaults } from "./faults.ts";
import type { Fields } from "./fields.ts";
import { httpMode } from "./http-mode.ts";
import { messageStore, type SeenMessage } from "./messages.ts";
import { type People, people, usual } from "./person.ts";
import { responseUrlStore } from "./response-urls.ts";
import { seenBy, until } from "./seen.ts";
import { slackServer } from "./serve.ts";
import { type SocketMode, socketMode } from "./socket-mode.ts";
import type { ApiCall, Refusal, State, Tokens } from "./state.ts";
import { ownedTimers } from "./timers.ts";
import { triggerIds } from "./triggers.ts";
import { viewStore } from "./views.ts";
import { webApi } from "./web-api.ts";
import { type Changes, changesOf, type WorkspaceOptions, workspaceOf } from "./workspace.ts";

/** A person and a channel; Ada in #general unless told otherwise. */
export interface Viewpoint {
  readonly user?: string;
  readonly channel?: string;
}

export interface SlackDouble extends People {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Ends in `/api/`: the value of SLACK_API_URL. */
  readonly apiUrl: string;
  readonly tokens: Tokens;
  readonly team: { readonly id: string };
  readonly bot: { readonly userId: string; readonly botId: string };
  /** What a person sees in a channel, threads included, oldest first: what was said to all, and to him alone. */
  seen(by: Viewpoint): readonly SeenMessage[];
  /** Resolves with what he sees once the condition holds; rejects after so many milliseconds (10,000), telling what is there. */
  until(
    by: Viewpoint,
    condition: (messages: readonly SeenMessage[]) => boolean,
    withinMs?: number,
  ): Promise<readonly SeenMessage[]>;
  /** Sends an event of the Events API. */
  event(event: Fields): Promise<Acknowledgement>;
  /** Calls of the Web API and posts to response URLs, oldest first; the newest 10,000. */
  readonly calls: readonly ApiCall[];
  /** Everything that was refused, and why. */
  readonly refusals: readonly Refusal[];
  /** How many sockets are open. */
  readonly sockets: number;
  /** What Slack does when an administrator enters a request URL; null in Socket Mode. */
  readonly requestUrl: { verified(): Promise<boolean>; tlsChecked(): Promise<number | undefined> } | null;
  readonly faults: Faults;
  /** Changes the workspace. */
  readonly change: Changes;
  close(): Promise<void>;
}

export interface SlackDoubleOptions extends WorkspaceOptions {
  /** One that the system chooses unless told otherwise. */
  readonly port?: number;
  readonly host?: string;
  /** Socket Mode, or the request URL of the app, for instance `http://127.0.0.1:3000/slack/events`. */
  readonly mode?: "socket" | { readonly http: string };
  /** What the bot was granted. */
  readonly scopes?: readonly string[];
  readonly team?: string;
  /** In milliseconds; for everything that expires, and for the names of messages. */
  readonly now?: () => number;
  readonly timings?: Partial<Timings>;
}

const usualScopes = ["commands", "chat:write", "users:read", "channels:read", "groups:read", "usergroups:read"];

/** Starts a double, and resolves when it listens. */
export async function startSlackDouble(options: SlackDoubleOptions = {}): Promise<SlackDouble> {
  const { port = 0, host = "127.0.0.1", mode = "socket" } = options;
  const timings = { ...usualTimings, ...options.timings };
  const timers = ownedTimers();
  let address = `${host}:${port}`;
  const state = stateOf(options, () => `http://${address}`);
  const overSockets = socketMode(state, timers, timings);
  const { sockets } = overSockets;
  const http = mode === "socket" ? null : httpMode(state, timers, timings, mode.http);
  const connection = http ?? overSockets;
  const server = slackServer(state, webApi(state, sockets.connectionUrl), timers);
  server.on("upgrade", sockets.upgrade);
  address = await listening(server, port, host);
  const { workspace, tokens, calls, refusals } = state;
  let closing: Promise<void> | undefined;
  const end = async () => {
    timers.close();
    await Promise.all([overSockets.close(), http?.close()]);
    await closed(server);
  };
  const viewpoint = ({ user = usual.user, channel = usual.channel }: Viewpoint) => ({ user, channel });
  return {
    ...people(state, connection),
    url: state.url(),
    apiUrl: `${state.url()}/api/`,
    tokens,
    team: { id: workspace.team.id },
    bot: workspace.bot,
    seen: (by) => seenBy(state, viewpoint(by)),
    until: (by, condition, withinMs = 10_000) => until(state, timers, viewpoint(by), condition, withinMs),
    event: (event) => sendEvent(state, connection, timers, timings.retriesMs, event),
    calls,
    refusals,
    get sockets() {
      return sockets.count();
    },
    requestUrl: http && { verified: http.verifiesUrl, tlsChecked: http.checksTls },
    change: changesOf(workspace),
    faults: faultsOf(state, overSockets),
    close: () => {
      closing ??= end();
      return closing;
    },
  };
}

function stateOf(options: SlackDoubleOptions, url: () => string): State {
  const { now = Date.now, team = "T0001", scopes = usualScopes } = options;
  return {
    workspace: workspaceOf(team, options),
    messages: messageStore(now),
    views: viewStore(now),
    triggers: triggerIds(now),
    responseUrls: responseUrlStore(now),
    faults: waitingFaults(),
    tokens: {
      bot: "xoxb-1000000000001-2000000000002-lookoutlookoutlookoutlo",
      app: "xapp-1-A0LOOKOUT-3000000000003-0123456789abcdef0123456789abcdef",
      signingSecret: "8f742231b10e8888abcd99yyyzzz85a5",
    },
    scopes: new Set(scopes),
    badTokens: new Map(),
    now,
    url,
    editableFrom: 0,
    calls: [],
    refusals: [],
  };
}

function faultsOf(state: State, { sockets, redeliver }: SocketMode): Faults {
  const { disconnect, breakSockets, stallSockets, withoutHello } = sockets;
  return {
    next: (method, fault, times = 1) => state.faults.add(method, fault, times),
    nextDelivery: (fault, times = 1) => state.faults.addDelivery(fault, times),
    refuseBlocks: state.faults.refuse,
    refuseToken: (token, error = "token_revoked") => {
      if (error === null) state.badTokens.delete(token);
      else state.badTokens.set(token, error);
    },
    closeEditWindow: () => {
      state.editableFrom = Number(state.messages.ts());
    },
    disconnect,
    breakSockets,
    stallSockets,
    withoutHello,
    redeliver,
  };
}
