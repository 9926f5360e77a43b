import type { GetOutput } from "../../../tools/index.ts";
import { rowsThatFit } from "../../core/fit.ts";
import type { EngineReport, Incident, Relative } from "../../core/model.ts";
import { oneLine } from "../../words/clean.ts";
import { numberText, sinceWords } from "../../words/duration.ts";
import { incidentWords } from "../../words/incident.ts";
import { definitionWords } from "../../words/instance.ts";
import { variableWords } from "../../words/variable.ts";
import { waitingWords } from "../../words/waiting.ts";
import { joinedWords } from "../../words/words.ts";
import { clipped } from "./clip.ts";
import { cut } from "./limits.ts";
import { code, line, list, ofWords, type Paragraph, type Part, preformatted, quote, text } from "./rich-text.ts";
import { sign } from "./signs.ts";
import { whyMissing } from "./unchecked.ts";

/** How a card is written. */
export interface Hand {
  readonly now: Date;
  /** Most characters of a line. */
  readonly width: number;
}

/** Most rows of each part of a card, and characters of JSON for them. */
const caps = {
  missing: { rows: 3, characters: 1_000 },
  waiting: { rows: 6, characters: 2_400 },
  incidents: { rows: 4, characters: 3_600 },
  called: { rows: 6, characters: 1_800 },
} as const;
const mostVariables = 60;
const mostTrace = 1_500;

/** What is not known: engines that did not answer or were asked for less, and parts of the instance that could not be read. */
export function unknownPart({ unknown }: GetOutput, missing: readonly EngineReport[], { width }: Hand): Paragraph[] {
  const parts = line(sign("gap"), label(" Could not be read now: "), text(unknown.join(", ")));
  const engines = whyMissing(missing).map((why) => [line(sign("gap"), text(` ${why}`))]);
  return [...(unknown.length > 0 ? clipped([parts], width) : []), ...kept(engines, caps.missing, width).flat()];
}

/** Where it is and what it waits for. */
export function waitingPart({ waitingAt, waitingTotal }: GetOutput, { now, width }: Hand): Paragraph[] {
  const [first, ...others] = waitingAt.map((waiting) => ofWords(waitingWords(waiting, now)));
  if (!first) return [];
  if (others.length === 0) return clipped([line(label("At "), first)], width);
  const items = kept(
    [first, ...others].map((words) => [line(words)]),
    caps.waiting,
    width,
  ).flat();
  return [line(label("At")), list(items), ...more((waitingTotal ?? waitingAt.length) - items.length, "more")];
}

/** Why it is stuck, and what was mended where that was asked for; what is open comes first. */
export function incidentPart(output: GetOutput, hand: Hand): Paragraph[] {
  const { incidents, incidentsTotal } = output;
  const sorted = incidents.toSorted((a, b) => Number(a.resolved ?? false) - Number(b.resolved ?? false));
  const shown = kept(
    sorted.map((incident) => incidentLines(incident, output, hand)),
    caps.incidents,
    hand.width,
  );
  return [...shown.flat(), ...more((incidentsTotal ?? incidents.length) - shown.length, "more incidents")];
}

function incidentLines(incident: Incident, output: GetOutput, { now, width }: Hand): Paragraph[] {
  const { message, messageLength, annotation, stackTrace } = incident;
  const size = messageLength === undefined ? "" : ` (cut, ${numberText(messageLength)} characters)`;
  return [
    line(label(incident.resolved ? "Resolved " : "Incident "), ofWords(incidentWords(incident, output, now))),
    message ? quote(text(oneLine(message)), text(size)) : line(text("The engine gives no message.")),
    ...(annotation ? [line(label("Note "), text(`"${oneLine(annotation)}"`))] : []),
    ...(stackTrace ? [preformatted(cut(stackTrace, Math.min(mostTrace, width)))] : []),
  ];
}

/** Who called it and what it called, with ids to copy. */
export function familyPart({ parent, root, called, calledTotal }: GetOutput, { width }: Hand): Paragraph[] {
  const isRoot = parent !== undefined && parent.id === root?.id;
  const items = kept(
    called.map((relative) => [line(relativeWords(relative))]),
    caps.called,
    width,
  ).flat();
  const callers = [
    ...(parent ? [line(label("Called by "), relativeWords(parent), text(isRoot ? ", the root" : ""))] : []),
    ...(root && !isRoot ? [line(label("Root "), relativeWords(root))] : []),
  ];
  const calls = [line(label("Calls")), list(items), ...more((calledTotal ?? called.length) - items.length, "more")];
  return [...clipped(callers, width), ...(items.length > 0 ? calls : [])];
}

function relativeWords({ id, definition, businessKey, state }: Relative): Part {
  const name = [definition && definitionWords(definition), businessKey && oneLine(businessKey)];
  const known = name.filter((word) => Boolean(word)).join(" ");
  return [text(known && `${known} `), code(id), text(state ? ` (${state})` : "")];
}

/** When it started and by whom, and its names beside the one in the first line. */
export function identityPart({ instance }: GetOutput, { now, width }: Hand): Paragraph[] {
  const { startedAt, startedBy, endedAt, tenantId, tags, restartedFrom } = instance;
  const started = startedAt && (endedAt ? [{ at: startedAt }] : sinceWords(startedAt, now));
  const by = startedBy ? ` by ${oneLine(startedBy)}` : undefined;
  const start = started && line(label("Started "), ofWords(joinedWords([started, by], "")));
  const found = [
    [label("Instance "), code(instance.id)],
    restartedFrom ? [label("Restart of "), code(restartedFrom)] : [],
    tenantId ? [label("Tenant "), text(oneLine(tenantId))] : [],
    tags?.length ? [label("Tags "), text(tags.map(oneLine).join(", "))] : [],
  ].filter((parts) => parts.length > 0);
  const names = line(...found.map((parts, at) => (at === 0 ? parts : [text(" · "), ...parts])));
  return clipped([...(start ? [start] : []), names], width);
}

/** The variables of the answer, as many as fit into so many characters of JSON. */
export function variablePart({ variables, variablesTotal }: GetOutput, characters: number, width: number): Paragraph[] {
  if (!variables) return [];
  if (variables.length === 0) return [line(label("Variables "), text("none"))];
  const rows = variables.map((variable) => [line(text(variableWords(variable)))]);
  const items = kept(rows, { rows: mostVariables, characters }, width).flat();
  return [line(label("Variables")), list(items), ...more((variablesTotal ?? variables.length) - items.length, "more")];
}

/** The first rows that fit, with lines of so many characters; at least one. */
function kept<P extends Paragraph>(
  rows: readonly (readonly P[])[],
  { rows: most, characters }: { rows: number; characters: number },
  width: number,
): P[][] {
  const narrow = rows.slice(0, most).map((row) => clipped(row, width));
  return narrow.slice(0, rowsThatFit(narrow, 0, characters));
}

const label = (words: string) => text(words, { bold: true });
const more = (count: number, what: string): Paragraph[] =>
  count > 0 ? [line(text(`and ${numberText(count)} ${what}`))] : [];
