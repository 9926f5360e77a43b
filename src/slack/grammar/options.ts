import type { GetInput, HistoryInput, QueryInput } from "../../../tools/index.ts";
import { type Include, includes } from "../../core/engine.ts";
import { orders } from "../../core/filters.ts";
import { attentions, eventKinds, instanceStates } from "../../core/model.ts";
import type { RequestOf } from "../request.ts";

/** How the value of an option is read from what was typed. Lists are written with commas. */
export type Reading =
  | { readonly as: "text" | "yesNo" | "duration" | "instant" }
  | { readonly as: "texts" | "conditions"; readonly most: number }
  | { readonly as: "choice" | "choices"; readonly of: readonly string[] }
  /** A time to wait, typed with its unit and kept in ms. */
  | { readonly as: "pause"; readonly to: number }
  | { readonly as: "number"; readonly from: number; readonly to: number };

/** One option, written `name=value`. Which field of the input it sets is its place in the table. */
export interface Option {
  /** Names beside that of the field; the first is the one that help and answers use. */
  readonly names?: readonly string[];
  readonly reading: Reading;
  /** Whether values often have blanks, so that a word after one may belong to it. */
  readonly mayGoOn?: true;
  /** What it asks for, in a few words; the values of a closed set are told beside it. */
  readonly about: string;
  readonly example: string;
}

/** The options of a command by the field of the input that each sets. */
export type Options = Readonly<Record<string, Option>>;

/** Rows of a page when none are asked for, so that a message is read at a glance, and the most there can be. */
export const pageSizes = { list: 10, history: 20, most: 50 } as const;

const text = { as: "text" } as const;
const instant = { as: "instant" } as const;
const rows = { as: "number", from: 1, to: pageSizes.most } as const;

const engine = { reading: text, about: "ask this engine only", example: "engine=c7-prod" } as const;
const id = { reading: text, about: "an id that could be a business key too", example: "id=4711" } as const;

export const findOptions = {
  key: { reading: text, about: "a key that looks like something else", example: 'key="stuck"' },
  engine,
} as const satisfies Record<keyof RequestOf<"find">["input"], Option>;

export const getOptions = {
  id,
  include: {
    reading: { as: "choices", of: includes },
    about: "more to show",
    example: `include=${"variables" satisfies Include}`,
  },
  waitUpToMs: {
    names: ["wait"],
    reading: { as: "pause", to: 10_000 },
    about: "wait for an instance just started, at most 10s",
    example: "wait=5s",
  },
  engine,
} as const satisfies Record<keyof GetInput, Option>;

export const historyOptions = {
  id,
  kinds: {
    names: ["kind"],
    reading: { as: "choices", of: eventKinds },
    about: "default all but variable and operation",
    example: "kind=incident,jobFailure",
  },
  elementId: { names: ["element"], reading: text, about: "only at this BPMN element", example: "element=Charge" },
  order: { reading: { as: "choice", of: ["oldest", "newest"] }, about: "default oldest", example: "order=newest" },
  limit: {
    reading: rows,
    about: `events shown, default ${pageSizes.history}, at most ${pageSizes.most}`,
    example: "limit=50",
  },
  engine,
} as const satisfies Record<Exclude<keyof HistoryInput, "cursor">, Option>;

/** What a list of instances is narrowed by. */
const filterOptions = {
  definitionKey: {
    names: ["definition", "process"],
    reading: { as: "texts", most: 50 },
    about: "BPMN process id; also as a word by itself",
    example: "definition=order-process",
  },
  definitionVersion: {
    names: ["version"],
    reading: { as: "number", from: 1, to: 999_999_999 },
    about: "needs one process",
    example: "version=3",
  },
  businessKey: {
    names: ["key"],
    reading: text,
    mayGoOn: true,
    about: "exact, or with * as wildcard",
    example: "key=ORDER-47*",
  },
  state: {
    reading: { as: "choices", of: instanceStates },
    about: "also as a word by itself",
    example: "state=failed,terminated",
  },
  hasIncident: {
    names: ["stuck"],
    reading: { as: "yesNo" },
    about: "no incident is open; yes: one is",
    example: "stuck=no",
  },
  incidentType: { names: ["type"], reading: text, about: "as the engine calls it", example: "type=failedJob" },
  incidentMessage: {
    names: ["message"],
    reading: text,
    mayGoOn: true,
    about: "of an open incident; exact, or with *",
    example: 'message="Payment*"',
  },
  attention: {
    reading: { as: "choices", of: attentions },
    about: "needs a person",
    example: "attention=overdue,waiting",
  },
  waitingLongerThan: {
    names: ["waiting"],
    reading: { as: "duration" },
    about: "at an element for longer; also >2h by itself",
    example: "waiting=2h",
  },
  variables: {
    names: ["variable", "var"],
    reading: { as: "conditions", most: 10 },
    mayGoOn: true,
    about: "signs = != > >= < <= ~; also amount>=100 by itself",
    example: "variable=country=DE",
  },
  elementId: { names: ["element"], reading: text, about: "is at this BPMN element", example: "element=Charge" },
  passedElementId: { names: ["passed"], reading: text, about: "has entered this element", example: "passed=Charge" },
  parentId: { names: ["parent"], reading: text, about: "called by this instance", example: "parent=2251799813685249" },
  rootId: { names: ["root"], reading: text, about: "anywhere below this instance", example: "root=2251799813685249" },
  tenantId: { names: ["tenant"], reading: text, about: "of this tenant", example: "tenant=eu" },
  startedAfter: {
    names: ["since"],
    reading: instant,
    about: "started in the last 24 h, or since a day (UTC) or time",
    example: "since=24h",
  },
  startedBefore: {
    names: ["before", "until"],
    reading: instant,
    about: "started before, written like since",
    example: "before=2026-11-22",
  },
  endedAfter: { reading: instant, about: "ended after, written like since", example: "endedAfter=24h" },
  endedBefore: { reading: instant, about: "ended before, written like since", example: "endedBefore=2026-11-22" },
  engine,
} as const satisfies Options;

type QueryField = Exclude<keyof QueryInput, "cursor">;

/** What numbers are asked with: they have no rows. */
export const countOptions = filterOptions satisfies Record<Exclude<QueryField, "mode" | "order" | "limit">, Option>;

export const queryOptions = {
  ...filterOptions,
  mode: { reading: { as: "choice", of: ["list", "count"] }, about: "count is short for it", example: "mode=count" },
  order: {
    reading: { as: "choice", of: orders },
    about: "default newest; oldest with stuck or attention",
    example: "order=oldest",
  },
  limit: {
    reading: rows,
    about: `rows shown, default ${pageSizes.list}, at most ${pageSizes.most}`,
    example: "limit=20",
  },
} as const satisfies Record<QueryField, Option>;

/** Names are compared as people write them: in any case, with or without hyphens. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}

/** What an option is called in help and answers. */
export function nameOf(field: string, { names }: Option): string {
  return names?.[0] ?? field;
}

/** An option, and the field of the input that it sets. */
export interface Named {
  readonly field: string;
  readonly option: Option;
}

const named = new WeakMap<Options, ReadonlyMap<string, Named>>();

/** The option of this name, with the field that it sets. */
export function optionNamed(options: Options, name: string): Named | undefined {
  const known = named.get(options) ?? namesOf(options);
  named.set(options, known);
  return known.get(folded(name));
}

function namesOf(options: Options): ReadonlyMap<string, Named> {
  return new Map(
    Object.entries(options).flatMap(([field, option]) =>
      [folded(field), ...(option.names ?? [])].map((name): [string, Named] => [name, { field, option }]),
    ),
  );
}

/** What help says of an option after its example: the values of a closed set, and what it is about. */
export function helpOf({ reading, about }: Option): string {
  return "of" in reading ? `${reading.of.join(", ")} (${about})` : about;
}
