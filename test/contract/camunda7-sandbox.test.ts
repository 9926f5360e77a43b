import type { FilterName } from "../../src/core/filters.ts";
import { filterRows } from "../../src/engines/camunda7/filters.ts";
import { type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { camunda7Traits, connectAs } from "./camunda7.ts";
import { engineContract } from "./engine.contract.ts";
import type { Traits } from "./subject.ts";

const now = Date.UTC(2026, 10, 22, 15, 20);
const full: Traits = { ...camunda7Traits, parcels: 300, ties: true, history: "full" };

const everyFilter = Object.keys(filterRows).filter((name): name is FilterName => name in filterRows);
const without = (...names: FilterName[]) => everyFilter.filter((name) => !names.includes(name));

const users = {
  reader: { password: "reader", definitionKeys: ["invoice-approval"] },
  admin: { password: "admin", definitionKeys: "all" },
} as const;

type Variant = readonly [name: string, traits: Traits, options: Omit<SandboxOptions, "now">, user?: keyof typeof users];

const variants: readonly Variant[] = [
  ["sandbox", { ...full, filters: everyFilter }, {}],
  ["sandbox of Operaton in another time zone", full, { flavor: "operaton", utcOffset: "+0200" }],
  ["sandbox of CIB seven", full, { flavor: "cibseven", errorMapper: "json" }],
  ["sandbox of 7.21", { ...full, jobsBeforeElementUnseen: true, filters: without("rootId") }, { version: "7.21.0" }],
  ["sandbox of 7.13", { ...full, jobsBeforeElementUnseen: true, filters: without("rootId") }, { version: "7.13.0" }],
  ["sandbox at history level audit", { ...full, history: "audit" }, { historyLevel: "audit" }],
  ["sandbox without history", { ...full, history: "none" }, { historyLevel: "none" }],
  ["sandbox with rights, as administrator", { ...full, parcels: 0 }, { auth: { users } }, "admin"],
  ["sandbox with rights, as reader", { ...full, sees: ["invoice-approval"] }, { auth: { users } }, "reader"],
];

for (const [name, traits, options, user] of variants) {
  engineContract(name, traits, async () => {
    const sandbox = await startSandbox({ now, bulk: traits.parcels ?? 0, ...options });
    return {
      url: sandbox.url,
      scenarios: sandbox.instances,
      now: () => new Date(now),
      close: sandbox.close,
      connect: connectAs(user && { user, password: users[user].password }),
    };
  });
}
