/** What is asked about one process instance or one element instance, and about all that are in trouble. */
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { InstanceRecord } from "../records.ts";
import { always, since9, since10 } from "./dialect.ts";
import type { Engine } from "./engine.ts";
import { invalid, notFound } from "./problems.ts";
import { type Wait, waitStates } from "./resources/element-instances.ts";
import { incidents } from "./resources/incidents.ts";
import { takenFlows } from "./resources/models.ts";
import { countsByDefinition, countsByError, elementStatistics } from "./resources/statistics.ts";
import { type Call, type Route, searched } from "./routing.ts";
import { type Fields, integer, json, key, text } from "./search/fields.ts";
import { search, shown } from "./search/search.ts";
import { valueFrom } from "./search/values.ts";

/** What is asked below `/v2/process-instances/{key}` and `/v2/element-instances/{key}`. */
export function instanceRoutes(engine: Engine): readonly Route[] {
  const { relations } = engine;
  const waits = waitStates(engine).rows;
  const about = (name: string, answer: (instance: InstanceRecord | undefined, call: Call) => Json): Route => ({
    method: "GET",
    path: `/v2/process-instances/{processInstanceKey}/${name}`,
    levels: always,
    json: (call) => answer(relations.instanceAt(call.key), call),
  });
  // Of an instance that does not exist there are no flows and no counts: only its ancestry is not found.
  return [
    about("sequence-flows", (instance, call) => ({ items: instance ? flowsOf(engine, instance, call) : [] })),
    about("statistics/element-instances", (instance) => {
      return { items: instance ? elementStatistics(relations.elementsOf(instance)) : [] };
    }),
    { ...about("statistics/wait-states", (_none, call) => waitStatistics(waits, call)), levels: since10 },
    about("call-hierarchy", (instance, call) => {
      if (!instance) throw notFound("Process Instance", call.key);
      return ancestry(engine, instance).map((one) => shown(ancestorFields, one, call.searching));
    }),
    ...incidentRoutes(engine),
  ];
}

function flowsOf({ relations }: Engine, instance: InstanceRecord, { searching }: Call): readonly JsonObject[] {
  return takenFlows(relations.elementsOf(instance)).map((elementId) =>
    shown(flowFields, { instance, elementId }, searching),
  );
}

type Flow = { readonly instance: InstanceRecord; readonly elementId: string };

const flowFields: Fields<Flow> = {
  sequenceFlowId: text(({ instance, elementId }) => `${instance.key}_${elementId}`),
  processInstanceKey: key(({ instance }) => instance.key),
  rootProcessInstanceKey: key(({ instance }) => instance.rootKey, { shown: since9 }),
  processDefinitionKey: key(({ instance }) => instance.definition.key),
  processDefinitionId: text(({ instance }) => instance.definition.processId),
  elementId: text(({ elementId }) => elementId),
  tenantId: text(({ instance }) => instance.definition.tenantId),
};

const ancestorFields: Fields<InstanceRecord> = {
  processInstanceKey: key((row) => row.key),
  processDefinitionKey: key(({ definition }) => definition.key),
  processDefinitionName: json(({ definition }) => definition.name ?? definition.processId),
};

/** The root first, the instance itself last. */
function ancestry(engine: Engine, instance: InstanceRecord): readonly InstanceRecord[] {
  const parent = instance.parentKey === null ? undefined : engine.relations.instanceAt(instance.parentKey);
  return parent ? [...ancestry(engine, parent), instance] : [instance];
}

function waitStatistics(waits: readonly Wait[], { key: instanceKey }: Call): JsonObject {
  const own = waits.filter(({ element }) => element.instance.key === instanceKey);
  const byId = Map.groupBy(own, ({ elementId }) => elementId);
  return { items: [...byId].map(([elementId, found]) => ({ elementId, waitingCount: found.length })) };
}

/** Incidents of an instance or an element, and of everything below it. */
function incidentRoutes(engine: Engine): readonly Route[] {
  const { relations } = engine;
  const all = incidents(engine);
  return [
    {
      method: "POST",
      path: "/v2/process-instances/{processInstanceKey}/incidents/search",
      levels: always,
      json: ({ key: instanceKey, body, searching }) => {
        if (!relations.instanceAt(instanceKey)) throw notFound("Process Instance", instanceKey);
        const rows = all.rows.filter(({ element }) => relations.isWithin(element.instance, instanceKey));
        return search({ ...all, rows, filterable: since9 }, body, searching);
      },
    },
    {
      method: "POST",
      path: "/v2/element-instances/{elementInstanceKey}/incidents/search",
      levels: since9,
      json: ({ key: elementKey, body, searching }) => {
        if (!relations.elementAt(elementKey)) throw notFound("Element Instance", elementKey);
        const rows = all.rows.filter(({ element }) => relations.isBelow(element, elementKey));
        return search({ ...all, rows }, body, searching);
      },
    },
  ];
}

const hashField = integer<never>(() => null);

/** Counts of instances in trouble. */
export function statisticsRoutes(engine: Engine): readonly Route[] {
  const root = "/v2/incidents/statistics/process-instances-by";
  return [
    searched(`${root}-error`, countsByError(engine), since9),
    {
      method: "POST",
      path: `${root}-definition`,
      levels: since9,
      json: ({ body, searching }) => {
        const filter = isObject(body) ? (body["filter"] ?? null) : null;
        const hash = isObject(filter) ? (filter["errorHashCode"] ?? null) : null;
        if (hash === null) throw invalid("No filter.errorHashCode provided.");
        const value = valueFrom(searching.dialect, hashField, "filter.errorHashCode", hash);
        return search(countsByDefinition(engine, Number(value)), body, searching);
      },
    },
  ];
}
