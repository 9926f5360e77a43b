import type { Filters, Order } from "../core/filters.ts";
import { oneLine, valueText } from "./clean.ts";
import { joinedWords, type Words } from "./words.ts";

type Understood = Filters & { readonly order?: Order | undefined };
type Phrase = (asked: Understood) => Words | string | false | undefined;

const operators = { eq: "=", neq: "≠", gt: ">", gte: "≥", lt: "<", lte: "≤", like: "~" } as const;
const ordered: Record<Order, string> = {
  newest: "newest first",
  oldest: "oldest first",
  longestWaiting: "longest waiting first",
};

const phrases: Record<keyof Required<Understood>, Phrase> = {
  businessKey: ({ businessKey: key }) => key !== undefined && `business key ${oneLine(key)}`,
  definitionKey: ({ definitionKey: keys }) => keys?.map(oneLine).join(" or "),
  definitionVersion: ({ definitionVersion: version }) => version !== undefined && `version ${version}`,
  state: ({ state }) => state?.join(" or "),
  hasIncident: ({ hasIncident: has }) => has !== undefined && (has ? "open incident" : "no open incident"),
  attention: ({ attention: kinds }) => kinds && `needing a person (${kinds.join(" or ")})`,
  incidentType: ({ incidentType: type }) => type !== undefined && `incident type ${oneLine(type)}`,
  incidentMessage: ({ incidentMessage: text }) => text !== undefined && `incident message "${oneLine(text)}"`,
  waitingSince: ({ waitingSince: at }) => at !== undefined && ["waiting since before ", { at }],
  elementId: ({ elementId: id }) => id !== undefined && `at ${oneLine(id)}`,
  passedElementId: ({ passedElementId: id }) => id !== undefined && `passed ${oneLine(id)}`,
  variables: ({ variables }) => variables?.map(variableWords).join(", "),
  parentId: ({ parentId: id }) => id !== undefined && `called by ${oneLine(id)}`,
  rootId: ({ rootId: id }) => id !== undefined && `under ${oneLine(id)}`,
  tenantId: ({ tenantId: id }) => id !== undefined && `tenant ${oneLine(id)}`,
  startedAfter: ({ startedAfter: at }) => at !== undefined && ["started since ", { at }],
  startedBefore: ({ startedBefore: at }) => at !== undefined && ["started before ", { at }],
  endedAfter: ({ endedAfter: at }) => at !== undefined && ["ended since ", { at }],
  endedBefore: ({ endedBefore: at }) => at !== undefined && ["ended before ", { at }],
  order: ({ order }) => order && ordered[order],
};

function variableWords({ name, operator, value }: NonNullable<Understood["variables"]>[number]): string {
  const shown = typeof value === "object" && value !== null ? value.integer : valueText(value);
  return `${oneLine(name)} ${operators[operator]} ${shown}`;
}

/** What was asked, as the lookout understood it: every filter in words, times resolved. */
export function understoodWords(asked: Understood): Words {
  const told = Object.values(phrases).map((phrase) => phrase(asked) || undefined);
  return joinedWords(told, ", ");
}
