/** Every state and kind of an activity: whether an instance is there, was there, and what it waits for. */
import { expect, it } from "vitest";
import { activityKinds, activityStates } from "../../src/sandbox/bpel/words.ts";
import { activityOf, ago, processOf, recordsOf, told } from "./records.ts";
import { startManager } from "./server.ts";

const isState = (word: string): word is keyof typeof activityStates => Object.hasOwn(activityStates, word);
const isKind = (word: string): word is keyof typeof activityKinds => Object.hasOwn(activityKinds, word);
const own = processOf(300);

/** Whether the instance is at the activity, whether it is stuck there, and what a history says of it; null: nothing. */
const states: Readonly<
  Record<keyof typeof activityStates, readonly [at: boolean, stuck: boolean, outcome: string | null]>
> = {
  STATE_INACTIVE: [false, false, null],
  STATE_READY: [true, false, "active"],
  STATE_RUNNING: [true, false, "active"],
  STATE_SKIPPED: [false, false, null],
  STATE_FINISHED: [false, false, "completed"],
  STATE_FAILED: [false, false, "failed"],
  STATE_TERMINATED: [false, false, "cancelled"],
  STATE_CLAIMED: [true, false, "active"],
  STATE_TERMINATING: [true, false, "active"],
  STATE_FAILING: [true, false, "active"],
  STATE_WAITING: [true, false, "active"],
  STATE_EXPIRED: [false, false, "cancelled"],
  STATE_STOPPED: [true, true, "active"],
  STATE_PROCESSING_UNDO: [true, false, "active"],
};

it.for(Object.keys(activityStates).filter(isState))("%s", async (state) => {
  const [at, stuck, outcome] = states[state];
  const { ask } = await startManager(recordsOf([own], [activityOf(1, own, { state, expiresAt: ago(1) })]));
  const found = async (input: Parameters<typeof ask.query>[0]) => (await ask.query(input)).instances?.length;
  const { instance, waitingAt, incidents } = await ask.get({ id: own.piid });
  expect([waitingAt.length, instance.hasIncident, incidents.length]).toEqual([Number(at), stuck, Number(stuck)]);
  expect(await found({ elementId: "ship" })).toBe(Number(at));
  expect(await found({ passedElementId: "ship" })).toBe(Number(outcome !== null));
  expect(await found({ hasIncident: true })).toBe(Number(stuck));
  expect(await found({ waitingLongerThan: "1h" })).toBe(Number(at));
  expect(await found({ attention: ["waiting"] })).toBe(Number(at));
  // What has stopped, or is on its way out, is not late: that is another trouble.
  const isDue = ["STATE_READY", "STATE_RUNNING", "STATE_CLAIMED", "STATE_WAITING"].includes(state);
  expect(await found({ attention: ["overdue"] })).toBe(Number(isDue));
  const { events } = await ask.history({ id: own.piid, kinds: ["element"] });
  expect(events.map((event) => event.outcome)).toEqual(outcome === null ? [] : [outcome]);
});

/** What is waited for at an activity, and whether people or programs work there; null: it only holds others. */
const kinds: Readonly<Record<keyof typeof activityKinds, readonly [waitsFor: string, isWork: boolean] | null>> = {
  KIND_EMPTY: ["other", false],
  KIND_INVOKE: ["job", true],
  KIND_RECEIVE: ["message", false],
  KIND_REPLY: ["other", false],
  KIND_THROW: ["other", false],
  KIND_TERMINATE: ["other", false],
  KIND_WAIT: ["timer", false],
  KIND_COMPENSATE: ["other", false],
  KIND_SEQUENCE: null,
  KIND_SWITCH: null,
  KIND_WHILE: null,
  KIND_PICK: ["message", false],
  KIND_FLOW: null,
  KIND_SCOPE: null,
  KIND_SCRIPT: ["job", true],
  KIND_STAFF: ["userTask", true],
  KIND_ASSIGN: ["other", false],
  KIND_CUSTOM: ["job", true],
  KIND_RETHROW: ["other", false],
  KIND_FOR_EACH_SERIAL: null,
  KIND_FOR_EACH_PARALLEL: null,
  KIND_REPEAT_UNTIL: null,
};

it.for(Object.keys(activityKinds).filter(isKind))("%s", async (kind) => {
  const expected = kinds[kind];
  const { ask, hold } = await startManager(recordsOf([own], [activityOf(1, own, { kind, expiresAt: ago(-5) })]));
  const found = async (input: Parameters<typeof ask.query>[0]) => (await ask.query(input)).instances?.length;
  // Where nothing runs inside one that holds others, it is told all the same.
  const { waitingAt } = await ask.get({ id: own.piid });
  expect(waitingAt).toMatchObject([{ since: told(own.createdAt), waitsFor: { kind: expected?.[0] ?? "other" } }]);
  expect(waitingAt[0]?.waitsFor.dueAt).toBe(told(ago(-5)));
  expect(waitingAt[0]?.element.elementType ?? waitingAt[0]?.element.engineType).toBeDefined();
  expect(await found({ waitingLongerThan: "1h" })).toBe(Number(expected !== null));
  expect(await found({ order: "longestWaiting" })).toBe(Number(expected !== null));
  expect(await found({ attention: ["waiting"] })).toBe(Number(expected?.[1] ?? false));
  expect(await found({ elementId: "ship" })).toBe(1);
  hold(recordsOf([own], [activityOf(1, own, { kind, name: "holder" }), activityOf(2, own)]));
  const names = (await ask.get({ id: own.piid })).waitingAt.map(({ element }) => element.elementId).sort();
  expect(names).toEqual(expected === null ? ["ship"] : ["holder", "ship"]);
});
