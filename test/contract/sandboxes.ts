import type { FilterName } from "../../src/core/filters.ts";
import { filterRows } from "../../src/engines/camunda7/filters.ts";
import { type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { type Credentials, camunda7Traits, connectAs } from "./camunda7.ts";
import { engineContract } from "./engine.contract.ts";
import type { Traits } from "./subject.ts";

const now = Date.UTC(2026, 10, 22, 15, 20);

export const full: Traits = { ...camunda7Traits, parcels: 300, ties: true, history: "full" };
export const everyFilter = Object.keys(filterRows).filter((name): name is FilterName => name in filterRows);

export interface Variant {
  readonly traits: Traits;
  readonly options?: Omit<SandboxOptions, "now">;
  readonly credentials?: Credentials;
}

/** Holds the adapter to its contract before sandboxes that pretend to be installed in these ways. */
export function sandboxContracts(variants: Readonly<Record<string, Variant>>): void {
  for (const [name, { traits, options, credentials }] of Object.entries(variants)) {
    engineContract(name, traits, async () => {
      const sandbox = await startSandbox({ now, bulk: traits.parcels ?? 0, ...options });
      return {
        url: sandbox.url,
        scenarios: sandbox.instances,
        now: () => new Date(now),
        close: sandbox.close,
        connect: connectAs(credentials),
      };
    });
  }
}
