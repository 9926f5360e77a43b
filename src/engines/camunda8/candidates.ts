import type { InstanceQuestion } from "../../core/engine.ts";
import { waitingBefore } from "../../core/filters.ts";
import { matches, parsePattern } from "../../core/pattern.ts";
import { compareText } from "../../core/text-order.ts";
import type { Asker } from "./asker.ts";
import type { LookedUp } from "./client.ts";
import { allowed } from "./scope.ts";

/** Elements that hold others: their age says nothing about what waits inside. */
export const containers: ReadonlySet<string> = new Set([
  "PROCESS",
  "SUB_PROCESS",
  "EVENT_SUB_PROCESS",
  "AD_HOC_SUB_PROCESS",
  "AD_HOC_SUB_PROCESS_INNER_INSTANCE",
  "MULTI_INSTANCE_BODY",
]);

/** Most rows that one look-up may have; beyond it an answer says that only so many were considered. */
export const candidateLimit = 1_000;

/** What was looked up because searches of instances cannot ask for it. */
export interface Candidates {
  /** Only these instances, longest waiting first where waiting was asked for; undefined: all. */
  readonly keys?: readonly string[] | undefined;
  /** For `attention`: instances that need somebody for a reason that searches of instances do not know. */
  readonly attentionKeys?: readonly string[] | undefined;
  /** True when a look-up was full, so that there may be more. */
  readonly capped: boolean;
}

type Question = Pick<InstanceQuestion, "filters" | "scope" | "now"> & Partial<Pick<InstanceQuestion, "order">>;
type List = LookedUp | undefined;

const fits = (pattern: string | undefined, text: string | null) =>
  pattern === undefined || (text !== null && matches(parsePattern(pattern), text));

async function byIncident({ client }: Asker, { filters, scope }: Question): Promise<List> {
  const { incidentType, incidentMessage } = filters;
  if ((incidentType ?? incidentMessage) === undefined) return undefined;
  const { rows } = await client.incidents({ filters, scope }, candidateLimit);
  const fitting = rows.filter((row) => fits(incidentType, row.type) && fits(incidentMessage, row.message));
  return { keys: fitting.map((row) => row.instanceKey), capped: rows.length >= candidateLimit };
}

async function byWaiting({ client }: Asker, { filters, scope, now, order }: Question): Promise<List> {
  const before = filters.waitingSince ?? (order === "longestWaiting" ? now.toISOString() : undefined);
  const narrowed = allowed(filters, scope);
  if (before === undefined || !narrowed) return undefined;
  const { processIds } = narrowed;
  const processId = processIds?.length === 1 ? processIds[0] : undefined;
  const { rows } = await client.elements(
    { active: true, elementId: filters.elementId, processId },
    { order: "oldest", limit: candidateLimit, before },
  );
  const waiting = rows
    .filter(({ type }) => !containers.has(type))
    .sort((a, b) => compareText(a.startedAt ?? "", b.startedAt ?? "") || compareText(a.instanceKey, b.instanceKey));
  return { keys: waiting.map(({ instanceKey }) => instanceKey), capped: rows.length >= candidateLimit };
}

async function byAttention({ client }: Asker, { filters, scope, now }: Question): Promise<List> {
  const search = { filters, scope };
  const found = await Promise.all([
    filters.attention?.includes("overdue") ? client.overdue?.(now.toISOString(), candidateLimit, search) : undefined,
    filters.attention?.includes("waiting")
      ? client.unfinished?.(waitingBefore(now), candidateLimit, search)
      : undefined,
  ]);
  const lists = found.flatMap((list) => list ?? []);
  if (lists.length === 0) return undefined;
  return { keys: [...new Set(lists.flatMap(({ keys }) => keys))], capped: lists.some(({ capped }) => capped) };
}

/** One round of look-ups, side by side. */
export async function candidatesFor(asker: Asker, question: Question): Promise<Candidates> {
  if (!allowed(question.filters, question.scope)) return { keys: [], capped: false };
  const [waiting, incidents, attention] = await Promise.all([
    byWaiting(asker, question),
    byIncident(asker, question),
    byAttention(asker, question),
  ]);
  const [first, second] = [waiting, incidents].flatMap((list) => list ?? []);
  const others = second && new Set(second.keys);
  const keys = first && [...new Set(first.keys)].filter((key) => others?.has(key) ?? true);
  return {
    ...(keys ? { keys } : {}),
    ...(attention ? { attentionKeys: attention.keys } : {}),
    capped: [waiting, incidents, attention].some((list) => list?.capped),
  };
}
