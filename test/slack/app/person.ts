import { expect } from "vitest";
import { blockProblems } from "../../../src/sandbox/slack/block-kit.ts";
import type { SlackDouble, Viewpoint } from "../../../src/sandbox/slack/double.ts";
import { mentions } from "../../../src/sandbox/slack/mentions.ts";
import type { SeenMessage } from "../../../src/sandbox/slack/messages.ts";

interface Clicking {
  readonly user?: string;
  /** Of a menu: the option. */
  readonly value?: string;
}

/** Somebody in front of a Slack double. Every answer that he sees is one that Slack takes whole, and calls nobody. */
export interface Person {
  /** Types a command and answers what comes of it: so many messages, one unless told otherwise. */
  asked(text: string, by?: Viewpoint, count?: number): Promise<readonly SeenMessage[]>;
  /** Types a command of which one message comes. */
  only(text: string, by?: Viewpoint): Promise<SeenMessage>;
  /** Clicks what is answered by a message of its own. */
  clicked(message: SeenMessage, actionId: string, how?: Clicking): Promise<SeenMessage>;
  /** Clicks what is answered in the place of the message clicked. */
  turned(message: SeenMessage, actionId: string, how?: Clicking): Promise<SeenMessage>;
}

/** Less than a test may take, so that it is told what was there instead. */
const withinMs = 15_000;

export function personIn(double: SlackDouble): Person {
  const arrived = async (by: Viewpoint, before: number, count: number) => {
    const after = await double.until(by, (seen) => answersIn(seen.slice(before)).length >= count, withinMs);
    return answersIn(after.slice(before)).map(sound);
  };
  const asked: Person["asked"] = async (text, by = {}, count = 1) => {
    const before = double.seen(by).length;
    const { acknowledged, body } = await double.command({ text, ...by });
    expect({ acknowledged, body: body || undefined }).toEqual({ acknowledged: true, body: undefined });
    return arrived(by, before, count);
  };
  const click = async (message: SeenMessage, actionId: string, { user, value }: Clicking) => {
    const how = { ...(user === undefined ? {} : { user }), ...(value === undefined ? {} : { value }) };
    expect(await double.click({ message, actionId, ...how })).toMatchObject({ acknowledged: true });
  };
  const viewOf = ({ channel }: SeenMessage, { user }: Clicking) => ({
    channel,
    ...(user === undefined ? {} : { user }),
  });
  return {
    asked,
    only: async (text, by) => one(await asked(text, by)),
    clicked: async (message, actionId, how = {}) => {
      const by = viewOf(message, how);
      const before = double.seen(by).length;
      await click(message, actionId, how);
      return one(await arrived(by, before, 1));
    },
    turned: async (message, actionId, how = {}) => {
      const by = viewOf(message, how);
      const now = () => double.seen(by).find(({ ts }) => ts === message.ts);
      const before = JSON.stringify(now());
      await click(message, actionId, how);
      await double.until(by, () => JSON.stringify(now()) !== before, withinMs);
      return one([now()].flatMap((found) => found ?? []).map(sound));
    },
  };
}

/** Whoever waits long is told so first; on a busy machine that may be now and then. */
const answersIn = (messages: readonly SeenMessage[]) => messages.filter(({ text }) => !text.includes("Still asking "));

function one(messages: readonly SeenMessage[]): SeenMessage {
  const [message, ...others] = messages;
  expect(others).toEqual([]);
  if (!message) throw new Error("no answer");
  return message;
}

/** Addresses in the text beside the blocks are those that he typed himself. */
function sound(message: SeenMessage): SeenMessage {
  const { text, blocks } = message;
  expect(blockProblems(message)).toEqual([]);
  expect(mentions({ blocks })).toEqual([]);
  expect(mentions({ text }).filter(({ kind }) => kind !== "link")).toEqual([]);
  return message;
}
