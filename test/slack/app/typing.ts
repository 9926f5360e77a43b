import { expect } from "vitest";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";

export interface Typed {
  /** What is in the answer, and in no other. */
  readonly key: string;
  readonly acknowledged: boolean;
}

const commandOf = (key: string) => `query limit=${key}`;

/** Types a command that is answered without an engine. */
export async function typed(double: SlackDouble, key: string): Promise<Typed> {
  const { acknowledged } = await double.command({ text: commandOf(key), user: "U0001" });
  return { key, acknowledged };
}

/** Types one command after another until it is told to stop; answers what became of each. */
export function typing(double: SlackDouble, everyMs = 5): () => Promise<readonly Typed[]> {
  const all: Promise<Typed>[] = [];
  const timer = setInterval(() => all.push(typed(double, `n${all.length}x`)), everyMs);
  return () => {
    clearInterval(timer);
    return Promise.all(all);
  };
}

/** How many answers there are to a command. */
export const answersTo = (double: SlackDouble, key: string): number =>
  double.seen({}).filter(({ text }) => text.includes(`limit=${key} `)).length;

/** Every command was acknowledged, and answered once. */
export async function expectAnswered(double: SlackDouble, commands: readonly Typed[]): Promise<void> {
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter(({ acknowledged }) => !acknowledged)).toEqual([]);
  await double.until({}, () => commands.every(({ key }) => answersTo(double, key) > 0));
  expect(commands.filter(({ key }) => answersTo(double, key) !== 1)).toEqual([]);
}
