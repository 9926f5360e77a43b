import type { Capabilities, Engine } from "../../core/engine.ts";
import { fault, LookoutError } from "../../core/errors.ts";
import { patienceWithin } from "../awaited.ts";
import { createHttp, type HttpSettings } from "../http.ts";
import { idForms } from "../id-forms.ts";
import { createParts } from "../parts.ts";
import type { Asker } from "./asker.ts";
import { checkCluster } from "./check.ts";
import type { Client } from "./client.ts";
import { countInstances } from "./counts.ts";
import { getInstance } from "./detail.ts";
import { readHistory } from "./history.ts";
import { queryInstances } from "./instances.ts";
import type { KeyField } from "./key-field.ts";
import { apiRoot, createLinks } from "./links.ts";
import { createOperateClient } from "./operate/client.ts";
import { operateFilterNames, operateLacks } from "./operate/filters.ts";
import { reads } from "./reads.ts";
import { createRequests, type Requests } from "./requests.ts";
import { identify, type Server } from "./server.ts";
import { trusted } from "./trusted.ts";
import { createV2Client } from "./v2/client.ts";
import { suspensionSince, v2FilterNames, v2Lacks } from "./v2/filters.ts";

export interface Camunda8Options extends HttpSettings {
  /** The wire form; asked from the server when left out. */
  readonly api?: Server["api"];
  /** Template of links into Operate. */
  readonly web?: string;
  readonly businessKey?: KeyField;
}

/** A Camunda 8 cluster, by its Orchestration Cluster API or by Operate, whichever the server has. */
export function createCamunda8(options: Camunda8Options): Engine {
  const { engine, businessKey: keyField = "businessId" } = options;
  const http = createHttp({ ...options, url: apiRoot(options.url) }, reads);
  const links = createLinks(options.url, options.web);
  let server: Server | undefined;

  /** One question, on one deadline. */
  const within = <T>(signal: AbortSignal, question: (requests: Requests, deadline: AbortSignal) => Promise<T>) =>
    http.within(signal, (deadline) => question(createRequests(engine, http, deadline), deadline));
  const speak = (requests: Requests, known: Server): Client =>
    known.api === "v2"
      ? createV2Client(requests, { ...known, engine, keyField })
      : createOperateClient(requests, { engine, keyField });
  const clientFor = (requests: Requests, known: Server) => trusted(engine, speak(requests, known));

  /** The server as it first answered; asked again only while it did not. */
  async function serverBy(requests: Requests): Promise<Server> {
    if (server) return server;
    const found = await identify(requests, options.api);
    await assertBodiesArrive(engine, speak(requests, found));
    server = found;
    return found;
  }

  async function ask<T>(signal: AbortSignal, question: (known: Asker, signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await within(signal, async (requests, deadline) => {
        const known = await serverBy(requests);
        return question({ engine, client: clientFor(requests, known), server: known, links, keyField }, deadline);
      });
    } catch (error) {
      // Repeated refusals may lock an account: the next question begins with a single request again.
      if (error instanceof LookoutError && error.fault === "loginRefused") server = undefined;
      throw error;
    }
  }

  return {
    id: engine,
    kind: "camunda8",
    url: options.url,
    mayHold: (id) => idForms.camunda8.test(id),
    capabilities: (signal) => within(signal, async (requests) => capabilitiesOf(await serverBy(requests), keyField)),
    idOfLink: async (link) => links.idOf(link),
    get: (question, signal) => {
      const waitUpToMs = patienceWithin(options.timeoutMs, question.waitUpToMs);
      return ask(signal, (known, deadline) => getInstance(known, { ...question, waitUpToMs }, deadline));
    },
    query: (question, signal) => ask(signal, (known) => queryInstances(known, question)),
    count: (question, signal) => ask(signal, (known) => countInstances(known, question)),
    history: (question, signal) => ask(signal, (known) => readHistory(known, question)),
    check: (signal) =>
      within(signal, (requests) =>
        checkCluster(
          () => serverBy(requests),
          (known) => clientFor(requests, known),
        ),
      ),
    close: () => http.close(),
  };
}

/** What no instance has for a key. */
const nobody = "1";

/**
 * Throws `filterIgnored` when a proxy drops the bodies of searches: then every filter would be ignored, some of them in a way
 * that no row shows. A server that does not answer the question proves nothing.
 */
async function assertBodiesArrive(engine: string, client: Client): Promise<void> {
  const asking = client.elements({ instanceKey: nobody }, { order: "newest", limit: 1 });
  const { rows } = await createParts().read("bodies", { rows: [] }, asking);
  if (rows.length > 0) throw fault("filterIgnored", { engine, filter: "the body of the query" });
}

function capabilitiesOf(server: Server, keyField: KeyField): Capabilities {
  const includes = ["variables", "incidentsResolved"] as const;
  if (server.api === "operate") {
    return {
      filters: operateFilterNames(keyField),
      lacks: operateLacks,
      states: ["active", "completed", "terminated"],
      orders: ["newest", "oldest"],
      eventKinds: ["instance", "element", "calledInstance", "incident"],
      includes,
    };
  }
  const { level } = server;
  return {
    filters: v2FilterNames({ level, keyField }),
    lacks: v2Lacks,
    states: ["active", ...(level < suspensionSince ? [] : ["suspended" as const]), "completed", "terminated"],
    orders: ["newest", "oldest", "longestWaiting"],
    eventKinds: [
      "instance",
      "element",
      "calledInstance",
      "incident",
      "jobFailure",
      ...(level < 9 ? [] : ["operation" as const]),
    ],
    includes,
  };
}
