/** The database views that a clause may name, their columns, and the words for numbers in them. */
import type { IdKind } from "../ids.ts";
import type { Activity, Process, Property, Template } from "../records.ts";
import { activityKinds, activityStates, processStates, stopReasons, templateStates } from "../words.ts";

/** One row of the joined views. What a clause does not need is missing. */
export type Tuple = {
  readonly template?: Template;
  readonly process?: Process;
  readonly activity?: Activity;
  /** By the digit of the view; the view without a digit is 0. */
  readonly attributes?: ReadonlyMap<number, Property>;
};

export type Value = string | number | boolean;

export type Column = {
  readonly type: "id" | "text" | "time" | "integer" | "boolean";
  readonly id?: IdKind;
  readonly constants?: Readonly<Record<string, number>>;
  readonly of: (tuple: Tuple, slot: number) => Value | null | undefined;
};

type Source = "template" | "process" | "activity" | "attribute";
export type View = { readonly source: Source; readonly slot: number; readonly columns: Columns };
type Columns = ReadonlyMap<string, Column>;

const ofTemplate = (read: (template: Template) => Value | null) => (tuple: Tuple) =>
  tuple.template && read(tuple.template);
const ofProcess = (read: (process: Process) => Value | null | undefined) => (tuple: Tuple) =>
  tuple.process && read(tuple.process);
const ofActivity = (read: (activity: Activity) => Value | null) => (tuple: Tuple) =>
  tuple.activity && read(tuple.activity);
const stateNumber = ({ state }: Process) => (state === "STATE_DELETED" ? null : processStates[state]);

const templateColumns: Columns = new Map<string, Column>([
  ["PTID", { type: "id", id: "template", of: ofTemplate((one) => one.ptid) }],
  ["NAME", { type: "text", of: ofTemplate((one) => one.name) }],
  ["DESCRIPTION", { type: "text", of: ofTemplate((one) => one.description) }],
  ["VERSION", { type: "text", of: ofTemplate((one) => one.version) }],
  ["CREATED", { type: "time", of: ofTemplate((one) => one.createdAt) }],
  ["VALID_FROM", { type: "time", of: ofTemplate((one) => one.validFrom) }],
  ["STATE", { type: "integer", constants: templateStates, of: ofTemplate((one) => templateStates[one.state]) }],
]);

const processColumns: Columns = new Map<string, Column>([
  ["PTID", { type: "id", id: "template", of: ofProcess((one) => one.template.ptid) }],
  ["PIID", { type: "id", id: "process", of: ofProcess((one) => one.piid) }],
  ["COMPLETED", { type: "time", of: ofProcess((one) => one.completedAt) }],
  ["CONTINUE_ON_ERROR", { type: "boolean", of: ofProcess((one) => one.continueOnError) }],
  ["CREATED", { type: "time", of: ofProcess((one) => one.createdAt) }],
  ...[0, 1, 2, 3, 4, 5, 6, 7].map(
    (index) => [`CUSTOM_TEXT${index + 1}`, { type: "text", of: ofProcess((one) => one.customTexts[index]) }] as const,
  ),
  ["DESCRIPTION", { type: "text", of: ofProcess((one) => one.description) }],
  ["IS_MIGRATED", { type: "boolean", of: ofProcess((one) => one.migrated) }],
  ["NAME", { type: "text", of: ofProcess((one) => one.name) }],
  ["PARENT_NAME", { type: "text", of: ofProcess((one) => one.parent?.name) }],
  ["PARENT_PIID", { type: "id", id: "process", of: ofProcess((one) => one.parent?.piid) }],
  ["RESUMES", { type: "time", of: ofProcess((one) => one.resumesAt) }],
  ["STARTER", { type: "text", of: ofProcess((one) => one.starter) }],
  ["STARTED", { type: "time", of: ofProcess((one) => one.startedAt) }],
  ["STATE", { type: "integer", constants: processStates, of: ofProcess(stateNumber) }],
  ["TEMPLATE_DESCR", { type: "text", of: ofProcess((one) => one.template.description) }],
  ["TEMPLATE_NAME", { type: "text", of: ofProcess((one) => one.template.name) }],
  ["TOP_LEVEL_PIID", { type: "id", id: "process", of: ofProcess((one) => one.top.piid) }],
  ["TOP_LEVEL_NAME", { type: "text", of: ofProcess((one) => one.top.name) }],
]);

const activityColumns: Columns = new Map<string, Column>([
  ["PIID", { type: "id", id: "process", of: ofActivity((one) => one.process.piid) }],
  ["AIID", { type: "id", id: "activity", of: ofActivity((one) => one.aiid) }],
  ["PTID", { type: "id", id: "template", of: ofActivity((one) => one.process.template.ptid) }],
  ["ATID", { type: "id", id: "activityTemplate", of: ofActivity((one) => one.atid) }],
  ["KIND", { type: "integer", constants: activityKinds, of: ofActivity((one) => activityKinds[one.kind]) }],
  ["COMPLETED", { type: "time", of: ofActivity((one) => one.completedAt) }],
  ["ACTIVATED", { type: "time", of: ofActivity((one) => one.activatedAt) }],
  ["FIRST_ACTIVATED", { type: "time", of: ofActivity((one) => one.activatedAt) }],
  ["STARTED", { type: "time", of: ofActivity((one) => one.startedAt) }],
  ["STATE", { type: "integer", constants: activityStates, of: ofActivity((one) => activityStates[one.state]) }],
  [
    "STOP_REASON",
    {
      type: "integer",
      constants: stopReasons,
      of: ofActivity(({ stopReason }) => stopReason && stopReasons[stopReason]),
    },
  ],
  ["OWNER", { type: "text", of: ofActivity((one) => one.owner) }],
  ["DESCRIPTION", { type: "text", of: ofActivity((one) => one.description) }],
  ["TEMPLATE_NAME", { type: "text", of: ofActivity((one) => one.name) }],
  ["TEMPLATE_DESCR", { type: "text", of: ofActivity(() => null) }],
  ["BUSINESS_RELEVANCE", { type: "boolean", of: ofActivity(() => true) }],
  ["EXPIRES", { type: "time", of: ofActivity((one) => one.expiresAt) }],
]);

const attributeColumns: Columns = new Map<string, Column>([
  ["PIID", { type: "id", id: "process", of: ofProcess((one) => one.piid) }],
  ["NAME", { type: "text", of: ({ attributes }, slot) => attributes?.get(slot)?.name }],
  ["VALUE", { type: "text", of: ({ attributes }, slot) => attributes?.get(slot)?.value }],
]);

const fixed: ReadonlyMap<string, View> = new Map<string, View>([
  ["PROCESS_TEMPLATE", { source: "template", slot: 0, columns: templateColumns }],
  ["PROCESS_INSTANCE", { source: "process", slot: 0, columns: processColumns }],
  ["ACTIVITY", { source: "activity", slot: 0, columns: activityColumns }],
]);

/** Custom properties are asked for under several names: each stands for a property of its own. */
export function viewNamed(name: string): View | undefined {
  const digit = /^PROCESS_ATTRIBUTE([1-9]?)$/.exec(name)?.[1];
  if (digit === undefined) return fixed.get(name);
  return { source: "attribute", slot: Number(digit), columns: attributeColumns };
}
