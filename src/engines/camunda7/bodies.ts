import { fault } from "../../core/errors.ts";
import type { Client } from "./client.ts";

/** What no instance has for an id. */
const nobody = "-";

/**
 * Throws `filterIgnored` when a proxy drops the bodies of queries: then every filter would be ignored, most of them in a way
 * that no row shows. A failure of the question itself says nothing about that.
 */
export async function assertBodiesArrive(engine: string, client: Client): Promise<void> {
  const found = await client.historicInstanceCount({ processInstanceIds: [nobody] }).catch(() => 0);
  if (found > 0) throw fault("filterIgnored", { engine, filter: "the body of the query" });
}
