import { fault } from "../../core/errors.ts";
import { createParts } from "../parts.ts";
import type { Client } from "./client.ts";

/** What no instance has for an id. */
const nobody = "-";

/**
 * Throws `filterIgnored` when a proxy drops the bodies of queries: then every filter would be ignored, most of them in a way
 * that no row shows. An engine that does not answer the question proves nothing.
 */
export async function assertBodiesArrive(engine: string, client: Client): Promise<void> {
  const counting = client.historicInstanceCount({ processInstanceIds: [nobody] });
  const found = await createParts().read("bodies", 0, counting);
  if (found > 0) throw fault("filterIgnored", { engine, filter: "the body of the query" });
}
