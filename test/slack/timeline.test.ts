import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAction } from "../../src/slack/messages/buttons.ts";
import type { Message, Scene } from "../../src/slack/messages/message.ts";
import { timeline } from "../../src/slack/messages/timeline.ts";
import type { RequestOf } from "../../src/slack/request.ts";
import { expectGolden } from "./golden.ts";
import { now, type SandboxAnswers, startAnswers } from "./sandbox-answers.ts";

let world: SandboxAnswers;
beforeAll(async () => {
  world = await startAnswers();
});
afterAll(() => world.close());

const scene: Scene = { command: "/process", now, form: "table", audience: "person", showsVariables: false };
type Input = RequestOf<"history">["input"];
const asking = (scenario: string, rest: Partial<Input> = {}): RequestOf<"history"> => ({
  ask: "history",
  input: { id: world.idOf(scenario), engine: "c7-prod", limit: 20, ...rest },
});

const told: Record<string, readonly [string, Partial<Input>?]> = {
  "timeline-stuck": ["payment-failed-external-task"],
  "timeline-hostile": ["payment-failed-hostile-text"],
  "timeline-family": ["onboarding-failed"],
  "timeline-retrying": ["payment-job-retrying"],
  "timeline-modified": ["payment-modified", { kinds: ["operation", "element"] }],
  "timeline-resolved": ["payment-incident-resolved", { order: "newest" }],
  "timeline-completed": ["invoice-completed"],
  "timeline-nothing": ["invoice-completed", { kinds: ["incident"], elementId: "decision" }],
};

test.each(Object.entries(told))("%s", async (name, [scenario, rest = {}]) => {
  const output = await world.history(scenario, rest);
  await expectGolden(name, (form) => timeline(output, { ...scene, form }, asking(scenario, rest)));
});

const buttons = ({ blocks = [] }: Message) =>
  blocks.flatMap((block) =>
    block.type === "actions" ? block.elements.flatMap((one) => (one.type === "button" ? [one] : [])) : [],
  );
const labels = (message: Message) => buttons(message).map(({ text }) => text.text);

describe("the buttons", () => {
  test("go on, and back to the beginning", async () => {
    const scenario = "invoice-completed";
    const first = await world.history(scenario, { limit: 2 });
    const one = timeline(first, scene, asking(scenario, { limit: 2 }));
    expect(labels(one)).toEqual(["Next page ›", "Open the instance", "Refresh", "Share"]);
    const [next] = buttons(one).map(({ action_id = "", value = "" }) => readAction(action_id, value));
    const cursor = first.nextCursor ?? "";
    const request = asking(scenario, { limit: 2, cursor });
    expect(next).toEqual({ does: "ask", how: "replace", request });
    const two = timeline(await world.history(scenario, { limit: 2, cursor }), scene, request);
    expect(labels(two).at(0)).toBe("« First page");
    const [back] = buttons(two).map(({ action_id = "", value = "" }) => readAction(action_id, value));
    expect(back).toEqual({ does: "ask", how: "replace", request: asking(scenario, { limit: 2 }) });
  });

  test("do not share what is shared already", async () => {
    const message = timeline(
      await world.history("invoice-completed"),
      { ...scene, audience: "channel" },
      asking("invoice-completed"),
    );
    expect(labels(message)).toEqual(["Open the instance", "Refresh"]);
  });

  test("give what did not fit on smaller pages, so that no event is passed over", async () => {
    const output = await world.history("invoice-completed");
    const [event] = output.events;
    if (!event) throw new Error("no event");
    const events = Array.from({ length: 200 }, (_, at) => ({ ...event, id: `${at}`, detail: "x".repeat(500) }));
    const message = timeline(
      { ...output, events, nextCursor: "c" },
      scene,
      asking("invoice-completed", { limit: 200 }),
    );
    const label = labels(message).at(0) ?? "";
    expect(label).toMatch(/^Pages of \d+$/);
    expect(labels(message)).not.toContain("Next page ›");
    const shown = Number(label.split(" ").at(-1));
    expect(shown).toBeGreaterThan(20);
    expect(JSON.stringify(message.blocks)).toContain(`Only the first ${shown} of these 200 events fit`);
    const [pages] = buttons(message).map(({ action_id = "", value = "" }) => readAction(action_id, value));
    expect(pages).toEqual({ does: "ask", how: "replace", request: asking("invoice-completed", { limit: shown }) });
  });
});
