/** An instance in each execution state that there is, with every property that is documented on one of them. */
import { idSequence } from "../../ids.ts";
import { objectId } from "../ids.ts";
import type { Activity, Process, Records, Template } from "../records.ts";
import type { ActivityKind, ActivityState, ProcessState } from "../words.ts";
import { rooted } from "./processes.ts";

type Step = readonly [name: string, kind: ActivityKind, state: ActivityState];
type Case = {
  readonly state: ProcessState;
  readonly facts?: (now: number) => Partial<Omit<Process, "top">>;
  readonly steps?: readonly Step[];
};

const hour = 3_600_000;
const faultName = "{http://example.com/faults}cardRefused";
const begun: Step = ["receiveOrder", "KIND_RECEIVE", "STATE_FINISHED"];
const ended = (state: ProcessState, steps: readonly Step[], facts: Partial<Omit<Process, "top">> = {}): Case => ({
  state,
  facts: (now) => ({ completedAt: now - hour, stateChangedAt: now - hour, modifiedAt: now - hour, ...facts }),
  steps: [begun, ...steps],
});

const cases: readonly Case[] = [
  { state: "STATE_READY", facts: () => ({ startedAt: null }), steps: [] },
  {
    state: "STATE_RUNNING",
    facts: () => ({
      description: "An order that uses every text there is.",
      customTexts: ["STATE-RUNNING", ...[2, 3, 4, 5, 6, 7, 8].map((n) => `Custom text ${n}`)],
      adminTaskId: "_TKI:a01b0109.7232ed16.d33c67f6.beb30076",
    }),
    steps: [
      begun,
      ["main", "KIND_SEQUENCE", "STATE_RUNNING"],
      ["askStock", "KIND_INVOKE", "STATE_RUNNING"],
      ["approve", "KIND_STAFF", "STATE_READY"],
      ["coolOff", "KIND_WAIT", "STATE_WAITING"],
      ["answerOrTimeOut", "KIND_PICK", "STATE_EXPIRED"],
      ["priceByHand", "KIND_SCRIPT", "STATE_SKIPPED"],
      ["answer", "KIND_REPLY", "STATE_INACTIVE"],
    ],
  },
  {
    state: "STATE_SUSPENDED",
    facts: (now) => ({ resumesAt: now + 48 * hour, stateChangedAt: now - hour, modifiedAt: now - hour }),
    steps: [begun, ["approve", "KIND_STAFF", "STATE_CLAIMED"]],
  },
  ended("STATE_FINISHED", [["answer", "KIND_REPLY", "STATE_FINISHED"]]),
  { state: "STATE_FAILING", steps: [begun, ["pay", "KIND_INVOKE", "STATE_FAILING"]] },
  ended("STATE_FAILED", [["pay", "KIND_INVOKE", "STATE_FAILED"]], { faultName, continueOnError: true }),
  { state: "STATE_TERMINATING", steps: [begun, ["askStock", "KIND_INVOKE", "STATE_TERMINATING"]] },
  ended("STATE_TERMINATED", [["askStock", "KIND_INVOKE", "STATE_TERMINATED"]], { businessRelevant: false }),
  { state: "STATE_COMPENSATING", steps: [begun, ["booking", "KIND_SCOPE", "STATE_PROCESSING_UNDO"]] },
  ended("STATE_COMPENSATED", [["booking", "KIND_SCOPE", "STATE_FINISHED"]], { migrated: true }),
  ended("STATE_COMPENSATION_FAILED", [["undoBooking", "KIND_COMPENSATE", "STATE_FAILED"]]),
  { state: "STATE_INDOUBT", steps: [begun] },
  {
    state: "STATE_DELETED",
    // What is being deleted is hardly more than its id.
    facts: () => ({
      starter: null,
      startedAt: null,
      stateChangedAt: null,
      modifiedAt: null,
      businessRelevant: null,
      continueOnError: null,
      migrated: null,
      customTexts: [],
      properties: [],
    }),
  },
];

/** Its ids do not meet those of the scripted world. */
const epoch = "5eed11f2";

export function thirteenStates(now: number): Omit<Records, "now"> {
  const nextId = idSequence();
  const template: Template = {
    ptid: objectId("template", nextId(), epoch),
    name: "thirteen-states",
    displayName: "Thirteen states",
    description: "One instance in each state.",
    createdAt: now - 45 * 24 * hour,
    validFrom: now - 45 * 24 * hour,
    version: null,
    state: "STATE_STARTED",
  };
  const told = cases.map((one, index) => {
    const at = now - 24 * hour + index * 1_001;
    const process = processOf(one, { template, piid: objectId("process", nextId(), epoch), at, now });
    const activities = (one.steps ?? []).map((step) =>
      activityOf(process, step, { aiid: objectId("activity", nextId(), epoch), now }),
    );
    return { process, activities, scenario: nameOf(one.state) };
  });
  return {
    templates: [template],
    processes: told.map(({ process }) => process),
    activities: told.flatMap(({ activities }) => activities),
    scenarios: Object.fromEntries(told.map(({ scenario, process }) => [scenario, process.piid])),
  };
}

/** `STATE_COMPENSATION_FAILED` is `state-compensation-failed`. */
const nameOf = (state: ProcessState): string => state.toLowerCase().replaceAll("_", "-");

type Birth = { readonly template: Template; readonly piid: string; readonly at: number; readonly now: number };

function processOf({ state, facts }: Case, { template, piid, at, now }: Birth): Process {
  const key = nameOf(state).toUpperCase();
  return rooted({
    piid,
    template,
    name: key,
    description: null,
    state,
    createdAt: at,
    startedAt: at + 5,
    completedAt: null,
    resumesAt: null,
    stateChangedAt: at + 5,
    modifiedAt: at + 5,
    starter: "wsadmin",
    parent: null,
    adminTaskId: null,
    faultName: null,
    businessRelevant: true,
    continueOnError: false,
    migrated: false,
    customTexts: [key],
    properties: [{ name: "businessKey", value: key }],
    variables: [{ name: "orderNumber", value: key }],
    inputNames: new Set(["orderNumber"]),
    ...facts?.(now),
  });
}

const open: readonly ActivityState[] = ["STATE_INACTIVE", "STATE_READY", "STATE_WAITING", "STATE_SKIPPED"];
const over: readonly ActivityState[] = [
  "STATE_FINISHED",
  "STATE_FAILED",
  "STATE_TERMINATED",
  "STATE_EXPIRED",
  "STATE_SKIPPED",
];

function activityOf(
  process: Process,
  [name, kind, state]: Step,
  { aiid, now }: { readonly aiid: string; readonly now: number },
): Activity {
  const activatedAt = state === "STATE_INACTIVE" ? null : process.createdAt + 10;
  const isTimed = state === "STATE_WAITING" || state === "STATE_EXPIRED";
  return {
    aiid,
    atid: aiid.replace("_AI:9004", "_ATI:9002"),
    process,
    name,
    displayName: null,
    description: kind === "KIND_STAFF" ? "Does the customer pay?" : null,
    kind,
    state,
    stopReason: null,
    activatedAt,
    startedAt: open.includes(state) ? null : activatedAt,
    completedAt: over.includes(state) && activatedAt !== null ? activatedAt + 20 : null,
    expiresAt: isTimed ? now + (state === "STATE_WAITING" ? hour : -hour) : null,
    owner: state === "STATE_CLAIMED" ? "mary.bookkeeper" : null,
  };
}
