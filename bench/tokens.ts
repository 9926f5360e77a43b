import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { type OutputOf, runTool } from "../src/core/tool.ts";
import { advertised } from "../src/mcp/advertised.ts";
import { texts } from "../src/mcp/text.ts";
import { tools } from "../tools/index.ts";
import { inWorlds, type World } from "./worlds.ts";

const tokens = (value: unknown) => encode(typeof value === "string" ? value : JSON.stringify(value)).length;
const line = (what: string, ...cells: (string | number)[]) =>
  `${what.padEnd(50)} ${cells.map((cell) => String(cell).padStart(12)).join("")}`;

const maxCharacters = 20_000;
const eventCount = 100;

/** Tokens (o200k) of what a model reads: the tool list, and one answer of each kind from each kind of engine. */
export async function measureTokens(): Promise<string[]> {
  const list = advertised(["camunda7"]);
  const withoutOutput = list.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const worlds = await inWorlds(100, answersOf);
  const [first] = worlds.values();
  const row = (what: string) => line(what, ...[...worlds.values()].map((counts) => counts[what] ?? ""));
  return [
    line("tool list: names, descriptions, input schemas", tokens(withoutOutput), "aim 1200"),
    line("tool list with output schemas", tokens(list), "aim 2500"),
    "",
    line("answers", ...worlds.keys()),
    ...Object.keys(first ?? {}).map(row),
  ];
}

async function answersOf(world: World): Promise<Record<string, number>> {
  const call = { ...world.call(), maxCharacters };
  const { now } = call;
  const rows = await runTool(tools.query, call, { limit: 25 });
  const stuck = await runTool(tools.get, call, { id: world.sandbox.instances["payment-failed-external-task"] });
  const past = await longHistory(world);
  const counts = await runTool(tools.query, call, { mode: "count" });
  return {
    "query, 25 instances, text": tokens(texts.query(rows, now)),
    "query, 25 instances, structured content": tokens(rows),
    "  of that the 25 ids alone": tokens(rows.instances?.map(({ id }) => id)),
    "get, stuck instance, text": tokens(texts.get(stuck, now)),
    "get, stuck instance, structured content": tokens(stuck),
    [`history, ${eventCount} events, text`]: tokens(texts.history(past, now)),
    [`history, ${eventCount} events, structured content`]: tokens(past),
    "query mode=count, text": tokens(texts.query(counts, now)),
  };
}

/** No instance of the scripted world has a hundred events: those of several, one instance after the other, as one answer. */
async function longHistory({ sandbox, call }: World): Promise<OutputOf<typeof tools.history>> {
  const long = Object.entries(sandbox.instances).filter(([scenario]) =>
    /^(?:order|onboarding|payment)-/.test(scenario),
  );
  const answers: OutputOf<typeof tools.history>[] = [];
  for (const [, id] of long) answers.push(await runTool(tools.history, call(), { id }));
  const [first] = answers;
  const events = answers.flatMap((answer) => answer.events).slice(0, eventCount);
  if (first === undefined || events.length < eventCount) throw new Error(`there are ${events.length} events only`);
  return { ...first, events };
}
