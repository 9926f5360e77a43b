import type { Variable } from "../../core/model.ts";
import { stripUnsafe } from "../../core/text.ts";
import { grouped, many, quote, word } from "./words.ts";

/** Variables that may be shown, one a line; of the others only the names, in one line. */
export function variableLines(variables: readonly Variable[], total = variables.length): string[] {
  if (variables.length === 0) return ["No variables"];
  const hidden = variables.filter((variable) => variable.hidden);
  return [
    ...variables.filter((variable) => !variable.hidden).map(shownLine),
    ...(hidden.length > 0
      ? [`${many(hidden.length, "variable")}, values hidden by the access policy: ${hidden.map(hiddenName).join(", ")}`]
      : []),
    ...(total > variables.length ? [`${many(total - variables.length, "more variable")}, left out for size`] : []),
  ];
}

const hiddenName = (variable: Variable) =>
  variable.elementInstanceId === undefined
    ? word(variable.name)
    : `${word(variable.name)} (local to ${word(variable.elementInstanceId)})`;

function shownLine(variable: Variable): string {
  const { elementInstanceId, name, type, value, valueLength, truncated } = variable;
  const local = elementInstanceId === undefined ? "" : `, local to ${word(elementInstanceId)}`;
  const inAll = truncated ? "or more, the engine gave only its beginning" : "in all";
  const cut = valueLength === undefined ? "" : ` (cut; ${grouped(valueLength)} characters ${inAll})`;
  const shown = value === undefined ? "not readable as data" : `${valueWords(value)}${cut}`;
  return `Variable ${word(name)} (${word(type)}${local}) = ${shown}`;
}

/** Text in quotes, everything else as JSON on one line. */
function valueWords(value: Exclude<Variable["value"], undefined>): string {
  return typeof value === "string" ? quote(value) : stripUnsafe(JSON.stringify(value));
}
