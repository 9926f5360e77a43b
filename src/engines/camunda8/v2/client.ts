import type { Client } from "../client.ts";
import type { Requests } from "../requests.ts";
import type { V2Server } from "./filters.ts";
import { incidentReads } from "./incidents.ts";
import { instanceReads } from "./instances.ts";
import { maxRows } from "./search.ts";
import { workReads } from "./work.ts";

/** The Orchestration Cluster API v2, as servers of this level speak it. */
export function createV2Client(requests: Requests, server: V2Server): Client {
  return {
    maxRows,
    ...instanceReads(requests, server),
    ...incidentReads(requests, server),
    ...workReads(requests, server),
  };
}
