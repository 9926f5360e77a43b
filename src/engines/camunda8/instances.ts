import type { InstancePage, InstanceQuestion } from "../../core/engine.ts";
import type { ProcessInstance } from "../../core/model.ts";
import { pageWindow, windowOf } from "../page-window.ts";
import { wholeMoments } from "../whole-moments.ts";
import { type Asker, isKey } from "./asker.ts";
import { candidateLimit, candidatesFor } from "./candidates.ts";
import type { InstanceSearch, Page } from "./client.ts";
import { keyText, keyVariable, toInstance } from "./mapping.ts";
import { byStart } from "./order.ts";
import type { Instance } from "./rows.ts";

const empty: InstancePage = { rows: [], more: false };

/** A page of instances: at most one round of look-ups, then the search, then keys that are variables. */
export async function queryInstances(asker: Asker, question: InstanceQuestion): Promise<InstancePage> {
  const { filters, scope, order } = question;
  if (filters.parentId !== undefined && !isKey(filters.parentId)) return empty;
  const { capped, ...looked } = await candidatesFor(asker, question);
  const search = { filters, scope, ...looked };
  const page =
    order === "longestWaiting"
      ? await ranked(asker, search, question)
      : await keysetPage(asker, search, { ...question, order });
  const considered = page.considered ?? (capped ? (looked.keys ?? looked.attentionKeys ?? []).length : undefined);
  return {
    ...page,
    rows: await withKeys(
      asker,
      page.rows.map((row) => toInstance(asker, row)),
    ),
    ...(considered === undefined ? {} : { considered }),
  };
}

type Keyset = InstanceQuestion & { readonly order: Page["order"] };

interface Found {
  readonly rows: readonly Instance[];
  readonly more: boolean;
  readonly total?: number;
  readonly totalIsLowerBound?: boolean;
  readonly considered?: number;
}

async function keysetPage({ client, engine }: Asker, search: InstanceSearch, question: Keyset): Promise<Found> {
  const { after, limit, order } = question;
  const window = pageWindow(question, order);
  const { rows, found, more } = await wholeMoments({
    engine,
    moment: "millisecond",
    limit,
    maxRows: client.maxRows,
    startedAt: (row: Instance) => row.startedAt,
    idOf: (row: Instance) => row.key,
    isNew: (row: Instance) =>
      !after || row.startedAt !== after.startedAt || (after.afterId !== null && row.key > after.afterId),
    ask: (asked) => client.instances(search, { order, limit: asked, ...window }),
  });
  const { total, totalIsLowerBound = false, considered } = found;
  return {
    rows: rows.sort(byStart(order)).slice(0, limit),
    more,
    ...(after || total === undefined ? {} : { total, totalIsLowerBound }),
    ...(considered === undefined ? {} : { considered }),
  };
}

/** `longestWaiting`: all looked-up instances that match, in the order of the look-up. */
async function ranked({ client }: Asker, search: InstanceSearch, question: InstanceQuestion): Promise<Found> {
  const { filters, limit, skip = 0 } = question;
  const rank = new Map(search.keys?.map((key, index) => [key, index]));
  const page: Page = { order: "oldest", limit: candidateLimit, ...windowOf(filters) };
  const found = await client.instances(search, page);
  const rows = [...found.rows].sort((a, b) => (rank.get(a.key) ?? 0) - (rank.get(b.key) ?? 0));
  return { rows: rows.slice(skip, skip + limit), more: rows.length > skip + limit };
}

/** Rows with a business key that is a variable. */
async function withKeys({ client, keyField }: Asker, rows: readonly ProcessInstance[]): Promise<ProcessInstance[]> {
  const name = keyVariable(keyField);
  if (name === undefined || rows.length === 0) return [...rows];
  const values = await client.variableOf(
    rows.map(({ id }) => id),
    name,
  );
  return rows.map((row) => ({ ...row, businessKey: keyText(values.get(row.id)) }));
}
