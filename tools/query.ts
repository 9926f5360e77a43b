import * as z from "zod";
import { assertFiltersAllowed, redactInstance, redactMessage } from "../src/core/access.ts";
import { cursorCodec } from "../src/core/cursor.ts";
import type { InstancePage, InstancePosition } from "../src/core/engine.ts";
import { fault } from "../src/core/errors.ts";
import { type Filters, filters as filtersSchema, type Order, orders } from "../src/core/filters.ts";
import { besideRows, rowsThatFit } from "../src/core/fit.ts";
import * as model from "../src/core/model.ts";
import { assertSupported, filterInput, orderInput, orderOf, resolveFilters } from "../src/core/question.ts";
import { recheckRows } from "../src/core/recheck.ts";
import { type Context, defineTool, engineOf, type VisibleEngine } from "../src/core/tool.ts";

const input = z.strictObject({
  engine: z.string().optional().describe("engine id"),
  ...filterInput,
  order: orderInput,
  mode: z.enum(["list", "count"]).optional().describe("count: numbers and groups of equal faults instead of rows"),
  limit: z.int().min(1).max(100).optional().describe("default 20"),
  cursor: z.string().max(1_500).optional().describe("nextCursor of the same question"),
});

const output = z.object({
  instances: z
    .array(model.instanceRow)
    .optional()
    .describe(
      "rows leave out what is null, rootId equal to id, durationMs, url, name and id of the definition: get has them",
    ),
  counts: model.counts.optional(),
  understood: filtersSchema.extend({ order: z.enum(orders).optional() }).describe("the filters as resolved"),
  engines: z.array(model.engineReport),
  nextCursor: z.string().optional(),
  stable: z.literal(false).optional().describe("paging may repeat or miss rows"),
  truncated: z
    .object({ reason: z.enum(["size", "candidates"]), considered: z.int().optional() })
    .optional()
    .describe("size: go on with nextCursor; candidates: not all were considered, narrow the question"),
});

type Input = z.output<typeof input>;
type Output = z.input<typeof output>;

/**
 * `at`: the instant of page 1 in ms, from which relative times are counted on every page; `last`: the last row given,
 * as (startedAt, engine, id); `skip`: rows given, for an order without keyset; `out`: engines left out.
 */
const position = z.strictObject({
  at: z.int().min(0).max(8.64e15),
  last: z.tuple([z.iso.datetime(), z.string(), z.string()]).optional(),
  skip: z.int().min(0).max(1_000_000).optional(),
  out: z.array(z.string()),
});
const cursors = cursorCodec("query", position);
type Position = z.output<typeof position>;

/** Which instances are like this: a page of rows, or numbers. */
export const query = defineTool({
  name: "query_process_instances",
  title: "Find process instances",
  description:
    "Process instances by definition, state, business key, incident, element, variable, time; all filters must match. " +
    "Use attention=[incident,retrying,overdue] for what needs a person, mode=count for an overview of faults. " +
    "Then get_process_instance for one row. More rows: same filters with cursor.",
  input,
  output,
  async run(context, asked) {
    const { cursor, limit, ...question } = asked;
    const target = engineOf(context, asked.engine);
    const from = cursor === undefined ? undefined : cursors.decode(cursor, question);
    const now = from ? new Date(from.at) : context.now;
    const filters = resolveFilters(filterPart(asked), now);
    const order = orderOf(asked.order, filters);
    assertFiltersAllowed(target.view, filters);
    const capabilities = await target.engine.capabilities(context.signal);
    assertSupported(target.engine.id, capabilities, filters, asked.mode === "count" ? undefined : order);
    if (asked.mode === "count") return count(context, target, filters, now);
    return list(context, target, { filters, order, limit: limit ?? 20, now, from, question });
  },
  redact(answer, viewOf) {
    return {
      ...answer,
      ...(answer.instances
        ? { instances: answer.instances.map((row) => redactInstance(viewOf(row.engine), row)) }
        : {}),
      ...(answer.counts
        ? {
            counts: {
              ...answer.counts,
              incidents: answer.counts.incidents.map((group) => redactMessage(viewOf(group.engine), group)),
            },
          }
        : {}),
    };
  },
});

function filterPart(asked: Input) {
  const { engine: _engine, order: _order, mode: _mode, limit: _limit, cursor: _cursor, ...filters } = asked;
  return filters;
}

interface Listing {
  filters: Filters;
  order: Order;
  limit: number;
  now: Date;
  from: Position | undefined;
  question: unknown;
}

async function list(context: Context, { engine, view }: VisibleEngine, asked: Listing): Promise<Output> {
  const { filters, order, limit, now, from } = asked;
  const keyset = order !== "longestWaiting";
  const after = keyset && from?.last ? positionFor(engine.id, from.last) : undefined;
  const skip = from?.skip ?? 0;
  const page = await engine.query(
    { filters, order, limit, scope: view.scope, now, ...(after ? { after } : {}), ...(keyset ? {} : { skip }) },
    context.signal,
  );
  recheckRows(engine.id, page.rows, filters, view.scope);
  const rows = page.rows.map(leanRow);
  const understood = { ...filters, order };
  const fitting = rowsThatFit(rows, JSON.stringify(understood).length + besideRows, context.maxCharacters);
  const more = page.more || fitting < rows.length;
  const instances = rows.slice(0, fitting);
  const last = page.rows[fitting - 1];
  const reason = fitting < rows.length ? "size" : page.considered === undefined ? undefined : "candidates";
  return {
    instances,
    understood,
    engines: [
      {
        engine: engine.id,
        status: "ok",
        ...totalOf(page, more || from !== undefined),
      },
    ],
    ...(more && last
      ? {
          nextCursor: cursors.encode(asked.question, {
            at: now.getTime(),
            ...(keyset ? { last: [startOf(last), last.engine, last.id] } : { skip: skip + fitting }),
            out: [],
          }),
        }
      : {}),
    ...(keyset ? {} : { stable: false }),
    ...(reason
      ? { truncated: { reason, ...(page.considered === undefined ? {} : { considered: page.considered }) } }
      : {}),
  };
}

/** How many match in all: as the engine counts, or as the only page shows. */
function totalOf({ rows, total, totalIsLowerBound, considered }: InstancePage, isPart: boolean) {
  if (total === undefined && isPart) return {};
  const isLowerBound = totalIsLowerBound || considered !== undefined;
  return { total: total ?? rows.length, ...(isLowerBound ? { totalIsLowerBound: true } : {}) };
}

async function count(context: Context, { engine, view }: VisibleEngine, filters: Filters, now: Date): Promise<Output> {
  const { counts, total, totalIsLowerBound, considered } = await engine.count(
    { filters, scope: view.scope, now },
    context.signal,
  );
  const shown = fittedCounts(counts, JSON.stringify(filters).length + besideRows, context.maxCharacters);
  const isCut =
    shown.incidents.length < counts.incidents.length || shown.definitions.length < counts.definitions.length;
  return {
    counts: shown,
    understood: filters,
    engines: [{ engine: engine.id, status: "ok", total, ...(totalIsLowerBound ? { totalIsLowerBound } : {}) }],
    ...(isCut
      ? { truncated: { reason: "size" } }
      : considered === undefined
        ? {}
        : { truncated: { reason: "candidates", considered } }),
  };
}

/** The largest groups that fit: faults first, for half of the caller's size, then definitions. */
function fittedCounts(
  { incidents, definitions }: model.Counts,
  overhead: number,
  maxCharacters: number | undefined,
): model.Counts {
  const half = maxCharacters === undefined ? undefined : maxCharacters / 2;
  const faults = incidents.slice(0, rowsThatFit(incidents, overhead, half));
  const largest = definitions.toSorted((a, b) => b.openIncidents - a.openIncidents);
  const room = maxCharacters === undefined ? undefined : maxCharacters - JSON.stringify(faults).length;
  return { incidents: faults, definitions: largest.slice(0, rowsThatFit(largest, overhead, room)) };
}

/** Where one engine goes on in the common order (startedAt, engine, id). */
function positionFor(
  engine: string,
  [startedAt, lastEngine, lastId]: readonly [string, string, string],
): InstancePosition {
  if (engine === lastEngine) return { startedAt, afterId: lastId };
  return { startedAt, afterId: engine > lastEngine ? "" : null };
}

function startOf(row: model.ProcessInstance): string {
  if (row.startedAt === undefined) throw fault("internal", { detail: "a row without start time cannot be paged" });
  return row.startedAt;
}

function leanRow(instance: model.ProcessInstance): model.InstanceRow {
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
