import type { QueryOutput } from "../../tools/index.ts";
import type { InstanceRow } from "../core/model.ts";
import { totalOf } from "../core/total.ts";
import { oneLine } from "../words/clean.ts";
import { agoText, numberText } from "../words/duration.ts";
import { lookOf } from "../words/instance.ts";
import { definitionCell } from "./definition-cell.ts";
import { type Step, stepsText } from "./fields.ts";
import { wrapText } from "./fit-text.ts";
import { shortClockText } from "./moments.ts";
import { askedLines, notChecked } from "./query-head.ts";
import { commandLine, engineWords, flag, operand } from "./shell-words.ts";
import { paint, type Style, toneFormats } from "./style.ts";
import { type Column, tableText } from "./table.ts";

/** A page of instances: how many, which, and how to go on. */
export function listView(output: QueryOutput, style: Style): string {
  const rows = output.instances ?? [];
  const { businessKey: inTheHeadline, ...asked } = output.understood;
  const head = [
    `${paint(style, "bold", howMany(rows, output))}${notChecked(output.engines, style)}`,
    ...askedLines(asked, style),
    ...truncatedLines(output, style),
  ];
  const steps = stepsText(stepsOf(rows, output, style), style);
  return [
    ...head,
    ...(rows.length > 0 ? ["", rowsText(rows, style, inTheHeadline)] : []),
    ...(steps.length ? ["", ...steps] : []),
  ].join("\n");
}

function howMany(rows: readonly InstanceRow[], { nextCursor, engines, understood }: QueryOutput): string {
  const none = engines.some(({ status }) => status === "ok") ? "No instance" : "Not known";
  const count = rows.length === 0 ? none : `${rows.length} ${rows.length === 1 ? "instance" : "instances"}`;
  const spread = new Set(rows.map(({ engine }) => engine)).size;
  const where = spread > 1 ? ` in ${spread} engines` : "";
  const { total, isLowerBound, isKnown } = totalOf(engines);
  const of = isKnown && total > rows.length ? ` of ${numberText(total)}${isLowerBound ? "+" : ""}` : "";
  const found = `${count}${of}${where}${nextCursor === undefined ? "" : ", more follow"}`;
  return understood.businessKey === undefined
    ? found
    : `${oneLine(understood.businessKey)}: ${found.charAt(0).toLowerCase()}${found.slice(1)}`;
}

function truncatedLines({ truncated }: QueryOutput, style: Style): string[] {
  if (truncated?.reason !== "candidates") return [];
  const looked = truncated.considered === undefined ? "some" : `the first ${numberText(truncated.considered)}`;
  const text = `Only ${looked} candidates were looked at; narrow the question to be sure.`;
  return wrapText(text, style.width - 2).map((line) => paint(style, "yellow", `  ${line}`));
}

const state: Column<InstanceRow> = {
  head: "STATE",
  cell: (row) => {
    const { dot, word, tone } = lookOf(row);
    return { text: `${dot} ${word}`, format: toneFormats[tone] };
  },
};
const key: Column<InstanceRow> = {
  head: "BUSINESS KEY",
  cell: ({ businessKey }) => ({ text: oneLine(businessKey ?? "") }),
  least: 12,
};
const process: Column<InstanceRow> = {
  head: "PROCESS",
  cell: ({ definition }) => definitionCell(definition),
  least: 12,
};
const engine: Column<InstanceRow> = { head: "ENGINE", cell: (row) => ({ text: oneLine(row.engine) }), least: 8 };
const id: Column<InstanceRow> = { head: "ID", cell: (row) => ({ text: oneLine(row.id) }) };

function times(style: Style): Record<"started" | "age" | "ended", Column<InstanceRow>> {
  const started = (row: InstanceRow) => (row.startedAt === undefined ? "" : shortClockText(row.startedAt, style));
  const ended = (row: InstanceRow) => (row.endedAt ? shortClockText(row.endedAt, style) : "");
  const age = ({ startedAt, endedAt }: InstanceRow) =>
    endedAt || !startedAt ? "" : (agoText(startedAt, style.now) ?? "");
  return {
    started: { head: "STARTED", cell: (row) => ({ text: started(row) }) },
    age: { head: "AGE", cell: (row) => ({ text: age(row) }), align: "right" },
    ended: { head: "ENDED", cell: (row) => ({ text: ended(row) }) },
  };
}

/**
 * The rows as a table; where the terminal is too narrow for one, two lines each, the id alone on the second. A business key
 * that all have and the headline tells takes no column.
 */
export function rowsText(rows: readonly InstanceRow[], style: Style, told?: string): string {
  const where = style.nameEngine || new Set(rows.map((row) => row.engine)).size > 1 ? [engine] : [];
  const keys = rows.every(({ businessKey }) => businessKey === told) ? [] : [key];
  const { started, age, ended } = times(style);
  const always = [state, ...keys, process, id, ...where, started];
  return (
    tableText(rows, [...always, age, ended], style, "uncut") ??
    tableText(rows, [...always, ended], style, "uncut") ??
    tableText(rows, always, style) ??
    stackedText(rows, [state, ...keys, process, ...where, started], style)
  );
}

function stackedText(rows: readonly InstanceRow[], columns: readonly Column<InstanceRow>[], style: Style): string {
  const bare = columns.map((column) => ({ ...column, head: "", least: column.least ?? 7 }));
  const firsts = (tableText(rows, bare, style) ?? "").split("\n");
  return rows.map((row, at) => `${firsts[at] ?? ""}\n  ${oneLine(row.id)}`).join("\n");
}

function stepsOf(rows: readonly InstanceRow[], output: QueryOutput, style: Style): Step[] {
  const chosen = rows.find(({ hasIncident }) => hasIncident) ?? rows[0];
  const { nextCursor } = output;
  if (!chosen) return emptySteps(output, style);
  const words = ["get", ...engineWords(style, chosen.engine), ...operand(chosen.id)];
  const why = rows.length === 1 ? "all about it" : chosen.hasIncident ? "why it is stuck" : "all about the first";
  return [
    { command: commandLine(style, words), why },
    ...(nextCursor !== undefined && style.again !== undefined
      ? [{ command: `${style.again} --all`, why: "every row" }]
      : []),
  ];
}

function emptySteps({ engines, understood }: QueryOutput, style: Style): Step[] {
  if (engines.some(({ status }) => status === "failed"))
    return [{ command: commandLine(style, ["doctor"]), why: "why the engine gave no answer" }];
  if (understood.businessKey !== undefined && style.nameEngine && engines.length === 1) {
    const words = ["query", ...flag("--business-key", understood.businessKey)];
    return [{ command: commandLine(style, words), why: "in every engine" }];
  }
  if (understood.businessKey !== undefined && !understood.businessKey.endsWith("*")) {
    const words = ["query", ...flag("--business-key", `${understood.businessKey}*`)];
    return [{ command: commandLine(style, words), why: "keys that begin like it" }];
  }
  const keys = understood.definitionKey?.flatMap((each) => flag("--definition-key", each)) ?? [];
  return [{ command: commandLine(style, ["query", "--count", ...keys]), why: "what there is" }];
}
