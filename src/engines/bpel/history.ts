import type { HistoryAnswer, HistoryQuestion } from "../../core/engine.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import type { EventKind, HistoryEvent, HistorySource, ProcessInstance } from "../../core/model.ts";
import { inScope } from "../../core/recheck.ts";
import { comesAfter } from "../event-order.ts";
import { instanceEvent } from "../instance-event.ts";
import { type EventList, mergedEvents } from "../merged-events.ts";
import { pageWindow } from "../page-window.ts";
import { createParts } from "../parts.ts";
import { wholeMoments } from "../whole-moments.ts";
import { activitiesOf } from "./activities.ts";
import { isEntered, isStopped } from "./activity-clauses.ts";
import { type Asker, assertPiid, maxRows, notFound } from "./asker.ts";
import { assertNoTenants, windowClauses } from "./filters.ts";
import { calledRows } from "./instances.ts";
import { clean, enteredAt, incidentType, toElement, toInstance } from "./mapping.ts";
import * as where from "./where.ts";
import type * as wire from "./wire.ts";

/** Kinds of events that can be told of one element; what was called does not say from where. */
const ofElements: ReadonlySet<EventKind> = new Set(["element", "incident"]);

/** A page of what happened in one instance: its activities, those that have stopped, and what it called. */
export async function readHistory(asker: Asker, question: HistoryQuestion): Promise<HistoryAnswer> {
  const { requests, engine } = asker;
  const { id, kinds, limit, order, elementId, scope } = question;
  assertPiid(engine, id);
  assertNoTenants(engine, scope);
  const wanted = kinds.filter((kind) => elementId === undefined || ofElements.has(kind));
  const parts = createParts();
  const read = (kind: EventKind, source: Source) =>
    wanted.includes(kind) ? parts.read(kind, nothing, source(asker, question)) : nothing;
  const [detail, stopped, ...lists] = await Promise.all([
    requests.process(id),
    parts.read("instance", [], activitiesOf(asker, id, [isStopped], { order: "oldest", size: 1 })),
    read("element", elementEvents),
    read("incident", incidentEvents),
    read("calledInstance", calledEvents),
  ]);
  if (detail === undefined || detail === "hidden") throw notFound(engine, id, detail === "hidden");
  const instance = toInstance(asker, detail, {
    detail,
    stuck: parts.failed.has("instance") ? undefined : stopped.length > 0,
  });
  if (!inScope(scope, instance)) throw notFound(engine, id, false);
  const own = wanted.includes("instance") ? [instanceEvent(instance)].filter(comesAfter(question)) : [];
  const { events, more } = mergedEvents([{ events: own }, ...lists], order);
  return {
    instance,
    events: events.slice(0, limit),
    more: events.length > limit || more,
    sources: kinds.map((kind) => ({ kind, status: statusOf(kind, parts.failed.get(kind)) })),
  };
}

/** An activity that was repaired shows nothing of what had stopped it. */
function statusOf(kind: EventKind, failure: string | undefined): HistorySource["status"] {
  if (failure !== undefined && kind !== "instance") return failure === "denied" ? "denied" : "unknown";
  return kind === "incident" ? "notRecorded" : "recorded";
}

type Source = (asker: Asker, question: HistoryQuestion) => Promise<EventList>;

const nothing: EventList = { events: [] };

/** The time from which a page goes on; the second of its position is read again. */
const windowFrom = ({ after, order }: HistoryQuestion) =>
  pageWindow({ filters: {}, ...(after ? { after: { startedAt: after.startedAt, afterId: "" } } : {}) }, order);

/** New events of rows that are read in whole seconds. */
async function eventsOf<T>(
  { engine }: Asker,
  question: HistoryQuestion,
  toEvent: (row: T) => HistoryEvent,
  ask: (size: number) => Promise<readonly T[]>,
): Promise<EventList> {
  const isNew = comesAfter(question);
  const { rows, more } = await wholeMoments({
    engine,
    moment: "second",
    limit: question.limit,
    maxRows,
    startedAt: (row: T) => toEvent(row).startedAt,
    idOf: (row: T) => toEvent(row).id,
    isNew: (row: T) => isNew(toEvent(row)),
    ask: async (size) => ({ rows: await ask(size) }),
  });
  return { events: rows.map(toEvent), cut: more };
}

function activityEvents(toEvent: (row: wire.Activity) => HistoryEvent, only: where.Clause): Source {
  return (asker, question) => {
    const { id, elementId, order } = question;
    const clauses = [
      only,
      ...windowClauses("ACTIVITY.ACTIVATED", windowFrom(question)),
      ...(elementId === undefined ? [] : [where.textIs("ACTIVITY.TEMPLATE_NAME", elementId)]),
    ];
    return eventsOf(asker, question, toEvent, (size) => activitiesOf(asker, id, clauses, { order, size }));
  };
}

const elementEvents = activityEvents(elementEvent, isEntered);
const incidentEvents = activityEvents(incidentEvent, isStopped);

const calledEvents: Source = (asker, question) => {
  const { id, order, scope } = question;
  const toEvent = (row: wire.Process) => calledEvent(toInstance(asker, row));
  return eventsOf(asker, question, toEvent, (size) =>
    calledRows(asker, id, scope, { order, size, ...windowFrom(question) }),
  );
};

/** How an activity ended, by its state; others are not over. */
const outcomes: ReadonlyMap<string, HistoryEvent["outcome"]> = new Map([
  ["STATE_FINISHED", "completed"],
  ["STATE_FAILED", "failed"],
  ["STATE_TERMINATED", "cancelled"],
  ["STATE_EXPIRED", "cancelled"],
]);

function span(startedAt: string | null, endedAt: string | null) {
  const durationMs = startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
  return { startedAt: startedAt ?? "", endedAt, durationMs };
}

function elementEvent(row: wire.Activity): HistoryEvent {
  return {
    kind: "element",
    id: row.aiid,
    ...span(enteredAt(row), row.completionTime ?? null),
    outcome: outcomes.get(row.executionState) ?? "active",
    element: toElement(row),
    ...(row.kind === "KIND_STAFF" ? { assignee: row.owner ? clean(row.owner) : null } : {}),
  };
}

function incidentEvent(row: wire.Activity): HistoryEvent {
  const type = incidentType(row);
  return {
    kind: "incident",
    id: row.aiid,
    ...span(enteredAt(row), null),
    outcome: "active",
    element: toElement(row),
    type,
    message: null,
    fingerprint: fingerprint(type, null),
  };
}

function calledEvent(called: ProcessInstance): HistoryEvent {
  return { ...instanceEvent(called), kind: "calledInstance", name: called.definition.key, calledId: called.id };
}
