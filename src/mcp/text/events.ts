import type { EventKind, HistoryEvent } from "../../core/model.ts";
import { duration, moment } from "./times.ts";
import { elementWords, joined, many, quote, quoteCut, word } from "./words.ts";

type Words = (event: HistoryEvent) => string;

const at = ({ element }: HistoryEvent) => (element ? ` at ${elementWords(element, false)}` : "");
const typed = ({ type }: HistoryEvent) => (type ? ` ${word(type)}` : "");

const kinds: Record<EventKind, Words> = {
  instance: () => "process instance",
  element: ({ element, type }) => (element ? elementWords(element) : `element${type ? ` ${word(type)}` : ""}`),
  incident: (event) => `incident${typed(event)}${at(event)}`,
  jobFailure: (event) => `failed attempt${typed(event)}${at(event)}`,
  variable: (event) => `variable ${word(event.name ?? "")}${at(event)}`,
  calledInstance: (event) => `called instance${at(event)}`,
  operation: (event) => `operation ${word(event.name ?? "unknown")}${at(event)}`,
};

/** What an event says beside its beginning: how it went, and whatever the engine recorded with it. */
export function eventWords(event: HistoryEvent, now: Date): string {
  const { assignee, by, calledId, detail, message, messageLength, retries } = event;
  return joined(
    [
      `${kinds[event.kind](event)}${calledId ? ` → ${word(calledId)}` : ""}: ${outcomeWords(event, now)}`,
      by ? `by ${word(by)}` : undefined,
      assignee ? `assigned to ${word(assignee)}` : undefined,
      retries === undefined
        ? undefined
        : retries <= 0
          ? "no retries left"
          : `${many(retries, "retry", "retries")} left`,
      typeof message === "string" ? quoteCut(message, messageLength) : undefined,
      typeof detail === "string" ? quote(detail) : undefined,
    ],
    ", ",
  ).replace(/: (?=$|, )/, "");
}

/** How it went; for what happens at an instant nothing, because its kind says it. */
function outcomeWords({ kind, outcome, startedAt, endedAt, durationMs }: HistoryEvent, now: Date): string {
  if (kind === "variable" || kind === "operation")
    return outcome === "completed" || outcome === "active" ? "" : outcome;
  if (kind === "jobFailure") return "";
  const ms = durationMs ?? (endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined);
  if (outcome === "active") {
    const lasting = now.getTime() - Date.parse(startedAt);
    const word = kind === "incident" ? "open" : "still active";
    return Number.isNaN(lasting) ? word : `${word} after ${duration(lasting)}`;
  }
  if (ms === undefined || Number.isNaN(ms)) return endedAt ? `${outcome} ${moment(endedAt, now)}` : outcome;
  return ms < 1_000 ? outcome : `${outcome} after ${duration(ms)}`;
}
