import type { EngineReport } from "../../core/model.ts";
import { oneLine } from "../../words/clean.ts";
import type { Words } from "../../words/words.ts";

const mostNamed = 5;

/** " · c8-old NOT checked": the engines whose part is missing, in the line of the answer, which is not the whole truth then. */
export function notChecked(engines: readonly EngineReport[]): Words {
  const missing = missingOf(engines);
  return missing.length === 0 ? [] : [` · ${namesOf(missing)} NOT checked`];
}

/** "c7-prod, c8-prod": a few by name. */
export function namesOf(engines: readonly EngineReport[]): string {
  const named = engines.slice(0, mostNamed).map(({ engine }) => oneLine(engine));
  const rest = engines.length - named.length;
  return `${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/**
 * Why each of them is missing, a sentence each. What to do about several alike is told once, and what an engine can do instead
 * only where no other has answered.
 */
export function whyMissing(engines: readonly EngineReport[]): string[] {
  const answered = engines.some(({ status }) => status === "ok");
  const missing = missingOf(engines);
  return missing.map(({ engine, status, error }, at) => {
    const follows = missing.slice(at + 1).some((later) => later.error?.next === error?.next);
    const next = follows || (answered && status === "refused") ? undefined : error?.next;
    const why = oneLine([error?.message, next].filter((part) => part !== undefined).join(" "));
    return why.includes(engine) ? why : oneLine(`${engine}: ${why}`);
  });
}

const missingOf = (engines: readonly EngineReport[]) => engines.filter(({ status }) => status !== "ok");
