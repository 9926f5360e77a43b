import type { HistoryQuestion } from "../../core/engine.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import type { EventKind, HistoryEvent } from "../../core/model.ts";
import { cleanText } from "../../core/text.ts";
import { shiftIso } from "../../core/time.ts";
import type { Parts } from "../parts.ts";
import { shownMessage } from "../shown-message.ts";
import type { Client } from "./client.ts";
import { toEngineDate } from "./dates.ts";
import { toElement } from "./mapping.ts";
import type { Filter } from "./requests.ts";
import type * as wire from "./wire.ts";

export interface SourceAsking {
  readonly client: Client;
  readonly question: HistoryQuestion;
  /** Whether an event comes after the position of the page. */
  readonly isNew: (event: HistoryEvent) => boolean;
}

const pageSize = 200;

/** Reads on until one event more than the page needs is found, or the source ends. */
async function scan<T>(
  { client, question, isNew }: SourceAsking,
  read: (page: { max: number; first: number }) => Promise<T[]>,
  toEvent: (row: T) => HistoryEvent | undefined,
): Promise<HistoryEvent[]> {
  const found: HistoryEvent[] = [];
  const max = Math.min(Math.max(question.limit + 2, 50), pageSize + 2);
  for (let first = 0; ; ) {
    const rows = await read({ max, first });
    found.push(...rows.flatMap((row) => toEvent(row) ?? []).filter(isNew));
    first += rows.length;
    if (rows.length === 0 || rows.length < Math.min(max, client.pageLimit())) return found;
    // Within a millisecond the engine's order is not ours: a page ends only where all rows of its last moment were read.
    if (found.length > question.limit && found[question.limit - 1]?.startedAt !== found.at(-1)?.startedAt) return found;
  }
}

const orderOf = ({ question }: SourceAsking) => (question.order === "oldest" ? ("asc" as const) : ("desc" as const));
const sorted = (asking: SourceAsking, ...keys: string[]) =>
  keys.map((sortBy) => ({ sortBy, sortOrder: orderOf(asking) }));

/** The position's instant as a bound; inclusive ones take it as it is, exclusive ones one millisecond wider. */
function bound(asking: SourceAsking, after: string, before: string, inclusive: boolean): Filter {
  const { question } = asking;
  if (!question.after) return {};
  const oldest = question.order === "oldest";
  const widen = inclusive ? 0 : oldest ? -1 : 1;
  return { [oldest ? after : before]: toEngineDate(shiftIso(question.after.startedAt, widen)) };
}

/** Elements and called instances come from the same rows; asked for together they are read once. */
async function activities(asking: SourceAsking, only?: "calledInstance"): Promise<HistoryEvent[]> {
  const { client, question } = asking;
  const separate = question.kinds.includes("calledInstance");
  const filter = {
    processInstanceId: question.id,
    ...(question.elementId === undefined ? {} : { activityId: question.elementId }),
    ...(only ? { activityType: "callActivity" } : {}),
    ...bound(asking, "startedAfter", "startedBefore", true),
  };
  const sort = sorted(asking, "startTime", "activityInstanceId");
  return scan(
    asking,
    (page) => client.historicActivities(filter, { ...page, sort }),
    (row) => activityEvent(row, separate && row.activityType === "callActivity"),
  );
}

function activityEvent(row: wire.HistoricActivity, isCall: boolean): HistoryEvent {
  const element = toElement({ ...row, elementInstanceId: row.id });
  return {
    kind: isCall ? "calledInstance" : "element",
    id: row.id,
    startedAt: row.startTime,
    endedAt: row.endTime,
    durationMs: row.durationInMillis,
    outcome: row.endTime === null ? "active" : row.canceled ? "cancelled" : "completed",
    ...(element ? { element } : {}),
    ...(row.calledProcessInstanceId === null ? {} : { calledId: row.calledProcessInstanceId }),
    ...(row.assignee === null ? {} : { assignee: cleanText(row.assignee).text }),
  };
}

function incidentEvent(row: wire.HistoricIncident): HistoryEvent {
  const element = toElement({ activityId: row.failedActivityId ?? row.activityId });
  return {
    kind: "incident",
    id: row.id,
    startedAt: row.createTime,
    endedAt: row.endTime,
    ...(row.endTime === null ? {} : { durationMs: Date.parse(row.endTime) - Date.parse(row.createTime) }),
    outcome: row.open ? "active" : row.resolved ? "resolved" : "cancelled",
    ...(element ? { element } : {}),
    type: cleanText(row.incidentType).text,
    ...shownMessage(row.incidentMessage),
    fingerprint: fingerprint(row.incidentType, row.incidentMessage),
  };
}

function failureEvent(
  type: string,
  row: { id: string; timestamp: string; activityId: string | null },
  text: string | null,
  retries: number | null,
): HistoryEvent {
  const element = toElement({ activityId: row.activityId });
  return {
    kind: "jobFailure",
    id: row.id,
    startedAt: row.timestamp,
    endedAt: row.timestamp,
    durationMs: 0,
    outcome: "failed",
    ...(element ? { element } : {}),
    type,
    ...shownMessage(text),
    fingerprint: fingerprint(type, text),
    ...(retries === null ? {} : { retries }),
  };
}

/** The job log counts retries before the failure; the model wants those left after it. */
const retriesLeft = (before: number) => Math.max(0, before - 1);

async function failures(asking: SourceAsking): Promise<HistoryEvent[]> {
  const { client, question } = asking;
  const filter = {
    processInstanceId: question.id,
    failureLog: true,
    ...(question.elementId === undefined ? {} : { activityIdIn: [question.elementId] }),
  };
  const sort = sorted(asking, "timestamp");
  const [jobs, externalTasks] = await Promise.all([
    scan(
      asking,
      (page) => client.jobLog(filter, { ...page, sort }),
      (row) => failureEvent("job", row, row.jobExceptionMessage, retriesLeft(row.jobRetries)),
    ),
    scan(
      asking,
      (page) => client.externalTaskLog(filter, { ...page, sort }),
      (row) => failureEvent("externalTask", row, row.errorMessage, row.retries),
    ),
  ]);
  return [...jobs, ...externalTasks];
}

async function incidents(asking: SourceAsking): Promise<HistoryEvent[]> {
  const { client, question } = asking;
  const filter = { processInstanceId: question.id, ...bound(asking, "createTimeAfter", "createTimeBefore", false) };
  const sort = sorted(asking, "createTime");
  const { elementId } = question;
  return scan(
    asking,
    (page) => client.historicIncidents(filter, { ...page, sort }),
    (row) =>
      elementId === undefined || elementId === (row.failedActivityId ?? row.activityId)
        ? incidentEvent(row)
        : undefined,
  );
}

/** Names only: a value may be secret, and one of many versions. Sorting by time is not offered, so all are read. */
async function variables({ client, question, isNew }: SourceAsking): Promise<HistoryEvent[]> {
  const sort = [{ sortBy: "variableName", sortOrder: "asc" as const }];
  const rows = await client.historicVariables(
    { processInstanceId: question.id, includeDeleted: true },
    { max: 1_000, sort },
  );
  return rows
    .flatMap((row): HistoryEvent[] =>
      row.createTime === null
        ? []
        : [
            {
              kind: "variable",
              id: row.id,
              startedAt: row.createTime,
              outcome: row.state === "DELETED" ? "completed" : "active",
              name: cleanText(row.name).text,
              type: cleanText(row.type ?? "unknown").text,
            },
          ],
    )
    .filter(isNew);
}

async function operations(asking: SourceAsking): Promise<HistoryEvent[]> {
  const { client, question } = asking;
  const filter = { processInstanceId: question.id, ...bound(asking, "afterTimestamp", "beforeTimestamp", false) };
  return scan(
    asking,
    (page) => client.operations(filter, { ...page, sort: sorted(asking, "timestamp") }),
    (row) => ({
      kind: "operation",
      id: row.id,
      startedAt: row.timestamp,
      endedAt: row.timestamp,
      durationMs: 0,
      outcome: "completed",
      name: cleanText(row.operationType).text,
      ...(row.entityType === null ? {} : { type: cleanText(row.entityType).text }),
      by: row.userId === null ? null : cleanText(row.userId).text,
      ...(row.annotation ? { detail: cleanText(row.annotation).text } : {}),
    }),
  );
}

/** Where the events of each kind come from; the instance's own is made from the instance. */
export const eventSources: Readonly<Record<EventKind, (asking: SourceAsking) => Promise<HistoryEvent[]>>> = {
  instance: async () => [],
  element: (asking) => activities(asking),
  calledInstance: async (asking) =>
    asking.question.kinds.includes("element") ? [] : activities(asking, "calledInstance"),
  incident: incidents,
  jobFailure: failures,
  variable: variables,
  operation: operations,
};

/** Elements that a job has yet to enter have no history row: they come from the activity tree, their start from the job. */
export async function transitionEvents(
  { client, question, isNew }: SourceAsking,
  parts: Parts,
): Promise<HistoryEvent[]> {
  const { id, elementId } = question;
  const [tree, jobs] = await Promise.all([
    parts.read("element", undefined, client.activityTree(id)),
    parts.read("element", [], client.jobs({ processInstanceId: id }, { max: 100 })),
  ]);
  const transitions = tree ? transitionsOf(tree) : [];
  return transitions
    .filter(({ activityId }) => elementId === undefined || elementId === activityId)
    .flatMap((transition): HistoryEvent[] => {
      const job = jobs.find(({ executionId }) => executionId === transition.executionId);
      if (!job?.createTime) return [];
      const element = toElement({ ...transition, elementInstanceId: transition.id });
      return [
        {
          kind: "element",
          id: transition.id,
          startedAt: job.createTime,
          endedAt: null,
          outcome: transition.incidents?.length ? "failed" : "active",
          ...(element ? { element } : {}),
        },
      ];
    })
    .filter(isNew);
}

function transitionsOf(node: wire.TreeNode): wire.TreeNode["childTransitionInstances"] {
  return [...node.childTransitionInstances, ...node.childActivityInstances.flatMap(transitionsOf)];
}
