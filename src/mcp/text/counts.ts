import type { tools } from "../../../tools/index.ts";
import type { CanAsk } from "../../core/askable.ts";
import { type Counts, type EngineReport, instanceStates } from "../../core/model.ts";
import type { OutputOf } from "../../core/tool.ts";
import { byVersion, type FaultKind, kindsOf, leadOf, totalOf } from "../../core/total.ts";
import { grouping } from "./rows.ts";
import { duration, moment } from "./times.ts";
import { definitionWords, elementWords, grouped, joined, many, quote, word } from "./words.ts";

type Found = Pick<OutputOf<typeof tools.query>, "engines" | "truncated" | "understood">;
type Group = Counts["incidents"][number];
type DefinitionCount = Counts["definitions"][number];

/** Numbers: faults in groups of equal ones, most frequent first, then instances per definition. `head` is the answer. */
export function countWords({ definitions, incidents }: Counts, { engines, truncated, understood }: Found, now: Date) {
  const isSeveral = engines.length > 1;
  const kinds = kindsOf(incidents);
  const lead = leadOf(kinds);
  const affected = incidents.reduce((sum, group) => sum + group.instances, 0);
  const complete = engines.every(({ status }) => status === "ok");
  const atLeast = truncated ? "at least " : "";
  const faults =
    incidents.length > 0
      ? `${atLeast}${many(affected, "open fault")} in ${atLeast}${many(kinds.length, "kind")} (root causes)${lead ? `, the largest has ${grouped(lead.instances)} (${lead.percent} %)` : ""}`
      : `no open incident${complete ? "" : " where it could be checked"}`;
  const stuck = definitions.reduce((sum, one) => sum + one.openIncidents, 0);
  const body = [
    ...(truncated ? [cutWords(truncated)] : []),
    ...(incidents.length === 0 && stuck > 0
      ? [`${many(stuck, "open incident")} counted per definition, but their causes are not in this answer`]
      : []),
    ...kinds.map((kind) => ` ${kindWords(kind, isSeveral, now)}`),
    ...definitionLines(definitions, isSeveral, understood.definitionKey !== undefined),
  ];
  return { head: `${faults.charAt(0).toUpperCase()}${faults.slice(1)}; ${instanceTotal(engines)}`, body };
}

function cutWords({ reason, considered }: NonNullable<Found["truncated"]>): string {
  if (reason === "size")
    return "Cut at the size limit of one answer, the largest groups first: narrow the question for the rest";
  const looked = considered === undefined ? "some" : `the first ${grouped(considered)}`;
  return `Only ${looked} open incidents were looked at, so groups may lack some: narrow the question to be sure`;
}

function instanceTotal(engines: readonly EngineReport[]): string {
  const { total, isLowerBound } = totalOf(engines);
  return isLowerBound ? `${grouped(total)}+ instances` : many(total, "instance");
}

/**
 * ` 30 × parcel-tracking v1 at "Scan parcel" (scanParcel), failedJob: "Scanner offline" · oldest 2 d 4 h ago, newest 3 min ago`;
 * a fault in several engines or places is told once, with the number of each at the end.
 */
function kindWords({ instances, groups }: FaultKind, isSeveral: boolean, now: Date): string {
  const [first] = groups;
  const what = `${word(first.type)}: ${first.message === null ? "no message" : quote(first.message)} · ${ageWords(groups, now)}`;
  const places = grouping(groups, placeWords);
  const inEngines = (same: readonly Group[]) =>
    isSeveral ? same.map((group) => `${grouped(group.instances)} in ${word(group.engine)}`).join(", ") : "";
  const times = `${grouped(instances)} ×`;
  if (groups.length === 1) {
    const engine = isSeveral ? ` in ${word(first.engine)}` : "";
    return `${times} ${placeWords(first)}${engine}, ${what}`;
  }
  if (places.length === 1) return joined([`${times} ${placeWords(first)}, ${what}`, inEngines(groups)], " · ");
  const told = places.map((same) => {
    const count = same.reduce((sum, group) => sum + group.instances, 0);
    const [only, ...others] = same.map((group) => group.engine);
    const engines = others.length > 0 ? ` (${inEngines(same)})` : isSeveral ? ` in ${word(only ?? "")}` : "";
    return `${grouped(count)} × ${same.map(placeWords)[0] ?? ""}${engines}`;
  });
  return `${times} ${what} · ${told.join(", ")}`;
}

function placeWords({ definitionKey: key, definitionVersion: version, element }: Group): string {
  return joined([definitionWords({ key, version }), element ? `at ${elementWords(element, false)}` : undefined], " ");
}

function ageWords(groups: readonly Group[], now: Date): string {
  const [oldest = ""] = groups.map((group) => group.oldest).toSorted();
  const newest =
    groups
      .map((group) => group.newest)
      .toSorted()
      .at(-1) ?? oldest;
  return oldest === newest ? `since ${ago(oldest, now)}` : `oldest ${ago(oldest, now)}, newest ${ago(newest, now)}`;
}

function ago(iso: string, now: Date): string {
  const ms = now.getTime() - Date.parse(iso);
  return Number.isNaN(ms) ? moment(iso, now) : `${duration(ms)} ago`;
}

/** A line for each definition and version; in a comparison of versions also how many there are in all. */
function definitionLines(definitions: readonly DefinitionCount[], isSeveral: boolean, isComparison: boolean): string[] {
  if (definitions.length === 0) return [];
  const ordered = isComparison ? definitions.toSorted(byVersion) : definitions;
  const headOf = ({ definitionKey: key, definitionVersion: version }: DefinitionCount) =>
    definitionWords({ key, version });
  return [
    `Instances per ${isComparison ? "version" : "definition"}:`,
    ...grouping(ordered, headOf).map((same) => {
      const [first] = same;
      const counts = same.map((one) =>
        joined([isSeveral ? word(one.engine) : undefined, numberWords(one, isComparison)], " "),
      );
      return ` ${first ? headOf(first) : ""}: ${counts.join("; ")}`;
    }),
  ];
}

function numberWords({ byState, openIncidents }: DefinitionCount, withTotal: boolean): string {
  const states = instanceStates.flatMap((state) => {
    const count = byState[state] ?? 0;
    return count > 0 ? [{ count, words: `${grouped(count)} ${state}` }] : [];
  });
  const all = states.reduce((sum, { count }) => sum + count, 0);
  return joined(
    [
      withTotal && states.length > 1 ? many(all, "instance") : undefined,
      ...states.map(({ words }) => words),
      openIncidents > 0 ? many(openIncidents, "open incident") : undefined,
    ],
    ", ",
  );
}

/** The instances behind the most frequent fault, in the engine where it is, unless it is in several. */
export function countNext({ incidents }: Counts, { engines }: Found, canAsk: CanAsk | undefined): string[] {
  const [kind] = kindsOf(incidents);
  if (!kind) return ["mode=list with the same filters for the instances"];
  const distinct = (of: (group: Group) => string | undefined) => [...new Set(kind.groups.map(of))];
  const asked = kind.groups.map(({ engine }) => engine);
  const [element, ...elements] = distinct((group) => group.element?.elementId);
  const [engine = "", ...others] = distinct((group) => group.engine);
  const keys = distinct(({ definitionKey }) => definitionKey).map((key) => word(key ?? ""));
  const words = [
    engines.length > 1 && others.length === 0 ? `engine=${word(engine)}` : undefined,
    `definitionKey=${keys.length > 1 ? `[${keys.join(",")}]` : keys[0]}`,
    element === undefined || elements.length > 0 || canAsk?.(asked, "elementId") === false
      ? undefined
      : `elementId=${word(element)}`,
    "hasIncident=true",
  ];
  return [`query_process_instances ${joined(words, " ")} for the instances of the first fault`];
}
