/** JSON as engines written in Java write it: Long and Double do not pass through a JavaScript number unharmed. */

/** A number to be written exactly as spelled, for instance `3.0`. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Json = string | number | bigint | boolean | null | NumberText | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function encode(value: Json): string {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof NumberText) return value.text;
  if (isList(value)) return `[${value.map(encode).join(",")}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([name, field]) => `${JSON.stringify(name)}:${encode(field)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value);
}

/** Whole numbers that a double cannot hold come back as bigint. */
export function parse(text: string): Json {
  return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source;
    const exceeds =
      typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source);
    return exceeds ? BigInt(source) : value;
  });
}
