/** The table of what can be read. Nothing can be written. */
import type { Store } from "./database.ts";
import { ApiFault, badRequest, noSuch } from "./faults.ts";
import type { Visitor } from "./gate.ts";
import { type IdKind, isObjectId, isOfKind } from "./ids.ts";
import { filtered, type Parameters } from "./lists.ts";
import { type Message, messageOf, variableOf } from "./messages.ts";
import type { Activity, Process } from "./records.ts";
import { activityDetails, activityRow, type Properties, processDetails, processRow, templateRow } from "./rows.ts";

export type Call = {
  /** What stood in place of the stars. */
  readonly names: readonly string[];
  readonly parameters: Parameters;
  readonly visitor: Visitor;
  readonly now: number;
  /** Everything, for those who ask by id. */
  readonly all: Store;
  /** What the visitor may see, for lists. */
  readonly seen: Store;
};

/** Lists and details answer JSON; the data of an instance is XML by default, JSON on request. */
export type Route = { readonly path: string; readonly parameters?: readonly string[] } & (
  | { readonly json: (call: Call) => unknown }
  | { readonly message: (call: Call) => Message }
);

const list = ["whereClause", "orderByClause", "offset", "size"];

export const routes: readonly Route[] = [
  { path: "processes/filter", parameters: list, json: processes },
  { path: "activities/filter", parameters: list, json: activities },
  // Templates are few: their list has no offset.
  { path: "processTemplates/filter", parameters: list.filter((name) => name !== "offset"), json: templates },
  { path: "process/*", json: (call) => processDetails(processOf(call)) },
  { path: "process/*/input", message: (call) => messageOf(processOf(call), "input") },
  { path: "process/*/output", message: (call) => messageOf(processOf(call), "output") },
  { path: "process/*/fault", message: (call) => messageOf(processOf(call), "fault") },
  { path: "process/*/variables", parameters: ["activityName", "disposition"], json: variableNames },
  { path: "process/*/variable/*", message: (call) => variableOf(processOf(call), call.names[1] ?? "") },
  { path: "activity/*", json: (call) => activityDetails(activityOf(call)) },
  { path: "processTemplate/*", json: templateOf },
];

function processes({ seen, parameters, now }: Call) {
  const rows = filtered(seen, "processes", parameters, now);
  return answer(
    "piid",
    rows.flatMap(({ process }) => (process ? [processRow(process)] : [])),
  );
}

function activities({ seen, parameters, now }: Call) {
  const rows = filtered(seen, "activities", parameters, now);
  return answer(
    "aiid",
    rows.flatMap(({ activity }) => (activity ? [activityRow(activity)] : [])),
  );
}

function templates({ seen, parameters, now }: Call) {
  const rows = filtered(seen, "templates", parameters, now);
  return answer(
    "ptid",
    rows.flatMap(({ template }) => (template ? [templateRow(template)] : [])),
  );
}

const answer = (identifier: string, items: readonly Properties[]) => ({ identifier, items });

/** The names that an activity sees; the documentation demands that it is named. */
function variableNames(call: Call) {
  const process = processOf(call);
  const name = call.parameters.get("activityName");
  if (name === undefined) throw badRequest("CWTBG0011E", "activityName");
  if (!call.all.activitiesOf(process).some((one) => one.name === name)) throw noSuch(name);
  return { variableNames: process.variables.map((variable) => variable.name) };
}

function processOf({ names, all, visitor }: Call): Process {
  const process = all.anyProcess(idOf("process", names));
  if (!process) throw noSuch(names[0] ?? "");
  assertSeen(visitor, process, "GETPROCESSINSTANCE");
  return process;
}

function activityOf({ names, all, visitor }: Call): Activity {
  const activity = all.activity(idOf("activity", names));
  if (!activity) throw noSuch(names[0] ?? "");
  assertSeen(visitor, activity.process, "GETACTIVITYINSTANCE");
  return activity;
}

function templateOf({ names, all }: Call): Properties {
  const template = all.template(idOf("template", names));
  if (!template) throw noSuch(names[0] ?? "");
  return templateRow(template);
}

function idOf(kind: IdKind, [id = ""]: readonly string[]): string {
  if (!isObjectId(id)) throw badRequest("CWWBA0006E", id);
  if (!isOfKind(kind, id)) throw badRequest("CWWBA0007E", id);
  return id;
}

/** Unlike a list, an id of something hidden is told from one of nothing: 401, though the visitor is known. */
function assertSeen({ id, sees }: Visitor, { template }: Process, action: string): void {
  if (sees === "all" || sees.includes(template.name)) return;
  throw new ApiFault(401, "CWWBE0133E", id ?? "UNAUTHENTICATED", action, template.name);
}
