/** Element instances, and what the open ones wait for. */
import type { JsonObject } from "../../../json.ts";
import type { ElementRecord } from "../../records.ts";
import { always, never, since10 } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { date, flag, json, key, text, word } from "../search/fields.ts";
import type { Resource } from "../search/search.ts";
import { elementStates, elementTypes, nameOf, ofInstance, rootKey } from "./common.ts";

const plain = { operators: never } as const;

/** What `/v2/element-instances` shows and searches. */
export function elementInstances({ records }: Engine): Resource<ElementRecord> {
  return {
    rows: records.elements,
    id: (row) => BigInt(row.key),
    alternatives: since10,
    fields: {
      elementInstanceKey: key((row) => row.key, plain),
      ...ofInstance((row) => row.instance, plain),
      elementId: text(({ elementId }) => elementId, { operators: since10 }),
      elementName: text(nameOf, { operators: since10 }),
      type: word(({ type }) => type, elementTypes, plain),
      state: word(({ state }) => state, elementStates),
      startDate: date(({ startedAt }) => startedAt),
      endDate: date(({ endedAt }) => endedAt),
      hasIncident: flag(({ incidentKey }) => incidentKey !== null, { sorted: never }),
      incidentKey: key(({ incidentKey }) => incidentKey, plain),
      elementInstanceScopeKey: key(({ scopeKey }) => scopeKey, { ...plain, shown: never, sorted: never }),
    },
  };
}

/** One reason to wait. Its id is the key of what is waited for; a timer, which has none, has its element's. */
export type Wait = {
  readonly id: bigint;
  readonly element: ElementRecord;
  readonly elementId: string;
  readonly elementType: string;
  readonly type: string;
  readonly details: JsonObject;
};

const waitTypes = "JOB MESSAGE USER_TASK TIMER SIGNAL CONDITION";

/** Why open element instances wait, from 8.10 on. */
export function waitStates(engine: Engine): Resource<Wait> {
  return {
    rows: waitsOf(engine),
    id: (row) => row.id,
    fields: {
      elementInstanceKey: key(({ element }) => element.key),
      processInstanceKey: key(({ element }) => element.instance.key),
      rootProcessInstanceKey: rootKey(({ element }) => element.instance, {
        filtered: always,
        operators: always,
        sorted: always,
      }),
      elementId: text(({ elementId }) => elementId),
      elementType: word(({ elementType }) => elementType, elementTypes, { sorted: never }),
      waitStateType: word(({ type }) => type, waitTypes, { shown: never, sorted: never }),
      tenantId: json(({ element }) => element.instance.definition.tenantId),
      bpmnProcessId: json(({ element }) => element.instance.definition.processId),
      details: json(({ details }) => details),
    },
  };
}

function waitsOf({ records }: Engine): readonly Wait[] {
  const at = (element: ElementRecord) => ({ element, elementId: element.elementId, elementType: element.type });
  const wait = (id: string, where: ReturnType<typeof at>, type: string, details: JsonObject): Wait => {
    return { id: BigInt(id), ...where, type, details: { waitStateType: type, ...details } };
  };
  const jobs = records.jobs.filter(({ endedAt }) => endedAt === null);
  const tasks = records.userTasks.filter(({ state }) => state === "CREATED");
  const messages = records.subscriptions.filter(({ state }) => state === "CREATED");
  return [
    ...jobs.map(({ key: jobKey, element, type: jobType, retries }) =>
      wait(jobKey, at(element), "JOB", {
        jobKey,
        jobType,
        jobKind: "BPMN_ELEMENT",
        listenerEventType: null,
        retries,
      }),
    ),
    ...tasks.map(({ key: taskKey, element, dueAt }) => {
      const dueDate = dueAt === null ? null : new Date(dueAt).toISOString();
      return wait(taskKey, at(element), "USER_TASK", { taskKey, dueDate });
    }),
    ...messages.map(({ key: id, element, elementId, messageName, correlationKey }) => {
      const elementType = elementId === element.elementId ? element.type : "BOUNDARY_EVENT";
      return wait(id, { element, elementId, elementType }, "MESSAGE", { messageName, correlationKey });
    }),
    ...records.timers.map(({ element, dueAt }) =>
      wait(element.key, at(element), "TIMER", { dueDate: dueAt, repetitions: 0 }),
    ),
  ];
}
