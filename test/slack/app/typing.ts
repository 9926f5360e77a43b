import { expect, vi } from "vitest";
import type { SlackDouble } from "../../../src/sandbox/slack/double.ts";

export interface Typed {
  /** What is in the answer, and in no other. */
  readonly key: string;
  readonly user: string;
  readonly acknowledged: boolean;
}

/** So many that none of them asks more at a time than one person may. */
export const typists = Object.fromEntries(
  Array.from({ length: 50 }, (_, n) => [`U8${String(n).padStart(3, "0")}`, { name: `typist${n}` }]),
);

/** Types a command that is answered without an engine. */
export async function typed(double: SlackDouble, key: string, user = "U8000"): Promise<Typed> {
  const { acknowledged } = await double.command({ text: `query limit=${key}`, user });
  return { key, user, acknowledged };
}

/** Types one command after another until it is told to stop; answers what became of each. */
export function typing(double: SlackDouble): () => Promise<readonly Typed[]> {
  const users = Object.keys(typists);
  const all: Promise<Typed>[] = [];
  const timer = setInterval(() => all.push(typed(double, `n${all.length}x`, users[all.length % users.length])), 10);
  return () => {
    clearInterval(timer);
    return Promise.all(all);
  };
}

/** How many answers there are to a command. */
export const answersTo = (double: SlackDouble, { key, user }: Pick<Typed, "key" | "user">): number =>
  double.seen({ user }).filter(({ text }) => text.includes(`limit=${key} `)).length;

/** Every command was acknowledged, and answered once. */
export async function expectAnswered(double: SlackDouble, commands: readonly Typed[]): Promise<void> {
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter(({ acknowledged }) => !acknowledged)).toEqual([]);
  await vi.waitFor(() => expect(commands.filter((command) => answersTo(double, command) === 0)).toEqual([]), {
    timeout: 10_000,
    interval: 5,
  });
  expect(commands.filter((command) => answersTo(double, command) !== 1)).toEqual([]);
}
