import { fault } from "../../core/errors.ts";
import { assertInOrder } from "../in-order.ts";
import type { Client, ElementSearch, InstanceSearch } from "./client.ts";
import { isOpen } from "./mapping.ts";
import type { Element, Instance } from "./rows.ts";

/** Throws `filterIgnored` unless all rows are what was asked for. */
function assertAll<T>(engine: string, rows: readonly T[], filter: string, fits: (row: T) => boolean): void {
  if (!rows.every(fits)) throw fault("filterIgnored", { engine, filter });
}

/** The filter for which instances were looked up. */
function lookedUpFor({ filters }: InstanceSearch): string {
  const names = ["incidentType", "incidentMessage"] as const;
  return names.find((name) => filters[name] !== undefined) ?? "waitingLongerThan";
}

function assertInstances(engine: string, rows: readonly Instance[], search: InstanceSearch): void {
  const keys = search.keys && new Set(search.keys);
  if (keys) assertAll(engine, rows, lookedUpFor(search), ({ key }) => keys.has(key));
  if (search.filters.attention?.every((one) => one === "incident")) {
    assertAll(engine, rows, "attention", ({ hasIncident }) => hasIncident);
  }
}

const ended = new Set(["COMPLETED", "TERMINATED", "CANCELED"]);

function assertElements(engine: string, rows: readonly Element[], search: ElementSearch): void {
  const { instanceKey, elementId, type, active } = search;
  assertAll(engine, rows, "the instance", (row) => instanceKey === undefined || row.instanceKey === instanceKey);
  assertAll(engine, rows, "elementId", (row) => elementId === undefined || row.elementId === elementId);
  assertAll(engine, rows, "the type of elements", (row) => type === undefined || row.type === type);
  assertAll(engine, rows, "the state of elements", (row) => !active || !ended.has(row.state));
}

/**
 * A client whose answers were looked at: servers and proxies that ignore a filter do so silently, and would make an answer tell of
 * other instances. What a row does not show cannot be seen here.
 */
export function trusted(engine: string, client: Client): Client {
  const { jobs, userTasks, waits, operations } = client;
  const ofInstance = <T extends { readonly instanceKey: string | null }>(rows: readonly T[], key: string) => {
    assertAll(engine, rows, "the instance", ({ instanceKey }) => instanceKey === null || instanceKey === key);
    return rows;
  };
  return {
    ...client,
    async instances(search, page) {
      const found = await client.instances(search, page);
      assertInOrder(engine, found.rows, (row) => row.startedAt, page.order);
      assertInstances(engine, found.rows, search);
      return found;
    },
    async called(instanceKey, elementKeys) {
      const rows = await client.called(instanceKey, elementKeys);
      const wanted = new Set<string | null>(elementKeys);
      assertAll(engine, rows, "the call activity", ({ parentElementKey }) => wanted.has(parentElementKey));
      return rows;
    },
    async elements(search, page) {
      const found = await client.elements(search, page);
      assertInOrder(engine, found.rows, (row) => row.startedAt, page.order);
      assertElements(engine, found.rows, search);
      return found;
    },
    async ownIncidents(instanceKey, page) {
      const found = await client.ownIncidents(instanceKey, page);
      assertInOrder(engine, found.rows, (row) => row.createdAt, page.order);
      ofInstance(found.rows, instanceKey);
      return found;
    },
    async openIncidents(instanceKey) {
      const found = await client.openIncidents(instanceKey);
      assertAll(engine, found.rows, "the state of incidents", isOpen);
      return found;
    },
    async incidents(search, limit) {
      const found = await client.incidents(search, limit);
      assertAll(engine, found.rows, "the state of incidents", isOpen);
      return found;
    },
    variables: async (instanceKey, limit) => ofInstance(await client.variables(instanceKey, limit), instanceKey),
    async variableOf(instanceKeys, name) {
      const values = await client.variableOf(instanceKeys, name);
      assertAll(engine, [...values.keys()], "the instance", (key) => instanceKeys.includes(key));
      return values;
    },
    ...(jobs ? { jobs: async (key, failed) => ofInstance(await jobs(key, failed), key) } : {}),
    ...(userTasks ? { userTasks: async (key) => ofInstance(await userTasks(key), key) } : {}),
    ...(waits ? { waits: async (key) => ofInstance(await waits(key), key) } : {}),
    ...(operations
      ? {
          operations: async (key, page) => {
            const found = await operations(key, page);
            assertInOrder(engine, found.rows, (row) => row.at, page.order);
            ofInstance(found.rows, key);
            return found;
          },
        }
      : {}),
  };
}
