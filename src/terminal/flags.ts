import type { GetInput, HistoryInput, QueryInput } from "../../tools/index.ts";
import { flag } from "./shell-words.ts";

type Field = keyof GetInput | keyof QueryInput | keyof HistoryInput;

/** What a terminal user calls each input of the tools. */
const flagNames: Record<Field, string> = {
  id: "ID",
  engine: "--engine",
  include: "--include",
  waitUpToMs: "--wait",
  definitionKey: "--definition-key",
  definitionVersion: "--definition-version",
  state: "--state",
  hasIncident: "--has-incident",
  incidentType: "--incident-type",
  incidentMessage: "--incident-message",
  attention: "--attention",
  waitingLongerThan: "--waiting-longer-than",
  businessKey: "--business-key",
  variables: "--variable",
  elementId: "--element-id",
  passedElementId: "--passed-element-id",
  parentId: "--parent-id",
  rootId: "--root-id",
  tenantId: "--tenant-id",
  startedAfter: "--started-after",
  startedBefore: "--started-before",
  endedAfter: "--ended-after",
  endedBefore: "--ended-before",
  order: "--order",
  mode: "--count",
  limit: "--limit",
  cursor: "--cursor",
  kinds: "--kind",
};

const flagOf = new Map(Object.entries(flagNames));
const flagged = (word: string) => flagOf.get(word) ?? word;
const names = [...flagOf.keys()].join("|");
const compound = [...flagOf.keys()].filter((name) => /[A-Z]/.test(name)).join("|");

/** Where the core speaks of inputs by name, and how those names stand there; plain words are left alone elsewhere. */
const rewrites: readonly (readonly [RegExp, (...groups: string[]) => string])[] = [
  [/^(It can do: )(.+?)(\.?)$/, (_, head, items, end) => `${head}${items?.split(", ").map(flagged).join(", ")}${end}`],
  [
    new RegExp(`((?:^|; )(?:${names}))(?:\\[\\d+\\])?(?:\\.\\w+)*(?=: | (?:must|is) )`, "g"),
    (_, found) => lastFlagged(found),
  ],
  [new RegExp(`\\b(the filter|match) (${names})\\b`, "g"), (_, head, name) => `${head} ${flagged(name ?? "")}`],
  [/\bcannot do (state|order) /, (_, name) => `cannot do ${flagged(name ?? "")} `],
  [
    new RegExp(`^(${names}) and (${names}) (?=contradict)`),
    (_, one, two) => `${flagged(one ?? "")} and ${flagged(two ?? "")} `,
  ],
  [
    new RegExp(`^Leave out (${names}) or (${names})\\.$`),
    (_, one, two) => `Leave out ${flagged(one ?? "")} or ${flagged(two ?? "")}.`,
  ],
  [/^Add engine, for example (\S+)\.$/, (_, engine) => `Add --engine, for example: -e ${engine}`],
  [/, or pass nextCursor exactly as it came/, () => ", or pass it exactly as it came"],
  [/\bquery_process_instances\b/g, () => "`lookout query`"],
  [/\bget_process_instance_history\b/g, () => "`lookout history`"],
  [/\bget_process_instance\b/g, () => "`lookout get`"],
  [/\bname another engine\b/g, () => "name another engine with -e"],
  [new RegExp(`(?<![-\\w"'.])(${compound})(?![-\\w"'])`, "g"), (found) => flagged(found)],
];

function lastFlagged(found: string | undefined): string {
  const [, head = "", name = ""] = /^((?:; )?)(\w+)$/.exec(found ?? "") ?? [];
  return `${head}${flagged(name)}`;
}

/** A sentence of the core in the words of a terminal user: inputs by their flags, tools by their commands. */
export function inTerminalWords(text: string): string {
  return rewrites.reduce((sentence, [pattern, words]) => sentence.replace(pattern, words), text);
}

/** An input as the words of a command line; the id, where there is one, is an operand and not among them. */
export function wordsOf(input: QueryInput | HistoryInput, leaveOut: readonly Field[] = []): string[] {
  return Object.entries(input).flatMap(([field, value]) => {
    const name = flagOf.get(field);
    if (name === undefined || field === "id" || leaveOut.some((left) => left === field)) return [];
    if (field === "mode") return value === "count" ? [name] : [];
    if (typeof value === "boolean") return [value ? name : name.replace("--", "--no-")];
    return (Array.isArray(value) ? value : [value]).flatMap((each) => {
      if (each === undefined) return [];
      return flag(name, typeof each === "object" ? variableWord(each) : String(each));
    });
  });
}

const operators = { eq: "=", neq: "!=", gt: ">", gte: ">=", lt: "<", lte: "<=", like: "~" } as const;

function variableWord({ name, operator = "eq", value }: NonNullable<QueryInput["variables"]>[number]): string {
  if (typeof value === "object") return `${name}${operators[operator]}${value === null ? "null" : value.integer}`;
  const needsQuotes = typeof value === "string" && /^(true$|false$|null$|[-\d"=~])/.test(value);
  return `${name}${operators[operator]}${needsQuotes ? JSON.stringify(value) : value}`;
}
