import { InvalidArgumentError, Option } from "commander";
import type { GetInput, HistoryInput, QueryInput } from "../../tools/index.ts";
import type { Include } from "../core/engine.ts";
import type { Order } from "../core/filters.ts";
import type { Attention, EventKind, InstanceState } from "../core/model.ts";
import { variableFilterOf } from "../core/variable-words.ts";

export type VariableInput = NonNullable<QueryInput["variables"]>[number];

type Reader<T> = (word: string, before: T | undefined) => T;

// The values of each closed set: for help and completion only, the tools judge. Records, so that none can be missing.
const states = Object.keys({
  active: 0,
  suspended: 0,
  completed: 0,
  terminated: 0,
  failed: 0,
  unknown: 0,
} satisfies Record<InstanceState, 0>);
const attentions = Object.keys({ incident: 0, retrying: 0, overdue: 0, waiting: 0 } satisfies Record<Attention, 0>);
const orders = Object.keys({ newest: 0, oldest: 0, longestWaiting: 0 } satisfies Record<Order, 0>);
const includes = Object.keys({ variables: 0, incidentsResolved: 0, stackTraces: 0 } satisfies Record<Include, 0>);
const kinds = Object.keys({
  instance: 0,
  element: 0,
  incident: 0,
  jobFailure: 0,
  calledInstance: 0,
  variable: 0,
  operation: 0,
} satisfies Record<EventKind, 0>);

export const outputFlags = () => [flag(general, "--json", "the whole answer as one JSON object"), configFlag()];

/** The shapes that a sandbox can have, and the versions of its API where it has several. */
export const sandboxKinds = ["camunda7", "camunda8", "bpel"] as const;
export const sandboxApis = ["8.8", "8.9", "8.10", "operate"] as const;

export const sandboxFlags = () => [
  flag("Options:", "--kind <kind>", "camunda7 (the default), camunda8, or bpel").choices(sandboxKinds),
  flag("Options:", "--api <version>", "of camunda8: 8.8, 8.9 (the default), 8.10, or operate").choices(sandboxApis),
  flag("Options:", "--port <number>", "port of the engine; a free one when left out", port),
];

export const slackFlags = () => [
  flag("Options:", "--port <number>", "over HTTP: where to listen; 3000 when left out", port),
  flag("Options:", "--host <address>", "over HTTP: on which address; 127.0.0.1 when left out"),
];

export const manifestFlags = () => [
  flag("Options:", "--command <name>", "name of the slash command; /process when left out"),
  flag("Options:", "--url <address>", "https:// address at which Slack finds the lookout; without it Socket Mode"),
];

export const general = "General:";
const which = "Which instances:";
const where = "Where they are:";
const when = "When:";
const form = "Form of the answer:";
const instant = "2026-11-22T10:00:00Z, 2026-11-22 (UTC), or back from now: 2h, 7d";

/** A flag under a heading of the help. Values are listed in help and completion, and judged by the tools. */
function flag<T>(group: string, flags: string, about: string, read?: Reader<T>, values?: readonly string[]): Option {
  const option = new Option(flags, values ? `${values.join(", ")} (${about})` : about).helpGroup(group);
  if (read) option.argParser(read);
  if (values) option.argChoices = [...values];
  return option;
}

const whole = (word: string) => {
  if (!/^-?\d{1,15}$/.test(word)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(word);
};
const port = (word: string) => {
  if (!/^\d{1,5}$/.test(word) || Number(word) > 65_535) throw new InvalidArgumentError("It must be from 0 to 65535.");
  return Number(word);
};
const seconds = (word: string) => {
  if (!/^\d{1,6}(\.\d{1,3})?s?$/.test(word)) throw new InvalidArgumentError("It must be a number of seconds.");
  return Math.round(Number(word.replace("s", "")) * 1_000);
};
const repeated = (word: string, before: readonly string[] | undefined) => [...(before ?? []), word];
const listed = (word: string, before: readonly string[] | undefined) => [
  ...(before ?? []),
  ...word.split(",").map((part) => part.trim()),
];
const variables = (word: string, before: readonly VariableInput[] | undefined) => [...(before ?? []), variableOf(word)];

/** `name=value`, `amount>=100`, `name~pat*` as a filter. */
function variableOf(word: string): VariableInput {
  const filter = variableFilterOf(word);
  if (filter) return filter;
  const isQuoted = /^[^=!<>~]+(?:!=|[<>]=?|=|~)".*"$/s.test(word);
  throw new InvalidArgumentError(
    isQuoted
      ? "A value in double quotes is a text as JSON writes it: 'name=\"007\"'."
      : "Write name=value; operators are = != > >= < <= and ~ (with * as wildcard).",
  );
}

export const engineFlag = () => flag(general, "-e, --engine <id>", "ask this engine only");
export const configFlag = () => flag(general, "-c, --config <file>", "configuration file; outweighs the environment");
/** The flags of `get`; a row for every input. */
export const getFlags = () =>
  ({
    include: [flag(form, "--include <part>", "more to show; repeatable, or a,b", listed, includes)],
    waitUpToMs: [flag(form, "--wait <seconds>", "wait for an instance that was just started, at most 10", seconds)],
    engine: [engineFlag(), ...outputFlags()],
  }) satisfies Record<Exclude<keyof GetInput, "id">, Option[]>;

/** The flags of `query`; a row for every input. */
export const queryFlags = () =>
  ({
    definitionKey: [flag(which, "--definition-key <key>", "BPMN process id (repeatable)", repeated)],
    definitionVersion: [flag(which, "--definition-version <number>", "needs one --definition-key", whole)],
    businessKey: [flag(which, "--business-key <key>", "exact, or with * as wildcard")],
    state: [flag(which, "--state <state>", "repeatable, or a,b", listed, states)],
    hasIncident: [
      flag(which, "--has-incident", "an incident is open: stuck"),
      flag(which, "--no-has-incident", "no incident is open"),
    ],
    incidentType: [flag(which, "--incident-type <type>", "as the engine calls it")],
    incidentMessage: [flag(which, "--incident-message <text>", "exact, or with * as wildcard")],
    attention: [flag(which, "--attention <need>", "what needs a person; repeatable, or a,b", listed, attentions)],
    variables: [
      flag(which, "--variable <condition>", 'name=value, amount>=100, name~pat*, zip="007" (repeatable)', variables),
    ],
    parentId: [flag(which, "--parent-id <id>", "called by this instance")],
    rootId: [flag(which, "--root-id <id>", "anywhere below this instance")],
    tenantId: [flag(which, "--tenant-id <id>", "of this tenant")],
    elementId: [flag(where, "--element-id <id>", "is at this BPMN element")],
    passedElementId: [flag(where, "--passed-element-id <id>", "has entered this BPMN element")],
    waitingLongerThan: [flag(where, "--waiting-longer-than <time>", "at an element for more than 90m, 2h, 7d")],
    startedAfter: [flag(when, "--started-after <time>", instant)],
    startedBefore: [flag(when, "--started-before <time>", "like --started-after")],
    endedAfter: [flag(when, "--ended-after <time>", "like --started-after")],
    endedBefore: [flag(when, "--ended-before <time>", "like --started-after")],
    mode: [flag(form, "--count", "numbers and groups of equal faults instead of rows")],
    order: [
      flag(form, "--order <order>", "default newest; oldest with --has-incident or --attention", undefined, orders),
    ],
    limit: [flag(form, "--limit <number>", "rows of a page, 1 to 100; default 20", whole)],
    cursor: [flag(form, "--cursor <cursor>", "where a page ended, with the same filters")],
    engine: [
      flag(form, "--all", "every page to the end"),
      flag(form, "--jsonl", "one instance per line as JSON, as they come"),
      engineFlag(),
      ...outputFlags(),
    ],
  }) satisfies Record<keyof QueryInput, Option[]>;

/** The flags of `history`; a row for every input. */
export const historyFlags = () =>
  ({
    kinds: [flag(form, "--kind <kind>", "repeatable, or a,b; default all but the last two", listed, kinds)],
    elementId: [flag(form, "--element-id <id>", "only at this BPMN element")],
    order: [flag(form, "--order <order>", "default oldest first", undefined, ["oldest", "newest"])],
    limit: [flag(form, "--limit <number>", "events of a page, 1 to 200; default 50", whole)],
    cursor: [flag(form, "--cursor <cursor>", "where a page ended, with the same flags")],
    engine: [engineFlag(), ...outputFlags()],
  }) satisfies Record<Exclude<keyof HistoryInput, "id">, Option[]>;
