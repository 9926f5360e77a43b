import type { tools } from "../../tools/index.ts";
import type { Order } from "../core/filters.ts";
import type { OutputOf } from "../core/tool.ts";
import { oneLine, valueText } from "./clean.ts";
import { clockText } from "./moments.ts";
import type { Style } from "./style.ts";

type Understood = OutputOf<typeof tools.query>["understood"];
type Phrase = (asked: Understood, style: Style) => string | false | undefined;

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
  waitingSince: ({ waitingSince: at }, style) => at !== undefined && `waiting since before ${clockText(at, style)}`,
  elementId: ({ elementId: id }) => id !== undefined && `at ${oneLine(id)}`,
  passedElementId: ({ passedElementId: id }) => id !== undefined && `passed ${oneLine(id)}`,
  variables: ({ variables }) => variables?.map(variableWords).join(", "),
  parentId: ({ parentId: id }) => id !== undefined && `called by ${oneLine(id)}`,
  rootId: ({ rootId: id }) => id !== undefined && `under ${oneLine(id)}`,
  tenantId: ({ tenantId: id }) => id !== undefined && `tenant ${oneLine(id)}`,
  startedAfter: ({ startedAfter: at }, style) => at !== undefined && `started since ${clockText(at, style)}`,
  startedBefore: ({ startedBefore: at }, style) => at !== undefined && `started before ${clockText(at, style)}`,
  endedAfter: ({ endedAfter: at }, style) => at !== undefined && `ended since ${clockText(at, style)}`,
  endedBefore: ({ endedBefore: at }, style) => at !== undefined && `ended before ${clockText(at, style)}`,
  order: ({ order }) => order && ordered[order],
};

function variableWords({ name, operator, value }: NonNullable<Understood["variables"]>[number]): string {
  const shown = typeof value === "object" && value !== null ? value.integer : valueText(value);
  return `${oneLine(name)} ${operators[operator]} ${shown}`;
}

/** What was asked, as the lookout understood it: every filter in words, times resolved. */
export function understoodWords(asked: Understood, style: Style): string {
  return Object.values(phrases)
    .map((phrase) => phrase(asked, style))
    .filter((words) => Boolean(words))
    .join(", ");
}
