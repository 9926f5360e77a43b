/** An embedded Camunda 8 cluster on loopback, with the same small scripted world as Camunda 7's. Nothing can be written to it. */
import { operateFacade } from "./camunda8/operate/facade.ts";
import type { OperateSettings } from "./camunda8/operate/settings.ts";
import { recordsOf } from "./camunda8/projection.ts";
import type { Records } from "./camunda8/records.ts";
import { instanceFacts as v2InstanceFacts } from "./camunda8/v2/dialect.ts";
import type { V2Settings } from "./camunda8/v2/engine.ts";
import { v2Facade } from "./camunda8/v2/facade.ts";
import { tellWorld } from "./script.ts";
import { type Sandbox, serve } from "./server.ts";

type Common = {
  /** 0 lets the system choose. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** The moment at which the world is told, in milliseconds; the same moment gives the same world. */
  readonly now: number;
  /** So many parcels more, for lists that need paging. */
  readonly bulk?: number | undefined;
  /** What happened in so many milliseconds before `now` cannot be found yet. */
  readonly delayMs?: number | undefined;
};

export type Camunda8SandboxOptions = Common &
  Omit<V2Settings, "api" | "auth"> &
  Omit<OperateSettings, "auth"> & {
    /** The version of the REST API v2, or the older Operate API. */
    readonly api?: V2Settings["api"] | "operate" | undefined;
    /** People have sessions in Operate and HTTP Basic in v2; programs have tokens in both. */
    readonly auth?: V2Settings["auth"] | OperateSettings["auth"];
  };

/** Starts a cluster and resolves when it listens. Its URL ends with the port. */
export async function startCamunda8Sandbox(options: Camunda8SandboxOptions): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", now, bulk = 0, delayMs = 0, api = "8.9" } = options;
  const world = tellWorld({ now, bulk });
  const records = recordsOf(world, { ...instanceFacts[api], delayMs });
  const facade = facadeOf(records, { ...options, api });
  return serve({ port, host, contextPath: "", instances: records.scenarios, facade });
}

const instanceFacts = {
  ...v2InstanceFacts,
  operate: { businessIds: false, suspension: false },
};

function facadeOf(
  records: Records,
  { api, auth, ...options }: Omit<Camunda8SandboxOptions, "api"> & { readonly api: V2Settings["api"] | "operate" },
) {
  if (api === "operate") {
    if (auth?.kind === "basic") throw new Error("Operate knows no HTTP Basic");
    return operateFacade(records, { ...options, auth });
  }
  if (auth?.kind === "session") throw new Error("the REST API v2 is asked without sessions here");
  return v2Facade(records, { ...options, api, auth });
}
