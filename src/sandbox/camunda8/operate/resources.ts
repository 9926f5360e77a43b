/** The rows of the cluster in the words of Operate. */
import type {
  DefinitionRecord,
  ElementRecord,
  IncidentRecord,
  InstanceRecord,
  Records,
  VariableRecord,
} from "../records.ts";
import { count, date, flag, key, type Resource, text } from "./fields.ts";

/** The importer cuts longer values, also for reads by key. */
const longestValue = 8191;

/** The rows of the tenants that may be seen. */
export function visible(records: Records, tenants: readonly string[] | undefined): Records {
  if (!tenants) return records;
  const sees = ({ tenantId }: DefinitionRecord) => tenants.includes(tenantId);
  return {
    ...records,
    definitions: records.definitions.filter(sees),
    instances: records.instances.filter((one) => sees(one.definition)),
    elements: records.elements.filter((one) => sees(one.instance.definition)),
    incidents: records.incidents.filter((one) => sees(one.element.instance.definition)),
    variables: records.variables.filter((one) => sees(one.instance.definition)),
  };
}

export function processInstances({ instances }: Records): Resource<InstanceRecord> {
  return {
    path: "process-instances",
    entity: "ProcessInstance",
    missing: (wanted) => `No process instances found for key ${wanted}`,
    rows: instances,
    fields: {
      key: key((one) => one.key, { primitive: true }),
      processVersion: count((one) => one.definition.version),
      processVersionTag: text((one) => one.definition.versionTag),
      bpmnProcessId: text((one) => one.definition.processId),
      parentKey: key((one) => one.parentKey, { sort: "fails" }),
      parentFlowNodeInstanceKey: key((one) => one.parentElementKey),
      startDate: date((one) => one.startedAt),
      endDate: date((one) => one.endedAt),
      state: text(stateOf),
      incident: flag((one) => one.hasIncident),
      processDefinitionKey: key((one) => one.definition.key, { primitive: true }),
      tenantId: text((one) => one.definition.tenantId),
    },
    aliases: { parentProcessInstanceKey: "parentKey" },
  };
}

/** These versions cannot suspend, and call what was terminated canceled. */
function stateOf({ state }: InstanceRecord): string {
  if (state === "SUSPENDED") return "ACTIVE";
  return state === "TERMINATED" ? "CANCELED" : state;
}

/** Elements with an incident: failing ones, and those that called an instance in trouble; scopes around them have none. */
export type Troubled = { readonly has: (element: ElementRecord) => boolean; readonly keyOf: Map<string, string> };

export function troubledIn({ incidents, instances }: Records): Troubled {
  const open = incidents.filter((one) => one.state === "ACTIVE");
  const keyOf = new Map(open.map((one) => [one.element.key, one.key]));
  const calling = new Set(instances.filter((one) => one.hasIncident).map((one) => one.parentElementKey));
  return { keyOf, has: (element) => keyOf.has(element.key) || calling.has(element.key) };
}

export function flowNodeInstances({ elements }: Records, troubled: Troubled): Resource<ElementRecord> {
  return {
    path: "flownode-instances",
    entity: "FlowNodeInstance",
    missing: (wanted) => `No flownode instance found for key ${wanted}`,
    rows: elements,
    fields: {
      key: key((one) => one.key),
      processInstanceKey: key((one) => one.instance.key),
      processDefinitionKey: key((one) => one.instance.definition.key),
      startDate: date((one) => one.startedAt),
      endDate: date((one) => one.endedAt),
      flowNodeId: text((one) => one.elementId),
      // Names are added to answers; the storage has none.
      flowNodeName: text((one) => one.name, { filter: "ignored", sort: "fails" }),
      incidentKey: key((one) => troubled.keyOf.get(one.key) ?? null),
      type: text((one) => one.type),
      state: text((one) => one.state),
      incident: flag(troubled.has),
      tenantId: text((one) => one.instance.definition.tenantId),
    },
    aliases: {},
  };
}

export function incidents({ incidents: rows }: Records): Resource<IncidentRecord> {
  return {
    path: "incidents",
    entity: "Incident",
    missing: (wanted) => `No incident found for key ${wanted} `,
    rows,
    fields: {
      key: key((one) => one.key),
      processDefinitionKey: key((one) => one.element.instance.definition.key),
      processInstanceKey: key((one) => one.element.instance.key),
      type: text((one) => one.type),
      message: text((one) => one.message, { filter: "words", sort: "refused" }),
      creationTime: date((one) => one.createdAt),
      state: text((one) => one.state),
      jobKey: key((one) => one.jobKey),
      tenantId: text((one) => one.element.instance.definition.tenantId),
    },
    aliases: {},
  };
}

export function variables({ variables: rows }: Records): Resource<VariableRecord> {
  return {
    path: "variables",
    entity: "Variable",
    missing: (wanted) => `No variable found for key ${wanted}`,
    rows,
    fields: {
      key: key((one) => one.key),
      processInstanceKey: key((one) => one.instance.key),
      scopeKey: key((one) => one.scopeKey),
      name: text((one) => one.name),
      value: text((one) => one.value.slice(0, longestValue)),
      truncated: flag((one) => one.value.length > longestValue, { sort: "fails", hidden: true }),
      tenantId: text((one) => one.instance.definition.tenantId),
    },
    aliases: {},
  };
}

export function processDefinitions({ definitions }: Records): Resource<DefinitionRecord> {
  return {
    path: "process-definitions",
    entity: "ProcessDefinition",
    missing: (wanted) => `No process definition found for key ${wanted}`,
    rows: definitions,
    fields: {
      key: key((one) => one.key, { primitive: true }),
      name: text((one) => one.name),
      version: count((one) => one.version),
      versionTag: text((one) => one.versionTag, { filter: "ignored" }),
      bpmnProcessId: text((one) => one.processId),
      tenantId: text((one) => one.tenantId),
    },
    aliases: {},
  };
}
