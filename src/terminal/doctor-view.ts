import type { ErrorReport } from "../core/describe.ts";
import type { CheckFinding } from "../core/engine.ts";
import { oneLine } from "../words/clean.ts";
import type { EngineLine } from "./engines-view.ts";
import { exitCodeOf } from "./error-text.ts";
import { wrapText } from "./fit-text.ts";
import { inTerminalWords } from "./flags.ts";
import { record } from "./plain.ts";
import { type Format, paint, type Style } from "./style.ts";

/** Which configuration won, and what was there too but is not used. */
export interface ConfigSource {
  /** As the reader knows it: "--config", "LOOKOUT_CONFIG", "LOOKOUT_ENGINE_*", "CAMUNDA_*". */
  readonly source: string;
  readonly path?: string;
  readonly notUsed?: readonly string[];
  /** The whole configuration without secrets, for a bug report. */
  readonly summary?: object;
  /** Set when it cannot be used; then no engine is known. */
  readonly problem?: ErrorReport;
}

/** What concerns all engines together. */
export interface FleetLine {
  /** Time for one question to several engines. */
  readonly timeoutMs: number;
  readonly aliases: readonly (readonly string[])[];
  readonly problems: readonly string[];
}

interface EngineFindings extends EngineLine {
  readonly findings: readonly CheckFinding[];
}

export interface DoctorReport {
  readonly version: string;
  readonly node: string;
  readonly config: ConfigSource;
  readonly fleet?: FleetLine;
  readonly engines: readonly EngineFindings[];
}

interface Mark {
  readonly sign: string;
  readonly format: Format;
}

const marks: Record<CheckFinding["status"], Mark> = {
  ok: { sign: "✓", format: "green" },
  warning: { sign: "!", format: "yellow" },
  failed: { sign: "✗", format: "red" },
  unknown: { sign: "?", format: "yellow" },
};

const checkWidth = 11;

/** Of more engines than these, those without anything to mend are one line each. */
const toldWhole = 4;
/** Engines that the headline names. */
const named = 4;

/** What `doctor` found: what is wrong first, then each check with its facts and how to mend it. */
export function doctorText(report: DoctorReport, style: Style): string {
  const { version, node, config, engines } = report;
  const { source, path, notUsed } = config;
  const short = engines.length > toldWhole ? engines.filter(isFine) : [];
  const whole = engines.filter((engine) => !short.includes(engine));
  const where = path === undefined ? oneLine(source) : `${oneLine(path)} (${oneLine(source)})`;
  return [
    headline(report, style),
    "",
    line(style, config.problem ? "failed" : "ok", "config", where),
    ...(config.problem ? mending(config.problem.message, config.problem.next, style) : []),
    ...(notUsed?.length ? mending(`present, but not used: ${notUsed.join(", ")}`, undefined, style) : []),
    line(style, "ok", "lookout", `${oneLine(version)}, Node.js ${oneLine(node)}`),
    ...fleetLines(report, style),
    ...(short.length === 0 ? [] : ["", ...shortLines(short, style)]),
    ...whole.flatMap((engine) => ["", ...engineLines(engine, style)]),
  ].join("\n");
}

const isFine = ({ findings }: EngineFindings) => findings.every(({ status }) => status === "ok");

function shortLines(engines: readonly EngineFindings[], style: Style): string[] {
  const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
  const [idWidth, kindWidth] = [widest(engines.map(({ id }) => id)), widest(engines.map(({ kind }) => kind))];
  return engines.map(({ id, kind, url }) => {
    const name = paint(style, "bold", oneLine(id).padEnd(idWidth));
    return `  ${signOf("ok", style)} ${name}  ${oneLine(kind).padEnd(kindWidth)}  ${oneLine(url)}`;
  });
}

/** What the engines share; one engine alone is no fleet. */
function fleetLines({ fleet, engines }: DoctorReport, style: Style): string[] {
  if (!fleet || engines.length < 2) return [];
  const { timeoutMs, aliases, problems } = fleet;
  const told = `${engines.length} engines, ${timeoutMs / 1_000} s for a question to all of them`;
  const same = aliases.map((keys) => oneLine(keys.join(" = "))).join(", ");
  return [
    line(style, problems.length > 0 ? "warning" : "ok", "fleet", told),
    ...problems.flatMap((problem) => mending(problem, undefined, style)),
    ...(same === "" ? [] : [line(style, "ok", "aliases", same)]),
  ];
}

function headline({ config, engines, fleet }: DoctorReport, style: Style): string {
  const say = (status: CheckFinding["status"], text: string) =>
    `${signOf(status, style)} ${paint(style, "bold", text)}`;
  if (config.problem) return say("failed", "The configuration cannot be used");
  if (engines.length === 0) return say("failed", "No engine is configured");
  const has = (status: CheckFinding["status"]) =>
    engines
      .filter(({ findings }) => findings.some((finding) => finding.status === status))
      .map(({ id }) => oneLine(id));
  const failed = has("failed");
  if (failed.length > 0) return say("failed", `${namesOf(failed)}: something is broken`);
  const warned = [...new Set([...has("warning"), ...has("unknown")])];
  if (warned.length > 0) return say("warning", `${namesOf(warned)}: works, with reservations`);
  if (fleet?.problems.length) return say("warning", `All ${engines.length} engines answer, with reservations`);
  return say("ok", engines.length === 1 ? "The engine answers" : `All ${engines.length} engines answer`);
}

function namesOf(ids: readonly string[]): string {
  const more = ids.length - named;
  return more > 1 ? `${ids.slice(0, named).join(", ")} and ${more} more` : ids.join(", ");
}

function engineLines({ id, kind, url, findings }: EngineFindings, style: Style): string[] {
  return [
    `${paint(style, "bold", oneLine(id))}  ${oneLine(kind)}  ${oneLine(url)}`,
    ...findings.flatMap(({ check, status, facts, problem }) => [
      line(style, status, check, factsText(facts, check)),
      ...(problem === undefined ? [] : mending(problem, undefined, style)),
    ]),
  ];
}

function signOf(status: CheckFinding["status"], style: Style): string {
  const { sign, format } = marks[status];
  return paint(style, format, sign);
}

function line(style: Style, status: CheckFinding["status"], name: string, text: string): string {
  return `  ${signOf(status, style)} ${name.padEnd(checkWidth)}${text}`.trimEnd();
}

function factsText(facts: CheckFinding["facts"], check = ""): string {
  return Object.entries(facts)
    .map(([name, value]) => ({ name: name === check ? "" : name, value: value === null ? "none" : String(value) }))
    .map(({ name, value }) => oneLine(`${name} ${value}`))
    .join(", ");
}

function mending(problem: string, next: string | undefined, style: Style): string[] {
  const indent = " ".repeat(4 + checkWidth);
  const text = inTerminalWords(oneLine(next === undefined ? problem : `${problem} ${next}`));
  return wrapText(text, Math.max(20, style.width - indent.length)).map((each) => `${indent}${each}`);
}

/** The findings as records: engine, check, status, problem, facts. */
export function doctorRecords({ version, node, config, fleet, engines }: DoctorReport): string {
  const { source, path, problem } = config;
  return [
    record("lookout", "version", "ok", undefined, `${version}, node ${node}`),
    record("lookout", "config", problem ? "failed" : "ok", problem?.message, path ?? source),
    ...(fleet && engines.length > 1 ? fleetRecords(fleet) : []),
    ...engines.flatMap(({ id, findings }) =>
      findings.map((finding) => record(id, finding.check, finding.status, finding.problem, factsText(finding.facts))),
    ),
  ].join("\n");
}

function fleetRecords({ timeoutMs, aliases, problems }: FleetLine): string[] {
  const facts = `timeoutMs ${timeoutMs}`;
  return [
    ...(problems.length === 0 ? [record("lookout", "fleet", "ok", undefined, facts)] : []),
    ...problems.map((problem) => record("lookout", "fleet", "warning", problem, facts)),
    ...aliases.map((keys) => record("lookout", "aliases", "ok", undefined, keys.join(" = "))),
  ];
}

/** 2 for a configuration that cannot be used, 3 when an engine failed a check, 0 else: warnings do not fail. */
export function doctorExitCode({ config, engines }: DoctorReport): number {
  if (config.problem || engines.length === 0) return exitCodeOf(config.problem?.kind ?? "configuration");
  const failed = engines.some(({ findings }) => findings.some(({ status }) => status === "failed"));
  return failed ? exitCodeOf("unreachable") : 0;
}
