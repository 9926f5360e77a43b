import { z } from "zod";

type Node = z.core.JSONSchema._JSONSchema;

const safeLimit = Number.MAX_SAFE_INTEGER;

function numberWords(type: string, minimum: number | undefined, maximum: number | undefined): string {
  const from = minimum === undefined || minimum === -safeLimit ? undefined : minimum;
  const to = maximum === undefined || maximum === safeLimit ? undefined : maximum;
  const range =
    from === undefined && to === undefined ? "" : to === undefined ? ` from ${from}` : ` ${from ?? ""} to ${to}`;
  return type + range;
}

/** What a value may be, in words. */
function typeWords(node: Node): string {
  if (typeof node === "boolean") return "anything";
  if (node.enum)
    return `${node.enum
      .map(String)
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1")}`;
  if (node.const !== undefined) return String(node.const);
  if (node.anyOf) return [...new Set(node.anyOf.map(typeWords))].join("; or ");
  switch (node.type) {
    case "array": {
      const items = Array.isArray(node.items) ? undefined : node.items;
      return `list${node.maxItems ? ` (at most ${node.maxItems})` : ""} of ${items === undefined ? "anything" : typeWords(items)}`;
    }
    case "object":
      return keyWords(node);
    case "integer":
    case "number":
      return numberWords(node.type, node.minimum, node.maximum);
    case "string":
      return node.maxLength ? `text (at most ${node.maxLength})` : "text";
    case undefined:
      return "any JSON";
    default:
      return String(node.type);
  }
}

/** The keys of an object, `?` after those that may be missing. */
function keyWords({ properties = {}, required = [] }: z.core.JSONSchema.BaseSchema): string {
  const keys = Object.keys(properties).map((key) => (required.includes(key) ? key : `${key}?`));
  return keys.length > 0 ? `{ ${keys.join(", ")} }` : "object";
}

/** Keys of an input as (name, type), those that must be given marked. */
export function inputRows(schema: z.ZodObject): [name: string, type: string][] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, node]) => [
    name,
    typeWords(node) + (required.includes(name) ? " (required)" : ""),
  ]);
}

/** Keys of an output as one line: `key`, `key?`, `key[]`, `key?[]`. */
export function outputKeys(schema: z.ZodObject): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "output" });
  return Object.entries(properties)
    .map(([name, node]) => {
      const isList = typeof node === "object" && node.type === "array";
      return `\`${name}${required.includes(name) ? "" : "?"}${isList ? "[]" : ""}\``;
    })
    .join(", ");
}
