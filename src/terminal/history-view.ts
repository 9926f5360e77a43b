import type { HistoryOutput } from "../../tools/index.ts";
import type { HistoryEvent } from "../core/model.ts";
import { oneLine } from "../words/clean.ts";
import { eventWords, gapsOf, outcomeWords } from "../words/events.ts";
import { spanWords } from "../words/headline.ts";
import { definitionWords, lookOf } from "../words/instance.ts";
import { type Field, fieldsText, type Step, stepsText } from "./fields.ts";
import { wrapText } from "./fit-text.ts";
import { clockText, textOf } from "./moments.ts";
import { commandLine, engineWords, operand } from "./shell-words.ts";
import { paint, type Style, toneFormats } from "./style.ts";

/** What happened in one instance: a line for each span, then what the engine does not record. */
export function historyView(output: HistoryOutput, style: Style): string {
  const { instance, events, sources } = output;
  const { dot, tone } = lookOf(instance);
  const title = oneLine(instance.businessKey ?? "") || oneLine(instance.id);
  const span = textOf(spanWords(instance, style.now), style);
  const head = `${paint(style, toneFormats[tone], dot)} ${paint(style, "bold", title)} · ${definitionWords(instance.definition)} · ${span}`;
  const missing = gapsOf(sources).map(({ name, text }): Field => ({ label: name, lines: [text], format: "yellow" }));
  const gaps = fieldsText(missing, style);
  const steps = stepsText(stepsOf(output, style), style);
  return [
    head,
    "",
    events.length > 0 ? eventsText(events, style) : "  No event of these kinds.",
    ...(gaps.length > 0 ? ["", ...gaps] : []),
    "",
    ...steps,
  ].join("\n");
}

const leastRoom = 30;

/** When, how it ended, what: in columns, and in two lines where the terminal leaves no room for the third. */
function eventsText(events: readonly HistoryEvent[], style: Style): string {
  const lines = events.map((event) => ({
    when: clockText(event.startedAt, style, true),
    outcome: outcomeWords(event, style.now),
    what: eventWords(event),
  }));
  const whenWidth = Math.max(...lines.map(({ when }) => when.length));
  const outcomeWidth = Math.max(...lines.map(({ outcome }) => outcome.text.length));
  const indent = whenWidth + outcomeWidth + 4;
  const beside = style.width - indent >= leastRoom;
  const room = beside ? style.width - indent : style.width - 4;
  return lines
    .flatMap(({ when, outcome: { text, tone }, what }) => {
      const ended = beside ? text.padEnd(outcomeWidth) : text;
      const head = `${paint(style, "dim", when.padEnd(whenWidth))}  ${tone ? paint(style, toneFormats[tone], ended) : ended}`;
      const [first = "", ...rest] = wrapText(what, room);
      const more = rest.map((line) => " ".repeat(beside ? indent : 4) + line);
      return beside ? [`${head}  ${first}`, ...more] : [head.trimEnd(), `    ${first}`, ...more];
    })
    .join("\n");
}

function stepsOf({ instance, nextCursor }: HistoryOutput, style: Style): Step[] {
  const words = ["get", ...engineWords(style, instance.engine), ...operand(instance.id)];
  return [
    ...(nextCursor !== undefined && style.again !== undefined
      ? [{ command: `${style.again} --cursor ${nextCursor}`, why: "what follows" }]
      : []),
    { command: commandLine(style, words), why: instance.endedAt ? "all about it" : "where it is now" },
  ];
}
