import type { Fields } from "./fields.ts";
import { isFields, isList } from "./fields.ts";

/** A message as whoever may see it sees it. */
export interface SeenMessage {
  readonly ts: string;
  readonly channel: string;
  readonly threadTs?: string;
  readonly text: string;
  readonly blocks?: readonly unknown[];
  /** The only person who sees it. */
  readonly ephemeralTo?: string;
  /** "bot", or the id of the user who wrote it. */
  readonly by: string;
  readonly edited: boolean;
}

export interface Message extends SeenMessage {
  readonly attachments?: readonly unknown[];
  readonly metadata?: Fields;
}

/** What a message can be made of. */
export interface Content {
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: Fields;
}

export interface Messages {
  /** The time of now as Slack names moments: unique, and later than all before. */
  ts(): string;
  post(where: Pick<Message, "channel" | "by"> & { threadTs?: string; ephemeralTo?: string }, content: Content): Message;
  find(channel: string, ts: string): Message | undefined;
  /** Undefined when there is no such message. */
  update(channel: string, ts: string, content: Content): Message | undefined;
  remove(channel: string, ts: string): boolean;
  /** All of a channel, oldest first. */
  all(channel: string): readonly Message[];
  /** Told of every message that is new, changed or gone, until it is taken back. */
  watch(told: (message: Message) => void): () => void;
}

/** More than anyone scrolls back; the oldest go first. */
const remembered = 5_000;
const longest = 40_000;

export function messageStore(now: () => number): Messages {
  const channels = new Map<string, Message[]>();
  const watchers = new Set<(message: Message) => void>();
  let count = 0;
  const changed = (message: Message) => {
    for (const told of [...watchers]) told(message);
  };
  const ts = () => {
    count += 1;
    return `${Math.floor(now() / 1000)}.${String(count % 1_000_000).padStart(6, "0")}`;
  };
  const listOf = (channel: string) => {
    const list = channels.get(channel) ?? [];
    channels.set(channel, list);
    return list;
  };
  const placeOf = (channel: string, sought: string) => listOf(channel).findIndex((message) => message.ts === sought);
  return {
    ts,
    post: ({ channel, by, threadTs, ephemeralTo }, content) => {
      const message: Message = {
        ts: ts(),
        channel,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(ephemeralTo === undefined ? {} : { ephemeralTo }),
        by,
        edited: false,
        ...kept(content),
      };
      const list = listOf(channel);
      list.push(message);
      if (list.length > remembered) list.shift();
      changed(message);
      return message;
    },
    find: (channel, sought) => listOf(channel)[placeOf(channel, sought)],
    update: (channel, sought, content) => {
      const place = placeOf(channel, sought);
      const before = listOf(channel)[place];
      if (!before) return undefined;
      const { ts, threadTs, ephemeralTo, by } = before;
      const message: Message = {
        ts,
        channel,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(ephemeralTo === undefined ? {} : { ephemeralTo }),
        by,
        edited: true,
        // Metadata stays unless the update says some.
        ...(before.metadata === undefined ? {} : { metadata: before.metadata }),
        ...kept(content),
      };
      listOf(channel)[place] = message;
      changed(message);
      return message;
    },
    remove: (channel, sought) => {
      const place = placeOf(channel, sought);
      const [removed] = place < 0 ? [] : listOf(channel).splice(place, 1);
      if (removed) changed(removed);
      return removed !== undefined;
    },
    all: listOf,
    watch: (told) => {
      watchers.add(told);
      return () => watchers.delete(told);
    },
  };
}

/** Slack cuts a text that is too long, and gives an id to every block and element that has none. */
function kept({ text, blocks, attachments, metadata }: Content): Content {
  return {
    text: text.slice(0, longest),
    ...(blocks && blocks.length > 0 ? { blocks: named(blocks) } : {}),
    ...(attachments && attachments.length > 0 ? { attachments } : {}),
    ...(metadata ? { metadata } : {}),
  };
}

/** Elements that a person can use, and that therefore have an `action_id`. */
const usable = /^(?:button|overflow|checkboxes|radio_buttons|.*_select|datepicker|timepicker|datetimepicker|.*_input)$/;

function named(blocks: readonly unknown[]): readonly unknown[] {
  return blocks.map((block, place) => {
    if (!isFields(block)) return block;
    const id = typeof block["block_id"] === "string" ? block["block_id"] : shortId(`b${place}`, block);
    const { elements, accessory } = block;
    return {
      ...block,
      block_id: id,
      ...(block["type"] === "actions" && isList(elements) ? { elements: elements.map(withAction) } : {}),
      ...(accessory === undefined ? {} : { accessory: withAction(accessory, 0) }),
    };
  });
}

function withAction(element: unknown, place: number): unknown {
  if (!isFields(element) || typeof element["action_id"] === "string") return element;
  const { type } = element;
  if (typeof type !== "string" || !usable.test(type)) return element;
  return { type, action_id: shortId(`a${place}`, element), ...element };
}

/** Five characters as Slack makes them; the same message gets the same. */
function shortId(salt: string, value: unknown): string {
  let hash = 7;
  for (const character of salt + JSON.stringify(value)) hash = Math.imul(hash, 31) + (character.codePointAt(0) ?? 0);
  return (hash >>> 0).toString(36).padStart(5, "0").slice(-5);
}
