import { describe, expect, test } from "vitest";
import { describe as report } from "../../src/core/describe.ts";
import { LookoutError, toLookoutError } from "../../src/core/errors.ts";
import type { Filters } from "../../src/core/filters.ts";
import { assertSupported, orderOf, resolveFilters } from "../../src/core/question.ts";
import { get } from "../../tools/get.ts";
import { history } from "../../tools/history.ts";
import { query } from "../../tools/query.ts";
import { fakeEngine } from "../tools/fake-engine.ts";
import { askerOf } from "../tools/world.ts";
import { now, thrownBy } from "./samples.ts";

test.each<[Parameters<typeof resolveFilters>[0], Filters]>([
  [{}, {}],
  [{ definitionKey: "order" }, { definitionKey: ["order"] }],
  [{ definitionKey: ["a", "b", "a"] }, { definitionKey: ["a", "b"] }],
  [
    { definitionKey: "order", definitionVersion: 2 },
    { definitionKey: ["order"], definitionVersion: 2 },
  ],
  [{ state: "active" }, { state: ["active"] }],
  [{ startedAfter: "2h" }, { startedAfter: "2026-11-22T15:45:00.000Z" }],
  [
    { startedAfter: "7d", startedBefore: "2026-11-22" },
    { startedAfter: "2026-11-15T17:45:00.000Z", startedBefore: "2026-11-22T00:00:00.000Z" },
  ],
  [{ endedBefore: "2026-11-22T10:00:00+02:00" }, { endedBefore: "2026-11-22T08:00:00.000Z" }],
  [{ waitingLongerThan: "90m" }, { waitingSince: "2026-11-22T16:15:00.000Z" }],
  [
    { state: ["active", "completed"], endedAfter: "1d" },
    { state: ["active", "completed"], endedAfter: "2026-11-21T17:45:00.000Z" },
  ],
  [
    { hasIncident: false, state: "completed" },
    { hasIncident: false, state: ["completed"] },
  ],
  [
    { hasIncident: false, attention: ["incident", "overdue"] },
    { hasIncident: false, attention: ["incident", "overdue"] },
  ],
])("%j is resolved", (input, filters) => {
  expect(resolveFilters(input, now)).toEqual(filters);
});

test("what needs a person comes oldest first, unless asked otherwise", () => {
  expect(orderOf(undefined, {})).toBe("newest");
  expect(orderOf(undefined, { hasIncident: false })).toBe("newest");
  expect(orderOf(undefined, { hasIncident: true })).toBe("oldest");
  expect(orderOf(undefined, { attention: ["retrying"] })).toBe("oldest");
  expect(orderOf("newest", { hasIncident: true })).toBe("newest");
  expect(orderOf("longestWaiting", {})).toBe("longestWaiting");
});

describe("what an engine cannot do is refused", () => {
  const can = {
    filters: ["definitionKey", "state"],
    lacks: { rootId: "it knows no roots" },
    states: ["active", "completed"],
    orders: ["newest"],
    eventKinds: [],
    includes: [],
  } as const;
  test("the reason, where the engine has one", () => {
    const because = (filters: Filters) => {
      const error = thrownBy(() => assertSupported("c7", can, filters));
      return error instanceof LookoutError && "because" in error.facts ? error.facts.because : undefined;
    };
    expect(because({ rootId: "r" })).toBe("it knows no roots");
    expect(because({ tenantId: "t" })).toBeUndefined();
  });
  test.each<[Filters, "newest" | "oldest" | undefined, string | undefined]>([
    [{ definitionKey: ["a"], state: ["active", "failed"] }, "newest", undefined],
    [{ rootId: "r" }, undefined, "the filter rootId"],
    [{ waitingSince: "2026-11-22T15:45:00.000Z" }, undefined, "the filter waitingLongerThan"],
    [{ state: ["failed", "unknown"] }, undefined, "state failed, unknown"],
    [{}, "oldest", "order oldest"],
  ])("%j in order %s: %s", (filters, order, what) => {
    const error = thrownBy(() => assertSupported("c7", can, filters, order));
    if (what === undefined) expect(error).toBeUndefined();
    else expect(error).toMatchObject({ fault: "notSupported", facts: { engine: "c7", what } });
  });
});

const variable = { name: "amount", operator: "eq", value: 1 };
const badQueries: readonly unknown[] = [
  null,
  [],
  "order",
  { definitionkey: "order" },
  { bussinessKey: "X", whatever: 1 },
  { [`k${"e".repeat(3_000)}y`]: 1 },
  { definitionKey: "" },
  { definitionKey: 5 },
  { definitionKey: [] },
  { definitionKey: ["a", 5] },
  { definitionKey: Array.from({ length: 51 }, (_, n) => `d${n}`) },
  { definitionVersion: 2 },
  { definitionKey: ["a", "b"], definitionVersion: 2 },
  { definitionKey: "a", definitionVersion: "2" },
  { definitionKey: "a", definitionVersion: 1.5 },
  { definitionKey: "a", definitionVersion: 0 },
  { state: "stuck" },
  { state: ["active", "stuck"] },
  { state: [] },
  { hasIncident: "yes" },
  { attention: ["all"] },
  { attention: [] },
  { attention: "incident" },
  { incidentMessage: "" },
  { businessKey: "x".repeat(1_001) },
  { startedAfter: "yesterday" },
  { startedAfter: "2026-02-30" },
  { startedAfter: `${"9".repeat(900)}` },
  { startedAfter: "999999w" },
  { startedBefore: "2026-11-22T10:00:00" },
  { startedAfter: "soon", endedBefore: "later", waitingLongerThan: "long" },
  { waitingLongerThan: "2026-11-22" },
  { waitingLongerThan: "999999w" },
  { startedAfter: "1h", startedBefore: "2h" },
  { startedAfter: "2026-11-22", startedBefore: "2026-11-22" },
  { endedAfter: "1h", endedBefore: "2h" },
  { state: "active", endedAfter: "1d" },
  { state: ["active", "suspended"], endedBefore: "1d" },
  { state: "completed", hasIncident: true },
  { state: ["completed", "failed"], attention: ["overdue"] },
  { state: "terminated", waitingLongerThan: "2h" },
  { state: "completed", elementId: "Task_1" },
  { endedAfter: "1d", hasIncident: true },
  { endedBefore: "1d", elementId: "Task_1" },
  { endedBefore: "1d", waitingLongerThan: "2h" },
  { hasIncident: false, incidentType: "failedJob" },
  { hasIncident: false, incidentMessage: "*timeout*" },
  { hasIncident: false, attention: ["incident"] },
  { variables: [] },
  { variables: [{ name: "", value: 1 }] },
  { variables: [{ name: "amount" }] },
  { variables: [{ ...variable, operator: "equals" }] },
  { variables: [{ ...variable, value: [1] }] },
  { variables: [{ ...variable, value: { integer: 5 } }] },
  { variables: [{ ...variable, value: { integer: "1e9" } }] },
  { variables: [{ ...variable, operator: "gt", value: true }] },
  { variables: [{ ...variable, operator: "lte", value: null }] },
  { variables: [{ ...variable, operator: "like", value: 5 }] },
  { variables: [{ ...variable, operator: "like", value: { integer: "5" } }] },
  { variables: [{ ...variable, valu: 1 }] },
  { variables: Array.from({ length: 11 }, () => variable) },
  { order: "random" },
  { mode: "rows" },
  { limit: 0 },
  { limit: 101 },
  { limit: 2.5 },
  { limit: "20" },
  { cursor: "x" },
  { cursor: "x".repeat(1_501) },
  { engine: "c8" },
  { engine: `c${"8".repeat(900)}` },
  { rootId: "r" },
  { state: "failed" },
  { order: "longestWaiting" },
];
const badGets: readonly unknown[] = [
  {},
  { id: "" },
  { id: "   " },
  { id: 4711 },
  { id: "x".repeat(2_001) },
  { id: "unknown" },
  { id: "line\nbreak \u202e and bidi" },
  { id: "x".repeat(2_000) },
  { id: "https://elsewhere.example/i-1" },
  { id: "i-1", include: ["stacktraces"] },
  { id: "i-1", include: ["stackTraces"] },
  { id: "i-1", waitUpToMs: 60_000 },
  { id: "i-1", waitForMs: 10 },
];
const badHistories: readonly unknown[] = [
  { id: "i-1", kinds: [] },
  { id: "i-1", kinds: ["elements"] },
  { id: "i-1", kinds: ["operation"] },
  { id: "i-1", order: "longestWaiting" },
  { id: "i-1", limit: 201 },
  { id: "i-1", cursor: "e30" },
];

test("every contradiction and bad input gives one clear sentence", async () => {
  const engine = fakeEngine("c7", {
    lacks: {
      filters: ["rootId"],
      states: ["failed"],
      orders: ["longestWaiting"],
      eventKinds: ["operation"],
      includes: ["stackTraces"],
    },
  });
  const ask = askerOf([engine]);
  const sentences: string[] = [];
  const note = async (name: string, input: unknown, asking: Promise<unknown>) => {
    const error = await asking.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const { kind, message, next } = report(toLookoutError(error));
    const shown = JSON.stringify(input).replace(/(.)\1{99,}/g, (run, one: string) => `${one}{${run.length}}`);
    sentences.push(
      `${name} ${shown.length > 160 ? `${shown.slice(0, 157)}...` : shown}`,
      `  ${kind}: ${message}`,
      `  ${next ?? "-"}`,
      "",
    );
    expect(["invalidInput", "unsupported", "notFound"]).toContain(kind);
    expect(message, message).toMatch(/^[^\n]{1,499}[.?!…]$/);
    expect(message).not.toMatch(/undefined|\[object|NaN|\.\.$|Invalid/);
  };
  for (const input of badQueries) await note("query", input, ask(query, input));
  for (const input of badGets) await note("get", input, ask(get, input));
  for (const input of badHistories) await note("history", input, ask(history, input));
  await expect(sentences.join("\n")).toMatchFileSnapshot("../golden/question-sentences.txt");
});
