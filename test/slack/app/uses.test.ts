import type { webApi } from "@slack/bolt";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createDelivery } from "../../../src/slack/deliver.ts";
import type { Form, Message } from "../../../src/slack/messages/message.ts";
import { clientOver } from "../clients.ts";

/** What Slack may say to one post; the end of a list is "ok" for ever. */
const answers = {
  ok: () => new Response("ok"),
  refused: () => Response.json({ ok: false, error: "invalid_blocks" }, { status: 400 }),
  tooLong: () => Response.json({ ok: false, error: "msg_blocks_too_long" }, { status: 400 }),
  limited: () => new Response("", { status: 429, headers: { "retry-after": "0.01" } }),
  troubled: () => new Response("", { status: 503 }),
};
type Said = keyof typeof answers;

const log = { info: () => {}, warn: () => {}, error: () => {} };
const made =
  (name: string) =>
  (form: Form): Message => ({
    text: `${name} ${form}`,
    ...(form === "plain" ? {} : { blocks: [{ type: form === "table" ? "table" : "divider", rows: [] }] }),
  });

/** Posts so many messages to one response_url of a Slack that answers so; tells what it was sent, and which were taken. */
async function posted(said: readonly Said[], names: readonly string[], visible: boolean) {
  const sent: string[] = [];
  const fetch: webApi.FetchFunction = async (_url, { body } = {}) => {
    const { text } = JSON.parse(String(body));
    const answer = said[sent.length] ?? "ok";
    sent.push(String(text));
    // Text alone is never refused for its blocks.
    return answers[String(text).endsWith("plain") && (answer === "refused" || answer === "tooLong") ? "ok" : answer]();
  };
  const delivery = createDelivery({ fetch, client: clientOver(fetch), log });
  const taken: string[] = [];
  for (const name of names) {
    const isTaken = await delivery.post({ responseUrl: "https://hooks.test/1", visible }, made(name)).then(
      () => true,
      () => false,
    );
    if (isTaken) taken.push(name);
  }
  return { sent, taken };
}

const names = ["placeholder", "note", "answer"];

test("a response_url is never used more than five times, whatever Slack says", async () => {
  const schedule = fc.array(fc.constantFrom<Said>("ok", "refused", "tooLong", "limited", "troubled"), { maxLength: 9 });
  // Side by side, since what passes is waited out.
  const schedules = fc.array(fc.tuple(schedule, fc.boolean()), { minLength: 60, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(schedules, async (many) => {
      await Promise.all(
        many.map(async ([said, visible]) => {
          const { sent } = await posted(said, names, visible);
          expect(sent.length).toBeLessThanOrEqual(5);
        }),
      );
    }),
    { numRuns: 1 },
  );
});

test("however Slack refuses blocks, the answer comes", async () => {
  const schedule = fc.array(fc.constantFrom<Said>("ok", "refused", "tooLong"), { maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(schedule, fc.boolean(), async (said, visible) => {
      const { sent, taken } = await posted(said, names, visible);
      expect(taken).toEqual(names);
      expect(sent.length).toBeLessThanOrEqual(5);
    }),
  );
});

test("the last use is for text, which Slack takes", async () => {
  expect(await posted(["troubled", "ok", "troubled", "refused"], ["placeholder", "answer"], false)).toEqual({
    sent: ["placeholder table", "placeholder table", "answer table", "answer table", "answer plain"],
    taken: ["placeholder", "answer"],
  });
});
