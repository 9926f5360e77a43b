import type { GetQuestion, InstanceAnswer } from "../../core/engine.ts";
import { inScope } from "../../core/recheck.ts";
import { awaited } from "../awaited.ts";
import { createParts, type Parts } from "../parts.ts";
import { activitiesOf } from "./activities.ts";
import { isPresent } from "./activity-clauses.ts";
import { type Asker, assertPiid, maxRows, notFound } from "./asker.ts";
import { incidentsBelow, readFamily, readRelatives } from "./family.ts";
import { assertNoTenants } from "./filters.ts";
import { calledRows, distinct } from "./instances.ts";
import { toIncident, toInDoubt, toInstance, variablesOf } from "./mapping.ts";
import { waitingAt } from "./waiting.ts";
import type * as wire from "./wire.ts";
import { inDoubt, stopped } from "./words.ts";

const activeLimit = 100;
const calledLimit = 20;
/** The instance, waited for. */
async function instanceWithin({ requests, engine }: Asker, id: string, waitUpToMs: number, signal: AbortSignal) {
  const found = await awaited(() => requests.process(id), waitUpToMs, signal);
  if (found === undefined || found === "hidden") throw notFound(engine, id, found === "hidden");
  return found;
}

/** What can be asked by the id alone: the instance, the activities it is at, and what it called. */
function readOwn(asker: Asker, { id, scope }: GetQuestion, parts: Parts, signal: AbortSignal) {
  return Promise.all([
    instanceWithin(asker, id, 0, signal),
    parts.read("waitingAt", [], activitiesOf(asker, id, [isPresent], { order: "oldest", size: activeLimit })),
    parts.read("called", [], calledRows(asker, id, scope, { order: "newest", size: maxRows })),
  ]);
}

const noFamily = { members: [], stopped: [] };

/** One instance with all that `get` tells: a round by its id, and where it is part of a family rounds about that. */
export async function getInstance(asker: Asker, question: GetQuestion, signal: AbortSignal): Promise<InstanceAnswer> {
  const { engine, links } = asker;
  const { id: asked, scope, now, include, waitUpToMs } = question;
  assertPiid(engine, asked);
  assertNoTenants(engine, scope);
  if (waitUpToMs > 0) await instanceWithin(asker, asked, waitUpToMs, signal);
  const parts = createParts();
  const [detail, activities, below] = await readOwn(asker, question, parts, signal);
  const own = activities.filter(({ executionState }) => executionState === stopped);
  const stuck = parts.failed.has("waitingAt") ? undefined : own.length > 0;
  const instance = toInstance(asker, detail, { detail, stuck });
  if (!inScope(scope, instance)) throw notFound(engine, asked, false);
  const { id, parentId = null, rootId = id } = instance;
  const called = distinct(below).filter((row) => inScope(scope, toInstance(asker, row)));
  const isAlone = parentId === null && called.length === 0;
  const family = isAlone ? noFamily : await readFamily(asker, rootId, scope, parts);
  const member = (wanted: string | null) => family.members.find(({ piid }) => piid === wanted);
  const [parentRow, rootRow] = [member(parentId), rootId === id ? undefined : member(rootId)];
  const shown = called.slice(0, calledLimit);
  const relatives = await readRelatives(
    asker,
    [parentRow, rootRow, ...shown].flatMap((row) => row ?? []),
    parts,
  );
  const relative = (row: wire.Process | undefined) => (row ? relatives.get(row.piid) : undefined);
  const [parent, root] = [relative(parentRow), relative(rootRow)];
  return {
    instance,
    waitingAt: waitingAt(activities, now),
    incidents: [
      ...(detail.executionState === inDoubt ? [toInDoubt(detail, links)] : []),
      ...own.map((activity) => toIncident(activity, id, links)),
      ...(await incidentsBelow(asker, id, family, parts)),
    ],
    ...(parent ? { parent } : {}),
    ...(root ? { root } : {}),
    called: shown.flatMap((row) => relative(row) ?? []),
    ...(below.length < maxRows ? { calledTotal: called.length } : {}),
    ...(include.includes("variables") ? { variables: variablesOf(detail) } : {}),
    unknown: [...parts.failed.keys()].sort(),
  };
}
