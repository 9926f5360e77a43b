import { inspect } from "node:util";

/** The same value, but printed, logged and serialised as `shown`: for plain types that have to carry something secret. */
export function printedAs<T extends object>(value: T, shown: unknown): T {
  Object.defineProperty(value, "toJSON", { value: () => shown });
  Object.defineProperty(value, inspect.custom, { value: () => shown });
  return value;
}
