import type { FilterName } from "../../src/core/filters.ts";
import { Secret } from "../../src/core/secret.ts";
import { type BpelOptions, createBpel } from "../../src/engines/bpel/engine.ts";
import { bpelFilters } from "../../src/engines/bpel/filters.ts";
import { reads } from "../../src/engines/bpel/reads.ts";
import { type BpelSandboxOptions, startBpelSandbox } from "../../src/sandbox/bpel.ts";
import { engineContract } from "./engine.contract.ts";
import type { Traits } from "./subject.ts";
import { bpelFamily } from "./vocabulary/bpel.ts";

const now = Date.UTC(2026, 10, 22, 15, 20);

const declared = Object.keys(bpelFilters).filter((name): name is FilterName => Object.hasOwn(bpelFilters, name));

const full: Traits = {
  family: bpelFamily,
  reads: Object.values(reads),
  parcels: 300,
  ties: true,
  history: "full",
  filters: declared,
};

/** A way to install a Business Flow Manager, and what is configured to be its business key. */
interface BpelVariant {
  readonly businessKey: NonNullable<BpelOptions["businessKey"]>;
  readonly options?: Omit<BpelSandboxOptions, "now" | "bulk">;
  readonly credentials?: { readonly user: string; readonly password: string };
  readonly traits?: Partial<Traits>;
}

/** Holds the adapter to its contract before sandboxes that pretend to be installed in these ways. */
export function bpelContracts(variants: Readonly<Record<string, BpelVariant>>): void {
  for (const [name, { businessKey, options, credentials, traits: own }] of Object.entries(variants)) {
    const traits = { ...full, ...own };
    engineContract(name, traits, async () => {
      const sandbox = await startBpelSandbox({ ...options, now, bulk: traits.parcels ?? 0 });
      return {
        url: sandbox.url,
        scenarios: sandbox.instances,
        now: () => new Date(now),
        close: sandbox.close,
        connect: (url, timeoutMs = 20_000) =>
          createBpel({
            engine: "bpel",
            url,
            timeoutMs,
            userAgent: "lookout-contract",
            businessKey,
            auth: credentials
              ? { type: "basic", username: credentials.user, password: new Secret(credentials.password) }
              : { type: "none" },
          }),
      };
    });
  }
}
