import type { ReadTable } from "../http.ts";

/**
 * Every request that may go to a Business Flow Manager, below `/rest/bpm/bfm/v1`: GET only. The same interface starts, repairs
 * and deletes by POST, PUT and DELETE; none of that can be sent.
 */
export const reads = {
  process: { method: "GET", path: "/process/{piid}" },
  processes: { method: "GET", path: "/processes/filter" },
  activities: { method: "GET", path: "/activities/filter" },
  processTemplates: { method: "GET", path: "/processTemplates/filter" },
} as const satisfies ReadTable;

export type ReadName = keyof typeof reads;
/** Reads of lists, which take a where clause. */
export type ListName = Exclude<ReadName, "process">;
