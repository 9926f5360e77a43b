import type { tools } from "../../../tools/index.ts";
import type { Counts, EngineReport } from "../../core/model.ts";
import type { OutputOf } from "../../core/tool.ts";
import { totalOf } from "../../core/total.ts";
import { duration, moment } from "./times.ts";
import { definitionWords, elementWords, grouped, joined, many, quote, word } from "./words.ts";

type Found = Pick<OutputOf<typeof tools.query>, "engines" | "truncated">;
type Group = Counts["incidents"][number];
type DefinitionCount = Counts["definitions"][number];

/** Numbers: faults in groups of equal ones, most frequent first, then instances per definition. `head` is the answer. */
export function countWords({ definitions, incidents }: Counts, { engines, truncated }: Found, now: Date) {
  const isSeveral = engines.length > 1;
  const affected = incidents.reduce((sum, group) => sum + group.instances, 0);
  const complete = engines.every(({ status }) => status === "ok");
  const atLeast = truncated ? "at least " : "";
  const faults =
    incidents.length > 0
      ? `${atLeast}${many(affected, "open fault")} in ${atLeast}${many(incidents.length, "kind")} (root causes)`
      : `no open incident${complete ? "" : " where it could be checked"}`;
  const stuck = definitions.reduce((sum, one) => sum + one.openIncidents, 0);
  const body = [
    ...(truncated ? [cutWords(truncated)] : []),
    ...(incidents.length === 0 && stuck > 0
      ? [`${many(stuck, "open incident")} counted per definition, but their causes are not in this answer`]
      : []),
    ...incidents.toSorted((a, b) => b.instances - a.instances).map((group) => ` ${groupWords(group, isSeveral, now)}`),
    ...definitionLines(definitions, isSeveral),
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

/** ` 30 × parcel-tracking v1 at "Scan parcel" (scanParcel): "Scanner offline" · oldest 2 d 4 h, newest 3 min ago` */
function groupWords(group: Group, isSeveral: boolean, now: Date): string {
  const { definitionKey, definitionVersion, element, engine, instances, message, newest, oldest, type } = group;
  const where = joined(
    [
      definitionWords({ key: definitionKey, version: definitionVersion }),
      isSeveral ? `in ${word(engine)}` : undefined,
      element ? `at ${elementWords(element, false)}` : undefined,
    ],
    " ",
  );
  const age =
    oldest === newest ? `since ${ago(oldest, now)}` : `oldest ${ago(oldest, now)}, newest ${ago(newest, now)}`;
  return `${grouped(instances)} × ${where}, ${word(type)}: ${message === null ? "no message" : quote(message)} · ${age}`;
}

function ago(iso: string, now: Date): string {
  const ms = now.getTime() - Date.parse(iso);
  return Number.isNaN(ms) ? moment(iso, now) : `${duration(ms)} ago`;
}

function definitionLines(definitions: readonly DefinitionCount[], isSeveral: boolean): string[] {
  if (definitions.length === 0) return [];
  return [
    "Instances per definition:",
    ...definitions.map((one) => {
      const states = Object.entries(one.byState).map(([state, count]) => `${grouped(count)} ${state}`);
      const { definitionKey: key, definitionVersion: version } = one;
      return ` ${joined(
        [definitionWords({ key, version }), isSeveral ? `in ${word(one.engine)}` : undefined],
        " ",
      )}: ${joined([...states, one.openIncidents > 0 ? many(one.openIncidents, "open incident") : undefined], ", ")}`;
    }),
  ];
}

/** The instances behind the largest group. */
export function countNext({ incidents }: Counts): string[] {
  const [largest] = incidents.toSorted((a, b) => b.instances - a.instances);
  if (!largest) return ["mode=list with the same filters for the instances"];
  const element = largest.element ? ` elementId=${word(largest.element.elementId)}` : "";
  return [
    `query_process_instances definitionKey=${word(largest.definitionKey)}${element} hasIncident=true for the instances of the first group`,
  ];
}
