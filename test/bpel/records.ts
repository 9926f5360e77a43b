/** What a Business Flow Manager holds, made up by a test. */
import { rooted } from "../../src/sandbox/bpel/projection/processes.ts";
import type { Activity, Process, Records, Template } from "../../src/sandbox/bpel/records.ts";

export const now = new Date("2026-11-22T15:20:00.000Z");
/** So many minutes before the question. */
export const ago = (minutes: number): number => now.getTime() - minutes * 60_000;
/** As answers tell a time. */
export const told = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}.000Z`;

const idOf = (kind: string, n: number): string => `_${kind}${n.toString(16).padStart(4, "0")}.7232ed16.d33c67f6.1`;
export const piidOf = (n: number): string => idOf("PI:9003", n);
export const aiidOf = (n: number): string => idOf("AI:9004", n);

const templateOf = (name: string, n: number): Template => ({
  ptid: idOf("PT:9001", n),
  name,
  displayName: `The ${name}`,
  description: null,
  createdAt: ago(90 * 24 * 60),
  validFrom: ago(90 * 24 * 60),
  version: null,
  state: "STATE_STARTED",
});

export const order = templateOf("order", 1);
export const payment = templateOf("payment", 2);

type Facts = Partial<Omit<Process, "piid" | "top">>;

/** The nth instance: running, created n minutes ago, its key the name, the first custom text and a custom property. */
export function processOf(n: number, facts: Facts = {}): Process {
  const key = facts.name ?? `KEY-${n}`;
  const at = facts.createdAt ?? ago(n);
  const all = {
    piid: piidOf(n),
    template: order,
    name: key,
    description: null,
    state: "STATE_RUNNING" as const,
    createdAt: at,
    startedAt: at,
    completedAt: null,
    resumesAt: null,
    stateChangedAt: at,
    modifiedAt: at,
    starter: "wsadmin",
    parent: null,
    adminTaskId: null,
    faultName: null,
    businessRelevant: true,
    continueOnError: false,
    migrated: false,
    customTexts: [key],
    properties: [{ name: "key", value: key }],
    variables: [],
    inputNames: new Set<string>(),
    ...facts,
  };
  return all.parent ? { ...all, top: all.parent.top } : rooted(all);
}

/** Ended n minutes ago, a minute after it began. */
export const endedOf = (n: number, facts: Facts = {}): Process =>
  processOf(n, { state: "STATE_FINISHED", createdAt: ago(n + 1), completedAt: ago(n), ...facts });

/** The nth activity: a service that was invoked when its instance began. */
export function activityOf(
  n: number,
  process: Process,
  facts: Partial<Omit<Activity, "aiid" | "process">> = {},
): Activity {
  const at = process.createdAt;
  return {
    aiid: aiidOf(n),
    atid: idOf("ATI:9002", n),
    process,
    name: "ship",
    displayName: "Ship",
    description: null,
    kind: "KIND_INVOKE",
    state: "STATE_RUNNING",
    stopReason: null,
    activatedAt: at,
    startedAt: at,
    completedAt: null,
    expiresAt: null,
    owner: null,
    ...facts,
  };
}

/** An activity that has stopped because what it invoked failed. */
export const stoppedOf = (n: number, process: Process, facts: Parameters<typeof activityOf>[2] = {}): Activity =>
  activityOf(n, process, { state: "STATE_STOPPED", stopReason: "STOP_REASON_IMPLEMENTATION_FAILED", ...facts });

export const recordsOf = (processes: readonly Process[], activities: readonly Activity[] = []): Records => ({
  now: now.getTime(),
  templates: [...new Set(processes.map(({ template }) => template))],
  processes,
  activities,
  scenarios: {},
});
