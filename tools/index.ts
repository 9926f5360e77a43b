import * as z from "zod";
import type { InputOf, OutputOf, Tool } from "../src/core/tool.ts";
import { get } from "./get.ts";
import { history } from "./history.ts";
import { query } from "./query.ts";

/** Everything the product can be asked. */
export const tools = { get, query, history } as const;

export type ToolKey = keyof typeof tools;

export type GetInput = InputOf<typeof get>;
export type GetOutput = OutputOf<typeof get>;
export type QueryInput = InputOf<typeof query>;
export type QueryOutput = OutputOf<typeof query>;
export type HistoryInput = InputOf<typeof history>;
export type HistoryOutput = OutputOf<typeof history>;

/** A tool as it is advertised: with JSON Schemas, and without `engine` where there is no choice. */
export interface AdvertisedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema: Readonly<Record<string, unknown>>;
}

/**
 * The tools as offered to a caller who may see these engines. With one engine the argument `engine` is not advertised
 * (it is still accepted); with several it is one of their ids.
 */
export function catalogue(engineIds: readonly string[]): AdvertisedTool[] {
  return Object.values<Tool>(tools).map(({ name, title, description, input, output }) => ({
    name,
    title,
    description,
    inputSchema: jsonSchema(withEngines(input, engineIds), "input"),
    outputSchema: jsonSchema(output, "output"),
  }));
}

function withEngines(input: z.ZodObject, engineIds: readonly string[]): z.ZodObject {
  const { engine: _engine, ...rest } = input.shape;
  if (engineIds.length < 2) return z.strictObject(rest);
  return z.strictObject({ engine: z.enum(engineIds).optional(), ...rest });
}

function jsonSchema(schema: z.ZodObject, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _dialect, ...body } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return body;
}
