import type { ToolKey, tools } from "../../tools/index.ts";
import type { CanAsk } from "../core/askable.ts";
import type { ErrorReport } from "../core/describe.ts";
import type { OutputOf } from "../core/tool.ts";
import { getText } from "./text/get.ts";
import { historyText } from "./text/history.ts";
import { queryText } from "./text/query.ts";

/**
 * An answer as text for a model: the answer first, then the evidence, what was not read before what follows from it, what
 * was cut and how to get it, and the next step. A tool without its words does not compile. Without `canAsk` every step is
 * taken for possible.
 */
export const texts: {
  readonly [K in ToolKey]: (output: OutputOf<(typeof tools)[K]>, now: Date, canAsk?: CanAsk) => string;
} = {
  get: getText,
  query: queryText,
  history: historyText,
};

/** An error as text: one line for what is wrong, one for what to do. */
export function errorText({ kind, message, next }: ErrorReport): string {
  return `Error (${kind}): ${message}${next === undefined ? "" : `\nNext: ${next}`}`;
}
