import type { Client, InstanceSearch } from "../client.ts";
import { keyVariable } from "../mapping.ts";
import type { Body, Requests } from "../requests.ts";
import { allowed } from "../scope.ts";
import { anyOf, instanceFilter, keyVariableFilter, type V2Server } from "./filters.ts";
import { ascending, byTime, createSearch, inTime, maxRows } from "./search.ts";
import * as wire from "./wire.ts";

type InstanceReads = Pick<
  Client,
  "instance" | "instances" | "called" | "elements" | "variables" | "variableOf" | "definitions"
>;

/** Instances, their elements and variables, and the definitions they come from. */
export function instanceReads(requests: Requests, server: V2Server): InstanceReads {
  const search = createSearch(requests);
  const variables = async (filter: Body, limit: number) =>
    (await search("variables", wire.variable, filter, { limit, sort: ascending("name") })).rows;

  /** Instances that hold the business key asked for, where it is a variable. */
  async function keysByVariable({ filters: { businessKey } }: InstanceSearch) {
    const name = keyVariable(server.keyField);
    if (name === undefined || businessKey === undefined) return undefined;
    const rows = await variables(keyVariableFilter(businessKey, name, server), maxRows);
    const own = rows.filter(({ scopeKey, instanceKey }) => scopeKey === instanceKey);
    return { keys: [...new Set(own.map(({ instanceKey }) => instanceKey))], capped: rows.length >= maxRows };
  }

  return {
    instance: (key) => requests.byKey("instance", wire.instance, key),
    async instances(asked, page) {
      const looked = allowed(asked.filters, asked.scope) && (await keysByVariable(asked));
      const keys = looked ? looked.keys.filter((key) => asked.keys?.includes(key) ?? true) : asked.keys;
      const filter = instanceFilter({ ...asked, keys }, server);
      if (!filter) return { rows: [], total: 0 };
      const bounded = { ...filter, ...inTime("startDate", page) };
      const sort = byTime("startDate", "processInstanceKey", page);
      const found = await search("instances", wire.instance, bounded, { limit: page.limit, sort });
      return looked?.capped ? { ...found, considered: looked.keys.length } : found;
    },
    async called(_instanceKey, elementKeys) {
      const filter = { [server.words.parentElementKey]: anyOf(elementKeys) };
      return (await search("instances", wire.instance, filter, { limit: maxRows })).rows;
    },
    elements({ instanceKey, processId, elementId, type, active }, page) {
      const filter = {
        processInstanceKey: instanceKey,
        processDefinitionId: processId,
        elementId,
        type,
        ...(active ? { state: "ACTIVE" } : {}),
        ...inTime("startDate", page),
      };
      const sort = byTime("startDate", "elementInstanceKey", page);
      return search("elements", wire.element, filter, { limit: page.limit, sort });
    },
    variables: (instanceKey, limit) => variables({ processInstanceKey: instanceKey }, limit),
    async variableOf(instanceKeys, name) {
      // A variable of the instance itself has the instance as its scope.
      const rows = await variables({ name, scopeKey: anyOf(instanceKeys) }, instanceKeys.length);
      return new Map(rows.map((row) => [row.instanceKey, row.value]));
    },
    async definitions({ filters, scope }, limit) {
      const narrowed = allowed(filters, scope);
      if (!narrowed) return [];
      const filter = {
        ...(narrowed.processIds ? { processDefinitionId: anyOf(narrowed.processIds) } : {}),
        version: filters.definitionVersion,
      };
      return (await search("definitions", wire.definition, filter, { limit, sort: ascending("processDefinitionId") }))
        .rows;
    },
  };
}
