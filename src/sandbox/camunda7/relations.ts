/** What belongs to an instance, looked up once instead of per row. */
import type { ElementInstance, Incident, Instance, Job, JobLog, Variable } from "../world.ts";
import type { Engine } from "./settings.ts";

export type Relations = {
  readonly children: (instance: Instance) => readonly Instance[];
  readonly steps: (instance: Instance) => readonly ElementInstance[];
  readonly variables: (instance: Instance) => readonly Variable[];
  readonly jobs: (instance: Instance) => readonly Job[];
  readonly jobLogs: (instance: Instance) => readonly JobLog[];
  readonly openIncidents: (instance: Instance) => readonly Incident[];
  /** Every incident that history has kept. */
  readonly pastIncidents: (instance: Instance) => readonly Incident[];
};

export function relate({ world, keeps }: Engine): Relations {
  const jobs = world.jobs.filter((job) => !job.gone);
  const open = world.incidents.filter(isOpen);
  return {
    children: lookup(
      world.instances.filter((one) => one.caller),
      (one) => one.caller?.instance,
    ),
    steps: lookup(world.steps, (step) => step.instance),
    variables: lookup(world.variables, (variable) => variable.instance),
    jobs: lookup(jobs, (job) => job.instance),
    jobLogs: lookup(world.jobLogs, (log) => log.job.instance),
    openIncidents: lookup(open, (incident) => incident.instance),
    pastIncidents: lookup(keeps("full") ? world.incidents : [], (incident) => incident.instance),
  };
}

export const isOpen = (incident: Incident): boolean => incident.state === "open";

function lookup<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key | undefined): (key: Key) => readonly Row[] {
  const groups = Map.groupBy(rows, keyOf);
  return (key) => groups.get(key) ?? [];
}

const day = 86_400_000;

/** History is kept for some days after the end of the root instance. */
export function removalTime({ root }: Instance): number | null {
  return root.endedAt === null ? null : root.endedAt + root.definition.daysToLive * day;
}

/** The root cause of an incident that was repeated in callers. */
export function rootCause(incident: Incident): Incident {
  return incident.cause ? rootCause(incident.cause) : incident;
}
