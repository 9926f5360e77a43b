import type { ErrorKind } from "../../src/core/errors.ts";
import { waitingHours } from "../../src/core/filters.ts";
import type { tools } from "../../tools/index.ts";

type InputKeys<K extends keyof typeof tools> = keyof (typeof tools)[K]["input"]["shape"];

/** What each argument means; a new one without words here does not compile. */
export const queryMeanings: Readonly<Record<InputKeys<"query">, string>> = {
  engine: "Which engine; all that the caller may see when left out. The order `longestWaiting` needs one",
  definitionKey: "BPMN process id, exact; a list means any of them",
  definitionVersion: "Version of that one definition; refused without exactly one `definitionKey`",
  state: "Neutral state, several mean any of them. Stuck is no state: `hasIncident`",
  hasIncident: "`true`: an incident is open. `false`: none is, where the engine can say so",
  incidentType: "Type of an open incident, exact",
  incidentMessage: "Message of an open incident, exact or with `*`",
  attention: `Needs a person: \`incident\` an open one, \`retrying\` a job that failed and will be tried again, \`overdue\` a timer or task past its due date, \`waiting\` a user task or a worker's job that nobody finished for more than ${waitingHours} hours. Several mean any of them`,
  waitingLongerThan: "At an element that was entered longer ago than this duration",
  businessKey: "Exact or with `*`. What the business key is, is configured per engine",
  variables:
    'Each must hold. `operator` is `eq` when left out; a whole number beyond 2^53 is written `{ integer: "…" }`',
  elementId: "Is at this BPMN element now",
  passedElementId: "Has entered this element at some time",
  parentId: "Was called by this instance",
  rootId: "Belongs to the tree of this topmost instance",
  tenantId: "Belongs to this tenant",
  startedAfter: "Started at this instant or later",
  startedBefore: "Started before this instant",
  endedAfter: "Ended at this instant or later",
  endedBefore: "Ended before this instant",
  order:
    "By start: `newest` or `oldest` first. `longestWaiting`: by the element entered longest ago. Default `newest`, but `oldest` with `hasIncident: true` or `attention`",
  mode: "`list` (default) gives rows, `count` gives numbers and groups of equal faults",
  limit: "Rows of a page, 20 when left out",
  cursor: "`nextCursor` of the page before, with the same question",
};

export const getMeanings: Readonly<Record<InputKeys<"get">, string>> = {
  id: "Instance id as the engine writes it, or a link to the instance in the engine's web application",
  engine: "Which engine. When left out, the one that a link names, or all that may have an id of this form",
  include: "More than the answer holds by itself. Annotations of incidents are always there",
  waitUpToMs: "How long to wait for an instance that was only just started, where an engine shows it late",
};

export const historyMeanings: Readonly<Record<InputKeys<"history">, string>> = {
  id: "As for `get_process_instance`",
  engine: "As for `get_process_instance`",
  kinds:
    "Which events. When left out, all but `variable` and `operation`; a kind named here that the engine does not have is refused",
  elementId: "Only events at this element",
  order: "Default `oldest`",
  limit: "Events of a page, 50 when left out",
  cursor: "`nextCursor` of the page before, with the same question",
};

/** Who can mend it. */
export const inWhoseHands: Readonly<Record<ErrorKind, string>> = {
  invalidInput: "the asker",
  unsupported: "the asker",
  notFound: "the asker",
  denied: "whoever runs the lookout, or grants rights in the engine",
  unauthenticated: "whoever runs the lookout",
  configuration: "whoever runs the lookout",
  unreachable: "the engine's operator",
  timedOut: "the engine's operator",
  rateLimited: "the engine's operator",
  badAnswer: "the engine's operator",
  cancelled: "nobody: the asker left",
  internal: "us",
};
