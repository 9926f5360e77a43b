import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import { catalogue, type ToolKey, tools } from "../../tools/index.ts";
import type { OutputOf } from "../core/tool.ts";
import { leanInput, leanOutput } from "./lean-schema.ts";

/**
 * Read-only and without side effects, so asking twice does no harm. A closed world: the engines of the configuration and
 * nothing else, although what they say is written by others; the instructions and each answer warn of that.
 */
const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

/** What `tools/list` answers to a caller who may see these engines; always in the order of the catalogue. */
export function advertised(engineIds: readonly string[]): Tool[] {
  return catalogue(engineIds).map(({ name, title, description, inputSchema, outputSchema }) => ({
    name,
    title,
    description,
    inputSchema: { ...leanInput(inputSchema), type: "object" },
    outputSchema: { ...withError(leanOutput(withoutRepetition(name, outputSchema))), type: "object" },
    annotations,
  }));
}

/**
 * Clients on the 1.x SDK check the structured content of errors too, and would show their own complaint in the place of
 * our error (typescript-sdk #1943). The schema therefore has room for both: nothing is required, an error is a property.
 */
function withError({ properties, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...rest, properties: { ...(isObject(properties) ? properties : {}), error: errorSchema } };
}

const errorSchema = { type: "object", description: "instead of the rest when isError: kind, message, next?, engine?" };

type Described = { readonly [K in ToolKey]: Partial<Record<keyof OutputOf<(typeof tools)[K]>, string>> };

/** Parts whose shape a sentence tells, often by pointing elsewhere in the same list: each shape would cost about 300 tokens. */
const toldInWords: Described = {
  get: {
    parent: "who called it: id, definition, businessKey, state",
    root: "the outermost caller, likewise",
    called: "instances it called, likewise",
    variables: "name, type, value; valueLength when cut; hidden by policy; elementInstanceId when local to one",
  },
  query: {
    instances:
      "each as instance of get_process_instance, without nulls, url, durationMs, name and id of the definition, rootId equal to id",
    counts:
      "definitions[]: engine, definitionKey, definitionVersion, byState{}, openIncidents; incidents[] (root causes): engine, definitionKey, definitionVersion, element, type, fingerprint, instances, message, oldest, newest",
    understood: "the filters as resolved: names as in the arguments, lists and absolute times",
    engines: "per engine asked: engine, status ok | failed | refused, error, total, totalIsLowerBound",
  },
  history: {
    instance: "as in get_process_instance",
    sources: "kind, status recorded | notRecorded | denied | unknown: an empty source is not proof of nothing",
  },
};

function withoutRepetition(name: string, schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const key = Object.entries(tools).find(([, tool]) => tool.name === name)?.[0];
  const parts = Object.entries(toldInWords).find(([tool]) => tool === key)?.[1] ?? {};
  const { properties, ...rest } = schema;
  const known = isObject(properties) ? properties : {};
  const brief = Object.entries(parts).map(([part, description]) => {
    const full = known[part];
    const isList = isObject(full) && full["type"] === "array";
    return [part, isList ? { type: "array", items: { type: "object" }, description } : { type: "object", description }];
  });
  return { ...rest, properties: { ...known, ...Object.fromEntries(brief) } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
