import type { Waiting, WaitKind, WaitsFor } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import { elementWords } from "./instance-words.ts";
import { agoText, clockText, durationText } from "./moments.ts";
import type { Style } from "./style.ts";

type Words = (waits: WaitsFor, style: Style) => (string | undefined)[];

const named = (what: string, { name }: WaitsFor) => (name === undefined ? what : `${what} ${oneLine(name)}`);

/** What each kind of waiting is called, and what matters about it. */
const kinds: Record<WaitKind, Words> = {
  userTask: (waits) => [named("user task", waits), assigneeOf(waits), groupsOf(waits)],
  job: (waits, style) => [named("job", waits), retriesOf(waits), lockOf(waits, style)],
  externalTask: (waits, style) => [named("external task, topic", waits), retriesOf(waits), lockOf(waits, style)],
  message: (waits) => [named("message", waits), correlationOf(waits)],
  signal: (waits) => [named("signal", waits)],
  timer: (waits) => [named("timer", waits), retriesOf(waits)],
  condition: (waits) => [named("condition", waits)],
  calledInstance: (waits) => [named("called instance", waits), waits.calledId && oneLine(waits.calledId)],
  other: (waits) => [waits.name === undefined ? undefined : oneLine(waits.name), retriesOf(waits)],
};

function assigneeOf({ assignee }: WaitsFor) {
  if (assignee === undefined) return undefined;
  return assignee === null ? "not assigned" : `assigned to ${oneLine(assignee)}`;
}

function groupsOf({ candidateGroups }: WaitsFor) {
  return candidateGroups?.length ? `for ${candidateGroups.map(oneLine).join(", ")}` : undefined;
}

function retriesOf({ retries }: WaitsFor) {
  if (retries === undefined) return undefined;
  return retries === 0 ? "no retries left" : `${retries} ${retries === 1 ? "retry" : "retries"} left`;
}

function lockOf({ lockedBy, lockedUntil }: WaitsFor, style: Style) {
  if (lockedBy === undefined && lockedUntil === undefined) return undefined;
  if (!lockedBy && !lockedUntil) return "no worker holds it";
  const until = lockedUntil ? ` until ${clockText(lockedUntil, style)}` : "";
  return `held by ${lockedBy ? oneLine(lockedBy) : "a worker"}${until}`;
}

function correlationOf({ correlationKey }: WaitsFor) {
  return correlationKey === undefined ? undefined : `correlation key ${oneLine(correlationKey)}`;
}

function dueOf({ dueAt }: WaitsFor, style: Style) {
  if (dueAt === undefined) return undefined;
  const late = agoText(dueAt, style);
  return late === undefined ? `due ${clockText(dueAt, style)}` : `due ${clockText(dueAt, style)}, overdue ${late}`;
}

/** How long it has waited, as the answer says or as the clock shows. */
export function waitedText({ since, waitingMs }: Waiting, style: Style): string | undefined {
  if (waitingMs !== undefined) return durationText(waitingMs);
  return since === undefined ? undefined : agoText(since, style);
}

/** "Capture funds since 15:31 (2 h 14 min): external task, topic capture, no retries left, no worker holds it" */
export function waitingWords(waiting: Waiting, style: Style): string {
  const { element, since, waitsFor } = waiting;
  const waited = waitedText(waiting, style);
  const when = since === undefined ? undefined : `since ${clockText(since, style)}`;
  const what = [...kinds[waitsFor.kind](waitsFor, style), dueOf(waitsFor, style)].filter((part) => Boolean(part));
  const head = [elementWords(element), when, waited && `(${waited})`].filter((part) => Boolean(part)).join(" ");
  return what.length > 0 ? `${head}: ${what.join(", ")}` : head;
}
