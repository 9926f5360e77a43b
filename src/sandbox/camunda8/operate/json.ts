/** JSON whose whole numbers are Java's longs: keys above 2^53 pass through neither reading nor writing unharmed as numbers. */

/** A number as the client spelled it. */
export class NumberToken {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  get isWhole(): boolean {
    return /^-?\d+$/.test(this.text);
  }
}

export type Json = string | boolean | null | NumberToken | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** What is answered; undefined fields are left out, as the engine leaves out its nulls. */
export type Out = string | boolean | null | number | bigint | undefined | readonly Out[] | OutObject;
export type OutObject = { readonly [name: string]: Out };

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

const isOutList = (value: Out): value is readonly Out[] => Array.isArray(value);

export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value) && !(value instanceof NumberToken);
}

/** Throws `SyntaxError`. */
export function parse(text: string): Json {
  return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" ? new NumberToken(context?.source ?? String(value)) : value,
  );
}

export function encode(value: Out): string {
  if (typeof value === "bigint") return value.toString();
  if (isOutList(value)) return `[${value.map(encode).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${encode(field)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}
