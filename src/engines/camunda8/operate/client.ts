import type { Client } from "../client.ts";
import type { Requests } from "../requests.ts";
import { incidentReads } from "./incidents.ts";
import { instanceReads, type OperateServer } from "./instances.ts";
import { maxRows } from "./search.ts";

/** Operate's API v1 of 8.6 and 8.7: exact filters, and nothing about jobs, user tasks or messages. */
export function createOperateClient(requests: Requests, server: OperateServer): Client {
  return { maxRows, ...instanceReads(requests, server), ...incidentReads(requests) };
}
