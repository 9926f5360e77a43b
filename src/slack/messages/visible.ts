import { oneLine } from "../../words/clean.ts";
import type { Message } from "./message.ts";
import { context, escaped } from "./rich-text.ts";

/** The line with which an answer begins a thread in a channel: its first block is the answer in one line. */
export function headline({ text, blocks = [] }: Message, userName: string, command: string): Message {
  return { text, blocks: [...blocks.slice(0, 1), context(`asked by ${named(userName)}: ${command}`)] };
}

/** An answer that a person shows to the channel. */
export function sharedBy({ text, blocks }: Message, userName: string): Message {
  const shared = `shared by ${named(userName)}`;
  return blocks ? { text, blocks: [...blocks, context(shared)] } : { text: `${text}\n${escaped(shared)}` };
}

const named = (userName: string) => oneLine(userName) || "somebody";
