import { expect, vi } from "vitest";
import type { SeenMessage } from "../../../src/sandbox/slack/messages.ts";
import { callsOf, type Finished } from "./running.ts";
import { type SlackWorld, type SlackWorldOptions, startSlackWorld } from "./world.ts";

/** A world that is closed when the test is over. */
export async function open(finished: Finished, options: SlackWorldOptions = {}): Promise<SlackWorld> {
  const world = await startSlackWorld(options);
  finished(() => world.close());
  return world;
}

/** How often a response_url was used. */
export const posts = ({ double }: SlackWorld) => callsOf(double, "response_url").length;
/** The types of the blocks of a message. */
export const kinds = ({ blocks = [] }: SeenMessage) =>
  blocks.map((block) => typeof block === "object" && block !== null && "type" in block && block.type);
/** Log lines that somebody has to read. */
export const trouble = ({ told }: SlackWorld) => told.filter(({ level }) => level !== "info");

/** Types a command and resolves with its audit line; what comes last of the answer may still be on its way. */
export async function asked(world: SlackWorld, text: string, by: { user?: string; channel?: string } = {}) {
  const { audited, double } = world;
  const before = audited.length;
  expect(await double.command({ text, ...by })).toMatchObject({ acknowledged: true });
  await vi.waitFor(() => expect(audited.length).toBe(before + 1), { timeout: 5_000, interval: 5 });
}

/** What a person sees once there is so much. */
export const seen = ({ double }: SlackWorld, count: number, by: { user?: string; channel?: string } = {}) =>
  double.until(by, (messages) => messages.length >= count);

/** Resolves with the log line of an error. */
export const toldOf = (world: SlackWorld, error: string) =>
  vi.waitFor(() => expect(trouble(world)).toContainEqual(expect.objectContaining({ facts: { error } })), {
    timeout: 5_000,
    interval: 5,
  });
