import type { GetOutput } from "../../tools/index.ts";
import type { Incident, Variable } from "../core/model.ts";
import { oneLine } from "../words/clean.ts";
import { sinceWords } from "../words/duration.ts";
import { headlineWords, lookOfGot } from "../words/headline.ts";
import { incidentWords, messageWords } from "../words/incident.ts";
import { definitionWords, quoted, stateWords } from "../words/instance.ts";
import { othersLikeIt } from "../words/others-like-it.ts";
import { relativeWords } from "../words/relatives.ts";
import { variableWords } from "../words/variable.ts";
import { waitingWords } from "../words/waiting.ts";
import { type Field, fieldsText, type Step, stepsText } from "./fields.ts";
import { wordsOf } from "./flags.ts";
import { clockText, textOf } from "./moments.ts";
import { commandLine, engineWords, flag, operand } from "./shell-words.ts";
import { linked, paint, type Style, toneFormats, webAddress } from "./style.ts";

/** One instance: the answer, the evidence, the next step. */
export function getView(output: GetOutput, style: Style): string {
  const look = lookOfGot(output);
  const name = oneLine(output.instance.businessKey ?? "") || definitionWords(output.instance.definition);
  const headline = textOf(headlineWords(output, style.now), style);
  const head = `${paint(style, toneFormats[look.tone], look.dot)} ${paint(style, "bold", name)} ${headline}`;
  const fields = [
    ...unknownField(output),
    ...identityFields(output, style),
    ...output.waitingAt.map((waiting, at) => ({
      label: at === 0 ? "At" : "",
      lines: [textOf(waitingWords(waiting, style.now), style)],
    })),
    ...output.incidents.map((incident) => incidentField(incident, output, style)),
    ...familyFields(output),
    ...variableFields(output.variables),
  ];
  const steps = stepsText(stepsOf(output, style), style);
  return [head, "", ...fieldsText(fields, style), "", ...steps].join("\n");
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
  const started =
    startedAt && (endedAt ? clockText(startedAt, style) : textOf(sinceWords(startedAt, style.now), style));
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

function incidentField(incident: Incident, output: GetOutput, style: Style): Field {
  const { annotation, stackTrace } = incident;
  return {
    label: incident.resolved ? "Resolved" : "Incident",
    format: incident.resolved ? "dim" : "red",
    lines: [
      textOf(incidentWords(incident, output, style.now), style),
      messageWords(incident),
      ...(annotation ? [`note: ${quoted(annotation)}`] : []),
      ...(stackTrace ? stackTrace.split("\n").map((line) => oneLine(line)) : []),
    ],
  };
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

function stepsOf(output: GetOutput, style: Style): Step[] {
  const { instance, incidents, called } = output;
  const engine = engineWords(style, instance.engine);
  const line = (...words: string[]) => commandLine(style, words);
  const elsewhere = incidents.find(({ instanceId, resolved }) => instanceId !== instance.id && !resolved);
  const faulty = incidents.find(({ resolved }) => !resolved);
  const others = faulty && othersLikeIt(faulty, output, style.canAsk);
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
    ...(others ? [{ command: line("query", ...engine, ...wordsOf(others.input)), why: others.why }] : []),
    ...(!faulty && called.length > 1
      ? [{ command: line("query", ...engine, ...flag("--parent-id", instance.id)), why: "what it called" }]
      : []),
  ];
}
