/** Jobs. */
import type { JobRecord } from "../../records.ts";
import { never, since9, since10 } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { date, flag, integer, json, key, text, word } from "../search/fields.ts";
import type { Resource } from "../search/search.ts";
import { ofInstance } from "./common.ts";

const states =
  "CANCELED COMPLETED CREATED ERROR_THROWN FAILED MIGRATED PRIORITY_UPDATED@10 RETRIES_UPDATED TIMEOUT_UPDATED@10 TIMED_OUT";
const kinds = "BPMN_ELEMENT EXECUTION_LISTENER TASK_LISTENER AD_HOC_SUB_PROCESS";
const listenerEvents = "ASSIGNING BEFORE_ALL@10 CANCEL@10 CANCELING COMPLETING CREATING END START UNSPECIFIED UPDATING";

/** What `/v2/jobs` searches. */
export function jobs({ records }: Engine): Resource<JobRecord> {
  return {
    rows: records.jobs,
    id: (row) => BigInt(row.key),
    fields: {
      jobKey: key((row) => row.key),
      ...ofInstance(({ element }) => element.instance),
      elementId: text(({ element }) => element.elementId),
      elementInstanceKey: key(({ element }) => element.key),
      type: text(({ type }) => type),
      // Never absent: before a worker has taken the job it is empty.
      worker: text(({ worker }) => worker ?? ""),
      state: word(({ state }) => state, states),
      kind: word(() => "BPMN_ELEMENT", kinds),
      listenerEventType: word(() => "UNSPECIFIED", listenerEvents),
      retries: integer(({ retries }) => retries),
      deadline: date(({ deadline }) => deadline),
      errorMessage: text(({ errorMessage }) => errorMessage),
      errorCode: text(({ errorCode }) => errorCode),
      hasFailedWithRetriesLeft: flag(({ state, retries }) => state === "FAILED" && retries > 0, { sorted: since9 }),
      isDenied: flag(() => null),
      deniedReason: text(() => null),
      endTime: date(({ endedAt }) => endedAt),
      creationTime: date(({ createdAt }) => createdAt, { shown: since9, filtered: since9, sorted: since10 }),
      lastUpdateTime: date(({ updatedAt }) => updatedAt, { shown: since9, filtered: since9, sorted: never }),
      priority: integer(() => 0, { shown: since10, filtered: since10, sorted: since10 }),
      businessId: json(({ element }) => element.instance.businessId, { shown: since10 }),
      customHeaders: json(() => ({})),
    },
  };
}
