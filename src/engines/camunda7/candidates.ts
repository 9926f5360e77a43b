import type { Scope } from "../../core/engine.ts";
import { type Filters, waitingBefore } from "../../core/filters.ts";
import type { Attention } from "../../core/model.ts";
import { compareText } from "../../core/text-order.ts";
import { shiftIso } from "../../core/time.ts";
import type { Client } from "./client.ts";
import { toEngineDate } from "./dates.ts";
import { scopeBody } from "./filters.ts";
import type { Page } from "./requests.ts";

/** Most rows one candidate list may have; beyond it an answer says that only so many were considered. */
export const candidateLimit = 1_000;

export interface Candidates {
  /** Instance ids, longest waiting first. */
  readonly ids: readonly string[];
  /** True when a list was full, so that there may be more. */
  readonly capped: boolean;
}

interface Asking {
  readonly client: Client;
  readonly filters: Filters;
  readonly scope: Scope;
  readonly now: Date;
}

/** Something that waits in an instance, and since when. */
interface Wait {
  readonly id: string | null;
  readonly since: string | null;
}

// Scopes hold active elements rather than being one: their age says nothing about what is inside.
const scopeTypes = new Set(["subProcess", "multiInstanceBody", "transaction", "adHocSubProcess"]);

const ofProcess = <T extends { processInstanceId: string | null }>(rows: readonly T[]) =>
  rows.flatMap(({ processInstanceId }) => (processInstanceId === null ? [] : [processInstanceId]));

/** Definitions and tenants as endpoints other than the instance query name them. */
function narrowing({ filters, scope }: Asking) {
  const body = scopeBody(filters, scope) ?? {};
  const { processDefinitionKey: one, processDefinitionKeyIn: many, tenantIdIn } = body;
  const tenants = tenantIdIn === undefined ? {} : { tenantIdIn };
  return {
    keyList: {
      ...tenants,
      ...(one === undefined ? {} : { processDefinitionKeyIn: [one] }),
      ...(many === undefined ? {} : { processDefinitionKeyIn: many }),
    },
    oneKey: { ...tenants, ...(one === undefined ? {} : { processDefinitionKey: one }) },
    tenants,
  };
}

const page = (sortBy: string): Page => ({ max: candidateLimit, sort: [{ sortBy, sortOrder: "asc" }] });

/** Ids of the instances where something waits since before the instant, longest waiting first. */
function waitedLongest(waits: readonly Wait[], before: string): string[] {
  const sorted = waits
    .flatMap(({ id, since }) => (id !== null && since !== null && since < before ? [{ id, since }] : []))
    .sort((a, b) => compareText(a.since, b.since) || compareText(a.id, b.id));
  return [...new Set(sorted.map(({ id }) => id))];
}

/** Jobs that failed and try again. */
const retrying = { withException: true, withRetriesLeft: true };

type Source = (asking: Asking) => Promise<readonly { readonly ids: readonly string[]; readonly rows: number }[]>;

const withRows = (rows: readonly { processInstanceId: string | null }[]) => ({
  ids: ofProcess(rows),
  rows: rows.length,
});

// Where a program outside may have work. Scripts and the like are never seen at work: they run through, or wait as jobs.
const workTypes = ["serviceTask", "sendTask", "businessRuleTask", "intermediateMessageThrowEvent", "messageEndEvent"];

/**
 * Work that nobody finished. The history asks for one type of element at a time: all types together would be a list of containers
 * and called instances first. A job before its element, or after it, has no history row: it waits since it was created.
 */
const unfinished: Source = async (asking) => {
  const { client } = asking;
  const { keyList, oneKey, tenants } = narrowing(asking);
  const before = waitingBefore(asking.now);
  const value = toEngineDate(before);
  const startedBefore = toEngineDate(shiftIso(before, -1));
  const [tasks, jobs, ...activities] = await Promise.all([
    client.tasks({ createdBefore: value, ...keyList }, page("created")),
    client.jobs({ messages: true, createTimes: [{ operator: "lt", value }], ...oneKey }, page("jobId")),
    ...workTypes.map((activityType) =>
      client.historicActivities({ unfinished: true, activityType, startedBefore, ...tenants }, page("startTime")),
    ),
  ]);
  const ids = waitedLongest(
    [
      ...tasks.map(({ processInstanceId: id, created }) => ({ id, since: created })),
      ...jobs.map(({ processInstanceId: id, createTime }) => ({ id, since: createTime })),
      ...activities
        .flat()
        .filter(({ activityType }) => workTypes.includes(activityType))
        .map(({ processInstanceId: id, startTime }) => ({ id, since: startTime })),
    ],
    before,
  );
  const longest = Math.max(...[tasks, jobs, ...activities].map(({ length }) => length));
  return [{ ids: ids.slice(0, candidateLimit), rows: ids.length > candidateLimit ? ids.length : longest }];
};

const attentionSources: Readonly<Record<Attention, Source>> = {
  incident: async (asking) => [
    withRows(await asking.client.incidents(narrowing(asking).keyList, page("incidentTimestamp"))),
  ],
  retrying: async (asking) => [
    withRows(await asking.client.jobs({ ...retrying, ...narrowing(asking).oneKey }, page("jobDueDate"))),
  ],
  overdue: async (asking) => {
    const now = toEngineDate(asking.now.toISOString());
    const { oneKey, keyList } = narrowing(asking);
    return Promise.all([
      asking.client
        .jobs({ timers: true, dueDates: [{ operator: "lt", value: now }], ...oneKey }, page("jobDueDate"))
        .then(withRows),
      asking.client.tasks({ dueBefore: now, ...keyList }, page("dueDate")).then(withRows),
    ]);
  },
  waiting: unfinished,
};

/**
 * Instances with an element entered before the instant. A job before its element has no history row yet: it waits since it was
 * created while it retries, and since its incident afterwards.
 */
async function waitingCandidates(asking: Asking, since: string): Promise<Candidates> {
  const { client, filters } = asking;
  const { keyList, oneKey, tenants } = narrowing(asking);
  const { elementId } = filters;
  const at = elementId === undefined ? {} : { activityId: elementId };
  const startedBefore = toEngineDate(shiftIso(since, -1));
  const incidentTimestampBefore = toEngineDate(since);
  const [activities, incidents, jobs] = await Promise.all([
    client.historicActivities({ unfinished: true, startedBefore, ...tenants, ...at }, page("startTime")),
    client.incidents({ incidentTimestampBefore, ...keyList, ...at }, page("incidentTimestamp")),
    client.jobs({ ...retrying, ...oneKey }, page("jobDueDate")),
  ]);
  const waits: Wait[] = [
    ...activities
      .filter(({ activityType }) => !scopeTypes.has(activityType))
      .map(({ processInstanceId, startTime }) => ({ id: processInstanceId, since: startTime })),
    // Servers before 7.14 do not know incidentTimestampBefore and answer with every incident.
    ...incidents.map(({ processInstanceId, incidentTimestamp }) => ({
      id: processInstanceId,
      since: incidentTimestamp,
    })),
    ...jobs
      .filter(({ failedActivityId }) => elementId === undefined || failedActivityId === elementId)
      .map(({ processInstanceId, createTime }) => ({ id: processInstanceId, since: createTime })),
  ];
  const limit = Math.min(client.pageLimit(), candidateLimit);
  return {
    ids: waitedLongest(waits, since),
    capped: [activities, incidents, jobs].some((rows) => rows.length >= limit),
  };
}

async function attentionCandidates(asking: Asking, wanted: readonly Attention[]): Promise<Candidates> {
  const lists = (await Promise.all(wanted.map((one) => attentionSources[one](asking)))).flat();
  const limit = Math.min(asking.client.pageLimit(), candidateLimit);
  return { ids: [...new Set(lists.flatMap(({ ids }) => ids))], capped: lists.some(({ rows }) => rows >= limit) };
}

/**
 * Ids to which the question is narrowed because the instance query has no such filter; undefined when it has all.
 * One round of requests, side by side.
 */
export async function candidatesFor(asking: Asking, longestWaiting: boolean): Promise<Candidates | undefined> {
  const { attention, waitingSince } = asking.filters;
  const needsAttention = attention !== undefined && !attention.every((one) => one === "incident");
  const since = waitingSince ?? (longestWaiting ? asking.now.toISOString() : undefined);
  const [waiting, attending] = await Promise.all([
    since === undefined ? undefined : waitingCandidates(asking, since),
    needsAttention ? attentionCandidates(asking, attention) : undefined,
  ]);
  if (!waiting || !attending) return waiting ?? attending;
  const attendingIds = new Set(attending.ids);
  return { ids: waiting.ids.filter((id) => attendingIds.has(id)), capped: waiting.capped || attending.capped };
}
