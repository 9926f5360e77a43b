/** Records as JSON. What is not there is left out, and never null. Times are whole seconds of UTC. */
import type { Activity, Process, Template } from "./records.ts";

type Plain = string | boolean | readonly string[] | Readonly<Record<string, string>>;
export type Properties = Readonly<Record<string, Plain>>;

/** The short form in lists. */
export function processRow(process: Process): Properties {
  const { template, parent, top } = process;
  return present({
    completionTime: time(process.completedAt),
    creationTime: time(process.createdAt),
    description: process.description,
    displayName: template.displayName,
    executionState: process.state,
    name: process.name,
    parentProcessInstanceName: parent?.name,
    parentProcessInstanceID: parent?.piid,
    piid: process.piid,
    processTemplateID: template.ptid,
    processTemplateName: template.name,
    resumptionTime: time(process.resumesAt),
    startTime: time(process.startedAt),
    starter: process.starter,
    topLevelProcessInstanceID: top.piid,
    topLevelProcessInstanceName: top.name,
  });
}

/** Everything that is documented of one instance. */
export function processDetails(process: Process): Properties {
  const { customTexts, properties } = process;
  return present({
    ...processRow(process),
    adminTaskID: process.adminTaskId,
    customProperties: properties.length > 0 ? asObject(properties) : null,
    ...Object.fromEntries(customTexts.map((text, index) => [`customText${index + 1}`, text])),
    faultName: process.faultName,
    isBusinessRelevant: process.businessRelevant,
    isContinueOnError: process.continueOnError,
    isMigrated: process.migrated,
    lastModificationTime: time(process.modifiedAt),
    lastStateChangeTime: time(process.stateChangedAt),
  });
}

export function activityRow(activity: Activity): Properties {
  const { process } = activity;
  return present({
    activationTime: time(activity.activatedAt),
    aiid: activity.aiid,
    completionTime: time(activity.completedAt),
    description: activity.description,
    displayName: activity.displayName,
    executionState: activity.state,
    expirationTime: time(activity.expiresAt),
    kind: activity.kind,
    name: activity.name,
    owner: activity.owner,
    processInstanceID: process.piid,
    processInstanceName: process.name,
    processTemplateName: process.template.name,
    startTime: time(activity.startedAt),
    stopReason: activity.stopReason,
  });
}

export const activityDetails = (activity: Activity): Properties =>
  present({
    ...activityRow(activity),
    activityTemplateID: activity.atid,
    applicationName: applicationOf(activity.process.template),
    availableActions: activity.state === "STATE_STOPPED" ? ["FORCERETRY", "FORCECOMPLETE", "SKIP"] : [],
    processTemplateID: activity.process.template.ptid,
  });

export const templateRow = (template: Template): Properties =>
  present({
    applicationName: applicationOf(template),
    autoDeletionMode: "AUTO_DELETE_NO",
    autonomy: "AUTONOMY_PEER",
    creationTime: time(template.createdAt),
    description: template.description,
    displayName: template.displayName,
    executionMode: "EXECUTION_MODE_LONG_RUNNING",
    name: template.name,
    ptid: template.ptid,
    state: template.state,
    validFromTime: time(template.validFrom),
    version: template.version,
  });

const applicationOf = ({ name }: Template): string => `${name}App`;

const time = (at: number | null): string | null => (at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`);

/** Also for names that objects of JavaScript have of their own. */
function asObject(properties: Process["properties"]): Readonly<Record<string, string>> {
  return Object.fromEntries(properties.map(({ name, value }) => [name, value]));
}

function present(properties: Readonly<Record<string, Plain | null | undefined>>): Properties {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value] as const],
    ),
  );
}
