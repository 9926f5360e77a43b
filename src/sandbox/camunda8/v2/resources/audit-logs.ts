/** The audit log: who did what from outside. */
import type { AuditRecord } from "../../records.ts";
import { never, since10 } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { date, type Fields, key, type Traits, text, word } from "../search/fields.ts";
import type { Resource } from "../search/search.ts";
import { ofInstance } from "./common.ts";

const entityTypes =
  "AUTHORIZATION BATCH DECISION GROUP INCIDENT JOB MAPPING_RULE PROCESS_INSTANCE RESOURCE ROLE TENANT USER USER_TASK VARIABLE CLIENT";
const operations =
  "ASSIGN CANCEL COMPLETE CREATE DELETE EVALUATE MIGRATE MODIFY RESOLVE RESUME SUSPEND UNASSIGN UNKNOWN UPDATE";
const batchOperations =
  "ADD_VARIABLE CANCEL_PROCESS_INSTANCE DELETE_DECISION_DEFINITION DELETE_DECISION_INSTANCE DELETE_PROCESS_DEFINITION DELETE_PROCESS_INSTANCE MIGRATE_PROCESS_INSTANCE MODIFY_PROCESS_INSTANCE RESOLVE_INCIDENT RESUME_PROCESS_INSTANCE@10 SUSPEND_PROCESS_INSTANCE@10 UPDATE_JOB@10 UPDATE_VARIABLE";

const unsorted = { sorted: never } as const;
const new10 = { shown: since10, filtered: since10, sorted: since10 } as const;

/** What `/v2/audit-logs` shows and searches. */
export function auditLogs({ records, relations }: Engine): Resource<AuditRecord> {
  const taskOf = ({ userTaskKey }: AuditRecord) =>
    userTaskKey === null ? undefined : relations.userTaskAt(userTaskKey);
  return {
    rows: records.audit,
    id: (row) => BigInt(row.key),
    fields: {
      auditLogKey: key((row) => row.key),
      ...ofInstance((row) => row.instance),
      elementInstanceKey: key((row) => taskOf(row)?.element.key ?? null),
      userTaskKey: key(({ userTaskKey }) => userTaskKey),
      entityKey: key(({ entityKey }) => entityKey),
      entityType: word(({ entityType }) => entityType, entityTypes),
      category: word(
        ({ entityType }) => (entityType === "USER_TASK" ? "USER_TASKS" : "DEPLOYED_RESOURCES"),
        "ADMIN DEPLOYED_RESOURCES USER_TASKS",
      ),
      operationType: word(({ operation }) => operation, operations),
      result: word(() => "SUCCESS", "FAIL SUCCESS"),
      timestamp: date(({ at }) => at),
      actorId: text(({ actorId }) => actorId),
      actorType: word(() => "USER", "ANONYMOUS CLIENT UNKNOWN USER"),
      ...absent,
    },
  };
}

/** Those fields of other things that could have been done something to. */
const absent: Fields<AuditRecord> = {
  ...nothing(key, {}, ["jobKey", "decisionRequirementsKey", "decisionDefinitionKey", "decisionEvaluationKey"]),
  ...nothing(text, {}, ["decisionRequirementsId", "decisionDefinitionId"]),
  ...nothing(key, unsorted, ["deploymentKey", "formKey", "resourceKey", "relatedEntityKey"]),
  ...nothing(text, unsorted, ["agentElementId", "entityDescription"]),
  ...nothing(text, new10, ["inboundChannelType", "inboundChannelToolName"]),
  batchOperationKey: key(() => null, { filtered: never }),
  batchOperationType: word(() => null, batchOperations),
  relatedEntityType: word(() => null, entityTypes, unsorted),
};

function nothing(make: typeof key | typeof text, traits: Traits, names: readonly string[]): Fields<AuditRecord> {
  return Object.fromEntries(names.map((name) => [name, make<AuditRecord>(() => null, traits)]));
}

const ofTasks = ["operationType", "result", "timestamp", "actorType", "actorId"];

/** The entries about one user task, which few fields can be filtered by. */
export function auditLogsOfTask(engine: Engine, userTaskKey: string): Resource<AuditRecord> {
  const { fields, ...rest } = auditLogs(engine);
  const narrowed = Object.entries(fields).map(([name, field]) => [
    name,
    ofTasks.includes(name) ? field : { ...field, filtered: never },
  ]);
  const rows = rest.rows.filter((row) => row.userTaskKey === userTaskKey);
  return { ...rest, rows, fields: Object.fromEntries(narrowed) };
}
