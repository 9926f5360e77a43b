import type { Client, Page } from "../client.ts";
import type { Requests } from "../requests.ts";
import { allowed } from "../scope.ts";
import { anyOf, type V2Server } from "./filters.ts";
import { ascending, byTime, createSearch, inTime, listLimit, maxRows, type Search } from "./search.ts";
import * as wire from "./wire.ts";

/** Since which version all waits are told by one endpoint; before, only those for messages are told. */
const waitStatesSince = 10;
const auditSince = 9;

const failedJobs = ["FAILED", "ERROR_THROWN", "TIMED_OUT", "RETRIES_UPDATED"];
const openJobs = ["CREATED", "FAILED", "TIMED_OUT", "RETRIES_UPDATED", "MIGRATED"];
const openJobsSince10 = [...openJobs, "PRIORITY_UPDATED", "TIMEOUT_UPDATED"];

/** What elements wait for: jobs, user tasks, messages and the like; and what people did. */
export function workReads(
  requests: Requests,
  server: V2Server,
): Pick<Client, "jobs" | "userTasks" | "waits" | "overdue" | "operations"> {
  const search = createSearch(requests);
  const { level } = server;
  return {
    async jobs(instanceKey, failed) {
      const states = failed ? failedJobs : level < waitStatesSince ? openJobs : openJobsSince10;
      const filter = { processInstanceKey: instanceKey, state: { $in: states } };
      return (await search("jobs", wire.job, filter, { limit: failed ? maxRows : listLimit })).rows;
    },
    async userTasks(instanceKey) {
      const filter = { processInstanceKey: instanceKey, state: "CREATED" };
      return (await search("userTasks", wire.userTask, filter, { limit: listLimit })).rows;
    },
    async waits(instanceKey) {
      if (level >= waitStatesSince) {
        const filter = { processInstanceKey: instanceKey };
        const { rows } = await search("waitStates", wire.waitState, filter, { limit: listLimit });
        return rows.flatMap((row) => row ?? []);
      }
      const filter = { processInstanceKey: instanceKey, messageSubscriptionState: "CREATED" };
      const { rows } = await search("messageSubscriptions", wire.subscription, filter, { limit: listLimit });
      return rows.flatMap(({ state, wait }) => (state === "CREATED" ? [wait] : []));
    },
    overdue: overdueReads(search, server),
    ...(level < auditSince
      ? {}
      : {
          operations: (instanceKey: string, page: Page) => {
            const filter = { processInstanceKey: instanceKey, ...inTime("timestamp", page) };
            const sort = byTime("timestamp", "auditLogKey", page);
            return search("auditLogs", wire.auditLog, filter, { limit: page.limit, sort });
          },
        }),
  };
}

/** User tasks by their due date; timers, which no search can ask for by date, of all that wait. */
function overdueReads(search: Search, { level }: V2Server): NonNullable<Client["overdue"]> {
  return async (now, limit, { filters, scope }) => {
    const { processIds, tenantIds } = allowed(filters, scope) ?? {};
    const filter = {
      state: "CREATED",
      dueDate: { $lt: now },
      ...(processIds?.length === 1 ? { processDefinitionId: processIds[0] } : {}),
      ...(tenantIds ? { tenantId: anyOf(tenantIds) } : {}),
    };
    const [tasks, timers] = await Promise.all([
      search("userTasks", wire.userTask, filter, { limit, sort: ascending("dueDate") }),
      level < waitStatesSince
        ? { rows: [] }
        : search("waitStates", wire.waitState, { waitStateType: "TIMER" }, { limit }),
    ]);
    const late = timers.rows.flatMap((wait) => (wait?.dueAt && wait.dueAt < now ? [wait] : []));
    const keys = [...tasks.rows, ...late].flatMap(({ instanceKey }) => instanceKey ?? []);
    return { keys: [...new Set(keys)], capped: tasks.rows.length >= limit || timers.rows.length >= limit };
  };
}
