import { stripUnsafe } from "../core/text.ts";

/**
 * A copy of an answer in which no text holds a control, bidi or invisible character. Every view starts from one, so
 * that no view can forget it.
 */
export function cleaned<T extends object>(answer: T): T {
  const copy = structuredClone(answer);
  scrub(copy);
  return copy;
}

function scrub(value: object): void {
  for (const key of Object.keys(value)) {
    const part: unknown = Reflect.get(value, key);
    if (typeof part === "string") Reflect.set(value, key, stripUnsafe(part));
    else if (typeof part === "object" && part !== null) scrub(part);
  }
}

/** Text for one line: stripped, and any white space a single blank. */
export function oneLine(text: string): string {
  return stripUnsafe(text).replace(/\s+/g, " ").trim();
}

/** A value of a variable as data on one line. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? oneLine(JSON.stringify(stripUnsafe(value))) : oneLine(JSON.stringify(value) ?? "");
}
