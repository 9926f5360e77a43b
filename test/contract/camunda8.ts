import type { FilterName } from "../../src/core/filters.ts";
import { type Camunda8Options, createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { operateFilters } from "../../src/engines/camunda8/operate/filters.ts";
import { reads } from "../../src/engines/camunda8/reads.ts";
import { v2Filters } from "../../src/engines/camunda8/v2/filters.ts";
import type { Running, Traits } from "./subject.ts";
import { type Camunda8Form, camunda8Family } from "./vocabulary/camunda8.ts";

const keyFields = {
  businessId: "businessId",
  variable: { variable: "businessKey" },
  tag: { tag: "key" },
} as const satisfies Record<Camunda8Form["key"], Camunda8Options["businessKey"]>;

/** The one request that is no read: the login of a session. */
const login = { method: "POST", path: "/api/login" };

const declared = (table: object) =>
  Object.keys(table).filter((name): name is FilterName => name in v2Filters || name in operateFilters);

/** What a cluster of this form is held to. */
export function camunda8Traits(form: Camunda8Form): Traits {
  return {
    family: camunda8Family(form),
    reads: [...Object.values(reads), login],
    history: "full",
    filters: declared(form.api === "operate" ? operateFilters : v2Filters),
  };
}

/** The adapter for a cluster of this form, logged in or not. */
export function connectTo(
  { key }: Camunda8Form,
  auth: Camunda8Options["auth"] = { type: "none" },
): (url: string, timeoutMs?: number) => ReturnType<typeof createCamunda8> {
  return (url, timeoutMs = 20_000) =>
    createCamunda8({
      engine: "c8",
      url,
      timeoutMs,
      userAgent: "lookout-contract",
      auth,
      businessKey: keyFields[key],
    });
}

/** A cluster that runs already and was seeded with scenarios of ours. */
export interface LiveCluster {
  readonly form: Camunda8Form;
  readonly url: string;
  /** Scenario to key. Some may be missing: not every cluster can play them all. */
  readonly scenarios: Readonly<Record<string, string>>;
  readonly auth?: Camunda8Options["auth"];
  readonly parcels?: number;
}

/** The arguments of `engineContract` for a cluster that runs already; without scenarios it is held to what any cluster owes. */
export function liveCluster({ form, url, scenarios, auth, parcels = 0 }: LiveCluster): {
  readonly traits: Traits;
  start(): Promise<Running>;
} {
  return {
    traits: { ...camunda8Traits(form), ...(Object.keys(scenarios).length > 0 ? { parcels } : {}) },
    start: async () => ({
      url,
      scenarios,
      now: () => new Date(),
      close: async () => {}, // whoever started it stops it
      connect: connectTo(form, auth),
    }),
  };
}
