import type { SeenMessage } from "../../../src/sandbox/slack/messages.ts";

const isTable = (block: unknown) =>
  typeof block === "object" && block !== null && "type" in block && block.type === "table";

/** The table of a list or of numbers, as JSON; empty where there is none. */
export const tableIn = ({ blocks = [] }: SeenMessage): string =>
  blocks
    .filter(isTable)
    .map((block) => JSON.stringify(block))
    .join();

/** All that a message shows and carries, as JSON. */
export const allIn = ({ text, blocks }: SeenMessage): string => JSON.stringify({ text, blocks });

/** The ids of instances in a text, in the order in which they stand there, each once; ids as Camunda 7 makes them. */
export const idsIn = (text: string): readonly string[] => [
  ...new Set(text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)),
];
