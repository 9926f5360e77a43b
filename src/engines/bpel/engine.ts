import type { Capabilities, Engine } from "../../core/engine.ts";
import { fault, LookoutError } from "../../core/errors.ts";
import { patienceWithin } from "../awaited.ts";
import { createHttp, type HttpSettings } from "../http.ts";
import { idForms } from "../id-forms.ts";
import { createParts } from "../parts.ts";
import { apiRoot } from "./address.ts";
import type { Asker } from "./asker.ts";
import { checkServer } from "./check.ts";
import { countInstances } from "./counts.ts";
import { getInstance } from "./detail.ts";
import { bpelFilterNames, bpelLacks } from "./filters.ts";
import { readHistory } from "./history.ts";
import { queryInstances } from "./instances.ts";
import type { KeyField } from "./key-field.ts";
import { createLinks } from "./links.ts";
import { reads } from "./reads.ts";
import { createRequests, type Requests } from "./requests.ts";
import * as where from "./where.ts";
import * as wire from "./wire.ts";

export interface BpelOptions extends HttpSettings {
  /** Template of links into Business Process Choreographer Explorer. */
  readonly web?: string;
  readonly businessKey?: KeyField;
  /** Whether the server demands a token against forgery (BPMCSRFToken) of reads too. */
  readonly csrfToken?: boolean;
}

/** WebSphere carries a login on by this cookie, and uses 401 for what one request may not do as well. */
const webSphere = { sessionCookie: "LtpaToken2", answers401: true } as const;

const capabilities: Capabilities = {
  filters: bpelFilterNames,
  lacks: bpelLacks,
  states: ["active", "suspended", "completed", "terminated", "failed"],
  orders: ["newest", "oldest", "longestWaiting"],
  eventKinds: ["instance", "element", "calledInstance", "incident"],
  includes: ["variables"],
};

/** BPEL processes of IBM Business Process Manager or Business Automation Workflow, by the Business Flow Manager's REST interface. */
export function createBpel(options: BpelOptions): Engine {
  const { engine, businessKey: keyField = "name" } = options;
  const http = createHttp(
    { ...options, ...webSphere, url: apiRoot(options.url), csrfLogin: options.csrfToken ?? false },
    reads,
  );
  const links = createLinks(options.url, options.web);
  let isProven = false;

  /** Once, with the first question. */
  async function assertProven(requests: Requests): Promise<void> {
    if (!isProven) isProven = await assertQuestionsArrive(requests);
  }

  async function ask<T>(signal: AbortSignal, question: (asker: Asker, signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await http.within(signal, async (deadline) => {
        const requests = createRequests(engine, http, deadline);
        await assertProven(requests);
        return await question({ engine, requests, links, keyField }, deadline);
      });
    } catch (error) {
      // Repeated refusals may lock an account: the next question begins with a single request again.
      if (error instanceof LookoutError && error.fault === "loginRefused") isProven = false;
      throw error;
    }
  }

  return {
    id: engine,
    kind: "bpel",
    url: options.url,
    mayHold: (id) => idForms.bpel.test(id),
    capabilities: () => Promise.resolve(capabilities),
    idOfLink: async (link) => links.idOf(link),
    get: (question, signal) => {
      const waitUpToMs = patienceWithin(options.timeoutMs, question.waitUpToMs);
      return ask(signal, (asker, deadline) => getInstance(asker, { ...question, waitUpToMs }, deadline));
    },
    query: (question, signal) => ask(signal, (asker) => queryInstances(asker, question)),
    count: (question, signal) => ask(signal, (asker) => countInstances(asker, question)),
    history: (question, signal) => ask(signal, (asker) => readHistory(asker, question)),
    check: (signal) =>
      http.within(signal, (deadline) => {
        const requests = createRequests(engine, http, deadline);
        return checkServer(requests, async () => void (await assertQuestionsArrive(requests)));
      }),
    close: () => http.close(),
  };
}

/** What no instance has for an id. */
const nobody = where.idIs("PROCESS_INSTANCE.PIID", "_PI:90030000.0.0.0");

/**
 * Throws `filterIgnored` when a proxy drops the query of an address: then every filter would be ignored, some of them in a way
 * that no row shows. A server that does not answer the question proves nothing: then false.
 */
async function assertQuestionsArrive(requests: Requests): Promise<boolean> {
  const asking = requests.list("processes", wire.process, { where: nobody, size: 1 });
  const rows = await createParts().read("questions", undefined, asking);
  if (rows && rows.length > 0) throw fault("filterIgnored", { engine: requests.engine, filter: "the where clause" });
  return rows !== undefined;
}
