import type { Engine } from "../../src/core/engine.ts";
import { fault } from "../../src/core/errors.ts";
import { fakeEngine } from "./fake-engine.ts";
import * as world from "./world.ts";

const { rows, answers, events, sources, counts, findings } = world;
const down = (engine: string) => fault("timedOut", { engine, afterMs: 10_000 });

const c7 = () => fakeEngine("c7-prod", "camunda7", { rows, answers, events, sources, counts, findings });
const c8 = () => fakeEngine("c8-prod", "camunda8", { rows: [world.c8Row] });
const failedFinding = {
  check: "reachable",
  status: "failed",
  facts: { url: "https://c8-old.example.com", status: null },
  problem: "No answer in 10 s. Check the url and the proxy settings.",
} as const;
const old = () => fakeEngine("c8-old", "camunda8", { rows: [], failing: down, findings: [failedFinding] });

/** The engines of a test by a name that a child process can be given. */
export const fleets = {
  one: () => [c7()],
  fleet: () => [c8(), c7(), old()],
  healthy: () => [c8(), c7()],
  down: () => [old()],
  empty: () => [fakeEngine("c7-prod", "camunda7", { rows: [] })],
  noKeys: () => [fakeEngine("c7-prod", "camunda7", { rows, answers, can: ["state", "definitionKey"] })],
  bulk: () => [fakeEngine("c7-prod", "camunda7", { rows: world.bulk(2_500) })],
  slow: () => [fakeEngine("c7-prod", "camunda7", { rows: world.bulk(2_500), delayMs: 20 })],
  none: () => [],
} satisfies Record<string, () => Engine[]>;

export type FleetName = keyof typeof fleets;

export function isFleet(name: string): name is FleetName {
  return Object.hasOwn(fleets, name);
}
