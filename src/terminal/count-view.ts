import type { QueryOutput } from "../../tools/index.ts";
import { type Counts, type InstanceState, instanceStates } from "../core/model.ts";
import { byVersion, type FaultKind, kindsOf, leadOf, totalOf } from "../core/total.ts";
import { oneLine } from "../words/clean.ts";
import { agoText, numberText } from "../words/duration.ts";
import { faultWords } from "../words/fault.ts";
import { elementWords } from "../words/instance.ts";
import { definitionCell } from "./definition-cell.ts";
import { type Step, stepsText } from "./fields.ts";
import { clockText } from "./moments.ts";
import { askedLines, notChecked } from "./query-head.ts";
import { commandLine, engineWords, flag } from "./shell-words.ts";
import { paint, type Style } from "./style.ts";
import { type Column, tableText } from "./table.ts";

type Fault = Counts["incidents"][number];
type DefinitionCount = Counts["definitions"][number];

/** What is wrong in numbers: the groups of equal faults, then the definitions. */
export function countView(output: QueryOutput, counts: Counts, style: Style): string {
  const kinds = kindsOf(counts.incidents);
  const isComparison = output.understood.definitionKey !== undefined;
  const definitions = counts.definitions.toSorted(
    (a, b) => (isComparison ? 0 : b.openIncidents - a.openIncidents) || byVersion(a, b),
  );
  const engines = new Set([...counts.incidents, ...definitions].map(({ engine }) => engine));
  const several = style.nameEngine === true || engines.size > 1;
  const steps = stepsText(stepsOf(kinds, style), style);
  return [
    `${headline(output, counts, kinds, style)}${notChecked(output.engines, style)}`,
    ...askedLines(output.understood, style),
    ...(output.truncated?.considered === undefined
      ? []
      : [
          paint(
            style,
            "yellow",
            `  only the first ${output.truncated.considered} open incidents were looked at: narrow the question`,
          ),
        ]),
    ...(kinds.length > 0 ? ["", faultsText(kinds, several, style)] : []),
    ...(definitions.length > 0 ? ["", definitionsText(definitions, several, style)] : []),
    ...(steps.length > 0 ? ["", ...steps] : []),
  ].join("\n");
}

function headline({ engines }: QueryOutput, counts: Counts, kinds: readonly FaultKind[], style: Style): string {
  const { total, isLowerBound } = totalOf(engines);
  const plus = isLowerBound ? "+" : "";
  const instances =
    total === 0
      ? "No instance"
      : `${numberText(total)}${plus} ${total === 1 && !isLowerBound ? "instance" : "instances"}`;
  const open = counts.definitions.reduce((sum, { openIncidents }) => sum + openIncidents, 0);
  if (!engines.some(({ status }) => status === "ok")) return paint(style, "bold", "Not known");
  if (open === 0 && kinds.length === 0)
    return `${paint(style, "green", "●")} ${paint(style, "bold", `${instances}, no open incident`)}`;
  const incidents = `${open} open ${open === 1 ? "incident" : "incidents"}`;
  const lead = leadOf(kinds);
  const largest = lead ? `, the largest ${numberText(lead.instances)} (${lead.percent} %)` : "";
  const sorts = kinds.length > 0 ? ` in ${kinds.length} ${kinds.length === 1 ? "kind" : "kinds"}${largest}` : "";
  return `${paint(style, "red", "●")} ${paint(style, "bold", `${instances}, ${incidents}${sorts}`)}`;
}

function faultsText(kinds: readonly FaultKind[], several: boolean, style: Style): string {
  const faults = kinds.flatMap(({ groups }) => groups);
  const firsts = new Set(kinds.map(({ groups }) => groups[0]));
  const instances: Column<Fault> = {
    head: "STUCK",
    cell: (fault) => ({ text: String(fault.instances), format: "red" }),
    align: "right",
  };
  const process: Column<Fault> = {
    head: "PROCESS",
    cell: (fault) => definitionCell({ key: fault.definitionKey, version: fault.definitionVersion }),
    least: 10,
  };
  const place: Column<Fault> = {
    head: "AT",
    cell: ({ element }) => ({ text: element ? elementWords(element) : "" }),
    least: 8,
  };
  const message: Column<Fault> = {
    head: "FAULT",
    cell: (fault) => ({ text: firsts.has(fault) ? faultWords(fault) : "the same" }),
    least: 12,
  };
  const oldest: Column<Fault> = {
    head: "OLDEST",
    cell: (fault) => ({ text: agoText(fault.oldest, style.now) ?? clockText(fault.oldest, style) }),
    align: "right",
  };
  const engine: Column<Fault> = { head: "ENGINE", cell: (fault) => ({ text: oneLine(fault.engine) }), least: 8 };
  const columns = [instances, process, place, message, oldest, ...(several ? [engine] : [])];
  return (
    tableText(faults, columns, style) ?? faults.map((fault) => `${fault.instances}  ${faultWords(fault)}`).join("\n")
  );
}

function definitionsText(definitions: readonly DefinitionCount[], several: boolean, style: Style): string {
  const process: Column<DefinitionCount> = {
    head: "PROCESS",
    cell: (one) => definitionCell({ key: one.definitionKey, version: one.definitionVersion }),
    least: 12,
  };
  const engine: Column<DefinitionCount> = { head: "ENGINE", cell: (one) => ({ text: oneLine(one.engine) }), least: 8 };
  const open: Column<DefinitionCount> = {
    head: "INCIDENTS",
    cell: ({ openIncidents }) => (openIncidents > 0 ? { text: String(openIncidents), format: "red" } : { text: "0" }),
    align: "right",
  };
  const states = instanceStates.filter((state) => definitions.some(({ byState }) => (byState[state] ?? 0) > 0));
  const total: Column<DefinitionCount> = {
    head: "ALL",
    cell: ({ byState }) => ({ text: String(Object.values(byState).reduce((sum, count) => sum + count, 0)) }),
    align: "right",
  };
  const all = states.length > 1 ? [total] : [];
  const columns = [process, ...all, ...states.map(stateColumn), open, ...(several ? [engine] : [])];
  const narrower = columns.filter((column) => column !== total);
  const lean = [process, open, ...(several ? [engine] : [])];
  return (
    tableText(definitions, columns, style, "uncut") ??
    tableText(definitions, narrower, style) ??
    tableText(definitions, lean, style) ??
    ""
  );
}

function stateColumn(state: InstanceState): Column<DefinitionCount> {
  return { head: state.toUpperCase(), cell: ({ byState }) => ({ text: String(byState[state] ?? 0) }), align: "right" };
}

/** The instances behind the most frequent fault, as narrow as it has one definition, version, element and engine. */
function stepsOf([kind]: readonly FaultKind[], style: Style): Step[] {
  if (!kind) return [];
  const only = <T>(of: (fault: Fault) => T): T | undefined => {
    const values = new Set(kind.groups.map(of));
    return values.size === 1 ? of(kind.groups[0]) : undefined;
  };
  const keys = [...new Set(kind.groups.map(({ definitionKey }) => definitionKey))];
  const version = only(({ definitionVersion }) => definitionVersion);
  const place = only(({ element }) => element?.elementId);
  const engine = only((fault) => fault.engine);
  const engines = kind.groups.map((fault) => fault.engine);
  const words = [
    ...(engine === undefined ? [] : engineWords(style, engine)),
    ...keys.flatMap((key) => flag("--definition-key", key)),
    ...(version === undefined || keys.length > 1 ? [] : flag("--definition-version", String(version))),
    ...(place === undefined || style.canAsk?.(engines, "elementId") === false ? [] : flag("--element-id", place)),
    "--has-incident",
  ];
  return [{ command: commandLine(style, ["query", ...words]), why: "the largest group" }];
}
