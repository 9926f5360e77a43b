import { createHash } from "node:crypto";
import { type AccessConfig, createAccess, localCaller } from "../../src/core/access.ts";
import type { Engine, InstanceAnswer } from "../../src/core/engine.ts";
import type { ProcessInstance } from "../../src/core/model.ts";
import type { Call } from "../../src/core/tool.ts";
import { type FakeData, fakeEngine, type Seen } from "./fake-engine.ts";
import { histories } from "./histories.ts";

/** The instant at which every test asks. */
export const now = new Date("2026-11-22T17:45:00.000Z");

/** Ids as random as those of an engine: what is regular would take fewer tokens. */
export function uuid(n: number): string {
  const hex = createHash("sha256").update(String(n)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11f1-${hex.slice(12, 16)}-${hex.slice(16, 28)}`;
}

export function instance(facts: Partial<ProcessInstance> = {}): ProcessInstance {
  return {
    engine: "c7-prod",
    id: uuid(1),
    definition: {
      key: "payment-collection",
      name: "Payment collection",
      version: 7,
      versionTag: null,
      id: "payment-collection:7:abc",
    },
    state: "active",
    engineState: "ACTIVE",
    hasIncident: false,
    businessKey: "PAY-3",
    tenantId: null,
    startedAt: "2026-11-22T15:31:07.120Z",
    endedAt: null,
    durationMs: null,
    startedBy: "demo",
    endReason: null,
    parentId: null,
    rootId: facts.id ?? uuid(1),
    restartedFrom: null,
    url: `https://cockpit.example/app/cockpit/default/#/process-instance/${facts.id ?? uuid(1)}`,
    ...facts,
  };
}

export function got(facts: Partial<InstanceAnswer> = {}): InstanceAnswer {
  return { instance: instance(), waitingAt: [], incidents: [], called: [], unknown: [], ...facts };
}

/** 25 instances of three definitions, two of them interleaved, over two days. */
export const rows25: readonly ProcessInstance[] = Array.from({ length: 25 }, (_, n) =>
  instance({
    id: uuid(n + 1),
    businessKey: n % 10 === 3 ? null : `ORDER-${4700 + n}`,
    definition: { key: n % 5 === 0 ? "payment-collection" : "order-fulfilment", version: n % 5 === 0 ? 7 : 2, id: "x" },
    startedAt: new Date(Date.parse("2026-11-22T15:31:07.120Z") - n * 1_800_000).toISOString(),
    hasIncident: n % 8 === 2,
    ...(n === 4 ? { state: "completed", engineState: "COMPLETED", endedAt: "2026-11-22T15:40:00.000Z" } : {}),
  }),
);

export const slowId = "slow";

export function worldData(): FakeData {
  return {
    instances: { "PAY-3": got(), [uuid(1)]: got() },
    histories,
    page: (skip, limit) => ({ rows: rows25.slice(skip, skip + limit), more: skip + limit < rows25.length }),
    slowId,
  };
}

const showAmounts: AccessConfig = {
  rules: [{ callers: ["local"], variables: { show: ["amount", "note", "order", "missing", "big*"] } }],
};

/** The world of a call to these engines, as `main` would wire it. */
export function worldOf(engines: readonly Engine[], config: AccessConfig | undefined = showAmounts) {
  return (signal: AbortSignal): Omit<Call, "maxCharacters"> => ({
    caller: localCaller,
    access: createAccess(config),
    engines,
    now,
    signal,
  });
}

export const oneEngine = (data: FakeData = worldData(), seen?: Seen) => [fakeEngine("c7-prod", data, seen)];
