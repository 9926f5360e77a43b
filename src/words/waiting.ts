import type { Waiting, WaitKind, WaitsFor } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import { agoText, durationText } from "./duration.ts";
import { elementWords } from "./instance.ts";
import { joinedWords, type Words } from "./words.ts";

type Told = (waits: WaitsFor) => (Words | string | undefined)[];

const named = (what: string, { name }: WaitsFor) => (name === undefined ? what : `${what} ${oneLine(name)}`);

/** What each kind of waiting is called, and what matters about it. */
const kinds: Record<WaitKind, Told> = {
  userTask: (waits) => [named("user task", waits), assigneeOf(waits), groupsOf(waits)],
  job: (waits) => [named("job", waits), retriesOf(waits), lockOf(waits)],
  externalTask: (waits) => [named("external task, topic", waits), retriesOf(waits), lockOf(waits)],
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

function lockOf({ lockedBy, lockedUntil }: WaitsFor): Words | string | undefined {
  if (lockedBy === undefined && lockedUntil === undefined) return undefined;
  if (!lockedBy && !lockedUntil) return "no worker holds it";
  const holder = `held by ${lockedBy ? oneLine(lockedBy) : "a worker"}`;
  return lockedUntil ? [`${holder} until `, { at: lockedUntil }] : holder;
}

function correlationOf({ correlationKey }: WaitsFor) {
  return correlationKey === undefined ? undefined : `correlation key ${oneLine(correlationKey)}`;
}

function dueOf({ dueAt }: WaitsFor, now: Date): Words | undefined {
  if (dueAt === undefined) return undefined;
  const late = agoText(dueAt, now);
  return ["due ", { at: dueAt }, ...(late === undefined ? [] : [`, overdue ${late}`])];
}

/** How long it has waited, as the answer says or as the clock shows. */
export function waitedText({ since, waitingMs }: Waiting, now: Date): string | undefined {
  if (waitingMs !== undefined) return durationText(waitingMs);
  return since === undefined ? undefined : agoText(since, now);
}

/** "Capture funds since 15:31 (2 h 14 min): external task, topic capture, no retries left, no worker holds it" */
export function waitingWords(waiting: Waiting, now: Date): Words {
  const { element, since, waitsFor } = waiting;
  const waited = waitedText(waiting, now);
  const when: Words = since === undefined ? [] : ["since ", { at: since }];
  const head = joinedWords([elementWords(element), when, waited && `(${waited})`], " ");
  return joinedWords([head, joinedWords([...kinds[waitsFor.kind](waitsFor), dueOf(waitsFor, now)], ", ")], ": ");
}
