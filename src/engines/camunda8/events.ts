import type { HistoryQuestion } from "../../core/engine.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import type { EventKind, HistoryEvent } from "../../core/model.ts";
import { shiftIso } from "../../core/time.ts";
import type { EventList } from "../merged-events.ts";
import { shownMessage } from "../shown-message.ts";
import { wholeMoments } from "../whole-moments.ts";
import type { Client, Page, Rows } from "./client.ts";
import { clean, toElement } from "./mapping.ts";
import type { Element, Incident, Job, Operation } from "./rows.ts";

export interface SourceAsking {
  readonly engine: string;
  readonly client: Client;
  readonly question: HistoryQuestion;
  /** Whether an event comes after the position of the page. */
  readonly isNew: (event: HistoryEvent) => boolean;
}

/** A beginning of one source, in order. */
export interface Told extends EventList {
  /** More may have happened than can be read. */
  readonly incomplete?: boolean;
}

const nothing: Told = { events: [] };

/** A page of one source, from the position's moment on. */
function pageOf({ order, after }: HistoryQuestion): Omit<Page, "limit"> {
  if (!after) return { order };
  return order === "oldest" ? { order, from: after.startedAt } : { order, before: shiftIso(after.startedAt, 1) };
}

async function scan<T extends object>(
  { engine, client, question, isNew }: SourceAsking,
  read: (page: Page) => Promise<Rows<T>>,
  toEvent: (row: T) => HistoryEvent | undefined,
): Promise<Told> {
  const { rows, more } = await wholeMoments({
    engine,
    moment: "millisecond",
    limit: question.limit,
    maxRows: client.maxRows,
    ask: (limit) => read({ ...pageOf(question), limit }),
    startedAt: (row: T) => toEvent(row)?.startedAt ?? null,
    idOf: (row: T) => toEvent(row)?.id ?? "",
    isNew: (row: T) => {
      const event = toEvent(row);
      return event !== undefined && isNew(event);
    },
  });
  return { events: rows.flatMap((row) => toEvent(row) ?? []), cut: more && rows.length <= question.limit };
}

/** Elements and called instances come from the same rows; asked for together they are read once. */
function elements(asking: SourceAsking, only?: "calledInstance"): Promise<Told> {
  const { client, question } = asking;
  const separate = question.kinds.includes("calledInstance");
  const search = {
    instanceKey: question.id,
    elementId: question.elementId,
    ...(only ? { type: "CALL_ACTIVITY" } : {}),
  };
  return scan(
    asking,
    (page) => client.elements(search, page),
    (row) => elementEvent(row, separate && row.type === "CALL_ACTIVITY"),
  );
}

const elementOutcomes: Readonly<Record<string, HistoryEvent["outcome"]>> = {
  COMPLETED: "completed",
  TERMINATED: "cancelled",
  CANCELED: "cancelled",
};

const span = (startedAt: string, endedAt: string | null) => ({
  startedAt,
  endedAt,
  durationMs: endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt),
});

function elementEvent(row: Element, isCall: boolean): HistoryEvent | undefined {
  if (row.startedAt === null) return undefined;
  return {
    kind: isCall ? "calledInstance" : "element",
    id: row.key,
    ...span(row.startedAt, row.endedAt),
    outcome: elementOutcomes[row.state] ?? "active",
    element: toElement(row),
  };
}

/** The end of an incident is not told. */
function incidentEvent(row: Incident): HistoryEvent | undefined {
  if (row.createdAt === null) return undefined;
  const { elementId, elementKey } = row;
  return {
    kind: "incident",
    id: row.key,
    startedAt: row.createdAt,
    outcome: row.state === "RESOLVED" ? "resolved" : "active",
    ...(elementId === null
      ? {}
      : {
          element: { elementId: clean(elementId), ...(elementKey === null ? {} : { elementInstanceId: elementKey }) },
        }),
    type: clean(row.type),
    ...shownMessage(row.message),
    fingerprint: fingerprint(row.type, row.message),
  };
}

async function incidents(asking: SourceAsking): Promise<Told> {
  const { client, question, isNew } = asking;
  const { elementId, id } = question;
  if (elementId === undefined) return scan(asking, (page) => client.ownIncidents(id, page), incidentEvent);
  const { rows } = await client.ownIncidents(id, { ...pageOf(question), limit: client.maxRows });
  const own = rows.flatMap((row) => (row.elementId === elementId ? (incidentEvent(row) ?? []) : []));
  return { events: own.filter(isNew), incomplete: rows.length >= client.maxRows };
}

/** A job tells its last failure only. */
function failureEvent(row: Job, at: string): HistoryEvent {
  const { elementId, elementKey } = row;
  return {
    kind: "jobFailure",
    id: row.key,
    ...span(at, at),
    outcome: "failed",
    ...(elementId === null
      ? {}
      : {
          element: { elementId: clean(elementId), ...(elementKey === null ? {} : { elementInstanceId: elementKey }) },
        }),
    type: clean(row.type ?? "job"),
    ...shownMessage(row.message ?? row.errorCode),
    fingerprint: fingerprint("job", row.message ?? row.errorCode),
    ...(row.retries === null ? {} : { retries: row.retries }),
  };
}

async function failures({ client, question, isNew }: SourceAsking): Promise<Told> {
  const { elementId } = question;
  const jobs = (await client.jobs?.(question.id, true)) ?? [];
  const own = jobs.filter((job) => elementId === undefined || elementId === job.elementId);
  const told = (job: Job) => job.updatedAt ?? job.endedAt;
  // Before 8.9 a job does not tell when it failed: then its element's beginning is told.
  const starts = own.some((job) => told(job) === null) ? await elementStarts(client, question.id) : new Map();
  const events = own.flatMap((job) => {
    const at = told(job) ?? starts.get(job.elementKey);
    return at ? [failureEvent(job, at)] : [];
  });
  return { events: events.filter(isNew), incomplete: events.length < own.length || jobs.length >= client.maxRows };
}

async function elementStarts(client: Client, instanceKey: string): Promise<ReadonlyMap<string | null, string | null>> {
  const { rows } = await client.elements({ instanceKey }, { order: "newest", limit: client.maxRows });
  return new Map(rows.map((row) => [row.key, row.startedAt]));
}

function operationEvent(row: Operation): HistoryEvent | undefined {
  if (row.at === null) return undefined;
  return {
    kind: "operation",
    id: row.key,
    ...span(row.at, row.at),
    outcome: row.failed ? "failed" : "completed",
    name: clean(row.operation),
    ...(row.entity === null ? {} : { type: clean(row.entity) }),
    by: row.actor === null ? null : clean(row.actor),
  };
}

/** Where the events of each kind come from; the instance's own is made from the instance. Variables have no times here. */
export const eventSources: Readonly<Record<EventKind, (asking: SourceAsking) => Promise<Told>>> = {
  instance: async () => nothing,
  element: (asking) => elements(asking),
  calledInstance: async (asking) =>
    asking.question.kinds.includes("element") ? nothing : elements(asking, "calledInstance"),
  incident: incidents,
  jobFailure: failures,
  variable: async () => nothing,
  operation: async (asking) => {
    const { operations } = asking.client;
    return operations ? scan(asking, (page) => operations(asking.question.id, page), operationEvent) : nothing;
  },
};
