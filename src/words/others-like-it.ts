import type { CanAsk } from "../core/askable.ts";
import type { Filters } from "../core/filters.ts";
import type { Incident, ProcessInstance, Relative } from "../core/model.ts";

interface Got {
  readonly instance: ProcessInstance;
  readonly called: readonly Relative[];
}

interface Others {
  /** The filters of a query to the engine of the instance. */
  readonly input: Pick<Filters, "definitionKey" | "elementId" | "hasIncident" | "incidentType" | "incidentMessage">;
  readonly why: string;
}

/** The question that finds instances with the same fault; where the engine cannot look for messages, what else is stuck in that place. */
export function othersLikeIt(
  incident: Incident,
  { instance, called }: Got,
  canAsk: CanAsk | undefined,
): Others | undefined {
  if (!canAsk || canAsk([instance.engine], "incidentMessage")) {
    const input = sameFault(incident);
    return input && { input, why: "others like it" };
  }
  const owner = [instance, ...called].find(({ id }) => id === incident.instanceId);
  const key = owner?.definition?.key;
  if (key === undefined) return undefined;
  const element = canAsk([instance.engine], "elementId") ? incident.element?.elementId : undefined;
  const why = element === undefined ? "what else is stuck in it" : "what else is stuck there";
  const place = element === undefined ? {} : { elementId: element };
  return { input: { definitionKey: [key], ...place, hasIncident: true }, why };
}

const leastPrefix = 8;

/** The message up to the first part that differs from one occurrence to the next, where there is so much of it and it is shown. */
function sameFault({ message, type }: Incident): Others["input"] | undefined {
  if (message === null || message.startsWith("•••")) return undefined;
  const stable = /^[^\d"'`“«/\\<>{}[\]()\n…:*]*/u.exec(message)?.[0].trimEnd() ?? "";
  const prefix = Array.from(stable).slice(0, 60).join("");
  if (Array.from(prefix).length < leastPrefix) return undefined;
  return { incidentType: type, incidentMessage: prefix === message ? message : `${prefix}*` };
}
