import { expect } from "vitest";
import { blockProblems } from "../../src/sandbox/slack/block-kit.ts";
import { mentions } from "../../src/sandbox/slack/mentions.ts";
import { type Form, forms, type Message } from "../../src/slack/messages/message.ts";

/** Compares a message in each of its forms with a file of its own; forms that are equal share one. */
export async function expectGolden(name: string, make: (form: Form) => Message): Promise<void> {
  for (const form of forms) {
    const message = make(form);
    expectSound(message);
    if (form === "preformatted" && JSON.stringify(message) === JSON.stringify(make("table"))) continue;
    const text = form === "plain" ? `${message.text}\n` : `${JSON.stringify(message, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`golden/${name}.${form}.${form === "plain" ? "txt" : "json"}`);
  }
}

/** Slack takes it, it is not larger than we want it, and it notifies nobody and links to nothing of an engine's. */
export function expectSound(message: Message): void {
  expect(blockProblems(message)).toEqual([]);
  const { text, blocks = [] } = message;
  expect(text).not.toMatch(/^\s*$/);
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(text).not.toMatch(/[<>]/);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
  expect(mentions({ blocks })).toEqual([]);
  expect(mentions({ text }).filter(({ kind }) => kind !== "link")).toEqual([]);
  expect(JSON.stringify(message)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
  expect(JSON.parse(JSON.stringify(message))).toEqual(message);
}
