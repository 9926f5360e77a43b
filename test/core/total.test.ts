import { describe, expect, test } from "vitest";
import type { Counts, EngineReport } from "../../src/core/model.ts";
import { byVersion, kindsOf, leadOf, totalOf } from "../../src/core/total.ts";

const group = (fingerprint: string, instances: number, engine = "c7"): Counts["incidents"][number] => ({
  engine,
  definitionKey: "order",
  type: "failedJob",
  fingerprint,
  instances,
  message: "no connection",
  oldest: "2026-11-22T17:00:00.000Z",
  newest: "2026-11-22T17:00:00.000Z",
});

describe("the total of several engines", () => {
  const ok = (total?: number): EngineReport => ({
    engine: "c7",
    status: "ok",
    ...(total === undefined ? {} : { total }),
  });
  const failed: EngineReport = { engine: "c8", status: "failed" };

  test.each([
    [[ok(2), ok(3)], 5, true],
    [[ok(2), ok()], 2, false],
    [[ok(2), failed], 2, true],
    [[failed], 0, false],
  ])("of %j", (engines, total, isKnown) => {
    expect(totalOf(engines)).toEqual({ total, isLowerBound: false, isKnown });
  });

  test("is a lower bound where one is", () => {
    expect(totalOf([ok(2), { ...ok(3), totalIsLowerBound: true }])).toMatchObject({ total: 5, isLowerBound: true });
  });
});

describe("kinds of faults", () => {
  test("a fault in several places is one kind, and may outweigh a larger group", () => {
    const kinds = kindsOf([group("a", 5), group("b", 3), group("b", 4, "c8")]);
    expect(kinds.map(({ instances, groups }) => [instances, groups.map(({ engine }) => engine)])).toEqual([
      [7, ["c8", "c7"]],
      [5, ["c7"]],
    ]);
    expect(leadOf(kinds)).toEqual({ instances: 7, percent: 58 });
  });

  test("without a message only the same place makes it the same fault", () => {
    const silent = (elementId: string, engine: string) => ({
      ...group("a", 1, engine),
      message: null,
      element: { elementId },
    });
    const kinds = kindsOf([silent("charge", "c7"), silent("pick", "c7"), silent("charge", "c8")]);
    expect(kinds.map(({ instances }) => instances)).toEqual([2, 1]);
  });

  test.each([[[]], [[group("a", 5)]], [[group("a", 5), group("b", 5)]]])("none leads in %j", (groups) => {
    expect(leadOf(kindsOf(groups))).toBeUndefined();
  });
});

test("versions stand side by side, whichever engine they are in", () => {
  const one = (definitionKey: string, engine: string, definitionVersion?: number) => ({
    engine,
    definitionKey,
    ...(definitionVersion === undefined ? {} : { definitionVersion }),
    byState: {},
    openIncidents: 0,
  });
  const sorted = [one("b", "x", 1), one("a", "y", 10), one("a", "x", 9), one("a", "x", 10), one("a", "z")];
  expect(sorted.toSorted(byVersion)).toEqual([
    one("a", "z"),
    one("a", "x", 9),
    one("a", "x", 10),
    one("a", "y", 10),
    one("b", "x", 1),
  ]);
});
