import type { Fact, Scripted } from "../world.ts";
import type { Family } from "./family.ts";

/** What the script tells, as an engine of this family holds it. The one place where the worlds of families differ. */
export function factFor(family: Family, { state, businessKey, entered, incident, attention, ...rest }: Scripted): Fact {
  const noticed = attentionFor(family, attention);
  return {
    ...rest,
    state: state === "suspended" && family.lacks.suspension ? "active" : state,
    businessKey: businessKey === null ? null : family.businessKey(businessKey),
    entered: family.world.jobsEnter ? [...new Set([...entered, ...rest.at])] : entered,
    ...(incident ? { incident: incidentFor(family, incident) } : {}),
    ...(noticed ? { attention: noticed } : {}),
  };
}

function incidentFor({ world }: Family, { of, message }: NonNullable<Scripted["incident"]>) {
  const type = of === "job" ? world.failedJob : world.failedWork;
  return { type: message === null && !world.incidentsClimb ? null : type, message };
}

function attentionFor({ lacks }: Family, attention: Scripted["attention"]): Fact["attention"] {
  if (attention === "retrying") return lacks.jobs ? undefined : "retrying";
  if (attention === "overdueTimer") return lacks.timers ? undefined : "overdue";
  if (attention === "overdueTask") return lacks.userTasks ? undefined : "overdue";
  return undefined;
}
