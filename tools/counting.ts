import { assertFiltersAllowed } from "../src/core/access.ts";
import type { CountAnswer } from "../src/core/engine.ts";
import type { Filters } from "../src/core/filters.ts";
import { besideRows, rowsThatFit } from "../src/core/fit.ts";
import type { Counts, EngineReport } from "../src/core/model.ts";
import { assertSupported } from "../src/core/question.ts";
import type { Context, VisibleEngine } from "../src/core/tool.ts";
import { askAll, type Outcome, reportOf } from "./fleet.ts";
import { consideredIn } from "./listing.ts";

/** Numbers of all engines asked: the most frequent faults first, whichever engine they are in. */
export async function count(context: Context, engines: readonly VisibleEngine[], filters: Filters, now: Date) {
  const outcomes = await askAll(context, engines, (asked, signal) => countOf(asked, filters, now, signal));
  const answers = outcomes.flatMap(({ answer }) => answer ?? []);
  const counts: Counts = {
    definitions: answers.flatMap((answer) => answer.counts.definitions),
    incidents: answers
      .flatMap((answer) => answer.counts.incidents)
      .toSorted((a, b) => b.instances - a.instances || (a.oldest < b.oldest ? -1 : 1)),
  };
  const reports = outcomes.map(reportFor);
  const shown = fitted(counts, JSON.stringify([filters, reports]).length + besideRows, context.maxCharacters);
  const isCut =
    shown.incidents.length < counts.incidents.length || shown.definitions.length < counts.definitions.length;
  const considered = consideredIn(answers);
  return {
    counts: shown,
    understood: filters,
    engines: reports,
    ...(isCut
      ? { truncated: { reason: "size" as const } }
      : considered === undefined
        ? {}
        : { truncated: { reason: "candidates" as const, considered } }),
  };
}

async function countOf({ engine, view }: VisibleEngine, filters: Filters, now: Date, signal: AbortSignal) {
  assertFiltersAllowed(view, filters);
  assertSupported(engine.id, await engine.capabilities(signal), filters);
  return engine.count({ filters, scope: view.scope, now }, signal);
}

function reportFor({ asked, answer, error }: Outcome<CountAnswer>): EngineReport {
  if (error) return reportOf(asked.engine.id, error);
  const { total, totalIsLowerBound } = answer;
  return { engine: asked.engine.id, status: "ok", total, ...(totalIsLowerBound ? { totalIsLowerBound } : {}) };
}

/** The largest groups that fit: faults first, for half of the caller's size, then definitions. */
function fitted({ incidents, definitions }: Counts, overhead: number, maxCharacters: number | undefined): Counts {
  const half = maxCharacters === undefined ? undefined : maxCharacters / 2;
  const faults = incidents.slice(0, rowsThatFit(incidents, overhead, half));
  const largest = definitions.toSorted((a, b) => b.openIncidents - a.openIncidents);
  const room = maxCharacters === undefined ? undefined : maxCharacters - JSON.stringify(faults).length;
  return { incidents: faults, definitions: largest.slice(0, rowsThatFit(largest, overhead, room)) };
}
