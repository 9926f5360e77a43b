import type { QueryInput, QueryOutput } from "../../../tools/index.ts";
import { type Counts, type EngineReport, type InstanceState, instanceStates } from "../../core/model.ts";
import { byVersion, type FaultKind, kindsOf, leadOf, totalOf } from "../../core/total.ts";
import { oneLine } from "../../words/clean.ts";
import { agoText, numberText } from "../../words/duration.ts";
import { faultWords } from "../../words/fault.ts";
import { definitionWords, elementWords } from "../../words/instance.ts";
import { understoodWords } from "../../words/understood.ts";
import { pageSizes } from "../grammar/options.ts";
import { commandOf } from "../grammar/parse.ts";
import type { RequestOf } from "../request.ts";
import { askButton, shareButton } from "./buttons.ts";
import { type Column, type Grid, gridOf, utcText } from "./grid.ts";
import { cut } from "./limits.ts";
import type { Message, Scene } from "./message.ts";
import { sheetMessage } from "./sheet.ts";
import { notChecked, whyMissing } from "./unchecked.ts";

type Fault = Counts["incidents"][number];
type DefinitionCount = Counts["definitions"][number];

/** A message is read at a glance; what comes after so many lines is asked for by itself. */
const mostLines = 15;

/** What is wrong in numbers: the groups of equal faults, the most frequent first, then the definitions. */
export function count(output: QueryOutput, counts: Counts, scene: Scene, request: RequestOf<"query">): Message {
  const kinds = kindsOf(counts.incidents);
  const isSeveral = output.engines.length > 1;
  const faults = kinds.length > 0 ? faultGrid(kinds, isSeveral, scene) : undefined;
  const definitions = addsSomething(output, counts) ? definitionGrid(output, counts, isSeveral) : undefined;
  return sheetMessage(
    {
      head: `${headOf(output, counts, kinds)}${utcText(notChecked(output.engines))}`,
      missing: whyMissing(output.engines),
      notes: notesOf(output, counts),
      grids: [faults, definitions].filter((grid) => grid !== undefined),
      mostRows: mostLines,
      left: (grid, shown) => leftOf(grid === faults ? kinds : undefined, grid, shown),
      clickable: () => clickable(output, kinds, scene, request),
      asked: understoodWords(output.understood),
      command: `${scene.command} ${commandOf(request)}`,
    },
    scene,
  );
}

/** "🔴 36 open faults in 4 kinds, the largest 30 (83 %) · 51 instances" */
function headOf({ engines, truncated }: QueryOutput, { definitions }: Counts, kinds: readonly FaultKind[]): string {
  if (!engines.some(({ status }) => status === "ok")) return "Not known";
  const instances = instancesOf(engines);
  const open = definitions.reduce((sum, { openIncidents }) => sum + openIncidents, 0);
  const atLeast = truncated ? "at least " : "";
  if (kinds.length > 0) {
    const lead = leadOf(kinds);
    const largest = lead ? `, the largest ${numberText(lead.instances)} (${lead.percent} %)` : "";
    const faults = kinds.reduce((sum, kind) => sum + kind.instances, 0);
    const sorts = `${atLeast}${kinds.length} ${plural("kind", kinds.length)}`;
    return `🔴 ${atLeast}${numberText(faults)} ${plural("open fault", faults)} in ${sorts}${largest}${instances}`;
  }
  if (open > 0) return `🔴 ${numberText(open)} ${plural("open incident", open)}${instances}`;
  if (isNone(engines)) return "No instance";
  const isSure = engines.every(({ status }) => status === "ok") && !truncated;
  return isSure ? `🟢 No open fault${instances}` : `No open fault where it could be checked${instances}`;
}

/** " · 51 instances"; nothing where an engine does not tell. */
function instancesOf(engines: readonly EngineReport[]): string {
  const { total, isLowerBound, isKnown } = totalOf(engines);
  if (!isKnown) return "";
  return ` · ${numberText(total)}${isLowerBound ? "+" : ""} ${plural("instance", isLowerBound ? 2 : total)}`;
}

function isNone(engines: readonly EngineReport[]): boolean {
  const { total, isLowerBound, isKnown } = totalOf(engines);
  return isKnown && total === 0 && !isLowerBound;
}

const plural = (word: string, count: number) => (count === 1 ? word : `${word}s`);

function notesOf({ truncated }: QueryOutput, { definitions, incidents }: Counts): string[] {
  const looked = truncated?.considered === undefined ? "some" : `the first ${numberText(truncated.considered)}`;
  const isUnexplained = incidents.length === 0 && definitions.some(({ openIncidents }) => openIncidents > 0);
  return [
    ...(truncated?.reason === "candidates"
      ? [`Only ${looked} open incidents were looked at: narrow the question to be sure.`]
      : []),
    ...(truncated?.reason === "size"
      ? ["Only the largest groups are in this answer: narrow the question for the rest."]
      : []),
    ...(isUnexplained ? ["Their causes are not in this answer."] : []),
  ];
}

function faultGrid(kinds: readonly FaultKind[], isSeveral: boolean, { now }: Scene): Grid {
  const firsts = new Set(kinds.map(({ groups }) => groups[0]));
  const columns: (Column<Fault> | undefined)[] = [
    { head: "Stuck", cell: ({ instances }) => numberText(instances), align: "right" },
    {
      head: "Process",
      cell: ({ definitionKey: key, definitionVersion: version }) => definitionWords({ key, version }),
      wraps: true,
    },
    { head: "At", cell: ({ element }) => (element ? elementWords(element) : ""), wraps: true },
    {
      head: "Fault",
      cell: (fault) => (firsts.has(fault) ? shortFault(fault) : "the same"),
      wraps: true,
      most: faultCharacters,
    },
    { head: "Oldest", cell: ({ oldest }) => agoText(oldest, now) ?? [{ at: oldest }], align: "right" },
    isSeveral ? { head: "Engine", cell: ({ engine }) => engine } : undefined,
  ];
  return gridOf(
    kinds.flatMap(({ groups }) => groups),
    columns.filter((column) => column !== undefined),
  );
}

const faultCharacters = 150;

/** Cut inside the quotation marks, so that it is seen where our own words go on. */
function shortFault({ message, type }: Fault): string {
  return faultWords({ message: message && cut(oneLine(message), faultCharacters - 2), type });
}

const allOf = ({ byState }: DefinitionCount) => Object.values(byState).reduce((sum, each) => sum + each, 0);

/** Whether the definitions say more than the faults do: other instances, or versions to compare. */
function addsSomething({ understood }: QueryOutput, { definitions }: Counts): boolean {
  if (understood.hasIncident) return false;
  const isComparison = understood.definitionKey !== undefined && definitions.length > 1;
  return isComparison || definitions.some((one) => allOf(one) > one.openIncidents);
}

function definitionGrid({ understood }: QueryOutput, { definitions }: Counts, isSeveral: boolean): Grid {
  const isComparison = understood.definitionKey !== undefined;
  const ordered = definitions.toSorted(
    (a, b) => (isComparison ? 0 : b.openIncidents - a.openIncidents) || byVersion(a, b),
  );
  const states = instanceStates.filter((state) => definitions.some(({ byState }) => (byState[state] ?? 0) > 0));
  const columns: (Column<DefinitionCount> | undefined)[] = [
    {
      head: "Process",
      cell: ({ definitionKey: key, definitionVersion: version }) => definitionWords({ key, version }),
      wraps: true,
    },
    states.length > 1 ? { head: "All", cell: (one) => numberText(allOf(one)), align: "right" } : undefined,
    ...states.map(stateColumn),
    { head: "Incidents", cell: ({ openIncidents }) => numberText(openIncidents), align: "right" },
    isSeveral ? { head: "Engine", cell: ({ engine }) => engine } : undefined,
  ];
  return gridOf(
    ordered,
    columns.filter((column) => column !== undefined),
  );
}

function stateColumn(state: InstanceState): Column<DefinitionCount> {
  const head = `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
  return { head, cell: ({ byState }) => numberText(byState[state] ?? 0), align: "right" };
}

function leftOf(kinds: readonly FaultKind[] | undefined, { rows }: Grid, shown: number): string {
  const left = rows.length - shown;
  const groups = kinds?.flatMap((kind) => kind.groups).slice(shown);
  const stuck = groups?.reduce((sum, { instances }) => sum + instances, 0);
  const what = stuck === undefined ? "" : ` with ${numberText(stuck)} stuck ${plural("instance", stuck)}`;
  return `… and ${left} more ${plural("line", left)}${what}: narrow the question for them.`;
}

function clickable(output: QueryOutput, kinds: readonly FaultKind[], scene: Scene, request: RequestOf<"query">) {
  const isAnswered = output.engines.some(({ status }) => status === "ok");
  const share = scene.audience === "person" ? shareButton(request) : undefined;
  const next = isAnswered ? onward(output, kinds, scene, request.input) : undefined;
  return [next, askButton("Refresh", "replace", request), share];
}

/** The instances behind the numbers: those of the most frequent fault, where there is one. */
function onward(output: QueryOutput, kinds: readonly FaultKind[], scene: Scene, input: QueryInput) {
  const { mode, cursor: _cursor, order: _order, engine, ...filters } = input;
  const where = engine === undefined ? {} : { engine };
  if (isNone(output.engines)) {
    const isNarrow = Object.keys(filters).length > 0;
    return isNarrow ? askButton("What there is", "anew", { ask: "query", input: { ...where, mode } }) : undefined;
  }
  const [first, ...others] = kinds;
  const label = others.length > 0 ? "Show the largest" : "Show these";
  const narrower = first ? narrowed(first, output, scene) : {};
  const question = { ...where, ...filters, ...narrower, limit: pageSizes.list };
  return askButton(label, "anew", { ask: "query", input: question });
}

/** The instances behind a fault, as narrow as it has one engine, definition, version and element. */
function narrowed({ groups }: FaultKind, { engines }: QueryOutput, { canAsk }: Scene): QueryInput {
  const only = <T>(of: (fault: Fault) => T): T | undefined =>
    new Set(groups.map(of)).size === 1 ? of(groups[0]) : undefined;
  const keys = [...new Set(groups.map(({ definitionKey }) => definitionKey))];
  const version = keys.length === 1 ? only(({ definitionVersion }) => definitionVersion) : undefined;
  const place = only(({ element }) => element?.elementId);
  const engine = engines.length > 1 ? only((fault) => fault.engine) : undefined;
  const asked = groups.map((fault) => fault.engine);
  return {
    ...(engine === undefined ? {} : { engine }),
    definitionKey: keys,
    ...(version === undefined ? {} : { definitionVersion: version }),
    ...(place === undefined || canAsk?.(asked, "elementId") === false ? {} : { elementId: place }),
    hasIncident: true,
  };
}
