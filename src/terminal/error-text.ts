import { describe, type ErrorReport } from "../core/describe.ts";
import { type ErrorKind, toLookoutError } from "../core/errors.ts";
import type { EngineReport } from "../core/model.ts";
import { oneLine } from "../words/clean.ts";
import { inTerminalWords } from "./flags.ts";
import { paint, type Style } from "./style.ts";

/** Exit codes, by whose hands the mending lies in. */
const exitCodes: Record<ErrorKind, number> = {
  invalidInput: 2,
  unsupported: 2,
  notFound: 1,
  denied: 3,
  unauthenticated: 3,
  configuration: 2,
  unreachable: 3,
  timedOut: 3,
  rateLimited: 3,
  badAnswer: 3,
  cancelled: 130,
  internal: 70,
};

/** Exit code of a question that was answered, with nothing in the answer. */
export const exitNone = 1;

export function exitCodeOf(kind: ErrorKind): number {
  return exitCodes[kind];
}

/** Any thrown value as the report that every channel gives. */
export function reportOf(error: unknown): ErrorReport {
  return describe(toLookoutError(error));
}

/** A report as it stands in an answer's list of engines may carry undefined where ours has no key. */
export type AnyReport = NonNullable<EngineReport["error"]> | ErrorReport;

/** The lines for stderr: what happened, and what to do next, each on one line. */
export function errorText(report: AnyReport, style: Style): string {
  const next = report.next === undefined ? [] : [`  ${paint(style, "dim", "next:")} ${sentence(report.next)}`];
  return [`${paint(style, "red", "lookout:")} ${sentence(report.message)}`, ...next].join("\n");
}

const sentence = (text: string) => inTerminalWords(oneLine(text));
