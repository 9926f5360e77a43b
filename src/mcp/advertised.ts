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
    annotations: { title, ...annotations },
  }));
}

/**
 * Clients on the 1.x SDK check the structured content of errors too, and would show their own complaint in the place of
 * our error (typescript-sdk #1943). The schema therefore tells the truth: an answer, or an error.
 */
function withError({ required, properties, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...rest,
    properties: { ...(isObject(properties) ? properties : {}), error: errorSchema },
    anyOf: [{ required: required ?? [] }, { required: ["error"] }],
  };
}

const errorSchema = { type: "object", description: "instead of the rest when isError: kind, message, next?, engine?" };

type Described = { readonly [K in ToolKey]: Partial<Record<keyof OutputOf<(typeof tools)[K]>, string>> };

/** Parts whose shape is spelled out elsewhere in the same list: a sentence does, where the shape would cost 300 tokens. */
const toldElsewhere: Described = {
  get: {},
  query: { understood: "the filters as resolved: names as in the arguments, lists and absolute times" },
  history: { instance: "as in get_process_instance" },
};

function withoutRepetition(name: string, schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const key = Object.entries(tools).find(([, tool]) => tool.name === name)?.[0];
  const parts = Object.entries(toldElsewhere).find(([tool]) => tool === key)?.[1] ?? {};
  const { properties, ...rest } = schema;
  const brief = Object.entries(parts).map(([part, description]) => [part, { type: "object", description }]);
  return { ...rest, properties: { ...(isObject(properties) ? properties : {}), ...Object.fromEntries(brief) } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
