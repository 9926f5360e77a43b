import type { CountAnswer, InstanceQuestion } from "../../core/engine.ts";
import { matches, parsePattern } from "../../core/pattern.ts";
import { recheckRows } from "../../core/recheck.ts";
import { type CountedIncident, countByDefinition, groupIncidents, withOpenIncidents } from "../count-groups.ts";
import { pageWindow } from "../page-window.ts";
import { isStopped } from "./activity-clauses.ts";
import { type Asker, maxRows } from "./asker.ts";
import { windowClauses } from "./filters.ts";
import { distinct, inAll, processRows, type Search, searchFor } from "./instances.ts";
import { createdAt, enteredAt, incidentType, instanceOf, toElement, toInstance } from "./mapping.ts";
import * as where from "./where.ts";
import * as wire from "./wire.ts";
import { inDoubt, stopped as stoppedState } from "./words.ts";

/** Most instances that are read to be counted: its lists do not count, and its query tables are not everywhere. */
const countLimit = 10_000;

type Question = Omit<InstanceQuestion, "order" | "limit">;

/** Numbers of what matches: instances read and counted here, and their stopped activities in groups of equal ones. */
export async function countInstances(asker: Asker, question: Question): Promise<CountAnswer> {
  const search = searchFor(asker, question);
  if (!search) return { counts: { definitions: [], incidents: [] }, total: 0 };
  const { engine } = asker;
  const { filters, scope } = question;
  const window = pageWindow({ filters }, "oldest");
  const clauses = [...search.instance, ...windowClauses("PROCESS_INSTANCE.CREATED", window), isStopped];
  const [lists, activities] = await Promise.all([
    Promise.all(clausesToRead(search).map((one) => readAll(asker, one, window.from, window.before))),
    asker.requests.list("activities", wire.activity, { where: where.all(...clauses), size: maxRows }),
  ]);
  const rows = inAll(lists.map((list) => list.rows));
  const instances = rows.map((row) => toInstance(asker, row));
  recheckRows(engine, instances, filters, scope);
  const groups = groupIncidents(engine, counted(asker, rows, activities, filters.incidentType));
  const isPart = lists.some((list) => !list.complete);
  return {
    counts: {
      definitions: withOpenIncidents(countByDefinition(engine, instances), groups),
      incidents: groups.map(({ count }) => count),
    },
    total: rows.length,
    ...(isPart ? { totalIsLowerBound: true } : {}),
    ...(activities.length >= maxRows ? { considered: maxRows } : {}),
  };
}

/** One list for each clause about an activity, as the where clause knows one activity only. */
const clausesToRead = ({ instance, activity }: Search) =>
  activity.length === 0 ? [instance] : activity.map((one) => [...instance, one]);

/**
 * All rows, oldest first, a thousand at a time, each time from the second on in which the last one ended. More of one second than
 * that cannot be passed, so the list ends there.
 */
async function readAll(
  asker: Asker,
  clauses: readonly where.Clause[],
  from: string | undefined,
  before: string | undefined,
) {
  const rows: wire.Process[] = [];
  for (let start = from; ; ) {
    const page = await processRows(asker, clauses, { order: "oldest", size: maxRows, from: start, before });
    rows.push(...page);
    if (page.length < maxRows) return { rows: distinct(rows), complete: true };
    const last = page.at(-1);
    const next = last && createdAt(last);
    if (!next || next === start || rows.length >= countLimit) return { rows: distinct(rows), complete: false };
    start = next;
  }
}

function counted(
  asker: Asker,
  rows: readonly wire.Process[],
  activities: readonly wire.Activity[],
  type: string | undefined,
): CountedIncident[] {
  const byId = new Map(rows.map((row) => [row.piid, row]));
  const stopped = activities.flatMap((activity) => {
    const row = byId.get(instanceOf(activity) ?? "");
    if (!row) return [];
    const { elementInstanceId: _id, ...element } = toElement(activity);
    return { row, element, type: incidentType(activity), since: enteredAt(activity) };
  });
  const doubtful = rows
    .filter(({ executionState }) => executionState === inDoubt)
    .map((row) => ({ row, element: undefined, type: inDoubt, since: createdAt(row) }));
  const pattern = type === undefined ? undefined : parsePattern(type);
  const fits = (one: string) => pattern === undefined || matches(pattern, one);
  // Asked for by the state of the activity, it may show a reason all the same.
  return [
    ...stopped.filter((one) => fits(one.type) || fits(stoppedState)),
    ...doubtful.filter((one) => fits(one.type)),
  ].map(({ row, since, ...rest }) => ({
    ...rest,
    instance: toInstance(asker, row),
    message: null,
    since: since ?? "",
  }));
}
