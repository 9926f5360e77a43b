/** User tasks, and the variables that they see. */
import type { Key, UserTaskRecord, VariableRecord } from "../../records.ts";
import { never, since9, since10 } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import type { Relations } from "../relations.ts";
import { date, integer, json, key, text, word } from "../search/fields.ts";
import type { Resource } from "../search/search.ts";
import { rootKey, tagsGroup, variablesGroup } from "./common.ts";

const states = "CREATING CREATED ASSIGNING UPDATING COMPLETING COMPLETED CANCELING CANCELED FAILED";
const filteredOnly = { shown: never, sorted: never } as const;
const unsorted = { sorted: never } as const;
const plain = { ...unsorted, operators: never } as const;
const operatorsLate = { ...unsorted, operators: since10 } as const;

/** What `/v2/user-tasks` shows and searches. */
export function userTasks({ records, relations }: Engine): Resource<UserTaskRecord> {
  return {
    rows: records.userTasks,
    id: (row) => BigInt(row.key),
    groups: [
      tagsGroup(since9, ({ element }) => element.instance.tags),
      variablesGroup("processInstanceVariables", ({ element }) => relations.variablesIn(element.instance.key)),
      variablesGroup("localVariables", ({ element }) => relations.variablesIn(element.key)),
    ],
    fields: {
      userTaskKey: key((row) => row.key, plain),
      elementInstanceKey: key(({ element }) => element.key, plain),
      elementId: text(({ element }) => element.elementId, plain),
      processInstanceKey: key(({ element }) => element.instance.key, operatorsLate),
      processDefinitionKey: key(({ element }) => element.instance.definition.key, operatorsLate),
      processDefinitionId: text(({ element }) => element.instance.definition.processId, operatorsLate),
      rootProcessInstanceKey: rootKey(({ element }) => element.instance),
      tenantId: text(({ element }) => element.instance.definition.tenantId, unsorted),
      name: text(({ name }) => name, { operators: since9 }),
      state: word(({ state }) => state, states, unsorted),
      assignee: text(({ assignee }) => assignee, unsorted),
      candidateGroup: text(({ candidateGroups }) => candidateGroups, filteredOnly),
      candidateUser: text(() => [], filteredOnly),
      priority: integer(({ priority }) => priority),
      creationDate: date(({ createdAt }) => createdAt),
      completionDate: date(({ endedAt }) => endedAt),
      followUpDate: date(() => null),
      dueDate: date(({ dueAt }) => dueAt),
      businessId: text(({ element }) => element.instance.businessId, {
        shown: since10,
        filtered: since10,
        sorted: since10,
      }),
      candidateGroups: json(({ candidateGroups }) => candidateGroups),
      candidateUsers: json(() => []),
      processName: json(({ element }) => element.instance.definition.name),
      processDefinitionVersion: json(({ element }) => element.instance.definition.version),
      tags: json(({ element }) => element.instance.tags, { shown: since9 }),
      customHeaders: json(() => ({})),
      externalFormReference: json(() => null),
      formKey: json(() => null),
    },
  };
}

/** The variables of the task's scope and of the scopes around it, innermost first. */
export function variablesSeenBy({ element }: UserTaskRecord, relations: Relations): readonly VariableRecord[] {
  const seen = (scope: Key): VariableRecord[] => {
    const around = relations.elementAt(scope)?.scopeKey;
    return [...relations.variablesIn(scope), ...(around === undefined ? [] : seen(around))];
  };
  return seen(element.key);
}

/** Each name once, from the innermost scope. */
export function effective(variables: readonly VariableRecord[]): readonly VariableRecord[] {
  return [...new Map(variables.toReversed().map((one) => [one.name, one])).values()];
}
