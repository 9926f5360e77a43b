import * as z from "zod";
import { assertFiltersAllowed } from "../src/core/access.ts";
import { cursorCodec, questionHash } from "../src/core/cursor.ts";
import type { InstancePage, InstancePosition } from "../src/core/engine.ts";
import { fault } from "../src/core/errors.ts";
import type { Filters, Order } from "../src/core/filters.ts";
import { besideRows, rowsThatFit } from "../src/core/fit.ts";
import type { EngineReport, InstanceRow, ProcessInstance } from "../src/core/model.ts";
import { assertSupported } from "../src/core/question.ts";
import { recheckRows } from "../src/core/recheck.ts";
import { compareText } from "../src/core/text-order.ts";
import type { Context, VisibleEngine } from "../src/core/tool.ts";
import { askAll, type Outcome, reportOf } from "./fleet.ts";

/**
 * `at`: the instant of page 1 in ms, from which relative times are counted on every page; `last`: the last row given,
 * as (startedAt, engine, id); `skip`: rows given, for an order without keyset; `out`: marks of the engines left out since they
 * failed; `refused`: of those that refused, and may do so again, but not join in later with rows missing.
 */
const position = z.strictObject({
  at: z.int().min(0).max(8.64e15),
  last: z.tuple([z.iso.datetime(), z.string(), z.string()]).optional(),
  skip: z.int().min(0).max(1_000_000).optional(),
  out: z.array(z.string()),
  refused: z.array(z.string()).optional(),
});
export const cursors = cursorCodec("query", position);
type Position = z.output<typeof position>;

/** Short, since a cursor may have to name very many engines; two alike would leave out one too many, and say so. */
const markOf = (engine: string) => questionHash(engine).slice(0, 4);

interface Listing {
  readonly engines: readonly VisibleEngine[];
  readonly filters: Filters;
  readonly order: Order;
  readonly limit: number;
  readonly now: Date;
  readonly from: Position | undefined;
  /** What the next cursor will belong to. */
  readonly question: unknown;
}

/** A page of the instances of all engines asked, merged in one order: (startedAt, engine, id). */
export async function list(context: Context, listing: Listing) {
  const { engines, filters, order, from, now } = listing;
  const out = new Set(from?.out);
  const outcomes = await askAll(
    context,
    engines.filter(({ engine }) => !out.has(markOf(engine.id))),
    (asked, signal) => pageOf(asked, listing, signal),
    engines.length > 1,
  );
  const pages = outcomes.flatMap(({ answer }) => answer ?? []);
  const merged = mergedPages(pages, order).slice(0, listing.limit);
  const reports = engines.map(({ engine: { id } }) => reportFor(id, outcomes, from !== undefined));
  const understood = { ...filters, order };
  const lean = merged.map(leanRow);
  const overhead = JSON.stringify([understood, reports]).length + besideRows;
  const fitting = rowsThatFit(lean, overhead, context.maxCharacters);
  const given = pages.reduce((sum, { rows }) => sum + rows.length, 0);
  const more = fitting < given || pages.some((page) => page.more);
  const last = merged[fitting - 1];
  const considered = consideredIn(pages);
  const reason = fitting < merged.length ? "size" : considered === undefined ? undefined : "candidates";
  const keyset = order !== "longestWaiting";
  const marksOf = (ended: EngineReport["status"]) =>
    reports.filter(({ status }) => status === ended).map(({ engine }) => markOf(engine));
  const refused = marksOf("refused");
  return {
    instances: lean.slice(0, fitting),
    understood,
    engines: reports,
    ...(more && last
      ? {
          nextCursor: cursors.encode(listing.question, {
            at: now.getTime(),
            ...(keyset
              ? { last: [startOf(last), last.engine, last.id] as const }
              : { skip: (from?.skip ?? 0) + fitting }),
            out: marksOf("failed"),
            ...(refused.length > 0 ? { refused } : {}),
          }),
        }
      : {}),
    ...(keyset ? {} : { stable: false as const }),
    ...(reason ? { truncated: { reason, ...(considered === undefined ? {} : { considered }) } as const } : {}),
  };
}

/** One engine's own page. Throws, beside the engine's faults, for rows that the common order cannot hold. */
async function pageOf(asked: VisibleEngine, listing: Listing, signal: AbortSignal): Promise<InstancePage> {
  const { engine, view } = asked;
  const { filters, order, limit, now, from } = listing;
  assertFiltersAllowed(view, filters);
  assertSupported(engine.id, await engine.capabilities(signal), filters, order);
  if (from?.refused?.includes(markOf(engine.id))) throw fault("leftOut", { engine: engine.id });
  const place =
    order === "longestWaiting"
      ? { skip: from?.skip ?? 0 }
      : from?.last
        ? { after: positionFor(engine.id, from.last) }
        : {};
  const page = await engine.query({ filters, order, limit, scope: view.scope, now, ...place }, signal);
  recheckRows(engine.id, page.rows, filters, view.scope);
  const problem = unpageable(page, order);
  if (problem !== undefined) throw fault("answerUnexpected", { engine: engine.id, read: "a list", problem });
  return page;
}

/** Why nothing can come after this page in the order asked. */
function unpageable({ rows, more }: InstancePage, order: Order): string | undefined {
  if (more && rows.length === 0) return "more rows are to follow none";
  if (order !== "longestWaiting" && rows.some(({ startedAt }) => startedAt === undefined)) return "no start of a row";
  return undefined;
}

/** Where one engine goes on in the common order (startedAt, engine, id). */
function positionFor(
  engine: string,
  [startedAt, lastEngine, lastId]: readonly [string, string, string],
): InstancePosition {
  if (engine === lastEngine) return { startedAt, afterId: lastId };
  return { startedAt, afterId: engine > lastEngine ? "" : null };
}

/** Rows of all pages in the common order, as far as it is known: an engine that has more may have it right after its last row. */
function mergedPages(pages: readonly InstancePage[], order: Order): ProcessInstance[] {
  const [only, ...others] = pages;
  if (only && others.length === 0) return [...only.rows];
  const direction = order === "oldest" ? 1 : -1;
  const compare = (a: ProcessInstance, b: ProcessInstance) =>
    direction * compareText(startOf(a), startOf(b)) || compareText(a.engine, b.engine) || compareText(a.id, b.id);
  const ends = pages.flatMap(({ rows, more }) => (more ? rows.slice(-1) : []));
  return pages
    .flatMap(({ rows }) => rows)
    .filter((row) => ends.every((end) => compare(row, end) <= 0))
    .sort(compare);
}

function reportFor(engine: string, outcomes: readonly Outcome<InstancePage>[], isLater: boolean): EngineReport {
  const outcome = outcomes.find(({ asked }) => asked.engine.id === engine);
  if (!outcome) return reportOf(engine, fault("leftOut", { engine }));
  if (outcome.error) return reportOf(engine, outcome.error);
  return { engine, status: "ok", ...totalOf(outcome.answer, isLater || outcome.answer.more) };
}

/** How many match in all: as the engine counts, or as the only page shows. */
function totalOf({ rows, total, totalIsLowerBound, considered }: InstancePage, isPart: boolean) {
  if (total === undefined && isPart) return {};
  const isLowerBound = totalIsLowerBound || considered !== undefined;
  return { total: total ?? rows.length, ...(isLowerBound ? { totalIsLowerBound: true } : {}) };
}

/** How many candidates were looked at in all, where that was not enough. */
export function consideredIn(answers: readonly { readonly considered?: number }[]): number | undefined {
  const limited = answers.flatMap(({ considered }) => considered ?? []);
  return limited.length === 0 ? undefined : limited.reduce((sum, one) => sum + one, 0);
}

function startOf(row: ProcessInstance): string {
  if (row.startedAt === undefined) throw fault("internal", { detail: "a row without start time cannot be paged" });
  return row.startedAt;
}

function leanRow(instance: ProcessInstance): InstanceRow {
  const { url: _url, durationMs: _duration, definition, rootId, ...rest } = instance;
  const { name: _name, id: _id, ...kept } = definition;
  return {
    ...withoutNulls(rest),
    definition: withoutNulls(kept),
    ...(rootId === undefined || rootId === instance.id ? {} : { rootId }),
  };
}

function withoutNulls<T extends object>(value: T): T {
  const copy = { ...value };
  for (const key of Object.keys(copy)) {
    if (Reflect.get(copy, key) === null) Reflect.deleteProperty(copy, key);
  }
  return copy;
}
