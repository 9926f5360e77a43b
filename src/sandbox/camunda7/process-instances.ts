/** /process-instance: what runs. */
import type { ElementType, Incident, Instance } from "../world.ts";
import {
  anyOf,
  equal,
  type Filters,
  flag,
  like,
  never,
  noneOf,
  ofDefinition,
  someOf,
  text,
  variables,
} from "./filters.ts";
import { matchesLike } from "./like.ts";
import type { Resource, Sorts } from "./query.ts";
import type { Relations } from "./relations.ts";
import type { Engine } from "./settings.ts";

export function processInstances(engine: Engine, related: Relations): Resource<Instance> {
  return {
    path: "process-instance",
    dto: "runtime.ProcessInstanceQueryDto",
    rows: engine.world.instances.filter((instance) => instance.endedAt === null),
    id: (instance) => instance.id,
    definitionKey: (instance) => instance.definition.key,
    filters: filters(related),
    overrides: { suspended: ["active"] },
    andOnly: ["withIncident", "leafProcessInstances"],
    sorts,
    show: (instance) => ({
      links: [],
      id: instance.id,
      definitionId: instance.definition.id,
      businessKey: instance.businessKey,
      caseInstanceId: null,
      ended: false,
      suspended: instance.state === "suspended",
      tenantId: instance.definition.tenantId,
      definitionKey: instance.definition.key,
    }),
  };
}

/** The sets that instance queries refuse when they are empty. */
export const idsMessage = "Set of process instance ids is empty";

function filters(related: Relations): Filters<Instance> {
  const incident = (test: (incident: Incident, value: string) => boolean) =>
    text<Instance>((one, value) => related.openIncidents(one).some((found) => test(found, value)));
  return {
    ...ofDefinition<Instance>(
      (one) => one.definition,
      [
        "processDefinitionId",
        "processDefinitionKey",
        "processDefinitionKeyIn",
        "deploymentId",
        "tenantIdIn",
        "withoutTenantId",
      ],
    ),
    processDefinitionKeyNotIn: noneOf((one) => one.definition.key),
    processInstanceIds: someOf((one) => one.id, idsMessage),
    businessKey: equal((one) => one.businessKey),
    businessKeyLike: like((one) => one.businessKey),
    caseInstanceId: never,
    superCaseInstance: never,
    subCaseInstance: never,
    superProcessInstance: equal((one) => one.caller?.instance.id ?? null),
    subProcessInstance: text((one, id) => related.children(one).some((child) => child.id === id)),
    rootProcessInstanceId: equal((one) => one.root.id),
    rootProcessInstances: flag((one) => one.caller === null),
    leafProcessInstances: flag((one) => !related.children(one).some((child) => child.endedAt === null)),
    active: flag((one) => one.state === "active"),
    suspended: flag((one) => one.state === "suspended"),
    withIncident: flag((one) => related.openIncidents(one).length > 0),
    incidentId: incident((found, value) => found.id === value),
    incidentType: incident((found, value) => found.type === value),
    incidentMessage: incident((found, value) => found.message === value),
    incidentMessageLike: incident((found, value) => matchesLike(found.message, value)),
    processDefinitionWithoutTenantId: flag((one) => one.definition.tenantId === null),
    activityIdIn: anyOf((one) => activeElementIds(related, one)),
    // A variable local to a task counts where the task shares the execution of the whole instance.
    variables: variables((one) =>
      related.variables(one).filter((held) => !held.removed && (held.scope?.executionId ?? one.id) === one.id),
    ),
  };
}

/** Where an instance stands: open elements that hold no others, and asynchronous ones a job is about to enter. */
export function activeElementIds(related: Relations, instance: Instance): string[] {
  const open = related.steps(instance).filter((step) => step.endedAt === null && !containers.has(step.element.type));
  return [...open, ...related.jobs(instance)].map(({ element }) => element.id);
}

const containers: ReadonlySet<ElementType> = new Set(["subProcess", "multiInstanceBody"]);

const sorts: Sorts<Instance> = {
  instanceId: (one) => one.id,
  definitionId: (one) => one.definition.id,
  definitionKey: (one) => one.definition.key,
  businessKey: (one) => one.businessKey,
  tenantId: (one) => one.definition.tenantId,
};
