import { fault } from "../../../core/errors.ts";
import { inTurns } from "../../in-turns.ts";
import type { Client, InstanceSearch, Page, Rows } from "../client.ts";
import type { KeyField } from "../key-field.ts";
import { byStart } from "../order.ts";
import type { Requests } from "../requests.ts";
import type { Instance } from "../rows.ts";
import { allowed } from "../scope.ts";
import { assertAskable, instanceVariants, variableLookups } from "./filters.ts";
import { createSearches, maxRows, type Searches } from "./search.ts";
import * as wire from "./wire.ts";

/** Most instances that are looked up one by one, because a search takes one key only. */
const lookupLimit = 100;

export interface OperateServer {
  readonly engine: string;
  readonly keyField: KeyField | undefined;
}

const positionOf = ({ startedAt, key }: Instance) => ({ at: startedAt, key });

/** Keys of the instances that hold all of the variables asked for; undefined when none is asked for. */
async function keysByVariables(
  { search }: Searches,
  { engine, keyField }: OperateServer,
  filters: InstanceSearch["filters"],
) {
  const lookups = variableLookups(engine, filters, keyField);
  if (lookups.length === 0) return undefined;
  const lists = await Promise.all(
    lookups.map(async ({ name, values, ofInstance }) => {
      const rest = { size: lookupLimit, sort: [{ field: "key", order: "DESC" as const }] };
      const found = await Promise.all(
        values.map((value) => search("operateVariables", wire.variable, { name, value }, rest)),
      );
      const fitting = found
        .flatMap(({ rows }) => rows)
        .filter((row) => !ofInstance || row.scopeKey === row.instanceKey);
      return {
        keys: new Set(fitting.map((row) => row.instanceKey)),
        capped: found.some(({ rows }) => rows.length >= lookupLimit),
      };
    }),
  );
  const [first, ...others] = lists;
  const keys = [...(first?.keys ?? [])].filter((key) => others.every((other) => other.keys.has(key)));
  return { keys, capped: lists.some(({ capped }) => capped) };
}

/** Answers of several exact searches as the one that was asked for. */
function merged(lists: readonly Rows<Instance>[], page: Page): Rows<Instance> {
  const rows = lists.flatMap((list) => list.rows).sort(byStart(page.order));
  const counted = lists.every(({ total }) => total !== undefined);
  return {
    rows: rows.slice(0, page.limit),
    ...(counted
      ? {
          total: lists.reduce((sum, { total = 0 }) => sum + total, 0),
          totalIsLowerBound: lists.some(({ totalIsLowerBound }) => totalIsLowerBound),
        }
      : {}),
  };
}

function instanceSearch(searches: Searches, server: OperateServer): Client["instances"] {
  return async (asked, page) => {
    assertAskable(server.engine, asked.filters);
    const variants = instanceVariants(server.engine, asked);
    if (variants.length === 0) return { rows: [], total: 0 };
    const list = (filter: object, limit: number) =>
      searches.inTime("operateInstances", wire.instance, { ...filter }, "startDate", { ...page, limit }, positionOf);
    const lookup = await keysByVariables(searches, server, asked.filters);
    if (!lookup) return merged(await Promise.all(variants.map((filter) => list(filter, page.limit))), page);
    const few = lookup.keys.slice(0, lookupLimit);
    const single = few.flatMap((key) => variants.map((filter) => ({ ...filter, key })));
    const lists = await inTurns(single, async (filter) => {
      const found = await list(filter, 1);
      if (found.rows.some(({ key }) => key !== filter.key)) {
        throw fault("filterIgnored", { engine: server.engine, filter: "the key of the instance" });
      }
      return found;
    });
    const capped = lookup.capped || few.length < lookup.keys.length;
    return { ...merged(lists, page), ...(capped ? { considered: few.length } : {}) };
  };
}

type InstanceReads = Pick<
  Client,
  "instance" | "instances" | "called" | "elements" | "variables" | "variableOf" | "definitions" | "definition"
>;

/** Instances, their elements and variables, and the definitions they come from. */
export function instanceReads(requests: Requests, server: OperateServer): InstanceReads {
  const searches = createSearches(requests);
  const { search, inTime } = searches;
  return {
    instance: (key) => requests.byKey("operateInstance", wire.instance, key),
    instances: instanceSearch(searches, server),
    async called(instanceKey, elementKeys) {
      const { rows } = await search("operateInstances", wire.instance, { parentKey: instanceKey }, { size: maxRows });
      const wanted = new Set(elementKeys);
      return rows.filter(({ parentElementKey }) => parentElementKey !== null && wanted.has(parentElementKey));
    },
    async elements({ instanceKey, elementId, type, active }, page) {
      const filter = {
        processInstanceKey: instanceKey,
        flowNodeId: elementId,
        type,
        ...(active ? { state: "ACTIVE" } : {}),
      };
      const at = ({ row }: wire.Located) => ({ at: row.startedAt, key: row.key });
      const found = await inTime("operateElements", wire.element, filter, "startDate", page, at);
      return { ...found, rows: found.rows.map(({ row }) => row) };
    },
    async variables(instanceKey, size) {
      const rest = { size, sort: [{ field: "name", order: "ASC" as const }] };
      return (await search("operateVariables", wire.variable, { processInstanceKey: instanceKey }, rest)).rows;
    },
    async variableOf(instanceKeys, name) {
      // A variable of the instance itself has the instance as its scope.
      const lists = await inTurns(instanceKeys, (key) =>
        search("operateVariables", wire.variable, { name, scopeKey: key }, { size: 1 }),
      );
      return new Map(lists.flatMap(({ rows }) => rows).map((row) => [row.instanceKey, row.value]));
    },
    async definitions({ filters, scope }, size) {
      const { processIds = [undefined] } = allowed(filters, scope) ?? { processIds: [] };
      const { definitionVersion: version } = filters;
      const lists = await Promise.all(
        processIds.map((bpmnProcessId) =>
          search("operateDefinitions", wire.definition, { bpmnProcessId, version }, { size }),
        ),
      );
      return lists.flatMap(({ rows }) => rows);
    },
    definition: (key) => requests.byKey("operateDefinition", wire.definition, key),
  };
}
