import type { tools } from "../../../tools/index.ts";
import type { Waiting, WaitKind, WaitsFor } from "../../core/model.ts";
import type { OutputOf } from "../../core/tool.ts";
import { due, moment, since } from "./times.ts";
import { elementWords, joined, many, word } from "./words.ts";

type Got = OutputOf<typeof tools.get>;
type Words = (wait: WaitsFor) => string;

const named =
  (what: string): Words =>
  ({ name }) =>
    name === undefined ? what : `${what} ${word(name)}`;

const kinds: Record<WaitKind, Words> = {
  userTask: named("user task"),
  job: named("job"),
  externalTask: ({ name }) => (name === undefined ? "external task" : `external task, topic ${word(name)}`),
  message: named("waits for message"),
  signal: named("waits for signal"),
  timer: named("timer"),
  condition: named("waits for condition"),
  calledInstance: () => "waits for called instance",
  other: named("waits for something else"),
};

/** Where an instance waits; equal waits, as of a multi-instance element, are one line with their number. */
export function waitingLines(
  { waitingAt, waitingTotal }: Got,
  now: Date,
  calledWords: (id: string) => string,
): readonly string[] {
  const groups = new Map<string, Waiting[]>();
  for (const one of waitingAt) {
    const line = `${elementWords(one.element)}|${waitWords(one.waitsFor, now, calledWords)}`;
    groups.set(line, [...(groups.get(line) ?? []), one]);
  }
  const lines = [...groups.values()].flatMap((equal) => {
    const [oldest] = equal.toSorted((a, b) => ((a.since ?? "~") < (b.since ?? "~") ? -1 : 1));
    if (!oldest) return [];
    const times = equal.length > 1 ? ` (${equal.length} times, the oldest` : "";
    const from = oldest.since ? ` since ${since(oldest.since, now, oldest.waitingMs)}` : "";
    const what = waitWords(oldest.waitsFor, now, calledWords);
    return [`At ${elementWords(oldest.element)}${times}${from}${times ? ")" : ""}: ${what}`];
  });
  const rest = (waitingTotal ?? waitingAt.length) - waitingAt.length;
  return rest > 0 ? [...lines, `and at ${many(rest, "more place")}, left out for size`] : lines;
}

/** `external task, topic capture; failed, no retries left; not locked` */
function waitWords(wait: WaitsFor, now: Date, calledWords: (id: string) => string): string {
  const { kind, dueAt, assignee, candidateGroups, retries, correlationKey, calledId } = wait;
  return joined(
    [
      kind === "calledInstance" && calledId !== undefined ? `waits for ${calledWords(calledId)}` : kinds[kind](wait),
      kind !== "calledInstance" && calledId !== undefined ? calledWords(calledId) : undefined,
      correlationKey === undefined ? undefined : `correlation key ${word(correlationKey)}`,
      dueAt === undefined ? undefined : due(dueAt, now),
      assignee === undefined ? undefined : assignee === null ? "assigned to nobody" : `assigned to ${word(assignee)}`,
      candidateGroups && candidateGroups.length > 0
        ? `candidate groups ${candidateGroups.map(word).join(", ")}`
        : undefined,
      retries === undefined
        ? undefined
        : retries <= 0
          ? "failed, no retries left"
          : `${many(retries, "retry", "retries")} left`,
      lockWords(wait, now),
    ],
    "; ",
  );
}

function lockWords({ lockedBy, lockedUntil }: WaitsFor, now: Date): string | undefined {
  if (lockedBy === undefined) return lockedUntil ? `locked until ${moment(lockedUntil, now)}` : undefined;
  if (lockedBy === null) return "not locked";
  return `locked by ${word(lockedBy)}${lockedUntil ? ` until ${moment(lockedUntil, now)}` : ""}`;
}
