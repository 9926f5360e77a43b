import { compareText } from "../../../core/text-order.ts";
import type { Client, Page } from "../client.ts";
import type { Body, Requests } from "../requests.ts";
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
): Pick<Client, "jobs" | "userTasks" | "waits" | "overdue" | "unfinished" | "operations"> {
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
    unfinished: unfinishedReads(search, server),
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

/**
 * Elements that wait for a user task or a job. An ad-hoc sub-process, whose work may be a job too, is left out: active for long, it
 * may as well hold others.
 */
const workTypes = [
  "USER_TASK",
  "SERVICE_TASK",
  "SEND_TASK",
  "BUSINESS_RULE_TASK",
  "SCRIPT_TASK",
  "INTERMEDIATE_THROW_EVENT",
  "END_EVENT",
];
const elementAlternativesSince = 10;

/** Active elements of these types by their start. Before 8.10 a search takes one type only. */
function unfinishedReads(search: Search, { level }: V2Server): NonNullable<Client["unfinished"]> {
  const types: Body[] =
    level < elementAlternativesSince
      ? workTypes.map((type) => ({ type }))
      : [{ $or: workTypes.map((type) => ({ type })) }];
  return async (before, limit, { filters, scope }) => {
    const { processIds, tenantIds } = allowed(filters, scope) ?? {};
    const filter = {
      state: "ACTIVE",
      startDate: { $lt: before },
      ...(processIds?.length === 1 ? { processDefinitionId: processIds[0] } : {}),
      ...(tenantIds?.length === 1 ? { tenantId: tenantIds[0] } : {}),
    };
    const lists = await Promise.all(
      types.map((type) =>
        search("elements", wire.element, { ...filter, ...type }, { limit, sort: ascending("startDate") }),
      ),
    );
    // Where a server ignores a filter, it is honoured here: a list that is full of others says that it is not whole.
    const oldest = lists
      .flatMap(({ rows }) => rows)
      .flatMap(({ instanceKey, type, state, startedAt }) =>
        workTypes.includes(type) && state === "ACTIVE" && startedAt !== null && startedAt < before
          ? [{ instanceKey, startedAt }]
          : [],
      )
      .sort((a, b) => compareText(a.startedAt, b.startedAt) || compareText(a.instanceKey, b.instanceKey));
    const keys = [...new Set(oldest.map(({ instanceKey }) => instanceKey))];
    const capped = keys.length > limit || lists.some(({ rows }) => rows.length >= limit);
    return { keys: keys.slice(0, limit), capped };
  };
}
