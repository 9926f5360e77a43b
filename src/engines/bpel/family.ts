import type { Scope } from "../../core/engine.ts";
import type { Incident, Relative } from "../../core/model.ts";
import { inScope } from "../../core/recheck.ts";
import { inTurns } from "../in-turns.ts";
import type { Parts } from "../parts.ts";
import { isStopped } from "./activity-clauses.ts";
import { type Asker, maxRows } from "./asker.ts";
import { distinct, processRows } from "./instances.ts";
import { instanceOf, toIncident, toInDoubt, toInstance, toRelative } from "./mapping.ts";
import { shownDetail } from "./requests.ts";
import * as where from "./where.ts";
import * as wire from "./wire.ts";
import { inDoubt } from "./words.ts";

/** All that one root led to, as far as the caller may see it. */
export interface Family {
  readonly members: readonly wire.Process[];
  readonly stopped: readonly wire.Activity[];
}

/** Reads the instances below one root, the root among them, and the activities of all of them that have stopped. */
export async function readFamily(asker: Asker, rootId: string, scope: Scope, parts: Parts): Promise<Family> {
  const ofRoot = where.idIs("PROCESS_INSTANCE.TOP_LEVEL_PIID", rootId);
  const [rows, stopped] = await Promise.all([
    parts.read("family", [], processRows(asker, [ofRoot], { order: "oldest", size: maxRows })),
    parts.read(
      "incidents.called",
      [],
      asker.requests.list("activities", wire.activity, { where: where.all(ofRoot, isStopped), size: maxRows }),
    ),
  ]);
  if (rows.length >= maxRows || stopped.length >= maxRows) parts.failed.set("incidents.called", "unsupported");
  return { members: distinct(rows).filter((row) => inScope(scope, toInstance(asker, row))), stopped };
}

/** Open root causes in what the instance called, however deep. Since when one is in doubt, lists do not tell. */
export async function incidentsBelow(
  { links, requests }: Asker,
  id: string,
  { members, stopped }: Family,
  parts: Parts,
): Promise<Incident[]> {
  const below = new Set<string>();
  const gather = (parentId: string) => {
    for (const { piid, parentProcessInstanceID } of members) {
      if (parentProcessInstanceID !== parentId || below.has(piid)) continue;
      below.add(piid);
      gather(piid);
    }
  };
  gather(id);
  below.delete(id);
  const doubtful = members.filter(({ piid, executionState }) => below.has(piid) && executionState === inDoubt);
  const details = await inTurns(doubtful, ({ piid }) =>
    parts.read("incidents.called", undefined, requests.process(piid)),
  );
  return [
    ...details.flatMap((one) => {
      const detail = shownDetail(one);
      return detail?.executionState === inDoubt ? [toInDoubt(detail, links)] : [];
    }),
    ...stopped.flatMap((activity) => {
      const of = instanceOf(activity);
      return of !== undefined && below.has(of) ? [toIncident(activity, of, links)] : [];
    }),
  ];
}

/** The instances as relatives of another, with their business keys. */
export async function readRelatives(
  asker: Asker,
  rows: readonly wire.Process[],
  parts: Parts,
): Promise<ReadonlyMap<string, Relative>> {
  const relatives = await inTurns(distinct(rows), async (row) => {
    const detail =
      asker.keyField === "name"
        ? undefined
        : shownDetail(await parts.read("businessKey", undefined, asker.requests.process(row.piid)));
    return [row.piid, toRelative(asker, row, detail)] as const;
  });
  return new Map(relatives);
}
