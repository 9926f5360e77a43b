import type { types } from "@slack/bolt";
import type { HistoryOutput } from "../../../tools/index.ts";
import { rowsThatFit } from "../../core/fit.ts";
import type { HistoryEvent } from "../../core/model.ts";
import { oneLine } from "../../words/clean.ts";
import { eventWords, gapsOf, outcomeWords } from "../../words/events.ts";
import { spanWords } from "../../words/headline.ts";
import { definitionWords, lookOf } from "../../words/instance.ts";
import { commandOf } from "../grammar/parse.ts";
import type { RequestOf } from "../request.ts";
import { actionsBlock, askButton, shareButton } from "./buttons.ts";
import { clipped, fitting, type Made } from "./clip.ts";
import { footing } from "./footing.ts";
import { limits, sizeOf } from "./limits.ts";
import type { Block, Message, Scene } from "./message.ts";
import { notice, plainText, wordsOf } from "./plain-text.ts";
import { code, context, date, line, ofWords, type Piece, richText, text } from "./rich-text.ts";
import { sign } from "./signs.ts";

type Asked = RequestOf<"history">;

/** What happened in one instance: a line for each span, then what the engine does not record. */
export function timeline(output: HistoryOutput, scene: Scene, request: Asked): Message {
  const blocks = fitting((width) => timelineBlocks(output, scene, request, width));
  if (scene.form === "plain") return { text: plainText(blocks) };
  return { text: notice(`History of ${wordsOf(line(spanPieces(output, scene.now)))}`), blocks };
}

function timelineBlocks(output: HistoryOutput, scene: Scene, request: Asked, width: number): Made {
  const { events, instance, sources } = output;
  const gaps = gapsOf(sources).map(({ name, text: why }) => line(sign("gap"), text(` ${name}: ${why}`)));
  const evidence = clipped([...gaps, line(text("Instance ", { bold: true }), code(instance.id))], width);
  const head = [richText(clipped([headline(output, scene.now)], width)), context(pageWords(output, request))];
  const footOf = (shown: number) => [
    richText(evidence),
    actionsBlock(timelineButtons(output, scene, request, shown)),
    footing([], `${scene.command} ${commandOf(request)}`, scene.form),
  ];
  const all = events.map((event) => eventLine(event, scene.now));
  const lines = clipped(all.length > 0 ? all : [line(text("No event of these kinds."))], width);
  const foot = Math.max(...[0, lines.length].map((shown) => sizeOf(present(footOf(shown)))));
  const room = limits.blocksJson - besideEvents - sizeOf(present(head)) - foot;
  const shown = lines.slice(0, rowsThatFit(lines, 0, room));
  const isCut = shown.length < lines.length;
  const rest = ` Only the first ${shown.length} of these ${lines.length} events fit into a message.`;
  const told = richText([...shown, ...(isCut ? [line(sign("gap"), text(rest))] : [])]);
  return { blocks: present([...head, told, ...footOf(shown.length)]), isCut };
}

const present = (blocks: readonly (Block | undefined)[]) => blocks.filter((block) => block !== undefined);

/** Characters of JSON of the block around the events. */
const besideEvents = 400;

/** "⚪ CUSTOMER 5003 · customer-onboarding v1 · completed 12 Nov 10:04 after 3 d 2 h" */
function headline(output: HistoryOutput, now: Date) {
  return line(sign(lookOf(seen(output)).tone), text(" "), spanPieces(output, now));
}

function spanPieces(output: HistoryOutput, now: Date): Piece[] {
  const { businessKey, definition } = output.instance;
  const key = oneLine(businessKey ?? "");
  const process = definitionWords(definition);
  const name = [text(key || process, { bold: true }), ...(key ? [text(` · ${process}`)] : [])];
  return [...name, text(" · "), ...ofWords(spanWords(seen(output), now))];
}

/** The instance of a history does not say whether it is stuck; an incident among the events does. */
function seen({ instance, events }: HistoryOutput) {
  const isOpen = events.some(({ kind, outcome }) => kind === "incident" && outcome === "active");
  return isOpen ? { ...instance, hasIncident: true } : instance;
}

/** What the page holds of the history. */
function pageWords({ instance, events, nextCursor }: HistoryOutput, { input }: Asked): string {
  const { kinds, elementId, order = "oldest", cursor } = input;
  const count = `${events.length} ${events.length === 1 ? "event" : "events"}`;
  const isPart = cursor !== undefined || nextCursor !== undefined;
  const parts = [
    `History in ${oneLine(instance.engine)}`,
    `${order} first`,
    kinds && `only ${kinds.join(", ")}`,
    elementId === undefined ? undefined : `at ${oneLine(elementId)}`,
    isPart ? `${count} on this page${nextCursor === undefined ? ", the last one" : ", more follow"}` : count,
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

/** When, what, how it ended. What went as it should says little, what failed has a sign. */
function eventLine(event: HistoryEvent, now: Date): types.RichTextSection {
  const { text: outcome, tone } = outcomeWords(event, now);
  const failure = event.kind === "jobFailure" ? "warning" : tone === "bad" ? "bad" : undefined;
  const style = tone === "dim" || tone === undefined ? undefined : { bold: true };
  return line(
    date(event.startedAt, true),
    text("  "),
    failure && [sign(failure), text(" ")],
    text(eventWords(event)),
    isQuiet(event) || outcome === "" ? undefined : [text(" · "), text(outcome, style)],
  );
}

/** Steps that took no time and ended as all do, and attempts, which say themselves that they failed. */
function isQuiet({ kind, outcome, durationMs }: HistoryEvent): boolean {
  if (kind === "jobFailure") return outcome === "failed";
  return (kind === "element" || kind === "calledInstance") && outcome === "completed" && (durationMs ?? 0) < 1_000;
}

/** Where not all events of a page are shown, those that follow are its own, on smaller pages. What a channel sees is shared already. */
function timelineButtons({ instance, events, nextCursor }: HistoryOutput, scene: Scene, request: Asked, shown: number) {
  const { cursor, ...first } = request.input;
  const { id, engine } = instance;
  const page = (label: string, input: Asked["input"]) => askButton(label, "replace", { ask: "history", input });
  const follows = nextCursor === undefined ? undefined : page("Next page ›", { ...first, cursor: nextCursor });
  return [
    cursor === undefined ? undefined : page("« First page", first),
    shown < events.length ? page(`Pages of ${shown}`, { ...request.input, limit: Math.max(1, shown) }) : follows,
    askButton("Open the instance", "anew", { ask: "get", input: { id, engine } }),
    askButton("Refresh", "replace", request),
    scene.audience === "person" ? shareButton(request) : undefined,
  ];
}
