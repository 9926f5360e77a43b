import type { HistoryAnswer, HistoryQuestion } from "../../core/engine.ts";
import type { ErrorKind } from "../../core/errors.ts";
import type { EventKind, HistorySource } from "../../core/model.ts";
import { inScope } from "../../core/recheck.ts";
import { comesAfter } from "../event-order.ts";
import { elementKinds, instanceEvent } from "../instance-event.ts";
import { mergedEvents } from "../merged-events.ts";
import { createParts } from "../parts.ts";
import type { Asker } from "./asker.ts";
import { eventSources, type SourceAsking, transitionEvents } from "./events.ts";
import { assertInstanceId, notFound } from "./instance-id.ts";
import { fromHistory, fromRuntime } from "./mapping.ts";

/** A page of what happened in one instance: all sources side by side, merged in the common order. */
export async function readHistory(
  asker: Asker,
  historyLevel: () => Promise<string | undefined>,
  question: HistoryQuestion,
): Promise<HistoryAnswer> {
  const { client, engine } = asker;
  const { id, kinds, limit, after, order } = question;
  assertInstanceId(engine, id);
  const parts = createParts();
  const isNew = comesAfter(question);
  const asking: SourceAsking = { client, question, isNew };
  const wanted = kinds.filter((kind) => question.elementId === undefined || elementKinds.has(kind));
  const [historic, running, level, ...lists] = await Promise.all([
    client.historicInstance(id),
    client.instance(id),
    parts.read("level", undefined, historyLevel()),
    ...wanted.map((kind) => parts.read(kind, [], eventSources[kind](asking))),
  ]);
  if (!historic && !running) throw notFound(engine, id, false);
  const instance = historic ? fromHistory(asker, historic) : running && fromRuntime(asker, running);
  if (!instance || !inScope(question.scope, instance)) throw notFound(engine, id, false);
  const transitions = running && kinds.includes("element") ? await transitionEvents(asking, parts) : [];
  const own = wanted.includes("instance") && historic ? [instanceEvent(instance)].filter(isNew) : [];
  const { events } = mergedEvents([{ events: [...own, ...lists.flat(), ...transitions] }], order);
  return {
    instance,
    events: events.slice(0, limit),
    more: events.length > limit,
    sources: sourcesOf(kinds, {
      recorded: historic !== undefined,
      level,
      seen: new Set([...lists.flat().map(({ kind }) => kind)]),
      first: after === undefined,
      failed: parts.failed,
      missingIncidents: transitions.some(({ outcome }) => outcome === "failed"),
    }),
  };
}

interface Evidence {
  readonly recorded: boolean;
  /** As far as the server tells it or its rows prove it. */
  readonly level: string | undefined;
  readonly seen: ReadonlySet<EventKind>;
  readonly first: boolean;
  readonly failed: ReadonlyMap<string, ErrorKind>;
  /** A failed element without any incident in the history. */
  readonly missingIncidents: boolean;
}

/** History levels that record a kind; operations also need an authenticated user, which no level tells. */
const levels: Readonly<Record<Exclude<EventKind, "operation">, readonly string[]>> = {
  instance: ["activity", "audit", "full"],
  element: ["activity", "audit", "full"],
  calledInstance: ["activity", "audit", "full"],
  variable: ["audit", "full"],
  incident: ["full"],
  jobFailure: ["full"],
};

/** Whether each kind is recorded: what was seen is, what is empty may not be. The level itself cannot be asked for. */
function sourcesOf(kinds: readonly EventKind[], evidence: Evidence): HistorySource[] {
  const full = evidence.level === "full" || evidence.seen.has("incident") || evidence.seen.has("jobFailure");
  const statusOf = (kind: EventKind): HistorySource["status"] => {
    const failure = evidence.failed.get(kind);
    if (failure) return failure === "denied" ? "denied" : "unknown";
    if (evidence.seen.has(kind)) return "recorded";
    if (kind === "operation") return evidence.first ? "notRecorded" : "unknown";
    if (evidence.level !== undefined) return levels[kind].includes(evidence.level) ? "recorded" : "notRecorded";
    if (full || (evidence.recorded && levels[kind].includes("activity"))) return "recorded";
    if (kind === "incident" && evidence.missingIncidents) return "notRecorded";
    return "unknown";
  };
  return kinds.map((kind) => ({ kind, status: statusOf(kind) }));
}
