import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Counts } from "../../src/core/model.ts";
import { count } from "../../src/slack/messages/count.ts";
import type { Scene } from "../../src/slack/messages/message.ts";
import { type Fleet, startFleet } from "../fleet/sandboxes.ts";
import {
  asked,
  buttonsOf,
  cellsOf,
  clicked,
  expectGolden,
  type QueryInput,
  type QueryOutput,
  scene,
} from "./answered.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(async () => {
  await fleet.close();
});

interface Case {
  readonly input: QueryInput;
  readonly engines?: readonly string[];
}

const cases: Record<string, Case> = {
  "count-stuck": { input: { mode: "count", hasIncident: true }, engines: ["c7-prod"] },
  "count-all": { input: { mode: "count" }, engines: ["c7-prod"] },
  "count-versions": { input: { mode: "count", definitionKey: "order-fulfilment" }, engines: ["c7-prod"] },
  "count-fleet-one-down": { input: { mode: "count", hasIncident: true } },
  "count-none": { input: { mode: "count", definitionKey: "no-such-process" }, engines: ["c7-prod", "c8-prod"] },
  "count-not-known": { input: { mode: "count" }, engines: ["c7-old", "c7-older"] },
};

describe("whole messages", () => {
  it.for(Object.entries(cases))("%s", async ([name, { input, engines }]) => {
    const { output, request, sceneOf } = await asked(fleet, input, engines);
    const counts = output.counts ?? { definitions: [], incidents: [] };
    await expectGolden(fleet, name, (form) => count(output, counts, sceneOf(form), request));
  });
});

type Fault = Counts["incidents"][number];

const fault = (rest: Partial<Fault> = {}): Fault => ({
  engine: "c7-prod",
  definitionKey: "payment-collection",
  definitionVersion: 7,
  element: { elementId: "Capture", elementName: "Capture funds" },
  type: "failedExternalTask",
  fingerprint: "a",
  instances: 3,
  message: "Read timed out",
  oldest: "2026-11-22T15:31:00.000Z",
  newest: "2026-11-22T16:31:00.000Z",
  ...rest,
});
const definition = (rest: Partial<Counts["definitions"][number]> = {}) => ({
  engine: "c7-prod",
  definitionKey: "payment-collection",
  definitionVersion: 7,
  byState: { active: 3 },
  openIncidents: 3,
  ...rest,
});
const ok = { engine: "c7-prod", status: "ok", total: 51 } as const;

function counted(
  counts: Partial<Counts>,
  rest: Partial<QueryOutput> = {},
  input: QueryInput = {},
  made: Partial<Scene> = {},
) {
  const all: Counts = { definitions: [], incidents: [], ...counts };
  const output: QueryOutput = { understood: {}, engines: [ok], ...rest, counts: all };
  return count(output, all, { ...scene, ...made }, { ask: "query", input: { mode: "count", ...input } });
}

const other = fault({ fingerprint: "b", instances: 1, message: null, definitionKey: "parcel-tracking" });
const down = { engine: "c8-old", status: "failed" } as const;

describe("the head line", () => {
  test.each<[string, Partial<Counts>, Partial<QueryOutput>?]>([
    ["🔴 4 open faults in 2 kinds, the largest 3 (75 %) · 51 instances", { incidents: [other, fault()] }],
    ["🔴 1 open fault in 1 kind · 51 instances · c8-old NOT checked", { incidents: [other] }, { engines: [ok, down] }],
    [
      "🔴 at least 3 open faults in at least 1 kind · 51+ instances",
      { incidents: [fault()] },
      { engines: [{ ...ok, totalIsLowerBound: true }], truncated: { reason: "candidates", considered: 5 } },
    ],
    ["🔴 3 open incidents · 51 instances", { definitions: [definition()] }],
    ["🟢 No open fault · 51 instances", { definitions: [definition({ openIncidents: 0 })] }],
    ["No open fault where it could be checked · 51 instances · c8-old NOT checked", {}, { engines: [ok, down] }],
    ["No open fault where it could be checked · 51 instances", {}, { truncated: { reason: "size" } }],
    ["🟢 No open fault", {}, { engines: [{ engine: "c7-prod", status: "ok" }] }],
    ["No instance", {}, { engines: [{ ...ok, total: 0 }] }],
    ["Not known · c8-old NOT checked", {}, { engines: [down] }],
  ])("%s", (words, counts, rest) => {
    expect(counted(counts, rest).text).toBe(words);
  });
});

describe("the button to the instances", () => {
  const label = "Show these";
  const plain = { definitionKey: ["payment-collection"], hasIncident: true, limit: 10 };

  test("keeps the question and narrows it to the most frequent fault", () => {
    const input = { startedAfter: "7d", tenantId: "eu" };
    expect(clicked(counted({ incidents: [other, fault()] }, {}, input), "Show the largest")).toEqual({
      ...input,
      ...plain,
      definitionVersion: 7,
      elementId: "Capture",
    });
  });

  test("narrows no further than the fault is in one place", () => {
    const twice = [fault(), fault({ definitionVersion: 8, engine: "c8-prod", element: { elementId: "Other" } })];
    const both = { engines: [ok, { ...ok, engine: "c8-prod" }] };
    expect(clicked(counted({ incidents: twice }, both), label)).toEqual(plain);
    const inOne = clicked(counted({ incidents: [fault()] }, both), label);
    expect(inOne).toEqual({ ...plain, engine: "c7-prod", definitionVersion: 7, elementId: "Capture" });
  });

  test("asks for no element where the engine cannot look for it", () => {
    const message = counted({ incidents: [fault()] }, {}, {}, { canAsk: (_, filter) => filter !== "elementId" });
    expect(clicked(message, label)).toEqual({ ...plain, definitionVersion: 7 });
  });

  test("asks for all of them where nothing is wrong, and for more where there is none", () => {
    expect(clicked(counted({}, {}, { state: "active" }), label)).toEqual({ state: "active", limit: 10 });
    const none = { engines: [{ ...ok, total: 0 }] };
    expect(clicked(counted({}, none, { engine: "c7-prod", state: "active" }), "What there is")).toEqual({
      engine: "c7-prod",
      mode: "count",
    });
    expect([...buttonsOf(counted({}, none)).keys()]).toEqual(["Refresh", "Share"]);
    expect([...buttonsOf(counted({}, { engines: [down] }, {}, { audience: "channel" })).keys()]).toEqual(["Refresh"]);
  });
});

describe("the numbers of definitions", () => {
  const hasNumbers = (counts: Partial<Counts>, understood: QueryOutput["understood"] = {}) =>
    JSON.stringify(counted(counts, { understood }).blocks).includes("Incidents");

  test("stand there only where they say more than the faults", () => {
    const incidents = [fault()];
    expect(hasNumbers({ incidents, definitions: [definition()] })).toBe(false);
    expect(hasNumbers({ incidents, definitions: [definition({ byState: { active: 4 } })] })).toBe(true);
    const waiting = definition({ byState: { active: 4 } });
    expect(hasNumbers({ incidents, definitions: [waiting] }, { hasIncident: true })).toBe(false);
    const versions = [definition(), definition({ definitionVersion: 8 })];
    expect(hasNumbers({ incidents, definitions: versions }, { definitionKey: ["payment-collection"] })).toBe(true);
  });

  test("are the table where there is no fault, since a message has only one", () => {
    const message = counted({ definitions: [definition({ openIncidents: 0, byState: { active: 1_204, failed: 2 } })] });
    expect(cellsOf(message)).toEqual([
      ["Process", "All", "Active", "Failed", "Incidents"],
      ["payment-collection v7", "1,206", "1,204", "2", "0"],
    ]);
  });
});

test("faults come by kind, the message once, as many as are read at a glance", () => {
  const incidents = [
    fault({ instances: 2, engine: "c8-prod" }),
    other,
    fault(),
    ...Array.from({ length: 20 }, (_, at) => fault({ fingerprint: `f${at}`, instances: 1, message: `m${at}` })),
  ];
  const message = counted({ incidents }, { engines: [ok, { ...ok, engine: "c8-prod" }] });
  expect(cellsOf(message).slice(0, 4)).toEqual([
    ["Stuck", "Process", "At", "Fault", "Oldest", "Engine"],
    ["3", "payment-collection v7", "Capture funds", '"Read timed out"', "2 h 14 min", "c7-prod"],
    ["2", "payment-collection v7", "Capture funds", "the same", "2 h 14 min", "c8-prod"],
    ["1", "parcel-tracking v7", "Capture funds", "failedExternalTask", "2 h 14 min", "c7-prod"],
  ]);
  expect(cellsOf(message)).toHaveLength(16);
  expect(JSON.stringify(message.blocks)).toContain(
    "… and 8 more lines with 8 stuck instances: narrow the question for them.",
  );
});

test("a long message is cut inside its quotation marks", () => {
  const [, [, , , told] = []] = cellsOf(counted({ incidents: [fault({ message: "x ".repeat(500) })] }));
  expect(told).toMatch(/^"x .*…"$/);
  expect(told?.length).toBeLessThanOrEqual(150);
});
