import { kindOf } from "../src/core/describe.ts";
import { type ErrorKind, fault, type LookoutError } from "../src/core/errors.ts";
import type { ProcessInstance } from "../src/core/model.ts";
import { inScope } from "../src/core/recheck.ts";
import { type Context, enginesOf, type VisibleEngine } from "../src/core/tool.ts";
import { askAll } from "./fleet.ts";

/** An engine that may have an instance, and the bare id to ask it for. */
export interface Candidate extends VisibleEngine {
  readonly id: string;
}

/**
 * The answer of the engine that has the instance. A link names its engine; of an id without one, all engines are asked that may
 * have an id of this form.
 * Throws `linkUnknown`, `instanceNotFound` and `instanceNowhere`, `instanceInSeveral`, what an engine refuses of the question, and
 * `instanceNotChecked` where an engine that may have it did not answer.
 */
export async function askOwner<T>(
  context: Context,
  idOrLink: string,
  engine: string | undefined,
  question: (candidate: Candidate, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const candidates = await candidatesFor(context, idOrLink, engine);
  const outcomes = await askAll(context, candidates, question);
  const found = outcomes.flatMap((outcome) => (outcome.error ? [] : [outcome]));
  const [only, ...others] = found;
  const namesOf = (list: readonly { readonly asked: VisibleEngine }[]) => list.map(({ asked }) => asked.engine.id);
  if (others.length > 0) throw fault("instanceInSeveral", { id: idOrLink, engines: namesOf(found) });
  if (only) return only.answer;
  const askersFault = outcomes.find(({ error }) => error && ofAsker.has(kindOf(error)))?.error;
  if (askersFault) throw askersFault;
  const failed = outcomes.filter(({ error }) => error && kindOf(error) !== "notFound");
  const absent = namesOf(outcomes.filter((outcome) => !failed.includes(outcome)));
  if (failed.length > 0) {
    throw fault("instanceNotChecked", { id: idOrLink, engines: absent, failed: namesOf(failed) });
  }
  throw fault("instanceNowhere", { id: idOrLink, engines: absent, causes });
}

/** The engines that each have an instance of the id asked for, where that is what is wrong. */
export function sharedBy({ fault: name, facts }: LookoutError): readonly string[] {
  return name === "instanceInSeveral" && "engines" in facts ? facts.engines : [];
}

/** Refusals that another question would not meet: trying again does not help, other words do. */
const ofAsker: ReadonlySet<ErrorKind> = new Set(["unsupported", "invalidInput"]);

const causes = ["notPermitted", "notYetExported", "cleanedUp", "historyNotRecorded"] as const;

async function candidatesFor(
  context: Context,
  idOrLink: string,
  engine: string | undefined,
): Promise<readonly Candidate[]> {
  const engines = enginesOf(context, engine);
  if (/^https?:\/\//i.test(idOrLink)) return linkedBy(engines, idOrLink);
  const fitting = engines.length === 1 ? engines : engines.filter((visible) => visible.engine.mayHold(idOrLink));
  if (fitting.length === 0) {
    throw fault("instanceNowhere", { id: idOrLink, engines: engines.map(({ engine: { id } }) => id), causes: [] });
  }
  return fitting.map((visible) => ({ ...visible, id: idOrLink }));
}

/** The engines whose link it is. One that cannot even be set up is told of where no other knows the link. */
async function linkedBy(engines: readonly VisibleEngine[], link: string): Promise<Candidate[]> {
  const read = await Promise.allSettled(engines.map(({ engine }) => engine.idOfLink(link)));
  const linked = engines.flatMap((visible, index) => {
    const told = read[index];
    return told?.status === "fulfilled" && told.value !== undefined ? [{ ...visible, id: told.value }] : [];
  });
  const broken = read.find((told) => told.status === "rejected");
  if (linked.length === 0) throw broken?.reason ?? fault("linkUnknown", { link });
  return linked;
}

/** Throws `instanceNotFound` for an instance outside the policy: nothing tells it from an unknown one. */
export function assertVisible({ engine, view }: VisibleEngine, instance: ProcessInstance): void {
  if (inScope(view.scope, instance)) return;
  const possible = ["otherEngine", "notPermitted", "cleanedUp", "historyNotRecorded"] as const;
  throw fault("instanceNotFound", { id: instance.id, engine: engine.id, causes: possible });
}
