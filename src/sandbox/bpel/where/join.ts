/** The joined rows that a condition is asked of: those of the resource, and a row more for every match beside them. */
import { ApiFault } from "../faults.ts";
import type { Activity, Process, Template } from "../records.ts";
import type { ColumnRef } from "./columns.ts";
import { columnsOf, fits } from "./evaluate.ts";
import type { Condition } from "./parse.ts";
import type { Tuple } from "./views.ts";

/** What the views show, by what they are joined with. */
export type Database = {
  readonly templates: readonly Template[];
  readonly processes: readonly Process[];
  readonly activities: readonly Activity[];
  readonly process: (piid: string) => Process | undefined;
  readonly processesOf: (template: Template) => readonly Process[];
  readonly activitiesOf: (process: Process) => readonly Activity[];
};

export type Base = "templates" | "processes" | "activities";

/** A statement that joins more rows than this is ended, as a database ends one that takes too long. */
const mostRows = 200_000;

/** `ordered` are the columns of the order, whose views are joined too. */
export function joinedRows(
  database: Database,
  base: Base,
  condition: Condition | null,
  ordered: readonly ColumnRef[],
): readonly Tuple[] {
  const needed = [...(condition ? columnsOf(condition) : []), ...ordered];
  const bound = new Set(givenBy[base]);
  const narrowed = narrowing(condition, bound);
  const joined = joining();
  let tuples = narrowed(baseRows(database, base, condition));
  const bind = (key: string, beside: (tuple: Tuple) => readonly Tuple[]) => {
    const all = joined(tuples, beside);
    bound.add(key);
    tuples = narrowed(all);
  };
  for (const key of new Set(needed.map(keyOf))) {
    if (!bound.has("process") && key !== "template") bind("process", withProcesses(database));
    if (!bound.has(key)) bind(key, expansion(database, key));
  }
  return tuples;
}

type Rows = readonly Tuple[];

/** Drops the rows that some condition excludes which has all that it needs by now. */
function narrowing(condition: Condition | null, bound: ReadonlySet<string>): (tuples: Rows) => Rows {
  const open = new Set(conjunctsOf(condition));
  return (tuples) => {
    const ready = [...open].filter((one) => columnsOf(one).every((column) => bound.has(keyOf(column))));
    for (const one of ready) open.delete(one);
    return ready.length === 0 ? tuples : tuples.filter((tuple) => ready.every((one) => fits(one, tuple) === true));
  };
}

/** Puts beside each row what another view has of it, as long as there are not too many in all. */
function joining(): (tuples: Rows, beside: (tuple: Tuple) => Rows) => Rows {
  let budget = mostRows;
  return (tuples, beside) =>
    tuples.flatMap((tuple) => {
      const found = beside(tuple);
      budget -= found.length;
      if (budget < 0) throw new ApiFault(500, "CWWBA0010E");
      return found;
    });
}

/** Each attribute view is a view of its own. */
const keyOf = ({ view }: ColumnRef): string => (view.source === "attribute" ? `attribute ${view.slot}` : view.source);

/** What a row of the resource determines. */
const givenBy: Readonly<Record<Base, readonly string[]>> = {
  templates: ["template"],
  processes: ["template", "process"],
  activities: ["template", "process", "activity"],
};

function baseRows(database: Database, base: Base, condition: Condition | null): readonly Tuple[] {
  if (base === "templates") return database.templates.map((template) => ({ template }));
  const piids = piidsOf(condition);
  const processes = piids?.toSorted().flatMap((piid) => database.process(piid) ?? []);
  if (base === "processes") return (processes ?? database.processes).map(processRow);
  const activities = processes?.flatMap(database.activitiesOf).toSorted(byAiid) ?? database.activities;
  return activities.map((activity) => ({ ...processRow(activity.process), activity }));
}

const byAiid = (left: Activity, right: Activity): number => (left.aiid < right.aiid ? -1 : 1);
const processRow = (process: Process): Tuple => ({ process, template: process.template });

const withProcesses =
  ({ processesOf }: Database) =>
  ({ template }: Tuple): Tuple[] =>
    template ? processesOf(template).map(processRow) : [];

/** The rows that stand beside one row when another view is joined. */
function expansion({ activitiesOf }: Database, key: string): (tuple: Tuple) => Tuple[] {
  const slot = Number(key.split(" ")[1] ?? Number.NaN);
  return (tuple) => {
    const { process, attributes } = tuple;
    if (!process) return [];
    if (Number.isNaN(slot)) return activitiesOf(process).map((activity) => ({ ...tuple, activity }));
    return process.properties.map((property) => {
      return { ...tuple, attributes: new Map([...(attributes ?? []), [slot, property]]) };
    });
  };
}

function conjunctsOf(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  return condition.kind === "and" ? condition.parts.flatMap(conjunctsOf) : [condition];
}

/** The only instances that can match, where the condition names them; all views are joined by them. */
function piidsOf(condition: Condition | null): string[] | undefined {
  for (const one of conjunctsOf(condition)) {
    const isEqual = one.kind === "compare" && one.operator === "=";
    if (!(isEqual || one.kind === "in") || !/\.PIID$/.test(one.column.name)) continue;
    const operands = one.kind === "in" ? one.operands : [one.operand];
    const values = operands.flatMap((operand) => (operand.kind === "value" ? String(operand.value) : []));
    if (values.length === operands.length) return [...new Set(values)];
  }
  return undefined;
}
