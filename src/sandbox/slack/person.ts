import { randomUUID } from "node:crypto";
import { actionOf, labelOf, usableElements } from "./actions.ts";
import type { Acknowledgement, Connection, Envelope } from "./envelope.ts";
import { isFields } from "./fields.ts";
import type { SeenMessage } from "./messages.ts";
import { actionPayload, commandPayload, type From, shortcutPayload } from "./payloads.ts";
import { type Issued, say as respond } from "./response-urls.ts";
import type { State } from "./state.ts";

/** What became of something a person did. */
interface Delivered extends Acknowledgement {
  readonly afterMs: number;
  readonly responseUrl: string;
}

interface TypedCommand {
  /** `/process` unless told otherwise. */
  readonly command?: string;
  readonly text: string;
  readonly user?: string;
  readonly channel?: string;
}

interface Clicked {
  readonly message: SeenMessage;
  /** Its `action_id`, or what is written on it. */
  readonly actionId: string;
  /** Of a menu: the value or the words of the option; its first option unless told otherwise. */
  readonly value?: string;
  readonly user?: string;
}

interface Said {
  readonly text: string;
  readonly user?: string;
  readonly channel?: string;
  readonly threadTs?: string;
}

/** What people do in the workspace. */
export interface People {
  /** A person types a slash command; resolves when Slack has its acknowledgement, or has waited for it in vain. */
  command(typed: TypedCommand): Promise<Delivered>;
  /** A person clicks a button or chooses from a menu; rejects when there is no such thing in the message as it is now. */
  click(clicked: Clicked): Promise<Delivered>;
  /** A person uses a shortcut from a message's menu. */
  shortcut(used: {
    readonly callbackId: string;
    readonly message: SeenMessage;
    readonly user?: string;
  }): Promise<Delivered>;
  /** A person writes a message; the app is not told of it. */
  say(said: Said): SeenMessage;
}

export const usual = { user: "U0001", channel: "C0001", command: "/process" };

export function people(state: State, connection: Connection): People {
  const delivered = async (
    to: Issued,
    envelope: (from: From) => Pick<Envelope, "type" | "payload">,
  ): Promise<Delivered> => {
    const responseUrl = state.url() + state.responseUrls.issue(to);
    const from = { user: to.user, channel: to.channel, responseUrl, trigger: state.triggers.issue(to.user) };
    const started = performance.now();
    const acknowledgement = await connection.deliver({ id: randomUUID(), ...envelope(from) });
    return { ...acknowledgement, afterMs: performance.now() - started, responseUrl };
  };
  return {
    command: async ({ command = usual.command, text, user = usual.user, channel = usual.channel }) => {
      const place = state.workspace.channels.get(channel);
      if (!place) throw new Error(`There is no channel ${channel} in which a command could be typed.`);
      const to = { channel, user };
      const answer = await delivered(to, (from) => ({
        type: "slash_commands",
        payload: commandPayload(state, from, command, text),
      }));
      if (answer.acknowledged) acknowledgedWith(state, to, answer.body, `${command} ${text}`);
      return answer;
    },
    say: ({ text, user = usual.user, channel = usual.channel, threadTs }) =>
      state.messages.post({ channel, by: user, ...(threadTs === undefined ? {} : { threadTs }) }, { text }),
    click: async ({ message, actionId, value, user = message.ephemeralTo ?? usual.user }) => {
      const current = state.messages.find(message.channel, message.ts);
      if (!current) throw new Error(`The message ${message.ts} is no longer there to be clicked.`);
      const usable = usableElements(current.blocks ?? []);
      const found = usable.find(({ element }) => element["action_id"] === actionId || labelOf(element) === actionId);
      const action = found && actionOf(found.block, found.element, value, state.messages.ts());
      if (!action) {
        const there = usable.map(({ element }) => `${labelOf(element)} (${element["action_id"]})`).join(", ");
        throw new Error(
          `Nothing to click called ${actionId}${value === undefined ? "" : ` with ${value}`}; there is: ${there}`,
        );
      }
      return delivered({ channel: message.channel, user, source: { ts: message.ts } }, (from) => ({
        type: "interactive",
        payload: actionPayload(state, from, current, action),
      }));
    },
    shortcut: async ({ callbackId, message, user = usual.user }) => {
      const current = state.messages.find(message.channel, message.ts);
      if (!current || current.ephemeralTo !== undefined) {
        throw new Error(`The message ${message.ts} has no menu of shortcuts.`);
      }
      return delivered({ channel: message.channel, user }, (from) => ({
        type: "interactive",
        payload: shortcutPayload(state, from, current, callbackId),
      }));
    },
  };
}

/** A command may be answered in its acknowledgement; in the channel it also shows what was typed. */
function acknowledgedWith(state: State, to: Issued, body: unknown, typed: string): void {
  if (!isFields(body)) return;
  if (body["response_type"] === "in_channel") {
    state.messages.post({ channel: to.channel, by: to.user }, { text: typed });
  }
  const says = ["text", "blocks", "attachments"].some((key) => body[key] !== undefined && body[key] !== "");
  if (says) respond(state, to, body, "acknowledgement");
}
