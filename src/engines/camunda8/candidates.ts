import type { InstanceQuestion } from "../../core/engine.ts";
import { matches, parsePattern } from "../../core/pattern.ts";
import type { Asker } from "./asker.ts";
import { compareText } from "./order.ts";
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
  readonly overdueKeys?: readonly string[] | undefined;
  /** True when a look-up was full, so that there may be more. */
  readonly capped: boolean;
}

type Question = Pick<InstanceQuestion, "filters" | "scope" | "now"> & Partial<Pick<InstanceQuestion, "order">>;
type List = { readonly keys: readonly string[]; readonly capped: boolean } | undefined;

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

/** One round of look-ups, side by side. */
export async function candidatesFor(asker: Asker, question: Question): Promise<Candidates> {
  const { filters, scope, now } = question;
  if (!allowed(filters, scope)) return { keys: [], capped: false };
  const [waiting, incidents, overdue] = await Promise.all([
    byWaiting(asker, question),
    byIncident(asker, question),
    filters.attention?.includes("overdue")
      ? asker.client.overdue?.(now.toISOString(), candidateLimit, { filters, scope })
      : undefined,
  ]);
  const [first, second] = [waiting, incidents].flatMap((list) => list ?? []);
  const others = second && new Set(second.keys);
  const keys = first && [...new Set(first.keys)].filter((key) => others?.has(key) ?? true);
  return {
    ...(keys ? { keys } : {}),
    ...(overdue ? { overdueKeys: overdue.keys } : {}),
    capped: [waiting, incidents, overdue].some((list) => list?.capped),
  };
}
