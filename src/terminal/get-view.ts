import type { tools } from "../../tools/index.ts";
import type { Incident, Relative, Variable, Waiting } from "../core/model.ts";
import type { OutputOf } from "../core/tool.ts";
import { oneLine, valueText } from "./clean.ts";
import { type Field, fieldsText, type Step, stepsText } from "./fields.ts";
import { definitionWords, elementWords, lookOf, quoted, stateWords } from "./instance-words.ts";
import { clockText, durationText, sinceText } from "./moments.ts";
import { othersLikeIt } from "./others-like-it.ts";
import { commandLine, engineWords, flag, operand } from "./shell-words.ts";
import { linked, paint, type Style, webAddress } from "./style.ts";
import { waitedText, waitingWords } from "./waiting-words.ts";

export type GetOutput = OutputOf<typeof tools.get>;

/** One instance: the answer, the evidence, the next step. */
export function getView(output: GetOutput, style: Style): string {
  const look = lookOf(output.instance);
  const name = oneLine(output.instance.businessKey ?? "") || definitionWords(output.instance.definition);
  const head = `${paint(style, look.format, look.dot)} ${paint(style, "bold", name)} ${headline(output, style)}`;
  const fields = [
    ...unknownField(output),
    ...identityFields(output, style),
    ...output.waitingAt.map((waiting, at) => ({ label: at === 0 ? "At" : "", lines: [waitingWords(waiting, style)] })),
    ...output.incidents.map((incident) => incidentField(incident, output, style)),
    ...familyFields(output),
    ...variableFields(output.variables),
  ];
  const steps = stepsText(stepsOf(output, style), style);
  return [head, "", ...fieldsText(fields, style), "", ...steps].join("\n");
}

function headline({ instance, waitingAt, incidents }: GetOutput, style: Style): string {
  const { state, startedAt, endedAt, durationMs } = instance;
  if (state === "active" || state === "suspended") return runningHeadline(instance, waitingAt, incidents, style);
  if (state === "unknown") return `is in a state this lookout does not know: ${oneLine(instance.engineState)}`;
  const verb = { completed: "completed", terminated: "was terminated", failed: "failed" }[state];
  const took = durationMs ?? (startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined);
  const when = endedAt ? ` ${clockText(endedAt, style)}` : "";
  const after = took === undefined ? "" : ` after ${durationText(took)}`;
  const why = instance.endReason ? `: ${quoted(instance.endReason)}` : "";
  return `${verb}${when}${after}${why}`;
}

function runningHeadline(
  instance: GetOutput["instance"],
  waitingAt: readonly Waiting[],
  incidents: readonly Incident[],
  style: Style,
): string {
  const { word } = lookOf(instance);
  const [incident] = incidents;
  const place = waitingAt.find(({ element }) => element.elementId === incident?.element?.elementId) ?? waitingAt[0];
  const inCalled = incident !== undefined && incident.instanceId !== instance.id;
  const at = inCalled && incident.element ? incident.element : place?.element;
  const waited = inCalled ? durationSince(incident.since, style) : place && waitedText(place, style);
  const more = waitingAt.length > 1 && !inCalled ? `, and waits at ${waitingAt.length - 1} more` : "";
  const where = at ? ` at ${paint(style, "bold", elementWords(at))}${inCalled ? " in a called instance" : ""}` : "";
  const how = instance.state === "active" && !instance.hasIncident && at ? "waits" : `is ${word}`;
  return `${how}${where}${waited ? ` for ${waited}` : ""}${more}`;
}

function durationSince(iso: string, style: Style): string {
  return durationText(style.now.getTime() - Date.parse(iso));
}

function unknownField({ unknown }: GetOutput): Field[] {
  if (unknown.length === 0) return [];
  return [
    { label: "Not read", lines: [`${unknown.map(oneLine).join(", ")}: could not be read now`], format: "yellow" },
  ];
}

function identityFields({ instance }: GetOutput, style: Style): Field[] {
  const { definition, state, startedAt, startedBy, endedAt, url } = instance;
  const version = definition.versionTag ? ` (${oneLine(definition.versionTag)})` : "";
  const title = definition.name && definition.name !== definition.key ? `, ${quoted(definition.name)}` : "";
  const process = `${definitionWords(definition)}${version}${title}`;
  const said = stateWords(instance);
  const started = startedAt && (endedAt ? clockText(startedAt, style) : `${sinceText(startedAt, style)}`);
  const facts: [string, string | undefined][] = [
    ["Process", instance.businessKey || process !== definitionWords(definition) ? process : undefined],
    ["Instance", `${linked(style, url, oneLine(instance.id))} in ${oneLine(instance.engine)}`],
    ["State", said === state ? undefined : said],
    ["Started", started && `${started}${startedBy ? ` by ${oneLine(startedBy)}` : ""}`],
    ["Tenant", instance.tenantId ? oneLine(instance.tenantId) : undefined],
    ["Tags", instance.tags?.map(oneLine).join(", ")],
    ["Restart", instance.restartedFrom ? `of ${oneLine(instance.restartedFrom)}` : undefined],
    ["Open", style.links ? undefined : webAddress(url)],
  ];
  return facts.flatMap(([label, line]) => (line ? [{ label, lines: [line] }] : []));
}

function incidentField(incident: Incident, { instance, waitingAt }: GetOutput, style: Style): Field {
  const { element, message, messageLength, annotation, retries, stackTrace } = incident;
  const elsewhere = incident.instanceId !== instance.id;
  const atOther = element && (elsewhere || waitingAt.length !== 1) ? ` at ${elementWords(element)}` : "";
  const place = `${atOther}${elsewhere ? ` in called instance ${oneLine(incident.instanceId)}` : ""}`;
  const known = waitingAt.some((waiting) => waiting.since === incident.since);
  const since = known ? "" : ` since ${sinceText(incident.since, style)}`;
  const end = incident.resolvedAt ? `, resolved ${clockText(incident.resolvedAt, style)}` : "";
  const when = incident.resolved ? ` from ${clockText(incident.since, style)}${end}` : since;
  const left = retries === undefined || retries === 0 ? "" : `, ${retries} retries left`;
  const cut = messageLength === undefined ? "" : ` (cut, ${messageLength} characters)`;
  return {
    label: incident.resolved ? "Resolved" : "Incident",
    format: incident.resolved ? "dim" : "red",
    lines: [
      `${oneLine(incident.type)}${place}${when}${left}`,
      message === null ? "no message" : `${quoted(message)}${cut}`,
      ...(annotation ? [`note: ${quoted(annotation)}`] : []),
      ...(stackTrace ? stackTrace.split("\n").map((line) => oneLine(line)) : []),
    ],
  };
}

function relativeWords({ id, definition, businessKey, state }: Relative): string {
  const words = [definition && definitionWords(definition), businessKey && oneLine(businessKey), oneLine(id)];
  return [...words.filter((word) => Boolean(word)), ...(state ? [`(${state})`] : [])].join(" ");
}

function familyFields({ parent, root, called, calledTotal }: GetOutput): Field[] {
  const sameAsParent = parent !== undefined && parent.id === root?.id;
  const more = (calledTotal ?? called.length) - called.length;
  return [
    ...(parent ? [{ label: "Called by", lines: [`${relativeWords(parent)}${sameAsParent ? ", the root" : ""}`] }] : []),
    ...(root && !sameAsParent ? [{ label: "Root", lines: [relativeWords(root)] }] : []),
    ...(called.length > 0
      ? [{ label: "Calls", lines: [...called.map(relativeWords), ...(more > 0 ? [`and ${more} more`] : [])] }]
      : []),
  ];
}

function variableFields(variables: readonly Variable[] | undefined): Field[] {
  if (!variables) return [];
  if (variables.length === 0) return [{ label: "Variables", lines: ["none"] }];
  return [{ label: "Variables", lines: variables.map(variableWords), anywhere: true }];
}

function variableWords({ name, type, value, valueLength, truncated, hidden, elementInstanceId }: Variable): string {
  const local = elementInstanceId === undefined ? "" : ", local";
  const known = valueLength === undefined ? "" : `, ${truncated ? "more than " : ""}${valueLength} characters`;
  const cut = valueLength === undefined && !truncated ? "" : `, cut${known}`;
  const shown = hidden
    ? "(not shown: access policy)"
    : value === undefined
      ? "(not readable as data)"
      : valueText(value);
  return `${oneLine(name)} = ${shown} (${oneLine(type)}${local}${cut})`;
}

function stepsOf(output: GetOutput, style: Style): Step[] {
  const { instance, incidents, called } = output;
  const engine = engineWords(style, instance.engine);
  const line = (...words: string[]) => commandLine(style, words);
  const elsewhere = incidents.find(({ instanceId, resolved }) => instanceId !== instance.id && !resolved);
  const faulty = incidents.find(({ resolved }) => !resolved);
  const others = faulty && othersLikeIt(faulty, output, style);
  return [
    ...(elsewhere
      ? [
          {
            command: line("get", ...engine, ...operand(elsewhere.instanceId)),
            why: "the called instance with the incident",
          },
        ]
      : []),
    { command: line("history", ...engine, ...operand(instance.id)), why: "what led here" },
    ...(others ? [{ command: line("query", ...engine, ...others.words), why: others.why }] : []),
    ...(!faulty && called.length > 1
      ? [{ command: line("query", ...engine, ...flag("--parent-id", instance.id)), why: "what it called" }]
      : []),
  ];
}
