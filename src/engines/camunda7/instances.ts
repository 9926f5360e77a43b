import type { InstancePage, InstancePosition, InstanceQuestion } from "../../core/engine.ts";
import { fault } from "../../core/errors.ts";
import { compareText } from "../../core/text-order.ts";
import { shiftIso } from "../../core/time.ts";
import { fromEngineDate } from "../dates.ts";
import type { Asker } from "./asker.ts";
import { type Candidates, candidateLimit, candidatesFor } from "./candidates.ts";
import { toEngineDate } from "./dates.ts";
import { historyBody, scopeBody, stateVariants } from "./filters.ts";
import { fromHistory } from "./mapping.ts";
import { assertHistoryShown, stuckAmong, withMarks } from "./marks.ts";
import type { Filter, Page } from "./requests.ts";
import type * as wire from "./wire.ts";

const empty: InstancePage = { rows: [], more: false };

/** A page of instances: at most one round of look-ups, then the query with its marks. */
export async function queryInstances(asker: Asker, question: InstanceQuestion): Promise<InstancePage> {
  const bodies = await queryBodies(asker, question);
  if (!bodies) return empty;
  const { variants, candidates } = bodies;
  const capped = candidates?.capped ? { considered: candidates.ids.length } : {};
  if (variants.length === 0) return { ...empty, ...capped };
  // Known ids are looked up beside the query, so that a question never takes a third round.
  const [page, known] = await Promise.all([
    question.order === "longestWaiting"
      ? ranked(asker, question, variants, candidates)
      : keysetPage(asker, question, variants),
    stuckAmong(asker, candidates?.ids, bodies.definitionIds),
  ]);
  if (page.rows.length === 0 && !question.after && !candidates) await assertHistoryShown(asker, question);
  return { ...page, rows: await withMarks(asker, page.rows, known), ...capped };
}

const definitionListSince = 12;

interface QueryBodies {
  /** Query bodies whose answers are merged; empty when nothing can match. */
  readonly variants: readonly Filter[];
  readonly candidates: Candidates | undefined;
  readonly definitionIds: readonly string[] | undefined;
}

/** What is asked of the history; undefined when the policy or the filters leave nothing to ask. */
export async function queryBodies(
  asker: Asker,
  question: Pick<InstanceQuestion, "filters" | "scope" | "now"> & { order?: InstanceQuestion["order"] },
): Promise<QueryBodies | undefined> {
  const { filters, scope, now } = question;
  if (filters.hasIncident === false) {
    throw fault("notSupported", {
      what: "hasIncident=false",
      engine: asker.engine,
      because: "its query can only ask for instances with an incident",
    });
  }
  const base = historyBody(filters, scope, asker.keyField);
  if (!base) return undefined;
  if ("processDefinitionKeyIn" in base && asker.level < definitionListSince) {
    throw fault("notSupported", {
      what: "several definition keys at once",
      engine: asker.engine,
      because: "its server is older than 7.12 and would ignore them",
    });
  }
  const [candidates, definitionIds] = await Promise.all([
    candidatesFor({ client: asker.client, filters, scope, now }, question.order === "longestWaiting"),
    filters.definitionVersion === undefined ? undefined : definitionIdsOf(asker, question),
  ]);
  const narrowed = candidates ? { ...base, processInstanceIds: candidates.ids, unfinished: true } : base;
  if (candidates?.ids.length === 0) return { variants: [], candidates, definitionIds };
  const versions = definitionIds?.map((processDefinitionId) => ({ processDefinitionId })) ?? [{}];
  const variants = stateVariants(filters).flatMap((state) =>
    versions.map((version) => ({ ...narrowed, ...state, ...version })),
  );
  return { variants, candidates, definitionIds };
}

/** The same key and version exist once per tenant. */
async function definitionIdsOf({ client }: Asker, { filters, scope }: Pick<InstanceQuestion, "filters" | "scope">) {
  const tenants = scopeBody(filters, scope)?.["tenantIdIn"];
  const filter = { key: filters.definitionKey?.[0], version: filters.definitionVersion, tenantIdIn: tenants };
  return (await client.definitions(filter, { max: 100, sort: [{ sortBy: "id", sortOrder: "asc" }] })).map(
    ({ id }) => id,
  );
}

async function keysetPage(
  asker: Asker,
  question: InstanceQuestion,
  variants: readonly Filter[],
): Promise<InstancePage> {
  const newest = question.order === "newest";
  const lists = await Promise.all(variants.map((body) => rowsAfter(asker, body, question, newest)));
  const rows = lists
    .flat()
    .sort(
      (a, b) =>
        (newest ? compareText(b.startTime, a.startTime) : compareText(a.startTime, b.startTime)) ||
        compareText(a.id, b.id),
    );
  return {
    rows: rows.slice(0, question.limit).map((row) => fromHistory(asker, row)),
    more: rows.length > question.limit,
  };
}

/** Rows after the position, one more than the limit where there are. Ties at the boundary are asked again and passed over. */
async function rowsAfter({ client, engine }: Asker, body: Filter, { after, limit }: InstanceQuestion, newest: boolean) {
  const bounded = after ? withBoundary(body, after, newest) : body;
  if (!bounded) return [];
  const isNew = (row: wire.HistoricInstance) =>
    !after || row.startTime !== after.startedAt || (after.afterId !== null && row.id > after.afterId);
  const sort: Page["sort"] = [
    { sortBy: "startTime", sortOrder: newest ? "desc" : "asc" },
    { sortBy: "instanceId", sortOrder: "asc" },
  ];
  const max = after ? limit + 2 : limit + 1;
  const found: wire.HistoricInstance[] = [];
  for (let first = 0; ; ) {
    const rows = await client.historicInstances(bounded, { max, first, sort });
    // Merged and paged by start: an order that was ignored would lose rows without a trace.
    if (!rows.every((row, index) => index === 0 || !isBefore(row, rows[index - 1], newest))) {
      throw fault("filterIgnored", { engine, filter: "the order" });
    }
    found.push(...rows.filter(isNew));
    first += rows.length;
    if (found.length > limit || rows.length < Math.min(max, client.pageLimit()) || rows.length === 0) return found;
  }
}

/** Whether a row should have come before the other. Ties are left to the database's order of ids. */
function isBefore(row: wire.HistoricInstance, other: wire.HistoricInstance | undefined, newest: boolean): boolean {
  return other !== undefined && (newest ? row.startTime > other.startTime : row.startTime < other.startTime);
}

/** The query body with the position's instant as a further bound, both being inclusive; undefined for an empty window. */
function withBoundary(body: Filter, after: InstancePosition, newest: boolean): Filter | undefined {
  const name = newest ? "startedBefore" : "startedAfter";
  const instant = after.afterId === null ? shiftIso(after.startedAt, newest ? -1 : 1) : after.startedAt;
  const asked = typeof body[name] === "string" ? fromEngineDate(body[name]) : undefined;
  const tighter = asked === undefined || (newest ? instant < asked : instant > asked) ? instant : asked;
  return { ...body, [name]: toEngineDate(tighter) };
}

/** `longestWaiting`: all candidates that match, in the order of the candidates. */
async function ranked(
  asker: Asker,
  question: InstanceQuestion,
  variants: readonly Filter[],
  candidates: Candidates | undefined,
) {
  const rank = new Map(candidates?.ids.map((id, index) => [id, index]));
  const lists = await Promise.all(
    variants.map((body) =>
      asker.client.historicInstances(body, { max: candidateLimit, sort: [{ sortBy: "instanceId", sortOrder: "asc" }] }),
    ),
  );
  const rows = lists.flat().sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0));
  const skip = question.skip ?? 0;
  return {
    rows: rows.slice(skip, skip + question.limit).map((row) => fromHistory(asker, row)),
    more: rows.length > skip + question.limit,
  };
}
