import * as z from "zod";
import { fault } from "../../core/errors.ts";
import type { Http, Reply } from "../http.ts";
import { parsedAnswer } from "../parsed-answer.ts";
import type { ReadName, reads } from "./reads.ts";
import { counted } from "./wire.ts";

/** A filter of a query; undefined values are left out. */
export type Filter = Readonly<Record<string, unknown>>;

export interface Page {
  readonly max: number;
  readonly first?: number;
  readonly sort?: readonly { sortBy: string; sortOrder: "asc" | "desc" }[];
}

/** A name of the engine's (a class, a permission): whole sentences are none of it, and would be shown as if they were. */
const name = z
  .string()
  .regex(/^[\w.$]{1,100}$/)
  .optional()
  .catch(undefined);

const serverError = z.object({
  type: name,
  message: z.string().nullish(),
  missingAuthorizations: z.array(z.object({ permissionName: name })).optional(),
  permissionName: name,
});

// A 404 by the REST API itself; containers and wrong base paths answer 404 with other types or none.
const notFoundTypes = ["InvalidRequestException", "RestException"];

/** How requests of each form are sent and their answers parsed; what is not the answer is thrown as a fault. */
export function createRequests(engine: string, http: Http<typeof reads>, signal: AbortSignal, limits: Limits) {
  const parse = <T>(read: ReadName, schema: z.ZodType<T>, body: unknown) => parsedAnswer(engine, read, schema, body);

  /** The answer of a 2xx; undefined for the API's own "does not exist"; else the fault. */
  async function ask<T>(
    read: ReadName,
    schema: z.ZodType<T>,
    rest: Parameters<typeof http.ask>[1],
  ): Promise<T | undefined> {
    const reply = await http.ask(read, rest);
    if (reply.status < 300) return parse(read, schema, reply.body);
    if (isNotFound(reply)) return undefined;
    throw faultOf(engine, read, reply);
  }

  async function must<T>(read: ReadName, schema: z.ZodType<T>, rest: Parameters<typeof http.ask>[1]): Promise<T> {
    const answer = await ask(read, schema, rest);
    if (answer === undefined) throw fault("answerUnexpected", { engine, read, problem: "404 for a list" });
    return answer;
  }

  const byId = <T>(read: ReadName, schema: z.ZodType<T>, id: string) => ask(read, schema, { path: { id }, signal });

  /** A list of at most `max` rows. A smaller limit of the server is learnt from its refusal and kept. */
  async function limited<T>(
    read: ReadName,
    row: z.ZodType<T>,
    max: number,
    send: (maxResults: number) => Promise<Reply>,
  ): Promise<T[]> {
    const asked = Math.min(max, limits.maxResults);
    const reply = await send(asked);
    const smaller = reply.status === 400 ? refusedLimit(reply) : undefined;
    if (smaller === undefined || smaller >= asked) return listOf(read, row, reply);
    limits.maxResults = Math.min(limits.maxResults, smaller);
    return listOf(read, row, await send(smaller));
  }

  const posted = <T>(read: ReadName, row: z.ZodType<T>, filter: Filter, page: Page) =>
    limited(read, row, page.max, (maxResults) =>
      http.ask(read, {
        query: { firstResult: page.first ?? 0, maxResults, ...valueReads[read] },
        body: { ...filter, ...(page.sort ? { sorting: page.sort } : {}) },
        signal,
      }),
    );

  function listOf<T>(read: ReadName, row: z.ZodType<T>, reply: Reply): T[] {
    if (reply.status < 300) return parse(read, z.array(row), reply.body);
    throw faultOf(engine, read, reply);
  }

  /** A list by GET, for the endpoints that have no POST form. Lists of ids are comma-separated there. */
  const listed = <T>(read: ReadName, row: z.ZodType<T>, filter: Filter, page: Page) => {
    const [sort] = page.sort ?? [];
    const query: Record<string, string | number> = { firstResult: page.first ?? 0, ...sort };
    for (const [name, value] of Object.entries(filter)) {
      if (value !== undefined) query[name] = Array.isArray(value) ? value.join(",") : String(value);
    }
    return limited(read, row, page.max, (maxResults) => http.ask(read, { query: { ...query, maxResults }, signal }));
  };

  const count = async (read: ReadName, filter: Filter) => (await must(read, counted, { body: filter, signal })).count;

  const text = async (read: ReadName, id: string, maxBytes: number) => {
    const reply = await http.ask(read, { path: { id }, accept: "text", maxBytes, signal });
    if (reply.status === 204 || isNotFound(reply)) return undefined;
    if (reply.status < 300) return typeof reply.body === "string" ? reply.body : undefined;
    throw faultOf(engine, read, reply);
  };

  return { ask, must, byId, posted, listed, count, text };
}

/** What was learnt about the server and outlives a question. */
export interface Limits {
  maxResults: number;
}

// Deserialising runs code on the server, and fails the whole answer for one unknown class.
const valueReads: Partial<Record<ReadName, { deserializeValues: boolean }>> = {
  variables: { deserializeValues: false },
  historicVariables: { deserializeValues: false },
};

function errorOf(reply: Reply) {
  return serverError.safeParse(reply.body).data;
}

function isNotFound(reply: Reply): boolean {
  return reply.status === 404 && notFoundTypes.includes(errorOf(reply)?.type ?? "") && !isUnknownEngine(reply);
}

// 404 with an authentication filter, 400 without one (recorded on all three engines).
function isUnknownEngine(reply: Reply): boolean {
  return /^(?:Process engine .* not available|No process engine available)$/s.test(errorOf(reply)?.message ?? "");
}

function refusedLimit(reply: Reply): number | undefined {
  const limit = /^Max results limit of (\d{1,9}) exceeded!$/.exec(errorOf(reply)?.message ?? "")?.[1];
  return limit === undefined || Number(limit) < 1 ? undefined : Number(limit);
}

function faultOf(engine: string, read: ReadName, reply: Reply) {
  const error = errorOf(reply);
  if (reply.status === 403) {
    const permission = error?.missingAuthorizations?.[0]?.permissionName ?? error?.permissionName;
    return fault("engineForbids", { engine, what: read, ...(permission ? { permission } : {}) });
  }
  if (isUnknownEngine(reply)) {
    return fault("configInvalid", {
      where: `engines[${engine}].engineName`,
      problems: ["the server has no process engine of this name"],
    });
  }
  if (reply.status === 404) {
    return fault("answerUnexpected", { engine, read, problem: "404: the url is not the address of its REST API" });
  }
  return fault("engineFault", { engine, read, status: reply.status, ...(error?.type ? { type: error.type } : {}) });
}
