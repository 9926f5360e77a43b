import * as z from "zod";
import { redactInstance, redactMessage } from "../src/core/access.ts";
import { fault } from "../src/core/errors.ts";
import { type Filters, filters as filtersSchema, orders } from "../src/core/filters.ts";
import * as model from "../src/core/model.ts";
import { filterInput, orderInput, orderOf, resolveFilters } from "../src/core/question.ts";
import { type Context, defineTool, enginesOf, type VisibleEngine } from "../src/core/tool.ts";
import { count } from "./counting.ts";
import { cursors, list } from "./listing.ts";

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
    const { cursor, limit = 20, ...question } = asked;
    const engines = enginesOf(context, asked.engine);
    const from = cursor === undefined ? undefined : cursors.decode(cursor, question);
    const now = from ? new Date(from.at) : context.now;
    const filters = withAliases(resolveFilters(filterPart(asked), now), context.aliases, engines);
    if (asked.mode === "count") return count(context, engines, filters, now);
    const order = orderOf(asked.order, filters);
    if (order === "longestWaiting" && engines.length > 1) {
      throw fault("engineUnnamed", {
        what: "The order longestWaiting",
        engines: engines.map(({ engine }) => engine.id),
      });
    }
    return list(context, { engines, filters, order, limit, now, from, question });
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

/**
 * What a process is called in the other engines too, as far as the caller may see those names. A version is that of one
 * definition, and stays with it.
 */
function withAliases(filters: Filters, aliases: Context["aliases"], engines: readonly VisibleEngine[]): Filters {
  const { definitionKey, definitionVersion } = filters;
  if (definitionKey === undefined || definitionVersion !== undefined) return filters;
  const maySee = (key: string) => engines.some(({ view }) => view.scope.definitionKeys?.includes(key) ?? true);
  const named = definitionKey.flatMap((key) => [
    key,
    ...(aliases.find((group) => group.includes(key)) ?? []).filter(maySee),
  ]);
  return { ...filters, definitionKey: [...new Set(named)] };
}
