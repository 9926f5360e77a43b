import { kindOf } from "../core/describe.ts";
import type { Engine } from "../core/engine.ts";
import { fault, LookoutError } from "../core/errors.ts";
import { createCamunda7 } from "./camunda7/engine.ts";
import type { Camunda7Settings } from "./camunda7/settings.ts";
import { createHttp, type HttpSettings } from "./http.ts";
import type { Connection } from "./settings.ts";

/** What all engines of one process share. */
export interface Shared {
  readonly proxy: NonNullable<HttpSettings["proxy"]>;
  /** Product and version. */
  readonly userAgent: string;
}

export type EngineSettings = Camunda7Settings;
export type EngineKind = EngineSettings["kind"];

const factories = {
  camunda7: ({ id, ...settings }, shared) => createCamunda7({ ...settings, ...shared, engine: id }),
} satisfies { [K in EngineKind]: (settings: Extract<EngineSettings, { kind: K }>, shared: Shared) => Engine };

/** The engine that the settings name. Nothing is asked yet. */
export function createEngine(settings: EngineSettings, shared: Shared): Engine {
  return factories[settings.kind](settings, shared);
}

/** One read by which a server shows its kind. */
const probes = {
  camunda7: { read: { method: "GET", path: "/version" }, fits: (body) => isObject(body) && "version" in body },
} as const satisfies Record<EngineKind, { read: { method: "GET"; path: string }; fits: (body: unknown) => boolean }>;

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Faults after which the server may still be of any kind: the first question will say what is wrong with it. */
const undecided: ReadonlySet<string> = new Set(["unreachable", "timedOut", "rateLimited", "unauthenticated", "denied"]);

/**
 * The kind of the server at an address, by asking it. A server that cannot be asked now is taken for the Camunda 7 family.
 * Throws `configInvalid` when it answers like none of the known kinds.
 */
export async function detectKind(connection: Connection, shared: Shared, signal: AbortSignal): Promise<EngineKind> {
  const settings: HttpSettings = { ...connection, ...shared, engine: "engine" };
  const http = createHttp(settings, { camunda7: probes.camunda7.read });
  try {
    const { status, body } = await http.ask("camunda7", { signal });
    if (status === 403 || (status < 300 && probes.camunda7.fits(body))) return "camunda7";
  } catch (error) {
    if (!(error instanceof LookoutError)) throw error;
    if (undecided.has(kindOf(error))) return "camunda7";
    if (error.fault !== "notJson" && error.fault !== "answerUnexpected") throw error;
  } finally {
    await http.close();
  }
  throw fault("configInvalid", {
    where: "LOOKOUT_ENGINE_URL",
    problems: [
      "the server answers like no engine that this lookout knows; it must be the base of the REST API, for example http://host:8080/engine-rest",
    ],
  });
}
