/** Incidents. */
import type { IncidentRecord } from "../../records.ts";
import { only8, since9 } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { date, key, text, word } from "../search/fields.ts";
import type { Resource } from "../search/search.ts";
import { ofInstance } from "./common.ts";

const errorTypes =
  "AD_HOC_SUB_PROCESS_NO_RETRIES CALLED_DECISION_ERROR CALLED_ELEMENT_ERROR CONDITION_ERROR DECISION_EVALUATION_ERROR EXECUTION_LISTENER_NO_RETRIES EXTRACT_VALUE_ERROR FORM_NOT_FOUND IO_MAPPING_ERROR JOB_NO_RETRIES MESSAGE_SIZE_EXCEEDED RESOURCE_NOT_FOUND SECRET_RESOLUTION_ERROR@10 TASK_LISTENER_NO_RETRIES UNHANDLED_ERROR_EVENT UNKNOWN UNSPECIFIED";
const states = "ACTIVE MIGRATED PENDING RESOLVED UNKNOWN@9";

/** Before 8.9 filters are for equality only. */
const traits = { operators: since9 } as const;

/** What `/v2/incidents` shows and searches. */
export function incidents({ records }: Engine): Resource<IncidentRecord> {
  return {
    rows: records.incidents,
    id: (row) => BigInt(row.key),
    fields: {
      incidentKey: key((row) => row.key, traits),
      ...ofInstance(({ element }) => element.instance, traits),
      errorType: word(({ type }) => type, errorTypes, { ...traits, notIn: true }),
      errorMessage: text(({ message }) => message, { ...traits, sorted: only8 }),
      elementId: text(({ element }) => element.elementId, traits),
      elementInstanceKey: key(({ element }) => element.key, traits),
      creationTime: date(({ createdAt }) => createdAt),
      state: word(({ state }) => state, states, { ...traits, notIn: true }),
      jobKey: key(({ jobKey }) => jobKey, traits),
    },
  };
}
