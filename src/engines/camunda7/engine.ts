import { kindOf } from "../../core/describe.ts";
import type { Capabilities, Engine } from "../../core/engine.ts";
import { LookoutError } from "../../core/errors.ts";
import { createHttp, type HttpSettings } from "../http.ts";
import { idForms } from "../id-forms.ts";
import type { Asker } from "./asker.ts";
import { assertBodiesArrive } from "./bodies.ts";
import { candidateLimit } from "./candidates.ts";
import { checkEngine, proofOfFullHistory } from "./check.ts";
import { type Client, createClient } from "./client.ts";
import { countInstances } from "./counts.ts";
import { getInstance } from "./detail.ts";
import { type Flavor, identify, type Server } from "./dialects.ts";
import { filtersSince, type KeyField, lackingAt } from "./filters.ts";
import { readHistory } from "./history.ts";
import { queryInstances } from "./instances.ts";
import { createLinks } from "./links.ts";
import { reads } from "./reads.ts";
import type { Limits } from "./requests.ts";

export interface Camunda7Options extends HttpSettings {
  readonly flavor?: Flavor;
  /** Name of the process engine on a server with several. */
  readonly engineName?: string;
  /** Template of links into the web application. */
  readonly web?: string;
  readonly businessKey?: KeyField;
}

/** An engine of the Camunda 7 family: Camunda 7, Operaton or CIB seven, told apart by their answers or by `flavor`. */
export function createCamunda7(options: Camunda7Options): Engine {
  const { engine, engineName, businessKey = "businessKey" } = options;
  const url =
    options.url.replace(/\/+$/, "") + (engineName === undefined ? "" : `/engine/${encodeURIComponent(engineName)}`);
  const http = createHttp({ ...options, url }, reads);
  const limits: Limits = { maxResults: candidateLimit };
  let server: Server | undefined;

  /** One question, on one deadline. */
  const within = <T>(signal: AbortSignal, question: (client: Client) => Promise<T>): Promise<T> =>
    http.within(signal, (deadline) => question(createClient(engine, http, deadline, limits)));
  const linksFor = (flavor: Flavor) => createLinks(options.url, flavor, engineName ?? "default", options.web);

  /** The server as it first answered; asked again only while it did not. */
  async function serverBy(client: Client): Promise<Server> {
    if (server) return server;
    const { version = null } = await client.version();
    const mayTell = options.flavor === "cibseven" || (options.flavor === undefined && !version?.startsWith("7."));
    const configuration = mayTell ? await configurationIfTold(client) : undefined;
    await assertBodiesArrive(engine, client);
    server = identify(options.flavor, version, configuration);
    return server;
  }

  type Known = Asker & { server: Server };

  async function ask<T>(signal: AbortSignal, question: (known: Known) => Promise<T>): Promise<T> {
    try {
      return await within(signal, async (client) => {
        const known = await serverBy(client);
        const links = linksFor(known.flavor);
        return question({ engine, client, links, keyField: businessKey, level: known.level, server: known });
      });
    } catch (error) {
      // Ten refused logins lock an account (the engine's default): the next question begins with a single request again.
      if (error instanceof LookoutError && error.fault === "loginRefused") server = undefined;
      throw error;
    }
  }

  /** Told by CIB seven; elsewhere proven once by what only level full records. */
  async function historyLevel({ client, server: known }: Known): Promise<string | undefined> {
    if (known.historyLevel === undefined && (await proofOfFullHistory(client)))
      server = { ...known, historyLevel: "full" };
    return server?.historyLevel;
  }

  return {
    id: engine,
    kind: "camunda7",
    url: options.url,
    mayHold: (id) => idForms.camunda7.test(id),
    capabilities: (signal) => within(signal, async (client) => capabilitiesOf(await serverBy(client))),
    idOfLink: async (link) => {
      const flavors = server
        ? [server.flavor]
        : options.flavor
          ? [options.flavor]
          : (["camunda7", "operaton", "cibseven"] as const);
      return flavors.map((flavor) => linksFor(flavor).idOf(link)).find((id) => id !== undefined);
    },
    get: (question, signal) => ask(signal, (known) => getInstance(known, question)),
    query: (question, signal) => ask(signal, (known) => queryInstances(known, question)),
    count: (question, signal) => ask(signal, (known) => countInstances(known, question)),
    history: (question, signal) => ask(signal, (known) => readHistory(known, () => historyLevel(known), question)),
    check: (signal) => within(signal, (client) => checkEngine(client, () => serverBy(client))),
    close: () => http.close(),
  };
}

/** Only CIB seven serves it; others answer 404. */
async function configurationIfTold(client: Client): Promise<{ historyLevel: string } | undefined> {
  try {
    return await client.configuration();
  } catch (error) {
    if (error instanceof LookoutError && kindOf(error) === "badAnswer") return undefined;
    throw error;
  }
}

function capabilitiesOf({ level }: Server): Capabilities {
  return {
    filters: filtersSince(level),
    lacks: lackingAt(level),
    states: ["active", "suspended", "completed", "terminated"],
    orders: ["newest", "oldest", "longestWaiting"],
    eventKinds: ["instance", "element", "calledInstance", "incident", "jobFailure", "variable", "operation"],
    includes: ["variables", "incidentsResolved", "stackTraces"],
  };
}
