/** An embedded engine on loopback, with a small scripted world in it. Nothing can be written to it. */
import { camunda7 } from "./camunda7/facade.ts";
import { contextPath } from "./camunda7/http.ts";
import type { Flavor, HistoryLevel, Users } from "./camunda7/settings.ts";
import { tellWorld } from "./script.ts";
import { type Sandbox, serve } from "./server.ts";

export type { Sandbox };

export type SandboxOptions = {
  /** 0 lets the system choose. */
  readonly port?: number;
  readonly host?: string;
  /** The moment at which the world is told, in milliseconds; the same moment gives the same world. */
  readonly now: number;
  /** So many parcels more, for lists that need paging. */
  readonly bulk?: number;
  readonly version?: string;
  readonly flavor?: Flavor;
  readonly historyLevel?: HistoryLevel;
  /** What a body that does not fit the query is answered with; real engines differ from start to start. */
  readonly errorMapper?: "text" | "json";
  /** Switches on HTTP Basic: who may come in, and which definitions each may see. */
  readonly auth?: { readonly users: Users };
  /** The offset of times in answers, as `+0200`. */
  readonly utcOffset?: string;
  readonly queryMaxResultsLimit?: number;
};

const versions = { camunda7: "7.24.0", operaton: "2.1.4", cibseven: "2.2.0" } satisfies Record<Flavor, string>;

/** Starts an engine and resolves when it listens. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", now, bulk = 0, flavor = "camunda7" } = options;
  const world = tellWorld({ now, bulk });
  const facade = camunda7(world, {
    flavor,
    version: options.version ?? versions[flavor],
    historyLevel: options.historyLevel ?? "full",
    errorMapper: options.errorMapper ?? "text",
    utcOffset: options.utcOffset ?? "+0000",
    users: options.auth?.users,
    queryMaxResultsLimit: options.queryMaxResultsLimit,
  });
  return serve({ port, host, contextPath, instances: world.scenarios, facade });
}
