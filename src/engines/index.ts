import * as z from "zod";
import { kindOf } from "../core/describe.ts";
import type { Engine } from "../core/engine.ts";
import { fault, LookoutError } from "../core/errors.ts";
import { apiRoot as bpelRoot } from "./bpel/address.ts";
import type { BpelSettings } from "./bpel/settings.ts";
import type { Camunda7Settings } from "./camunda7/settings.ts";
import { apiRoot as clusterRoot } from "./camunda8/links.ts";
import type { Camunda8Settings } from "./camunda8/settings.ts";
import { failedFinding } from "./finding.ts";
import type { HttpSettings, ReadTable, Reply } from "./http.ts";
import { idForms } from "./id-forms.ts";
import { pausing } from "./pause.ts";
import type { Connection } from "./settings.ts";

/** What all engines of one process share. */
export interface Shared {
  readonly proxy: NonNullable<HttpSettings["proxy"]>;
  /** Product and version. */
  readonly userAgent: string;
}

type EngineSettings = Camunda7Settings | Camunda8Settings | BpelSettings;
type EngineKind = EngineSettings["kind"];

/** Each adapter is loaded with the first question to an engine of its kind: a start waits for none. */
async function adapterOf(settings: EngineSettings, shared: Shared): Promise<Engine> {
  const { id: engine } = settings;
  switch (settings.kind) {
    case "camunda7":
      return (await import("./camunda7/engine.ts")).createCamunda7({ ...settings, ...shared, engine });
    case "camunda8":
      return (await import("./camunda8/engine.ts")).createCamunda8({ ...settings, ...shared, engine });
    case "bpel":
      return (await import("./bpel/engine.ts")).createBpel({ ...settings, ...shared, engine });
  }
}

/** The engine that the settings name, left alone for a while when it is down. Nothing is loaded or asked yet. */
export function createEngine(settings: EngineSettings, shared: Shared): Engine {
  return pausing(lazily(settings, shared), () => performance.now());
}

function lazily(settings: EngineSettings, shared: Shared): Engine {
  let loading: Promise<Engine> | undefined;
  const load = () => {
    loading ??= adapterOf(settings, shared);
    return loading;
  };
  return {
    id: settings.id,
    kind: settings.kind,
    url: settings.url,
    mayHold: (id) => idForms[settings.kind].test(id),
    capabilities: async (signal) => (await load()).capabilities(signal),
    idOfLink: async (link) => (await load()).idOfLink(link),
    get: async (question, signal) => (await load()).get(question, signal),
    query: async (question, signal) => (await load()).query(question, signal),
    count: async (question, signal) => (await load()).count(question, signal),
    history: async (question, signal) => (await load()).history(question, signal),
    // Settings with which an engine can never be asked show at its loading: to doctor, that is a finding like others.
    check: async (signal) => {
      try {
        return await (await load()).check(signal);
      } catch (error) {
        return [failedFinding("reachable", error)];
      }
    },
    // One that could not be loaded has nothing to close, and whoever asked it was told why.
    close: async () => (await loading?.catch(() => undefined))?.close(),
  };
}

/** Reads by which a server shows its kind, in the order in which they are tried for it. */
const probes = {
  camunda7: { version: { method: "GET", path: "/version" } },
  camunda8: {
    topology: { method: "GET", path: "/v2/topology" },
    operateInstance: { method: "GET", path: "/v1/process-instances/1" },
  },
  bpel: { processes: { method: "GET", path: "/processes/filter" } },
} as const satisfies Record<EngineKind, ReadTable>;

const topology = z.looseObject({ gatewayVersion: z.string() });
const version = z.looseObject({ version: z.string().nullable() });
/** How Operate says that there is no such instance; the others' errors have other keys. */
const operateError = z.looseObject({ status: z.number(), message: z.string(), instance: z.string(), type: z.string() });
const processList = z.looseObject({ identifier: z.literal("piid") });
/** How IBM's components say what is wrong: by a number of their own. */
const bpelError = z.looseObject({ errorNumber: z.string().regex(/^CW[A-Z]{3}\d{4}[EW]$/) });

interface Probe {
  readonly kind: EngineKind;
  readonly ask: (signal: AbortSignal) => Promise<Reply>;
  readonly fits: (reply: Reply) => boolean;
}

const succeeded = ({ status }: Reply) => status < 300;

/** Faults after which no further probe can tell more: the first question will say what is wrong. */
const undecided: ReadonlySet<string> = new Set(["unreachable", "timedOut", "rateLimited"]);

/**
 * The kind of the server at an address, by asking it, unless the address is unmistakable: BPEL wants no password over plain
 * http. A server that cannot be asked now is taken for what its address looks like, and one that refuses the login for the
 * kind whose path asks for it; one wrong password is not shown twice.
 * Throws `configInvalid` when it answers like none of the known kinds.
 */
export async function detectKind(connection: Connection, shared: Shared, signal: AbortSignal): Promise<EngineKind> {
  const likely = likelyKind(connection.url);
  if (likely === "bpel") return likely;
  const { createHttp } = await import("./http.ts");
  const settings = { ...connection, ...shared, engine: "engine" };
  const family = createHttp(settings, probes.camunda7);
  const cluster = createHttp({ ...settings, url: clusterRoot(connection.url) }, probes.camunda8);
  const flows = createHttp({ ...settings, url: bpelRoot(connection.url) }, probes.bpel);
  const camunda7: Probe[] = [
    {
      kind: "camunda7",
      ask: (asked) => family.ask("version", { signal: asked }),
      fits: (reply) => succeeded(reply) && version.safeParse(reply.body).success,
    },
  ];
  const camunda8: Probe[] = [
    {
      kind: "camunda8",
      ask: (asked) => cluster.ask("topology", { signal: asked }),
      fits: (reply) => succeeded(reply) && topology.safeParse(reply.body).success,
    },
    {
      kind: "camunda8",
      ask: (asked) => cluster.ask("operateInstance", { signal: asked }),
      fits: (reply) => operateError.safeParse(reply.body).success,
    },
  ];
  const bpel: Probe = {
    kind: "bpel",
    ask: (asked) => flows.ask("processes", { query: { size: 1 }, signal: asked }),
    fits: (reply) =>
      (succeeded(reply) && processList.safeParse(reply.body).success) || bpelError.safeParse(reply.body).success,
  };
  try {
    const camunda = likely === "camunda8" ? [...camunda8, ...camunda7] : [...camunda7, ...camunda8];
    return await firstThatFits([...camunda, bpel], likely, signal);
  } finally {
    await Promise.all([family.close(), cluster.close(), flows.close()]);
  }
}

/** By the address alone: the REST API of the family nearly always lies below a path, a cluster's at the root or in the SaaS. */
function likelyKind(address: string): EngineKind {
  const { hostname, pathname } = new URL(address);
  if (/\/rest\/bpm(?:\/|$)/.test(pathname)) return "bpel";
  const isCluster = /^\/*$|\/v[12]\/*$/.test(pathname) || hostname.endsWith(".camunda.io");
  return isCluster ? "camunda8" : "camunda7";
}

async function firstThatFits(tried: readonly Probe[], likely: EngineKind, signal: AbortSignal): Promise<EngineKind> {
  let closed: EngineKind | undefined;
  for (const { kind, ask, fits } of tried) {
    try {
      const reply = await ask(signal);
      if (fits(reply)) return kind;
      // There is something, but not for this account: worth to be named only where nothing else fits.
      if (reply.status === 403) closed ??= kind;
    } catch (error) {
      if (!(error instanceof LookoutError)) throw error;
      if (error.fault === "loginPage") closed ??= kind;
      else if (kindOf(error) === "unauthenticated") return kind;
      else if (undecided.has(kindOf(error))) return likely;
      else if (error.fault !== "notJson") throw error;
    }
  }
  if (closed !== undefined) return closed;
  throw fault("configInvalid", {
    where: "LOOKOUT_ENGINE_URL",
    problems: [
      "the server answers like no engine that this lookout knows; it must be the base of the REST API, for example http://host:8080/engine-rest of Camunda 7, http://host:8080 of Camunda 8 or https://host:9443/rest/bpm/bfm/v1 of BPEL",
    ],
  });
}
