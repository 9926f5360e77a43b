/** What is asked about process definitions. */
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { always, since9 } from "./dialect.ts";
import type { Engine } from "./engine.ts";
import { invalid, notFound, unparsable } from "./problems.ts";
import { bpmn } from "./resources/models.ts";
import { processDefinitions } from "./resources/process-definitions.ts";
import { processInstances } from "./resources/process-instances.ts";
import { countsByProcess, countsByVersion, elementStatistics } from "./resources/statistics.ts";
import { type Call, type Route, searched, single } from "./routing.ts";
import { only } from "./search/fields.ts";
import { matching, search } from "./search/search.ts";

/** Everything below `/v2/process-definitions`. */
export function definitionRoutes(engine: Engine): readonly Route[] {
  const { records } = engine;
  const definitions = processDefinitions(engine);
  const definitionAt = ({ key }: Call) => {
    const definition = records.definitions.find((one) => one.key === key);
    if (!definition) throw notFound("Process Definition", key);
    return definition;
  };
  return [
    { method: "POST", path: "/v2/process-definitions/search", levels: always, json: (call) => found(engine, call) },
    single("/v2/process-definitions/{processDefinitionKey}", "Process Definition", definitions),
    {
      method: "GET",
      path: "/v2/process-definitions/{processDefinitionKey}/xml",
      levels: always,
      xml: (call) => bpmn(definitionAt(call)),
    },
    {
      method: "POST",
      path: "/v2/process-definitions/{processDefinitionKey}/statistics/element-instances",
      levels: always,
      json: (call) => elementCounts(engine, call),
    },
    searched("/v2/process-definitions/statistics/process-instances", countsByProcess(engine), since9),
    {
      method: "POST",
      path: "/v2/process-definitions/statistics/process-instances-by-version",
      levels: since9,
      json: ({ body, searching }) => {
        const filter = isObject(body) ? (body["filter"] ?? null) : null;
        if (!isObject(filter) || (filter["processDefinitionId"] ?? null) === null) {
          throw invalid("No filter.processDefinitionId provided.");
        }
        return search(countsByVersion(engine), body, searching);
      },
    },
  ];
}

/** The latest versions can only be paged forward, and be sorted by little. */
function found(engine: Engine, { body, searching }: Call): JsonObject {
  const definitions = processDefinitions(engine);
  const filter = isObject(body) ? (body["filter"] ?? null) : null;
  if (!isObject(body) || !isObject(filter) || filter["isLatestVersion"] !== true) {
    return search(definitions, body, searching);
  }
  const fields = Object.entries(definitions.fields).map(([name, field]) => [
    name,
    name === "processDefinitionId" || name === "tenantId" ? field : { ...field, sorted: [] },
  ]);
  const answer = search(
    { ...definitions, fields: Object.fromEntries(fields) },
    { ...body, page: forward(body["page"] ?? null) },
    searching,
  );
  const { startCursor, ...page } = isObject(answer["page"]) ? answer["page"] : {};
  return { ...answer, page: searching.dialect.nulls === "null" ? { ...page, startCursor: null } : page };
}

function forward(page: Json): Json {
  if (!isObject(page)) return page;
  const { from, before, ...rest } = page;
  return rest;
}

/** Counts over the instances that a filter finds; it cannot name the definition again. */
function elementCounts(engine: Engine, { key, body }: Call): JsonObject {
  const { records, relations, dialect } = engine;
  const { filter = null, ...rest } = isObject(body) ? body : {};
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined || !isObject(body)) throw unparsable(unknown ?? "");
  const all = processInstances(engine);
  const names = Object.keys(all.fields).filter((name) => !name.startsWith("processDefinition"));
  const rows = records.instances.filter(({ definition }) => definition.key === key);
  const instances = matching({ ...all, rows, fields: only(all.fields, ...names) }, filter, dialect);
  return { items: elementStatistics(instances.flatMap(relations.elementsOf)) };
}
