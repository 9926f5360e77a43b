import { expect, test } from "vitest";
import type { Scope } from "../../src/core/engine.ts";
import { LookoutError } from "../../src/core/errors.ts";
import type { Filters } from "../../src/core/filters.ts";
import type { ProcessInstance } from "../../src/core/model.ts";
import { inScope, recheckRows } from "../../src/core/recheck.ts";
import { sample, thrownBy } from "./samples.ts";

/** The filter that the re-check names, or undefined when the row passes. */
function caught(row: ProcessInstance, filters: Filters, scope: Scope = {}) {
  const error = thrownBy(() => recheckRows("c7", [sample(), row].slice(1), filters, scope));
  if (error === undefined) return undefined;
  return error instanceof LookoutError && "filter" in error.facts ? error.facts.filter : error;
}

const { hasIncident: _incident, businessKey: _key, rootId: _root, tenantId: _tenant, ...bare } = sample();
const { version: _version, ...unversioned } = bare.definition;

test.each<[string, Filters, ProcessInstance]>([
  ["definitionKey", { definitionKey: ["invoice"] }, sample()],
  ["definitionVersion", { definitionVersion: 3 }, sample()],
  ["state", { state: ["suspended", "completed"] }, sample()],
  ["hasIncident", { hasIncident: true }, sample()],
  ["businessKey", { businessKey: "ORDER-2" }, sample()],
  ["businessKey", { businessKey: "INV-*" }, sample()],
  ["businessKey", { businessKey: "ORDER-1" }, sample({ businessKey: null })],
  ["parentId", { parentId: "p" }, sample()],
  ["rootId", { rootId: "r" }, sample()],
  ["tenantId", { tenantId: "t" }, sample()],
  ["startedAfter", { startedAfter: "2026-11-22T10:00:00.001Z" }, sample()],
  ["startedBefore", { startedBefore: "2026-11-22T10:00:00.000Z" }, sample()],
  ["endedAfter", { endedAfter: "2026-01-01T00:00:00.000Z" }, sample()],
  ["endedBefore", { endedBefore: "2026-12-01T00:00:00.000Z" }, sample()],
])("a server that ignores %s is caught: %j", (name, filters, row) => {
  expect(caught(row, filters)).toBe(name);
});

test.each<[Filters, ProcessInstance]>([
  [{ definitionKey: ["invoice", "order"], definitionVersion: 2, state: ["active"], hasIncident: false }, sample()],
  [{ startedAfter: "2026-11-22T10:00:00.000Z", startedBefore: "2026-11-22T10:00:00.001Z" }, sample()],
  [{ businessKey: "order-*" }, sample()],
  [{ businessKey: "ORDER-1" }, sample({ businessKey: "order-1 " })],
  [{ hasIncident: true, businessKey: "X", rootId: "r", tenantId: "t" }, bare],
  [{ definitionVersion: 3 }, { ...sample(), definition: unversioned }],
  [
    { incidentMessage: "x", elementId: "e", waitingSince: "2026-01-01T00:00:00.000Z", attention: ["overdue"] },
    sample(),
  ],
])("what a row shows, or cannot show, passes %j", (filters, row) => {
  expect(caught(row, filters)).toBeUndefined();
});

test("one wrong row among many is enough", () => {
  const rows = [sample(), sample({ state: "completed" })];
  expect(thrownBy(() => recheckRows("c7", rows, { state: ["active"] }, {}))).toMatchObject({
    fault: "filterIgnored",
    facts: { engine: "c7", filter: "state" },
  });
});

test.each<[Scope, Pick<ProcessInstance, "definition" | "tenantId">, boolean]>([
  [{}, sample(), true],
  [{ definitionKeys: ["order"] }, sample(), true],
  [{ definitionKeys: ["invoice"] }, sample(), false],
  [{ definitionKeys: [] }, sample(), false],
  [{ tenantIds: ["t"] }, sample({ tenantId: "t" }), true],
  [{ tenantIds: ["t"] }, sample({ tenantId: "u" }), false],
  [{ tenantIds: ["t"] }, sample(), false],
  [{ tenantIds: ["t"] }, bare, false],
  [{ definitionKeys: ["order"], tenantIds: ["t"] }, sample({ tenantId: "u" }), false],
])("the scope %j holds the row %#: %s", (scope, row, expected) => {
  expect(inScope(scope, row)).toBe(expected);
});

test("a row outside the policy drops the list", () => {
  expect(caught(sample(), {}, { definitionKeys: ["invoice"] })).toBe("the access policy");
});
