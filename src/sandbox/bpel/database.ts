/** The records, found by id and by what they belong to, as far as a visitor may see them. */
import type { Activity, Process, Records, Template } from "./records.ts";
import type { Database } from "./where/join.ts";

export type Store = Database & {
  /** By id, the deleted ones too, which are in no list. */
  readonly anyProcess: (piid: string) => Process | undefined;
  readonly activity: (aiid: string) => Activity | undefined;
  readonly template: (ptid: string) => Template | undefined;
};

export function storeOf(records: Records): Store {
  // Without an order-by clause rows come as the database finds them: by id, which tells no age.
  const templates = records.templates.toSorted((left, right) => byText(left.ptid, right.ptid));
  const processes = records.processes
    .filter(({ state }) => state !== "STATE_DELETED")
    .toSorted((left, right) => byText(left.piid, right.piid));
  const activities = records.activities
    .filter(({ process }) => process.state !== "STATE_DELETED")
    .toSorted((left, right) => byText(left.aiid, right.aiid));
  const byPiid = new Map(records.processes.map((one) => [one.piid, one]));
  const byAiid = new Map(records.activities.map((one) => [one.aiid, one]));
  const byPtid = new Map(templates.map((one) => [one.ptid, one]));
  const ofProcess = Map.groupBy(activities, ({ process }) => process);
  const ofTemplate = Map.groupBy(processes, ({ template }) => template);
  return {
    templates,
    processes,
    activities,
    process: (piid) => {
      const found = byPiid.get(piid);
      return found?.state === "STATE_DELETED" ? undefined : found;
    },
    processesOf: (template) => ofTemplate.get(template) ?? [],
    activitiesOf: (process) => ofProcess.get(process) ?? [],
    anyProcess: (piid) => byPiid.get(piid),
    activity: (aiid) => byAiid.get(aiid),
    template: (ptid) => byPtid.get(ptid),
  };
}

const byText = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

/** What somebody sees who has work items of these templates only. Templates themselves are seen by all. */
export function seenBy(store: Store, names: readonly string[]): Store {
  const sees = ({ template }: Process) => names.includes(template.name);
  const shown = (process: Process | undefined) => (process && sees(process) ? process : undefined);
  return {
    ...store,
    processes: store.processes.filter(sees),
    activities: store.activities.filter(({ process }) => sees(process)),
    process: (piid) => shown(store.process(piid)),
    processesOf: (template) => store.processesOf(template).filter(sees),
  };
}
