import { fault } from "../../core/errors.ts";
import { type Filters, waitingBefore } from "../../core/filters.ts";
import { matches, parsePattern } from "../../core/pattern.ts";
import * as where from "./where.ts";
import {
  enteredStates,
  inDoubt,
  presentStates,
  stopped,
  stopReasons,
  waitingKinds,
  waitingStates,
  workKinds,
} from "./words.ts";

/** The activity has stopped and waits for repair. */
export const isStopped = where.codeIn("ACTIVITY.STATE", [stopped]);
export const isPresent = where.codeIn("ACTIVITY.STATE", presentStates);
/** The activity was entered at some time. */
export const isEntered = where.codeIn("ACTIVITY.STATE", enteredStates);
const isWaiting = where.codeIn("ACTIVITY.STATE", waitingStates);
const isInDoubt = where.codeIn("PROCESS_INSTANCE.STATE", [inDoubt]);
/** What an operator calls stuck. */
const hasIncident = where.any(isStopped, isInDoubt);

/** The activity was entered before that time and is still there, and is no container of others. */
export const waitsSince = (since: string) =>
  where.all(where.codeIn("ACTIVITY.KIND", waitingKinds), isPresent, where.timeBefore("ACTIVITY.ACTIVATED", since));

/**
 * What is asked of activities, each clause of one of them: an instance must have an activity for every clause, and not one for
 * all. Undefined: nothing can match.
 */
export function activityClauses(engine: string, filters: Filters, now: Date): readonly where.Clause[] | undefined {
  if (filters.hasIncident === false) {
    throw fault("notSupported", {
      what: "hasIncident=false",
      engine,
      because: "its lists can only ask for instances with a stopped activity",
    });
  }
  const attention = attentionClause(filters, now);
  const byType = incidentClause(filters);
  if (attention === null || byType === null) return undefined;
  const { elementId, passedElementId, waitingSince } = filters;
  const place = [
    ...(elementId === undefined ? [] : [where.textIs("ACTIVITY.TEMPLATE_NAME", elementId)]),
    ...(waitingSince === undefined ? (elementId === undefined ? [] : [isPresent]) : [waitsSince(waitingSince)]),
  ];
  return [
    ...(place.length > 0 ? [where.all(...place)] : []),
    ...(passedElementId === undefined ? [] : [hasPassed(passedElementId)]),
    ...(byType ? [byType] : []),
    ...(attention ? [attention] : []),
  ];
}

const hasPassed = (elementId: string) => where.all(where.textIs("ACTIVITY.TEMPLATE_NAME", elementId), isEntered);

/** Open incidents, of one type where one is asked for; null: there is no such type. */
function incidentClause({ hasIncident: asked, incidentType }: Filters): where.Clause | null | undefined {
  if (incidentType === undefined) return asked ? hasIncident : undefined;
  const pattern = parsePattern(incidentType);
  const fits = (type: string) => matches(pattern, type);
  if (fits(stopped)) return fits(inDoubt) ? hasIncident : isStopped;
  const reasons = stopReasons.filter(fits);
  const clauses = [
    ...(reasons.length > 0 ? [where.all(isStopped, where.codeIn("ACTIVITY.STOP_REASON", reasons))] : []),
    ...(fits(inDoubt) ? [isInDoubt] : []),
  ];
  return clauses.length === 0 ? null : where.any(...clauses);
}

/** Any of what needs a person; null: nothing of the kind exists here. An activity is not tried again by itself: it runs, or it has stopped. */
function attentionClause({ attention }: Filters, now: Date): where.Clause | null | undefined {
  if (!attention) return undefined;
  const clauses = attention.flatMap((one): where.Clause[] => {
    switch (one) {
      case "incident":
        return [hasIncident];
      case "overdue":
        return [where.all(isWaiting, where.timeBefore("ACTIVITY.EXPIRES", now.toISOString()))];
      case "waiting":
        return [
          where.all(
            where.codeIn("ACTIVITY.KIND", workKinds),
            isPresent,
            where.timeBefore("ACTIVITY.ACTIVATED", waitingBefore(now)),
          ),
        ];
      default:
        return []; // retrying: nothing does
    }
  });
  return clauses.length === 0 ? null : where.any(...clauses);
}
