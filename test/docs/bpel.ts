import { filters } from "../../src/core/filters.ts";
import { bpelFilters, bpelLacks } from "../../src/engines/bpel/filters.ts";
import { reads } from "../../src/engines/bpel/reads.ts";
import { elementTypeOf, instanceStates, listStatesOf, waitKindOf, workKinds } from "../../src/engines/bpel/words.ts";
import { activityKinds } from "../../src/sandbox/bpel/words.ts";
import { answerTold, eventsTold, incidentTold, instanceTold, uses, waitsTold } from "./bpel-told.ts";
import { code, table } from "./generated.ts";

const entriesOf = <T extends object>(value: T) => Object.entries(value);
const shown = (name: string) => (name === "waitingSince" ? "waitingLongerThan" : name);
const none = "–";

function filterRow(name: string): string[] {
  const row: { readonly rest: string; readonly note?: string } | undefined = entriesOf(bpelFilters).find(
    ([known]) => known === name,
  )?.[1];
  const why = entriesOf(bpelLacks).find(([known]) => known === name)?.[1];
  return row
    ? [code(shown(name)), row.rest.split(", ").map(code).join(", "), row.note ?? ""]
    : [code(shown(name)), "**refused**", why ?? "?"];
}

/** Whether lists can be asked for a state, as the adapter asks for the neutral one. */
const isListed = (word: string) => listStatesOf([instanceStates[word] ?? "unknown"]).includes(word);

function kindRow(kind: string): string[] {
  const { elementType } = elementTypeOf(kind);
  return [
    code(kind),
    elementType ?? none,
    waitKindOf(kind) ?? "holds or orders others",
    workKinds.includes(kind) ? "yes" : none,
  ];
}

const toldRows = (told: object, shownAs: (name: string) => string = code) =>
  entriesOf(told).map(([name, words]: [string, string | null]) => [shownAs(name), words ?? none]);

export const bpelSections = () => ({
  reads: table(
    ["request, below `/rest/bpm/bfm/v1`", "for"],
    entriesOf(reads).map(([name, { method, path }]) => [
      code(`${method} ${path}`),
      entriesOf(uses).find(([known]) => known === name)?.[1] ?? "?",
    ]),
  ),
  filters: table(["filter", "columns of the where clause", "note"], Object.keys(filters.shape).map(filterRow)),
  states: table(
    ["executionState", "`state`", "in lists"],
    entriesOf(instanceStates).map(([word, state]) => [code(word), code(state), isListed(word) ? "yes" : "never"]),
  ),
  kinds: table(
    ["kind of activity", "`elementType`", "what it waits for", "work (`attention: waiting`)"],
    Object.keys(activityKinds).map(kindRow),
  ),
  get: table(
    ["`get`", "tells"],
    [
      ...toldRows(instanceTold, (name) => code(`instance.${name}`)),
      ...toldRows(answerTold),
      ...toldRows(incidentTold, (name) => code(`incidents[].${name}`)),
    ],
  ),
  waits: table(["waits for", "tells"], toldRows(waitsTold)),
  history: table(
    ["kind", "told", "what, and what not"],
    entriesOf(eventsTold).map(([kind, { told, note }]) => [code(kind), told ? "yes" : none, note]),
  ),
});
