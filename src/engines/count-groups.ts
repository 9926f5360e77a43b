import { fingerprint } from "../core/fingerprint.ts";
import type { Counts, Element, ProcessInstance } from "../core/model.ts";
import { cleanText } from "../core/text.ts";
import { shownMessage } from "./shown-message.ts";

export type DefinitionCount = Counts["definitions"][number];

type Of = Pick<DefinitionCount, "definitionKey" | "definitionVersion">;

const keyOf = ({ definitionKey, definitionVersion }: Of) => `${definitionVersion ?? ""}:${definitionKey}`;

const ofInstance = ({ definition: { key, version } }: ProcessInstance): Of => ({
  definitionKey: key,
  ...(version === undefined ? {} : { definitionVersion: version }),
});

/** How many instances there are, over all states. */
export const sumOf = (byState: DefinitionCount["byState"]) => Object.values(byState).reduce((sum, one) => sum + one, 0);

/** Instances counted by definition, version and state. */
export function countByDefinition(engine: string, instances: readonly ProcessInstance[]): DefinitionCount[] {
  const groups = new Map<string, DefinitionCount>();
  for (const instance of instances) {
    const of = ofInstance(instance);
    const group = groups.get(keyOf(of)) ?? { engine, ...of, byState: {}, openIncidents: 0 };
    group.byState[instance.state] = (group.byState[instance.state] ?? 0) + 1;
    groups.set(keyOf(of), group);
  }
  return [...groups.values()];
}

/** The same definition of several tenants counts as one. */
export function mergedByDefinition(counts: readonly DefinitionCount[]): DefinitionCount[] {
  const merged = new Map<string, DefinitionCount>();
  for (const count of counts) {
    const group = merged.get(keyOf(count));
    merged.set(keyOf(count), group ? { ...count, byState: added(group.byState, count.byState) } : count);
  }
  return [...merged.values()];
}

function added(a: DefinitionCount["byState"], b: DefinitionCount["byState"]): DefinitionCount["byState"] {
  const { active = 0, suspended = 0, completed = 0, terminated = 0, failed = 0, unknown = 0 } = a;
  const sums = {
    active: active + (b.active ?? 0),
    suspended: suspended + (b.suspended ?? 0),
    completed: completed + (b.completed ?? 0),
    terminated: terminated + (b.terminated ?? 0),
    failed: failed + (b.failed ?? 0),
    unknown: unknown + (b.unknown ?? 0),
  };
  return Object.fromEntries(Object.entries(sums).filter(([, number]) => number > 0));
}

/** An open incident as far as it is counted. */
export interface CountedIncident {
  readonly instance: ProcessInstance;
  readonly element: Element | undefined;
  readonly type: string;
  readonly message: string | null;
  readonly since: string;
}

export interface IncidentGroup {
  readonly count: Counts["incidents"][number];
  readonly incidents: number;
}

/** Equal faults together, by definition, version, element, type and fingerprint: the one with most instances first. */
export function groupIncidents(engine: string, incidents: readonly CountedIncident[]): IncidentGroup[] {
  const groups = new Map<string, CountedIncident[]>();
  for (const incident of incidents) {
    const { instance, element, type, message } = incident;
    const parts = [keyOf(ofInstance(instance)), element?.elementId, type, fingerprint(type, message)];
    const key = parts.join("\n");
    const group = groups.get(key);
    if (group) group.push(incident);
    else groups.set(key, [incident]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { instance, element, type, message } = first;
      const since = group.map((one) => one.since).sort();
      return {
        incidents: group.length,
        count: {
          engine,
          ...ofInstance(instance),
          ...(element ? { element } : {}),
          type: cleanText(type).text,
          fingerprint: fingerprint(type, message),
          instances: new Set(group.map((one) => one.instance.id)).size,
          message: shownMessage(message).message,
          oldest: since[0] ?? "",
          newest: since.at(-1) ?? "",
        },
      };
    })
    .sort((a, b) => b.count.instances - a.count.instances || (a.count.oldest < b.count.oldest ? -1 : 1));
}

/** The counts of definitions with how many incidents are open in each. */
export function withOpenIncidents(
  definitions: readonly DefinitionCount[],
  groups: readonly IncidentGroup[],
): DefinitionCount[] {
  return definitions.map((definition) => ({
    ...definition,
    openIncidents: groups
      .filter(({ count }) => keyOf(count) === keyOf(definition))
      .reduce((sum, { incidents }) => sum + incidents, 0),
  }));
}
