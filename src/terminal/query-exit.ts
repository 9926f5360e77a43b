import type { QueryOutput } from "../../tools/index.ts";
import type { EngineReport } from "../core/model.ts";
import { totalOf } from "../core/total.ts";
import { exitCodeOf, exitNone } from "./error-text.ts";

/** 0 with rows (or a count above zero); 1 for none; the failure's own code where it may be the reason for none. */
export function queryExitCode({ instances, engines }: Pick<QueryOutput, "instances" | "engines">): number {
  const found = instances ? instances.length : totalOf(engines).total;
  return found > 0 ? 0 : exitCodeOfNone(engines);
}

/** Why there is nothing: an engine that failed outweighs one that refused the question, and both a plain "none". */
export function exitCodeOfNone(engines: readonly EngineReport[]): number {
  const worst = engines.find(({ status }) => status === "failed") ?? engines.find(({ status }) => status === "refused");
  return worst ? exitCodeOf(worst.error?.kind ?? "badAnswer") : exitNone;
}
