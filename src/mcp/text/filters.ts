import type { Filters } from "../../core/filters.ts";
import { joined, word } from "./words.ts";

type Loose = { readonly [K in keyof Filters]: Filters[K] | undefined };

/** Filters as resolved, as one writes them: `state=active,suspended startedAfter=2026-11-22T10:00:00.000Z`. */
export function filterWords(filters: Loose): string {
  return joined(
    Object.entries(filters).map(([name, value]) => (value === undefined ? undefined : `${name}=${valueWords(value)}`)),
    " ",
  );
}

type Value = Exclude<Loose[keyof Loose], undefined>;

function valueWords(value: Value): string {
  if (!Array.isArray(value)) return typeof value === "string" ? word(value) : String(value);
  return value.map((one) => (typeof one === "string" ? word(one) : variableWords(one))).join(",");
}

type VariableFilter = NonNullable<Filters["variables"]>[number];

const operators = { eq: "=", neq: "!=", gt: ">", gte: ">=", lt: "<", lte: "<=", like: " like " } as const;

function variableWords({ name, operator, value }: VariableFilter): string {
  const shown =
    typeof value === "string"
      ? word(value)
      : typeof value === "object" && value !== null
        ? value.integer
        : String(value);
  return `${word(name)}${operators[operator]}${shown}`;
}
