import type { InstancePage, InstanceQuestion, Scope } from "../../core/engine.ts";
import { fault } from "../../core/errors.ts";
import type { Filters } from "../../core/filters.ts";
import type { ProcessInstance } from "../../core/model.ts";
import { compareText } from "../../core/text-order.ts";
import { shiftIso } from "../../core/time.ts";
import { assertInOrder, type Order } from "../in-order.ts";
import { inTurns } from "../in-turns.ts";
import { pageWindow, type Window } from "../page-window.ts";
import { wholeMoments } from "../whole-moments.ts";
import { activityClauses, isStopped, waitsSince } from "./activity-clauses.ts";
import { type Asker, maxRows } from "./asker.ts";
import { instanceClauses, windowClauses } from "./filters.ts";
import { createdAt, instanceOf, isRunning, toInstance } from "./mapping.ts";
import { shownDetail } from "./requests.ts";
import * as where from "./where.ts";
import * as wire from "./wire.ts";

const empty: InstancePage = { rows: [], more: false };

type Question = Pick<InstanceQuestion, "filters" | "scope" | "now">;

/** What is asked of instances: clauses that all hold of the instance, and clauses each of which holds of one of its activities. */
export interface Search {
  readonly instance: readonly where.Clause[];
  readonly activity: readonly where.Clause[];
}

/** Undefined: nothing can match. */
export function searchFor({ engine, keyField }: Asker, { filters, scope, now }: Question): Search | undefined {
  const instance = instanceClauses(engine, filters, scope, keyField);
  const activity = activityClauses(engine, filters, now);
  return instance && activity ? { instance, activity } : undefined;
}

interface Page extends Window {
  readonly order: Order;
  readonly size: number;
}

/** Rows in the order of creation, as they come: doubles are not dropped. Throws `filterIgnored` for rows out of order. */
export async function processRows({ requests, engine }: Asker, clauses: readonly where.Clause[], page: Page) {
  const { order, size, ...window } = page;
  const bounded = [...clauses, ...windowClauses("PROCESS_INSTANCE.CREATED", window)];
  const rows = await requests.list("processes", wire.process, {
    where: bounded.length > 0 ? where.all(...bounded) : undefined,
    orderBy: where.orderBy("PROCESS_INSTANCE.CREATED", order),
    size,
  });
  assertInOrder(engine, rows, createdAt, order);
  return rows;
}

/** What an instance called, as far as the caller may see it. Throws `filterIgnored` for what another one called. */
export async function calledRows(asker: Asker, id: string, scope: Scope, page: Page): Promise<wire.Process[]> {
  const clauses = instanceClauses(asker.engine, { parentId: id }, scope, asker.keyField);
  if (!clauses) return [];
  const rows = await processRows(asker, clauses, page);
  if (rows.some((row) => !where.isSameId(row.parentProcessInstanceID ?? id, id))) {
    throw fault("filterIgnored", { engine: asker.engine, filter: "the caller" });
  }
  return rows;
}

/** Each row once. */
export const distinct = (rows: readonly wire.Process[]) => [...new Map(rows.map((row) => [row.piid, row])).values()];

const byCreation = (order: Order) => (a: wire.Process, b: wire.Process) =>
  (order === "oldest" ? 1 : -1) * compareText(createdAt(a) ?? "", createdAt(b) ?? "") || compareText(a.piid, b.piid);

interface Found {
  readonly rows: readonly wire.Process[];
  readonly more: boolean;
  readonly considered?: number;
}

/** A page of instances; whether they are stuck is asked beside, and keys that lists do not tell are asked one by one. */
export async function queryInstances(asker: Asker, question: InstanceQuestion): Promise<InstancePage> {
  const search = searchFor(asker, question);
  if (!search) return empty;
  const { order } = question;
  const { rows, ...rest } =
    order === "longestWaiting"
      ? await ranked(asker, search, question)
      : search.activity.length > 1
        ? await intersected(asker, search, question, order)
        : await keysetPage(asker, search, question, order);
  const stuck = isAboutIncidents(question.filters)
    ? new Set(rows.map(({ piid }) => piid))
    : await stuckAmong(asker, search, rows);
  return { ...rest, rows: await withKeys(asker, rows, (row) => stuck?.has(row.piid)) };
}

async function keysetPage(asker: Asker, search: Search, question: InstanceQuestion, order: Order): Promise<Found> {
  const { limit } = question;
  const window = pageWindow(question, order);
  const { rows, more } = await wholeMoments({
    engine: asker.engine,
    moment: "second",
    limit,
    maxRows,
    startedAt: createdAt,
    idOf: ({ piid }: wire.Process) => piid,
    isNew: isNewAfter(question),
    ask: async (size) => ({
      rows: await processRows(asker, [...search.instance, ...search.activity], { order, size, ...window }),
    }),
  });
  return { rows: rows.sort(byCreation(order)).slice(0, limit), more };
}

const isNewAfter =
  ({ after }: InstanceQuestion) =>
  (row: wire.Process) =>
    !after || createdAt(row) !== after.startedAt || (after.afterId !== null && row.piid > after.afterId);

/**
 * Instances with one activity for each of several clauses. The where clause knows one activity only, so each is asked by itself.
 * Beyond the end of a list that is full its next rows are missing: the page ends there.
 */
async function intersected(asker: Asker, search: Search, question: InstanceQuestion, order: Order): Promise<Found> {
  const window = pageWindow(question, order);
  const lists = await Promise.all(
    search.activity.map((clause) =>
      processRows(asker, [...search.instance, clause], { order, size: maxRows, ...window }),
    ),
  );
  const ends = lists.flatMap((rows) => (rows.length < maxRows ? [] : rows.slice(-1)));
  const direction = order === "oldest" ? 1 : -1;
  const isBeforeEnds = (row: wire.Process) =>
    ends.every((end) => direction * compareText(createdAt(row) ?? "", createdAt(end) ?? "") < 0);
  const rows = inAll(lists).filter(isBeforeEnds).filter(isNewAfter(question)).sort(byCreation(order));
  const more = rows.length > question.limit || (ends.length > 0 && rows.length > 0);
  return {
    rows: rows.slice(0, question.limit),
    more,
    ...(ends.length > 0 && rows.length === 0 ? { considered: maxRows } : {}),
  };
}

/** Rows that are in every list, each once. */
export function inAll([first = [], ...others]: readonly (readonly wire.Process[])[]): wire.Process[] {
  const ids = others.map((rows) => new Set(rows.map(({ piid }) => piid)));
  return distinct(first).filter(({ piid }) => ids.every((known) => known.has(piid)));
}

/** `longestWaiting`: the activities that wait longest, and their instances in that order. */
async function ranked(asker: Asker, search: Search, question: InstanceQuestion): Promise<Found> {
  const { filters, now, limit, skip = 0 } = question;
  const window = pageWindow({ filters }, "oldest");
  const { elementId, waitingSince } = filters;
  const waits = where.all(
    waitsSince(waitingSince ?? shiftIso(now.toISOString(), secondMs)),
    ...(elementId === undefined ? [] : [where.textIs("ACTIVITY.TEMPLATE_NAME", elementId)]),
  );
  const bounds = windowClauses("PROCESS_INSTANCE.CREATED", window);
  const [activities, ...lists] = await Promise.all([
    asker.requests.list("activities", wire.activity, {
      where: where.all(...search.instance, ...bounds, waits),
      orderBy: where.orderBy("ACTIVITY.ACTIVATED", "oldest"),
      size: maxRows,
    }),
    ...[waits, ...search.activity].map((clause) =>
      processRows(asker, [...search.instance, clause], { order: "oldest", size: maxRows, ...window }),
    ),
  ]);
  assertInOrder(asker.engine, activities, ({ activationTime }) => activationTime, "oldest");
  const rank = new Map<string | undefined, number>();
  for (const [index, activity] of activities.entries()) {
    const id = instanceOf(activity);
    if (!rank.has(id)) rank.set(id, index);
  }
  const rows = inAll(lists)
    .filter(({ piid }) => rank.has(piid))
    .sort((a, b) => (rank.get(a.piid) ?? 0) - (rank.get(b.piid) ?? 0));
  const isFull = activities.length >= maxRows || lists.some((list) => list.length >= maxRows);
  return {
    rows: rows.slice(skip, skip + limit),
    more: rows.length > skip + limit,
    ...(isFull ? { considered: maxRows } : {}),
  };
}

const secondMs = 1_000;

/** Then every row of the answer is stuck. */
const isAboutIncidents = ({ hasIncident, incidentType, attention }: Filters) =>
  hasIncident === true || incidentType !== undefined || (attention?.every((one) => one === "incident") ?? false);

/** Which of the rows have a stopped activity: asked of the time in which they were created. Undefined: not known. */
async function stuckAmong(
  asker: Asker,
  { instance }: Search,
  rows: readonly wire.Process[],
): Promise<ReadonlySet<string> | undefined> {
  const times = rows.flatMap((row) => (isRunning(row) ? (createdAt(row) ?? []) : [])).sort();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const window = { from: first, before: shiftIso(last, secondMs) };
  const stuck = await processRows(asker, [...instance, isStopped], { order: "newest", size: maxRows, ...window });
  return stuck.length < maxRows ? new Set(stuck.map(({ piid }) => piid)) : undefined;
}

/** Instances with their business keys, which lists tell only where the key is the name. */
async function withKeys(
  asker: Asker,
  rows: readonly wire.Process[],
  isStuck: (row: wire.Process) => boolean | undefined,
): Promise<ProcessInstance[]> {
  if (asker.keyField === "name") return rows.map((row) => toInstance(asker, row, { stuck: isStuck(row) }));
  return inTurns(rows, async (row) => {
    const detail = shownDetail(await asker.requests.process(row.piid));
    return toInstance(asker, row, { detail, stuck: isStuck(row) });
  });
}
