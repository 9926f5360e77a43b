import type * as z from "zod";
import { fault } from "../../core/errors.ts";
import type { Http, Reply } from "../http.ts";
import { parsedAnswer } from "../parsed-answer.ts";
import type { ListName, ReadName, reads } from "./reads.ts";
import { type Clause, isSameId } from "./where.ts";
import * as wire from "./wire.ts";

export interface ListQuestion {
  readonly where?: Clause | undefined;
  readonly orderBy?: string;
  /** Always sent: no default is documented, so without it a server may answer with everything. */
  readonly size: number;
}

/** IBM HTTP Server takes request lines of up to 8,190 bytes; the address of the interface is a part of that. */
const longestQuery = 7_500;

/** How reads are sent and their answers parsed; what is no answer is thrown as a fault. */
export function createRequests(engine: string, http: Http<typeof reads>, signal: AbortSignal) {
  const parse = <T>(read: ReadName, schema: z.ZodType<T>, body: unknown) => parsedAnswer(engine, read, schema, body);

  return {
    engine,
    /** One instance; undefined when the server says that there is none, "hidden" when it says that the account may not see it. */
    async process(piid: string): Promise<wire.ProcessDetail | "hidden" | undefined> {
      const reply = await http.ask("process", { path: { piid }, signal });
      if (reply.status < 300) {
        const found = parse("process", wire.processDetail, reply.body);
        if (!isSameId(found.piid, piid)) throw fault("filterIgnored", { engine, filter: "the instance" });
        return found;
      }
      if (reply.status === 401) return "hidden";
      if (isNoSuchObject(reply)) return undefined;
      throw faultOf(engine, "process", reply);
    },
    /** Rows of a list as they come: joined views may tell one several times. */
    async list<T extends z.ZodType>(read: ListName, item: T, { where, orderBy, size }: ListQuestion) {
      const query = { whereClause: where?.clause, orderByClause: orderBy, size };
      if (encodeURIComponent(where?.clause ?? "").length > longestQuery) throw tooLong(engine);
      const reply = await http.ask(read, { query, signal });
      if (reply.status < 300) return parse(read, wire.list(item), reply.body).items;
      throw faultOf(engine, read, reply);
    },
  };
}

export type Requests = ReturnType<typeof createRequests>;

/** An instance as far as it may be seen and is there. */
export const shownDetail = (found: wire.ProcessDetail | "hidden" | undefined) =>
  found === "hidden" ? undefined : found;

const tooLong = (engine: string) =>
  fault("notSupported", {
    what: "a question as long as this one",
    engine,
    because: "its interface takes questions in the address, which servers bound at about 8,000 characters",
    can: ["fewer or shorter values"],
  });

/** The server's own errors before the interface spell the name another way. */
function errorNumberOf({ body }: Reply): string | undefined {
  const told = wire.problem.safeParse(body).data;
  return (told?.errorNumber ?? told?.error_number)?.trim();
}

/** The object does not exist or was deleted; the id is malformed; the id is that of something else (IBM's message catalogue). */
const noSuchObject: ReadonlySet<string> = new Set(["CWWBA0015E", "CWWBA0006E", "CWWBA0007E"]);

/** A 404 of the interface itself has an error number; the web server's own, for an unknown path, is a page. */
function isNoSuchObject(reply: Reply): boolean {
  const number = errorNumberOf(reply);
  return number !== undefined && (reply.status === 404 || (reply.status === 400 && noSuchObject.has(number)));
}

function faultOf(engine: string, read: ReadName, reply: Reply) {
  const { status } = reply;
  if (status === 401 || status === 403) return fault("engineForbids", { engine, what: read, permission, status });
  const number = errorNumberOf(reply);
  if (status === 404 && number === undefined) {
    return fault("answerUnexpected", {
      engine,
      read,
      problem: "404: the url is not the address of its REST interface (…/rest/bpm/bfm/v1)",
    });
  }
  const type = number !== undefined && /^[A-Z]{5}\d{4}[A-Z]$/.test(number) ? number : undefined;
  return fault("engineFault", { engine, read, status, ...(type === undefined ? {} : { type }) });
}

const permission = "the role BPESystemMonitor, or work items as reader of its processes";
