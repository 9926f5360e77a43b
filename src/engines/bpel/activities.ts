import { fault } from "../../core/errors.ts";
import { assertInOrder, type Order } from "../in-order.ts";
import type { Asker } from "./asker.ts";
import { instanceOf } from "./mapping.ts";
import * as where from "./where.ts";
import * as wire from "./wire.ts";

/** Activities of one instance, in the order in which they were entered. Throws `filterIgnored` for rows of another, or in another order. */
export async function activitiesOf(
  { requests, engine }: Asker,
  id: string,
  clauses: readonly where.Clause[],
  page: { readonly order: Order; readonly size: number },
): Promise<wire.Activity[]> {
  const rows = await requests.list("activities", wire.activity, {
    where: where.all(where.idIs("ACTIVITY.PIID", id), ...clauses),
    orderBy: where.orderBy("ACTIVITY.ACTIVATED", page.order),
    size: page.size,
  });
  if (!rows.every((row) => where.isSameId(instanceOf(row) ?? id, id))) {
    throw fault("filterIgnored", { engine, filter: "the instance" });
  }
  assertInOrder(engine, rows, ({ activationTime }) => activationTime, page.order);
  return rows;
}
