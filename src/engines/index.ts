import { kindOf } from "../core/describe.ts";
import type { Engine } from "../core/engine.ts";
import { fault, LookoutError } from "../core/errors.ts";
import type { Camunda7Settings } from "./camunda7/settings.ts";
import type { HttpSettings } from "./http.ts";
import type { Connection } from "./settings.ts";

/** What all engines of one process share. */
export interface Shared {
  readonly proxy: NonNullable<HttpSettings["proxy"]>;
  /** Product and version. */
  readonly userAgent: string;
}

type EngineSettings = Camunda7Settings;
type EngineKind = EngineSettings["kind"];

/** Each adapter is loaded with the first question to an engine of its kind: a start waits for none. */
const factories = {
  camunda7: async ({ id, ...settings }, shared) =>
    (await import("./camunda7/engine.ts")).createCamunda7({ ...settings, ...shared, engine: id }),
} satisfies { [K in EngineKind]: (settings: Extract<EngineSettings, { kind: K }>, shared: Shared) => Promise<Engine> };

/** The engine that the settings name. Nothing is loaded or asked yet. */
export function createEngine(settings: EngineSettings, shared: Shared): Engine {
  let loading: Promise<Engine> | undefined;
  const load = () => {
    loading ??= factories[settings.kind](settings, shared);
    return loading;
  };
  return {
    id: settings.id,
    kind: settings.kind,
    url: settings.url,
    capabilities: async (signal) => (await load()).capabilities(signal),
    idOfLink: async (link) => (await load()).idOfLink(link),
    get: async (question, signal) => (await load()).get(question, signal),
    query: async (question, signal) => (await load()).query(question, signal),
    count: async (question, signal) => (await load()).count(question, signal),
    history: async (question, signal) => (await load()).history(question, signal),
    check: async (signal) => (await load()).check(signal),
    close: async () => (await loading)?.close(),
  };
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
  const { createHttp } = await import("./http.ts");
  const http = createHttp({ ...connection, ...shared, engine: "engine" }, { camunda7: probes.camunda7.read });
  try {
    const { status, body } = await http.ask("camunda7", { signal });
    if (status === 403 || (status < 300 && probes.camunda7.fits(body))) return "camunda7";
  } catch (error) {
    if (!(error instanceof LookoutError)) throw error;
    if (undecided.has(kindOf(error))) return "camunda7";
    if (error.fault !== "notJson") throw error;
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
