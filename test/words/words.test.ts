import fc from "fast-check";
import { expect, test } from "vitest";
import { agoText, durationText, sinceWords } from "../../src/words/duration.ts";
import { headlineWords, lookOfGot, spanWords } from "../../src/words/headline.ts";
import { incidentWords } from "../../src/words/incident.ts";
import { othersLikeIt } from "../../src/words/others-like-it.ts";
import { understoodWords } from "../../src/words/understood.ts";
import { waitingWords } from "../../src/words/waiting.ts";
import { joinedWords, type Words } from "../../src/words/words.ts";
import { now, sample } from "../core/samples.ts";

const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
const since = before(134 * 60_000);

test.each([
  [0, "0 ms"],
  [-5, "0 ms"],
  [320, "320 ms"],
  [45_900, "45 s"],
  [134 * 60_000, "2 h 14 min"],
  [2 * 3_600_000, "2 h"],
  [74 * 3_600_000 + 59_000, "3 d 2 h"],
  [400 * 86_400_000, "400 d"],
])("%i ms is %s", (ms, words) => expect(durationText(ms)).toBe(words));

test("what lies ahead, or is no time, is not ago", () => {
  expect(agoText(before(-1), now)).toBeUndefined();
  expect(agoText("soon", now)).toBeUndefined();
  expect(sinceWords(since, now)).toEqual([{ at: since }, " (2 h 14 min)"]);
  expect(sinceWords("soon", now)).toEqual([{ at: "soon" }]);
});

const piece = fc.oneof(
  fc.constantFrom("", "a", "b c"),
  fc.constant({ at: since }),
  fc.constantFrom({ strong: "" }, { strong: "x" }),
);
const part = fc.oneof(fc.constant(undefined), fc.constantFrom("", "one"), fc.array(piece, { maxLength: 3 }));

test("joined words lose nothing, have the separator only between parts that say something, and few pieces", () => {
  const written = (words: Words) =>
    words.map((one) => (typeof one === "string" ? one : "at" in one ? "<at>" : `<${one.strong}>`));
  const told = (words: Words | string | undefined) =>
    written(typeof words === "string" ? [words] : (words ?? [])).filter((one) => one !== "" && one !== "<>");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom(", ", ""), (parts, separator) => {
      const joined = written(joinedWords(parts, separator));
      expect(joined.filter((one) => one === "" || one === "<>")).toEqual([]);
      expect(joined.filter((one, at) => !one.startsWith("<") && joined[at + 1]?.startsWith("<") === false)).toEqual([]);
      const texts = parts.map((one) => told(one).join("")).filter((text) => text !== "");
      expect(joined.join("")).toBe(texts.join(separator));
    }),
  );
});

const atCharge = { elementId: "charge", elementName: "Charge card" };
const waiting = { element: atCharge, since, waitsFor: { kind: "externalTask" as const, name: "charge", retries: 0 } };
const incident = {
  id: "i",
  instanceId: "x",
  element: atCharge,
  type: "failedJob",
  message: null,
  fingerprint: "f",
  since,
};

test("what could not be read does not look well", () => {
  const { hasIncident: _, ...unread } = sample({ id: "x", startedAt: since });
  const got = { instance: unread, waitingAt: [waiting], incidents: [], unknown: ["incidents"] };
  expect(headlineWords(got, now)).toEqual([
    "waits at ",
    { strong: "Charge card" },
    " for 2 h 14 min, incidents NOT checked",
  ]);
  expect(lookOfGot(got)).toMatchObject({ word: "active", tone: "warning" });
  expect(lookOfGot({ ...got, instance: { ...unread, hasIncident: false } }).tone).toBe("good");
  expect(lookOfGot({ ...got, unknown: [] }).tone).toBe("good");
});

test("times in words are moments, and the place stands out", () => {
  const stuck = sample({ id: "x", hasIncident: true, startedAt: since });
  const got = { instance: stuck, waitingAt: [waiting], incidents: [incident], unknown: [] };
  expect(headlineWords(got, now)).toEqual(["is stuck at ", { strong: "Charge card" }, " for 2 h 14 min"]);
  expect(spanWords(stuck, now)).toEqual(["stuck, started 2 h 14 min ago"]);
  const ended = sample({ state: "completed", endedAt: since, durationMs: 45_000 });
  const at = { at: since };
  expect(headlineWords({ instance: ended, waitingAt: [], incidents: [], unknown: [] }, now)).toEqual([
    "completed ",
    at,
    " after 45 s",
  ]);
  expect(spanWords(ended, now)).toEqual(["completed ", at, " after 45 s"]);
  expect(waitingWords({ ...waiting, waitsFor: { ...waiting.waitsFor, dueAt: since } }, now)).toEqual([
    "Charge card since ",
    at,
    " (2 h 14 min): external task, topic charge, no retries left, due ",
    at,
    ", overdue 2 h 14 min",
  ]);
  expect(understoodWords({ state: ["active"], waitingSince: since })).toEqual(["active, waiting since before ", at]);
  expect(incidentWords({ ...incident, since: "2026-11-22T17:44:00.000Z", retries: 2 }, got, now)).toEqual([
    "failedJob since ",
    { at: "2026-11-22T17:44:00.000Z" },
    " (1 min), 2 retries left",
  ]);
  expect(incidentWords(incident, got, now)).toEqual(["failedJob"]);
});

test.each([
  ["Payment provider did not answer: Read timed out", "Payment provider did not answer*"],
  ["Could not load order 4711 of customer", "Could not load order*"],
  ["Scanner offline", "Scanner offline"],
  ["5 errors", undefined],
  ["•••", undefined],
  [null, undefined],
])("others with the fault %j", (message, pattern) => {
  const instance = sample({ id: "x" });
  const others = (canAsk: (engines: readonly string[], filter: string) => boolean) =>
    othersLikeIt({ ...incident, message }, { instance, called: [] }, canAsk)?.input;
  const same = pattern && { incidentType: "failedJob", incidentMessage: pattern };
  expect(others(() => true)).toEqual(same);
  const { key } = instance.definition;
  expect(others((_, filter) => filter === "elementId")).toEqual({
    definitionKey: [key],
    elementId: "charge",
    hasIncident: true,
  });
  expect(others(() => false)).toEqual({ definitionKey: [key], hasIncident: true });
});
