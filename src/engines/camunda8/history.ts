import type { HistoryAnswer, HistoryQuestion } from "../../core/engine.ts";
import type { ErrorKind } from "../../core/errors.ts";
import type { EventKind, HistoryEvent, HistorySource } from "../../core/model.ts";
import { inScope } from "../../core/recheck.ts";
import { comesAfter } from "../event-order.ts";
import { elementKinds, instanceEvent } from "../instance-event.ts";
import { mergedEvents } from "../merged-events.ts";
import { createParts } from "../parts.ts";
import { type Asker, isKey, notFound } from "./asker.ts";
import { eventSources, type SourceAsking, type Told } from "./events.ts";
import { keyText, keyVariable, toInstance } from "./mapping.ts";

/** A page of what happened in one instance: all sources side by side, merged in the common order. */
export async function readHistory(asker: Asker, question: HistoryQuestion): Promise<HistoryAnswer> {
  const { client, engine } = asker;
  const { id, kinds, limit, after, order, scope } = question;
  if (!isKey(id)) throw notFound(engine, id);
  const parts = createParts();
  const isNew = comesAfter(question);
  const asking: SourceAsking = { engine, client, question, isNew };
  const wanted = kinds.filter((kind) => question.elementId === undefined || elementKinds.has(kind));
  const name = keyVariable(asker.keyField);
  const [found, keys, ...lists] = await Promise.all([
    client.instance(id),
    name === undefined ? undefined : parts.read("businessKey", undefined, client.variableOf([id], name)),
    ...wanted.map(async (kind) => ({ kind, ...(await parts.read(kind, nothingTold, eventSources[kind](asking))) })),
  ]);
  const instance = found && toInstance(asker, found);
  if (!instance || !inScope(scope, instance)) throw notFound(engine, id);
  const own = wanted.includes("instance") ? [instanceEvent(instance)].filter(isNew) : [];
  const { events, more } = mergedEvents([{ events: own }, ...lists], order);
  const page = events.slice(0, limit);
  const calls = page.flatMap((event) => (isCall(event) ? [event.id] : []));
  const called = calls.length === 0 ? [] : await parts.read("calledInstance", [], client.called(id, calls));
  const calledBy = new Map(called.map((row) => [row.parentElementKey, row.key]));
  return {
    instance: keys ? { ...instance, businessKey: keyText(keys.get(id)) } : instance,
    events: page.map((event) => {
      const calledId = isCall(event) ? calledBy.get(event.id) : undefined;
      return calledId === undefined ? event : { ...event, calledId };
    }),
    more: events.length > limit || more,
    sources: sourcesOf(kinds, {
      seen: new Set(events.map(({ kind }) => kind)),
      first: after === undefined,
      failed: parts.failed,
      incomplete: new Set(lists.filter((list) => list.incomplete).map(({ kind }) => kind)),
    }),
  };
}

const nothingTold: Told = { events: [] };

const isCall = ({ kind, element }: HistoryEvent) =>
  kind === "calledInstance" || (kind === "element" && element?.elementType === "callActivity");

interface Evidence {
  readonly seen: ReadonlySet<EventKind>;
  /** Whether this is the first page. */
  readonly first: boolean;
  readonly failed: ReadonlyMap<string, ErrorKind>;
  readonly incomplete: ReadonlySet<EventKind>;
}

/** A cluster exports everything but operations, which it records only while its API is protected. */
function sourcesOf(kinds: readonly EventKind[], { seen, first, failed, incomplete }: Evidence): HistorySource[] {
  return kinds.map((kind) => {
    // Both are the same rows, read once.
    const failure =
      failed.get(kind) ?? (kind === "calledInstance" && kinds.includes("element") ? failed.get("element") : undefined);
    if (failure) return { kind, status: failure === "denied" ? "denied" : "unknown" };
    if (incomplete.has(kind)) return { kind, status: "unknown" };
    if (kind !== "operation" || seen.has(kind)) return { kind, status: "recorded" };
    return { kind, status: first ? "notRecorded" : "unknown" };
  });
}
