/** Where it hurts: open incidents, and everything above them that shows them. */
import type { ElementInstance, Incident, Instance, Job } from "../../world.ts";
import type { IncidentRecord, Key } from "../records.ts";
import type { Telling } from "./telling.ts";

/** What an incident stands at: an element that was entered, or the wait of a job before one. */
type Place = ElementInstance | Job;

export type Trouble = {
  readonly has: (instance: Instance) => boolean;
  /** The open incident at this place or below it; the oldest. */
  readonly at: (place: Place) => Key | null;
};

/** Camunda 8 has an incident only where the trouble began; the repeats in the callers are Camunda 7's. */
export const rootCauses = ({ world }: Telling): readonly Incident[] =>
  world.incidents.filter((incident) => incident.cause === null);

/** A fresh incident can be found before the instance shows it: it is pending. */
export function stateOf({ seen }: Telling, incident: Incident): IncidentRecord["state"] {
  if (seen(incident.endedAt)) return "RESOLVED";
  return seen(incident.createdAt) ? "ACTIVE" : "PENDING";
}

/** Null for an incident of nothing that runs. */
export const placeOf = ({ job, externalTask }: Incident): Place | null => job ?? externalTask?.step ?? null;

/** Finds what shows open incidents. */
export function troubleOf(telling: Telling): Trouble {
  const places = new Map<Place, Key>();
  const instances = new Set<Instance>();
  for (const incident of rootCauses(telling)) {
    if (stateOf(telling, incident) !== "ACTIVE") continue;
    const start = placeOf(incident);
    if (start) for (const place of upwards(start)) places.set(place, places.get(place) ?? telling.keys(incident));
    for (let at: Instance | undefined = incident.instance; at; at = at.caller?.instance) instances.add(at);
  }
  return { has: (instance) => instances.has(instance), at: (place) => places.get(place) ?? null };
}

/** The place itself, the elements around it, and the call activities and their surroundings above. */
function* upwards(place: Place): Generator<Place> {
  yield place;
  const above = ("scope" in place ? place.scope : null) ?? place.instance.caller;
  if (above) yield* upwards(above);
}
