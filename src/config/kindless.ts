import * as z from "zod";
import { anyEngineInput, engineKind } from "./file-schema.ts";
import { check, type Problem } from "./problems.ts";

const list = z.object({ engines: z.array(anyEngineInput.optional()) });

/**
 * What is wrong with engines besides their kind. A kind that is missing or not known leaves open which keys there may be;
 * the keys that every kind has are checked all the same, so that everything is told at once.
 */
export function problemsWithoutKind(value: unknown): Problem[] {
  if (typeof value !== "object" || value === null || !("engines" in value) || !Array.isArray(value.engines)) return [];
  const engines = value.engines.map((engine: unknown) => (isWithoutKind(engine) ? engine : undefined));
  return check(list, { engines }).problems;
}

function isWithoutKind(engine: unknown): boolean {
  if (typeof engine !== "object" || engine === null || Array.isArray(engine)) return false;
  return !("kind" in engine) || !engineKind.safeParse(engine.kind).success;
}
