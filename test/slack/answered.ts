/** Answers of sandboxes, as Slack's messages are made of them, with the moment and the engines held fast. */
import { expect } from "vitest";
import { canAskOf } from "../../src/core/askable.ts";
import type { Engine } from "../../src/core/engine.ts";
import { type InputOf, type OutputOf, runTool } from "../../src/core/tool.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { blockProblems } from "../../src/sandbox/slack/block-kit.ts";
import { readAction } from "../../src/slack/messages/buttons.ts";
import { type Form, forms, type Message, type Scene } from "../../src/slack/messages/message.ts";
import type { RequestOf } from "../../src/slack/request.ts";
import { tools } from "../../tools/index.ts";
import type { Fleet } from "../fleet/sandboxes.ts";
import { now } from "../terminal/world.ts";

export type QueryInput = InputOf<typeof tools.query>;
export type QueryOutput = OutputOf<typeof tools.query>;

export const scene: Scene = { command: "/process", now, form: "table", audience: "person", showsVariables: true };

const dead = (engine: string): Engine =>
  createCamunda7({
    engine,
    url: "http://127.0.0.1:9/engine-rest",
    auth: { type: "none" },
    timeoutMs: 10_000,
    userAgent: "",
  });

export interface Asked {
  readonly output: QueryOutput;
  readonly request: RequestOf<"query">;
  sceneOf(form: Form): Scene;
}

/** Asks engines of the fleet, all of them where none are named, as Slack's readers are answered. Others do not answer. */
export async function asked(fleet: Fleet, input: QueryInput, names?: readonly string[]): Promise<Asked> {
  const engines = names?.map((name) => fleet.engines.find(({ id }) => id === name) ?? dead(name)) ?? fleet.engines;
  const call = { ...fleet.call(), engines, maxCharacters: 12_000 };
  const output = await runTool(tools.query, call, input);
  const answered = output.engines.filter(({ status }) => status === "ok").map(({ engine }) => engine);
  const canAsk = await canAskOf(call, answered);
  return { output, request: { ask: "query", input }, sceneOf: (form) => ({ ...scene, form, canAsk }) };
}

/** Compares a message in these forms with a file of its own; one that is the same without a table has none. */
export async function expectGolden(
  fleet: Fleet,
  name: string,
  make: (form: Form) => Message,
  inForms: readonly Form[] = forms,
): Promise<void> {
  for (const form of inForms) {
    const message = make(form);
    expect(blockProblems(message)).toEqual([]);
    if (form === "preformatted" && JSON.stringify(message) === JSON.stringify(make("table"))) continue;
    const text = form === "plain" ? message.text : lasting(JSON.stringify(message, null, 2));
    const file = `golden/${name}.${form}.${form === "plain" ? "txt" : "json"}`;
    await expect(`${fleet.lasting(text)}\n`).toMatchFileSnapshot(file);
  }
}

/** Without what differs from one run to the next. */
const lasting = (json: string) => json.replace(/(\\"cursor\\":\\")[\w-]+/g, "$1CURSOR");

/** The buttons of a message by their labels. */
export function buttonsOf({ blocks = [] }: Message) {
  const elements = blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));
  const buttons = elements.flatMap((element) => (element.type === "button" ? [element] : []));
  return new Map(buttons.map((button) => [button.text.text, button]));
}

/** What a click on the button with this label asks; throws where it asks for no list. */
export function clicked(message: Message, label: string): QueryInput {
  const button = buttonsOf(message).get(label);
  const action = readAction(button?.action_id ?? "", button?.value ?? "");
  if (action?.does !== "ask" || action.request.ask !== "query") throw new Error(`"${label}" asks for no list`);
  return action.request.input;
}

/** The cells of the table of a message as text, its head first. */
export function cellsOf({ blocks = [] }: Message): string[][] {
  const rows = blocks.flatMap((block) => (block.type === "table" ? block.rows : []));
  return rows.map((cells) => cells.map((cell) => ("text" in cell ? cell.text : JSON.stringify(cell))));
}
