import type { FilterName } from "../../src/core/filters.ts";
import type { operateFilters } from "../../src/engines/camunda8/operate/filters.ts";
import type { v2Filters } from "../../src/engines/camunda8/v2/filters.ts";

const faults = "searches of instances know of incidents only whether there is one";
const elements = "searches of instances know no elements";
const ends = "dates cannot be asked for as ranges, and lists are ordered by start";

/** Why a filter is refused by name; one that is refused without words here does not compile. */
export const refusedByV2: Readonly<Record<Exclude<FilterName, keyof typeof v2Filters>, string>> = {
  rootId: "searches of instances cannot ask for the root; `parentId` goes down one level",
};

export const refusedByOperate: Readonly<Record<Exclude<FilterName, keyof typeof operateFilters>, string>> = {
  incidentType: faults,
  incidentMessage: faults,
  waitingSince: elements,
  elementId: elements,
  passedElementId: elements,
  rootId: "the root is not told; `parentId` goes down one level",
  endedAfter: ends,
  endedBefore: ends,
};
