import type { Fact, Scripted } from "../world.ts";
import type { Family } from "./family.ts";

/** What the script tells, as an engine of this family holds it. The one place where the worlds of families differ. */
export function factFor(family: Family, scripted: Scripted): Fact {
  const { state, version, businessKey, entered, incident, attention, ...rest } = scripted;
  const noticed = attentionFor(family, attention);
  const isStuck = incident && (incident.message !== null || family.world.callersAreMarked);
  return {
    ...rest,
    version: family.lacks.versions ? undefined : version,
    state: state === "suspended" && family.lacks.suspension ? "active" : state,
    businessKey: businessKey === null ? null : family.businessKey(businessKey),
    entered: family.world.jobsEnter ? [...new Set([...entered, ...rest.at])] : entered,
    ...(isStuck ? { incident: incidentFor(family, incident) } : {}),
    ...(noticed ? { attention: noticed } : {}),
  };
}

function incidentFor({ world, lacks }: Family, { of, message }: NonNullable<Scripted["incident"]>) {
  const type = of === "job" ? world.failedJob : world.failedWork;
  return {
    type: message === null && !world.incidentsClimb ? null : type,
    message: lacks.incidentMessages ? null : message,
    isCause: message !== null,
  };
}

function attentionFor({ lacks }: Family, attention: Scripted["attention"]): Fact["attention"] {
  if (attention === "retrying") return (lacks.jobs ?? lacks.retries) ? undefined : "retrying";
  if (attention === "overdueTimer") return lacks.timers ? undefined : "overdue";
  if (attention === "overdueTask") return lacks.userTasks ? undefined : "overdue";
  return undefined;
}
