import type { Variable } from "../core/model.ts";
import { oneLine, valueText } from "./clean.ts";

/** "amount = 100 (Long)": the value as data on one line, or why there is none, and how much of it is shown. */
export function variableWords(variable: Variable): string {
  const { name, type, value, valueLength, truncated, hidden, elementInstanceId } = variable;
  const local = elementInstanceId === undefined ? "" : ", local";
  const known = valueLength === undefined ? "" : `, ${truncated ? "more than " : ""}${valueLength} characters`;
  const cut = valueLength === undefined && !truncated ? "" : `, cut${known}`;
  const shown = hidden
    ? "(not shown: access policy)"
    : value === undefined
      ? "(not readable as data)"
      : valueText(value);
  return `${oneLine(name)} = ${shown} (${oneLine(type)}${local}${cut})`;
}
