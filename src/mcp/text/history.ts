import type { tools } from "../../../tools/index.ts";
import type { HistoryEvent, HistorySource, ProcessInstance } from "../../core/model.ts";
import type { OutputOf } from "../../core/tool.ts";
import { eventWords } from "./events.ts";
import { headline, spanLine } from "./instance.ts";
import { runs } from "./rows.ts";
import { clock, day } from "./times.ts";
import { answer, many, word } from "./words.ts";

type Told = OutputOf<typeof tools.history>;

/** What happened, one line per span, under the day on which it began. */
export function historyText({ instance, events, sources, nextCursor, truncated }: Told, now: Date): string {
  return answer(
    [
      headline(instance),
      ...sourceLines(sources),
      spanLine(instance, now),
      ...(truncated ? ["Cut at the size limit of one answer: the cursor gives the rest"] : []),
      eventHead(events, nextCursor !== undefined),
      ...runs(events, ({ startedAt }) => day(startedAt, now)).flatMap(({ key, items }) => [
        `${key} (UTC)`,
        ...items.map((event) => ` ${clock(event.startedAt, true)} ${eventWords(event, now)}`),
      ]),
    ],
    nextSteps(instance, events, nextCursor),
  );
}

const missing = {
  notRecorded: "Not recorded by this engine, so nothing here proves that there was none",
  denied: "The lookout's account may not read",
  unknown: "Not known whether the engine records, so nothing here proves that there was none",
} as const;

/** What the events lack, before the events. */
function sourceLines(sources: readonly HistorySource[]): string[] {
  return Object.entries(missing).flatMap(([status, words]) => {
    const kinds = sources.filter((source) => source.status === status).map(({ kind }) => kind);
    return kinds.length > 0 ? [`${words}: ${kinds.join(", ")}`] : [];
  });
}

function eventHead(events: readonly HistoryEvent[], isMore: boolean): string {
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last) return "No event of the kinds asked for";
  const order =
    first.startedAt === last.startedAt ? "" : first.startedAt < last.startedAt ? ", oldest first" : ", newest first";
  return `${many(events.length, "event")}${order}${isMore ? ", more follow" : ""}:`;
}

function nextSteps(
  instance: ProcessInstance,
  events: readonly HistoryEvent[],
  cursor: string | undefined,
): (string | undefined)[] {
  const called = events.find(({ calledId, outcome }) => calledId !== undefined && outcome === "active")?.calledId;
  return [
    cursor === undefined ? undefined : `the same arguments with cursor=${cursor} for more`,
    called === undefined
      ? instance.endedAt
        ? undefined
        : "get_process_instance of this instance for where it is now"
      : `get_process_instance ${word(called)} for the called instance still running`,
  ];
}
