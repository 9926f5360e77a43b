import type { EventKind, HistoryEvent, HistorySource } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import { agoText, durationText } from "./duration.ts";
import { elementWords, quoted } from "./instance.ts";
import type { Tone } from "./words.ts";

type Told = (event: HistoryEvent) => string;

const retriesLeft = ({ retries }: HistoryEvent) =>
  retries === undefined ? "" : `, ${retries === 0 ? "no" : retries} ${retries === 1 ? "retry" : "retries"} left`;
const place = ({ element }: HistoryEvent) => (element ? ` at ${elementWords(element)}` : "");
const saying = ({ message }: HistoryEvent) => (message ? `: ${quoted(message)}` : "");
const by = (event: HistoryEvent) => (event.by ? ` by ${oneLine(event.by)}` : "");
const detailed = ({ detail }: HistoryEvent) => (detail ? `: ${oneLine(detail)}` : "");

const kinds: Record<EventKind, Told> = {
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

/** What happened: "Attempt failed at Charge card, 2 retries left: "Read timed out"". */
export function eventWords(event: HistoryEvent): string {
  return kinds[event.kind](event);
}

interface Outcome {
  /** Empty for what happens at an instant, because its kind says it. */
  readonly text: string;
  readonly tone?: Tone;
}

const tones: Record<HistoryEvent["outcome"], Tone> = {
  active: "good",
  completed: "dim",
  cancelled: "warning",
  failed: "bad",
  resolved: "dim",
};

const instants: readonly EventKind[] = ["variable", "operation", "jobFailure"];

/** How it went, and for how long: "active for 2 h", "completed after 45 s". */
export function outcomeWords(event: HistoryEvent, now: Date): Outcome {
  const { outcome, durationMs, startedAt, kind } = event;
  if (instants.includes(kind) && outcome === "completed") return { text: "" };
  if (outcome === "active") {
    const ago = agoText(startedAt, now);
    const open = kind === "incident";
    const word = open ? "open" : outcome;
    return { text: ago === undefined ? word : `${word} for ${ago}`, tone: open ? "bad" : tones.active };
  }
  return { text: `${outcome}${durationMs ? ` after ${durationText(durationMs)}` : ""}`, tone: tones[outcome] };
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

interface Gap {
  readonly name: string;
  readonly text: string;
}

/** What a history may lack, and why: nothing about what the engine records. */
export function gapsOf(sources: readonly HistorySource[]): Gap[] {
  return sources.flatMap(({ kind, status }) => {
    const text = gapWords[status];
    return text === undefined ? [] : [{ name: sourceNames[kind], text }];
  });
}
