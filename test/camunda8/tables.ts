/** A cluster in memory that speaks the API v2. */
import { compareValues, fits, fitsField } from "./matching.ts";
import { type Asked, isRow, noSuchPath, problem, type Reply, type Row, type Serving } from "./stub.ts";

export interface Tables {
  readonly instances?: readonly Row[];
  readonly elements?: readonly Row[];
  readonly incidents?: readonly Row[];
  readonly jobs?: readonly Row[];
  readonly userTasks?: readonly Row[];
  readonly subscriptions?: readonly Row[];
  readonly waitStates?: readonly Row[];
  readonly variables?: readonly Row[];
  readonly auditLogs?: readonly Row[];
  readonly definitions?: readonly Row[];
}

const lists: Readonly<Record<string, keyof Tables>> = {
  "/v2/process-instances/search": "instances",
  "/v2/element-instances/search": "elements",
  "/v2/element-instances/wait-states/search": "waitStates",
  "/v2/incidents/search": "incidents",
  "/v2/jobs/search": "jobs",
  "/v2/user-tasks/search": "userTasks",
  "/v2/message-subscriptions/search": "subscriptions",
  "/v2/variables/search": "variables",
  "/v2/audit-logs/search": "auditLogs",
  "/v2/process-definitions/search": "definitions",
};

/** The cluster with these records; a version that is null is not told. */
export function serveTables(tables: Tables | (() => Tables), version: string | null = "8.9.0"): Serving {
  return ({ method, path, body }) => {
    const current = typeof tables === "function" ? tables() : tables;
    if (path === "/v2/topology") return { json: version === null ? { brokers: [] } : { gatewayVersion: version } };
    const [, key] = /^\/v2\/process-instances\/([^/]+)$/.exec(path) ?? [];
    if (key !== undefined && method === "GET") return byKey(current, key);
    const [, root] = /^\/v2\/process-instances\/([^/]+)\/incidents\/search$/.exec(path) ?? [];
    if (root !== undefined) {
      const family = familyOf(current.instances ?? [], root);
      const own = (current.incidents ?? []).filter((row) => family.has(String(row["processInstanceKey"])));
      return page(own, body, current);
    }
    const list = lists[path];
    return list ? page(current[list] ?? [], body, current) : noSuchPath(path);
  };
}

function byKey({ instances = [] }: Tables, key: string): Reply {
  const found = instances.find((row) => String(row["processInstanceKey"]) === key);
  return found ? { json: found } : problem(404, "NOT_FOUND", `Process Instance with key '${key}' not found`);
}

/** The instance and all that it called, at any depth. */
function familyOf(instances: readonly Row[], root: string): ReadonlySet<string> {
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const row of instances) {
      if (family.has(String(row["parentProcessInstanceKey"]))) family.add(String(row["processInstanceKey"]));
    }
  }
  return family;
}

/** Fields of an instance's filter that speak of what belongs to the instance. */
function ofInstance(row: Row, tables: Tables) {
  const own = (list: readonly Row[] = []) =>
    list.filter((one) => one["processInstanceKey"] === row["processInstanceKey"]);
  return (name: string, filter: Row): boolean | undefined => {
    const condition = filter[name];
    if (name === "elementInstanceState" && "elementId" in filter) return true;
    if (name === "elementId") {
      const state = filter["elementInstanceState"];
      return own(tables.elements).some(
        (one) => fitsField(one["elementId"], condition) && (state === undefined || fitsField(one["state"], state)),
      );
    }
    if (name === "hasRetriesLeft") {
      return own(tables.jobs).some((one) => one["hasFailedWithRetriesLeft"] === true) === condition;
    }
    if (name === "tags") {
      const tags = row["tags"];
      return Array.isArray(condition) && Array.isArray(tags) && condition.every((tag) => tags.includes(tag));
    }
    if (name !== "variables") return undefined;
    return (
      Array.isArray(condition) &&
      condition.every((one) =>
        own(tables.variables).some((variable) => {
          return isRow(one) && variable["name"] === one["name"] && fitsField(variable["value"], one["value"]);
        }),
      )
    );
  };
}

function page(rows: readonly Row[], { filter, sort, page: asked }: Asked["body"], tables: Tables): Reply {
  const wanted = isRow(filter) ? filter : {};
  const found = rows.filter((row) =>
    fits(row, wanted, "processDefinitionVersion" in row ? ofInstance(row, tables) : () => undefined),
  );
  const sorted = Array.isArray(sort) ? found.toSorted((a, b) => compareRows(a, b, sort)) : found;
  const limit = isRow(asked) && typeof asked["limit"] === "number" ? asked["limit"] : 100;
  const items = sorted.slice(0, limit);
  return {
    json: { items, page: { totalItems: found.length, hasMoreTotalItems: false, startCursor: null, endCursor: null } },
  };
}

function compareRows(a: Row, b: Row, sort: readonly unknown[]): number {
  for (const one of sort) {
    if (!isRow(one)) continue;
    const field = String(one["field"]);
    const order = compareValues(a[field], b[field]) * (one["order"] === "DESC" ? -1 : 1);
    if (order !== 0) return order;
  }
  return 0;
}
