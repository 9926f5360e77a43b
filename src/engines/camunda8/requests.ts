import * as z from "zod";
import { fault, LookoutError } from "../../core/errors.ts";
import type { Http, Reply } from "../http.ts";
import { parsedAnswer } from "../parsed-answer.ts";
import type { ReadName, reads } from "./reads.ts";

/** A body or a part of one; undefined values are left out. */
export type Body = Readonly<Record<string, unknown>>;

const problem = z.object({
  title: z.string().nullish(),
  detail: z.string().nullish(),
  /** Operate's own errors have these two in place of title and detail. */
  type: z.string().nullish(),
  message: z.string().nullish(),
  /** Only in answers of the web server itself, for a path that no API serves. */
  path: z.string().nullish(),
  timestamp: z.string().nullish(),
});

/** How reads are sent and their answers parsed; what is no answer is thrown as a fault. */
export function createRequests(engine: string, http: Http<typeof reads>, signal: AbortSignal) {
  const parse = <T>(read: ReadName, schema: z.ZodType<T>, body: unknown) => parsedAnswer(engine, read, schema, body);

  return {
    engine,
    /** The record with this key; undefined when the API says that there is none. */
    async byKey<T>(read: ReadName, schema: z.ZodType<T>, key: string): Promise<T | undefined> {
      const reply = await http.ask(read, { path: { key }, signal });
      if (reply.status < 300) return parse(read, schema, reply.body);
      if (isNoSuchRecord(reply)) return undefined;
      throw faultOf(engine, read, reply);
    },
    /** The answer of a search, or of a read without key. */
    async asked<T>(read: ReadName, schema: z.ZodType<T>, body?: Body, path?: Record<string, string>): Promise<T> {
      const reply = await http.ask(read, {
        ...(body === undefined ? {} : { body }),
        ...(path === undefined ? {} : { path }),
        signal,
      });
      if (reply.status < 300) return parse(read, schema, reply.body);
      throw faultOf(engine, read, reply);
    },
    /**
     * The bare reply, for what only behaviour tells; undefined for a web page, which no API answers with. Throws for a server
     * that fails: it will tell another time.
     */
    async reply(read: ReadName, path?: Record<string, string>): Promise<Reply | undefined> {
      try {
        const reply = await http.ask(read, { ...(path === undefined ? {} : { path }), signal });
        if (reply.status >= 500) throw faultOf(engine, read, reply);
        return reply;
      } catch (error) {
        if (error instanceof LookoutError && isPage(error)) return undefined;
        throw error;
      }
    },
  };
}

export type Requests = ReturnType<typeof createRequests>;

/** Below its own path a web application answers unknown addresses with its start page (measured on Operate 8.6.0). */
const isPage = ({ fault: name, facts }: LookoutError) => name === "notJson" && "status" in facts && facts.status < 300;

function problemOf(reply: Reply) {
  return problem.safeParse(reply.body).data;
}

/** A 404 by the API itself; the web server's own, for an unknown path, has other fields. */
export function isNoSuchRecord(reply: Reply): boolean {
  const found = problemOf(reply);
  return reply.status === 404 && found !== undefined && !found.timestamp && !found.path;
}

function faultOf(engine: string, read: ReadName, reply: Reply) {
  const { status } = reply;
  const found = problemOf(reply);
  if (/secondary[ -]storage/i.test(found?.detail ?? "")) {
    return fault("notSupported", {
      what: `reading ${read}`,
      engine,
      because: "its cluster runs without secondary storage, so instances cannot be searched",
    });
  }
  if (status === 403) return fault("engineForbids", { engine, what: read });
  if (status === 404 && read.startsWith("operate")) {
    return fault("configInvalid", {
      where: `engines[${engine}].url`,
      problems: [
        "a cluster before 8.8 tells its instances through Operate, which does not answer here; name Operate's address",
      ],
    });
  }
  if (status === 404) {
    return fault("answerUnexpected", { engine, read, problem: "404: the url is not the address of its REST API" });
  }
  const type = found?.title ?? found?.type;
  return fault("engineFault", { engine, read, status, ...(type ? { type } : {}) });
}
