/** What belongs to what: the records, looked up by the keys that link them. */
import type {
  ElementRecord,
  IncidentRecord,
  InstanceRecord,
  JobRecord,
  Key,
  Records,
  UserTaskRecord,
  VariableRecord,
} from "../records.ts";

export type Relations = {
  readonly elementsOf: (instance: InstanceRecord) => readonly ElementRecord[];
  readonly jobsOf: (instance: InstanceRecord) => readonly JobRecord[];
  readonly variablesOf: (instance: InstanceRecord) => readonly VariableRecord[];
  readonly variablesIn: (scope: Key) => readonly VariableRecord[];
  /** Open ones, of the instance itself. */
  readonly openIncidentsOf: (instance: InstanceRecord) => readonly IncidentRecord[];
  readonly instanceAt: (key: Key) => InstanceRecord | undefined;
  readonly elementAt: (key: Key) => ElementRecord | undefined;
  readonly userTaskAt: (key: Key) => UserTaskRecord | undefined;
  /** Whether an instance is this one or was called by it, at any depth. */
  readonly isWithin: (instance: InstanceRecord, key: Key) => boolean;
  /** Whether an element is this one, is inside it, or runs in what it called. */
  readonly isBelow: (element: ElementRecord, key: Key) => boolean;
};

/** Groups and indexes the records once, for all requests. */
export function relate(records: Records): Relations {
  const elements = Map.groupBy(records.elements, ({ instance }) => instance);
  const jobs = Map.groupBy(records.jobs, ({ element }) => element.instance);
  const variables = Map.groupBy(records.variables, ({ instance }) => instance);
  const scopes = Map.groupBy(records.variables, ({ scopeKey }) => scopeKey);
  const open = records.incidents.filter(({ state }) => state !== "RESOLVED");
  const incidents = Map.groupBy(open, ({ element }) => element.instance);
  const instanceByKey = new Map(records.instances.map((one) => [one.key, one]));
  const elementByKey = new Map(records.elements.map((one) => [one.key, one]));
  const tasks = new Map(records.userTasks.map((one) => [one.key, one]));

  const isWithin = (instance: InstanceRecord, key: Key): boolean => {
    if (instance.key === key) return true;
    const parent = instance.parentKey === null ? undefined : instanceByKey.get(instance.parentKey);
    return parent !== undefined && isWithin(parent, key);
  };
  const isBelow = (element: ElementRecord, key: Key): boolean => {
    if (element.key === key) return true;
    const above = elementByKey.get(element.scopeKey) ?? elementByKey.get(element.instance.parentElementKey ?? "");
    return above !== undefined && isBelow(above, key);
  };
  return {
    elementsOf: (instance) => elements.get(instance) ?? [],
    jobsOf: (instance) => jobs.get(instance) ?? [],
    variablesOf: (instance) => variables.get(instance) ?? [],
    variablesIn: (scope) => scopes.get(scope) ?? [],
    openIncidentsOf: (instance) => incidents.get(instance) ?? [],
    instanceAt: (key) => instanceByKey.get(key),
    elementAt: (key) => elementByKey.get(key),
    userTaskAt: (key) => tasks.get(key),
    isWithin,
    isBelow,
  };
}

/** The records of the tenants that a client may see. */
export function visible(records: Records, tenants: readonly string[] | undefined): Records {
  if (!tenants) return records;
  const of = ({ definition }: InstanceRecord) => tenants.includes(definition.tenantId);
  const at = ({ element }: { readonly element: ElementRecord }) => of(element.instance);
  return {
    ...records,
    definitions: records.definitions.filter(({ tenantId }) => tenants.includes(tenantId)),
    instances: records.instances.filter(of),
    elements: records.elements.filter(({ instance }) => of(instance)),
    incidents: records.incidents.filter(at),
    jobs: records.jobs.filter(at),
    userTasks: records.userTasks.filter(at),
    variables: records.variables.filter(({ instance }) => of(instance)),
    subscriptions: records.subscriptions.filter(at),
    timers: records.timers.filter(at),
    audit: records.audit.filter(({ instance }) => of(instance)),
  };
}
