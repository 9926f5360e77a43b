import type { tools } from "../../../tools/index.ts";
import type { Incident } from "../../core/model.ts";
import type { OutputOf } from "../../core/tool.ts";
import { calledWords } from "./family.ts";
import { moment, since } from "./times.ts";
import { elementWords, many, quote, quoteCut, word } from "./words.ts";

type Got = OutputOf<typeof tools.get>;

const mostIds = 5;

/** What is wrong, with the notes that people left; equal incidents of several called instances together. */
export function incidentLines(got: Got, now: Date): string[] {
  const { instance, incidents, incidentsTotal, unknown } = got;
  if (incidents.length === 0 && instance.hasIncident && !unknown.includes("incidents")) {
    return ["An incident is open, but its cause was not found here or in called instances."];
  }
  const groups = new Map<string, Incident[]>();
  for (const incident of incidents) {
    const { type, message, element, annotation, stackTrace, resolved, resolvedAt } = incident;
    const isOwn = incident.instanceId === instance.id;
    const key = JSON.stringify([
      type,
      message,
      element?.elementId,
      annotation,
      stackTrace,
      resolved,
      resolvedAt,
      isOwn,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), incident]);
  }
  const rest = (incidentsTotal ?? incidents.length) - incidents.length;
  return [
    ...[...groups.values()].flatMap((equal) => groupLines(equal, got, now)),
    ...(rest > 0
      ? [
          `and ${many(rest, "more incident")}, left out for size: query_process_instances with rootId = the id of the root, hasIncident=true`,
        ]
      : []),
  ];
}

function groupLines(equal: readonly Incident[], got: Got, now: Date): string[] {
  const [oldest] = equal.toSorted((a, b) => (a.since < b.since ? -1 : 1));
  if (!oldest) return [];
  const { annotation, message, messageLength, resolved, resolvedAt, retries, stackTrace, type } = oldest;
  const left = retries === undefined || retries <= 0 ? "" : `, ${many(retries, "retry", "retries")} left`;
  const end = resolved ? `, resolved${resolvedAt ? ` ${moment(resolvedAt, now)}` : ""}` : "";
  const times = equal.length > 1 ? ` (${equal.length} times, the oldest` : "";
  // How long is told once: where the instance waits.
  const from = got.waitingAt.length > 0 ? moment(oldest.since, now) : since(oldest.since, now);
  const said = message === null ? "no message" : quoteCut(message, messageLength);
  return [
    `Incident ${word(type)}${place(equal, got)}${times} since ${from}${times ? ")" : ""}${left}${end}: ${said}`,
    ...(annotation ? [`Note on the incident: ${quote(annotation)}`] : []),
    ...(stackTrace ? [`Stack trace: ${quote(stackTrace)}`] : []),
  ];
}

/** In which instances and at which element, unless that is where this instance waits anyway. */
function place(equal: readonly Incident[], got: Got): string {
  const { instance, waitingAt } = got;
  const ids = [...new Set(equal.map(({ instanceId }) => instanceId))].filter((id) => id !== instance.id);
  const rest = ids.length > mostIds ? ` and ${ids.length - mostIds} more (query_process_instances with rootId)` : "";
  const [element] = equal.map((incident) => incident.element);
  const isWhereItWaits =
    ids.length === 0 && waitingAt.length === 1 && waitingAt[0]?.element.elementId === element?.elementId;
  const instances =
    ids.length > 1
      ? `called instances ${ids.slice(0, mostIds).map(word).join(", ")}`
      : ids.map(calledWords(got)).join();
  return `${ids.length > 0 ? ` in ${instances}${rest}` : ""}${element && !isWhereItWaits ? ` at ${elementWords(element, false)}` : ""}`;
}
