/** An embedded Business Flow Manager (IBM's engine for BPEL) on loopback, with the same small scripted world as the other sandboxes'. */
import { bpelFacade } from "./bpel/facade.ts";
import { contextPath } from "./bpel/http.ts";
import { recordsOf } from "./bpel/projection.ts";
import type { BpelSettings } from "./bpel/settings.ts";
import { tellWorld } from "./script.ts";
import { type Sandbox, serve } from "./server.ts";

export type BpelSandboxOptions = BpelSettings & {
  /** 0 lets the system choose. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** The moment at which the world is told, in milliseconds; the same moment gives the same world. */
  readonly now: number;
  /** So many parcels more, for lists that need paging. */
  readonly bulk?: number | undefined;
  /** Adds one instance in each execution state: `state-ready` … `state-deleted`. */
  readonly states?: boolean | undefined;
};

/** Starts an engine and resolves when it listens. Its URL ends in `/rest/bpm/bfm/v1`. */
export async function startBpelSandbox(options: BpelSandboxOptions): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", now, bulk = 0, states, ...settings } = options;
  const records = recordsOf(tellWorld({ now, bulk }), { states });
  return serve({ port, host, contextPath, instances: records.scenarios, facade: bpelFacade(records, settings) });
}
