import type { tools } from "../../tools/index.ts";
import type { EventKind, HistoryEvent, HistorySource } from "../core/model.ts";
import type { OutputOf } from "../core/tool.ts";
import { oneLine } from "./clean.ts";
import { type Field, fieldsText, type Step, stepsText } from "./fields.ts";
import { wrapText } from "./fit-text.ts";
import { definitionWords, elementWords, lookOf, quoted, stateWords } from "./instance-words.ts";
import { agoText, clockText, durationText } from "./moments.ts";
import { commandLine, engineWords, operand } from "./shell-words.ts";
import { type Format, paint, type Style } from "./style.ts";
import type { Cell } from "./table.ts";

export type HistoryOutput = OutputOf<typeof tools.history>;

/** What happened in one instance: a line for each span, then what the engine does not record. */
export function historyView(output: HistoryOutput, style: Style): string {
  const { instance, events, sources } = output;
  const { dot, format } = lookOf(instance);
  const name = oneLine(instance.businessKey ?? "") || oneLine(instance.id);
  const head = `${paint(style, format, dot)} ${paint(style, "bold", name)} · ${definitionWords(instance.definition)} · ${stateOf(output, style)}`;
  const gaps = fieldsText(gapFields(sources), style);
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

function stateOf({ instance }: HistoryOutput, style: Style): string {
  const { word } = lookOf(instance);
  const state = instance.state === "unknown" ? stateWords(instance) : word;
  const { startedAt, endedAt, durationMs } = instance;
  if (endedAt) return `${state} ${clockText(endedAt, style)}${durationMs ? ` after ${durationText(durationMs)}` : ""}`;
  const running = startedAt === undefined ? undefined : agoText(startedAt, style);
  return running === undefined ? state : `${state}, started ${running} ago`;
}

type What = (event: HistoryEvent) => string;

const retriesLeft = ({ retries }: HistoryEvent) =>
  retries === undefined ? "" : `, ${retries === 0 ? "no" : retries} ${retries === 1 ? "retry" : "retries"} left`;
const place = ({ element }: HistoryEvent) => (element ? ` at ${elementWords(element)}` : "");
const saying = ({ message }: HistoryEvent) => (message ? `: ${quoted(message)}` : "");
const by = (event: HistoryEvent) => (event.by ? ` by ${oneLine(event.by)}` : "");
const detailed = ({ detail }: HistoryEvent) => (detail ? `: ${oneLine(detail)}` : "");

const whats: Record<EventKind, What> = {
  instance: (event) => `Process instance${detailed(event)}`,
  element: (event) => {
    const type = event.element?.elementType ?? event.element?.engineType ?? event.type;
    const assigned = event.assignee ? `, ${oneLine(event.assignee)}` : "";
    return `${event.element ? elementWords(event.element) : "element"}${type ? ` (${oneLine(type)}${assigned})` : ""}`;
  },
  incident: (event) => `Incident ${oneLine(event.type ?? "")}${place(event)}${saying(event)}`,
  jobFailure: (event) => `Attempt failed${place(event)}${retriesLeft(event)}${saying(event)}`,
  variable: (event) => `Variable ${oneLine(event.name ?? "")}${place(event)}${detailed(event)}`,
  calledInstance: (event) =>
    `${event.element ? elementWords(event.element) : "Call"} → called ${event.name ? `${oneLine(event.name)} ` : ""}${oneLine(event.calledId ?? "")}`,
  operation: (event) =>
    `Operation ${oneLine(event.name ?? event.type ?? "")}${by(event)}${place(event)}${detailed(event)}`,
};

const outcomeFormats: Record<HistoryEvent["outcome"], Format> = {
  active: "green",
  completed: "dim",
  cancelled: "yellow",
  failed: "red",
  resolved: "dim",
};

const instants: readonly EventKind[] = ["variable", "operation", "jobFailure"];

function outcomeCell(event: HistoryEvent, style: Style): Cell {
  const { outcome, durationMs, startedAt, kind } = event;
  if (instants.includes(kind) && outcome === "completed") return { text: "" };
  const open = kind === "incident" && outcome === "active";
  const word = open ? "open" : outcome;
  if (outcome === "active") {
    const ago = agoText(startedAt, style);
    return { text: ago === undefined ? word : `${word} for ${ago}`, format: open ? "red" : outcomeFormats.active };
  }
  const after = durationMs ? ` after ${durationText(durationMs)}` : "";
  return { text: `${word}${after}`, format: outcomeFormats[outcome] };
}

const leastRoom = 30;

/** When, how it ended, what: in columns, and in two lines where the terminal leaves no room for the third. */
function eventsText(events: readonly HistoryEvent[], style: Style): string {
  const lines = events.map((event) => ({
    when: clockText(event.startedAt, style, true),
    outcome: outcomeCell(event, style),
    what: whats[event.kind](event),
  }));
  const whenWidth = Math.max(...lines.map(({ when }) => when.length));
  const outcomeWidth = Math.max(...lines.map(({ outcome }) => outcome.text.length));
  const indent = whenWidth + outcomeWidth + 4;
  const beside = style.width - indent >= leastRoom;
  const room = beside ? style.width - indent : style.width - 4;
  return lines
    .flatMap(({ when, outcome: { text, format }, what }) => {
      const ended = beside ? text.padEnd(outcomeWidth) : text;
      const head = `${paint(style, "dim", when.padEnd(whenWidth))}  ${format ? paint(style, format, ended) : ended}`;
      const [first = "", ...rest] = wrapText(what, room);
      const more = rest.map((line) => " ".repeat(beside ? indent : 4) + line);
      return beside ? [`${head}  ${first}`, ...more] : [head.trimEnd(), `    ${first}`, ...more];
    })
    .join("\n");
}

const sourceNames: Record<EventKind, string> = {
  instance: "Instance",
  element: "Elements",
  incident: "Incidents",
  jobFailure: "Attempts",
  variable: "Variables",
  calledInstance: "Calls",
  operation: "Operations",
};

const gapWords: Record<HistorySource["status"], string | undefined> = {
  recorded: undefined,
  notRecorded: "not recorded by this engine (or not at this history level)",
  denied: "not readable: the lookout's account lacks the right",
  unknown: "none seen, but this engine may not record them",
};

function gapFields(sources: readonly HistorySource[]): Field[] {
  return sources.flatMap(({ kind, status }) => {
    const words = gapWords[status];
    return words === undefined ? [] : [{ label: sourceNames[kind], lines: [words], format: "yellow" as const }];
  });
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
