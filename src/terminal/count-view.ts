import { type Counts, type InstanceState, instanceStates } from "../core/model.ts";
import { totalOf } from "../core/total.ts";
import { oneLine } from "./clean.ts";
import { type Step, stepsText } from "./fields.ts";
import { definitionCell, elementWords, quoted } from "./instance-words.ts";
import { agoText, clockText } from "./moments.ts";
import { askedLines, notChecked, numberText, type QueryOutput } from "./query-head.ts";
import { commandLine, engineWords, flag } from "./shell-words.ts";
import { paint, type Style } from "./style.ts";
import { type Column, tableText } from "./table.ts";

type Fault = Counts["incidents"][number];
type DefinitionCount = Counts["definitions"][number];

/** What is wrong in numbers: the groups of equal faults, then the definitions. */
export function countView(output: QueryOutput, counts: Counts, style: Style): string {
  const faults = counts.incidents.toSorted((a, b) => b.instances - a.instances);
  const definitions = counts.definitions.toSorted((a, b) => b.openIncidents - a.openIncidents);
  const engines = new Set([...faults, ...definitions].map(({ engine }) => engine));
  const several = style.nameEngine === true || engines.size > 1;
  const steps = stepsText(stepsOf(faults, style), style);
  return [
    `${headline(output, counts, style)}${notChecked(output.engines, style)}`,
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
    ...(faults.length > 0 ? ["", faultsText(faults, several, style)] : []),
    ...(definitions.length > 0 ? ["", definitionsText(definitions, several, style)] : []),
    ...(steps.length > 0 ? ["", ...steps] : []),
  ].join("\n");
}

function headline({ engines }: QueryOutput, counts: Counts, style: Style): string {
  const { total, isLowerBound } = totalOf(engines);
  const plus = isLowerBound ? "+" : "";
  const instances =
    total === 0
      ? "No instance"
      : `${numberText(total)}${plus} ${total === 1 && !isLowerBound ? "instance" : "instances"}`;
  const open = counts.definitions.reduce((sum, { openIncidents }) => sum + openIncidents, 0);
  const kinds = counts.incidents.length;
  if (!engines.some(({ status }) => status === "ok")) return paint(style, "bold", "Not known");
  if (open === 0 && kinds === 0)
    return `${paint(style, "green", "●")} ${paint(style, "bold", `${instances}, no open incident`)}`;
  const incidents = `${open} open ${open === 1 ? "incident" : "incidents"}`;
  const sorts = kinds > 0 ? ` in ${kinds} ${kinds === 1 ? "kind" : "kinds"}` : "";
  return `${paint(style, "red", "●")} ${paint(style, "bold", `${instances}, ${incidents}${sorts}`)}`;
}

function faultsText(faults: readonly Fault[], several: boolean, style: Style): string {
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
  const message: Column<Fault> = { head: "FAULT", cell: (fault) => ({ text: faultWords(fault) }), least: 12 };
  const oldest: Column<Fault> = {
    head: "OLDEST",
    cell: (fault) => ({ text: agoText(fault.oldest, style) ?? clockText(fault.oldest, style) }),
    align: "right",
  };
  const engine: Column<Fault> = { head: "ENGINE", cell: (fault) => ({ text: oneLine(fault.engine) }), least: 8 };
  const columns = [instances, process, place, message, oldest, ...(several ? [engine] : [])];
  return (
    tableText(faults, columns, style) ?? faults.map((fault) => `${fault.instances}  ${faultWords(fault)}`).join("\n")
  );
}

function faultWords({ message, type }: Fault): string {
  return message === null || message === "" ? oneLine(type) : quoted(message);
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
  const columns = [process, ...states.map(stateColumn), open, ...(several ? [engine] : [])];
  const lean = [process, open];
  return tableText(definitions, columns, style) ?? tableText(definitions, lean, style) ?? "";
}

function stateColumn(state: InstanceState): Column<DefinitionCount> {
  return { head: state.toUpperCase(), cell: ({ byState }) => ({ text: String(byState[state] ?? 0) }), align: "right" };
}

function stepsOf([first]: readonly Fault[], style: Style): Step[] {
  if (!first) return [];
  const version =
    first.definitionVersion === undefined ? [] : flag("--definition-version", String(first.definitionVersion));
  const place = first.element ? flag("--element-id", first.element.elementId) : [];
  const words = [...flag("--definition-key", first.definitionKey), ...version, ...place, "--has-incident"];
  return [
    { command: commandLine(style, ["query", ...engineWords(style, first.engine), ...words]), why: "the largest group" },
  ];
}
