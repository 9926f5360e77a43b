import type { Block } from "./message.ts";

/**
 * What Slack takes in one message, in characters where nothing else is said (docs.slack.dev/reference/block-kit and
 * /reference/methods/chat.postMessage). For the blocks as a whole Slack names no limit and refuses somewhat above
 * 13,000 characters of text with `msg_blocks_too_long`; the JSON of blocks of rich text is always more than that.
 */
export const limits = {
  /** The text beside the blocks; Slack takes ten times as much and advises against it. */
  text: 4_000,
  /** Of all blocks. */
  blocksJson: 12_000,
  /** Of one text object, or of one element of a rich text. */
  element: 3_000,
  /** Of one small line; Slack takes as much as of any text object, a reader does not. */
  context: 500,
  button: { label: 75, value: 2_000, url: 3_000 },
  /** How many a menu has, and what each may say. */
  options: 100,
  option: { label: 75, value: 150 },
} as const;

/**
 * The text, or its beginning with an ellipsis where it is longer than `limit`. Counted in UTF-16 units, which is never
 * less than Slack counts; a character of two units stays whole.
 */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, Math.max(0, limit - 1));
  return `${kept.replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}

/** Characters of the blocks as they are sent. */
export function sizeOf(blocks: readonly Block[]): number {
  return JSON.stringify(blocks).length;
}
