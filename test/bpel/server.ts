/** A Business Flow Manager for one test: it tells the records of the test, or answers as the test says. */
import type { ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { type BpelOptions, createBpel } from "../../src/engines/bpel/engine.ts";
import { reads } from "../../src/engines/bpel/reads.ts";
import { bpelFacade } from "../../src/sandbox/bpel/facade.ts";
import type { Records } from "../../src/sandbox/bpel/records.ts";
import type { BpelSettings } from "../../src/sandbox/bpel/settings.ts";
import { type Access, type Asking, asking } from "../contract/subject.ts";
import { type Seen, serve } from "../engines-http/servers.ts";
import { now } from "./records.ts";

const api = "/rest/bpm/bfm/v1";

/** A request as the server sees it. */
export interface Asked {
  readonly method: string;
  /** Below the address of the interface, without query. */
  readonly path: string;
  /** Undefined where the request has none. */
  readonly where: string | undefined;
  readonly orderBy: string | undefined;
  readonly size: number | undefined;
  /** Length of the request line. */
  readonly line: number;
}

export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What becomes of a request: an answer, or what is done to it. */
export type Serving = (
  asked: Asked,
  answer: (changed?: (asked: Asked) => Asked) => Told,
) => Reply | "hang" | "die" | "cut" | undefined;

/** An answer as the records make it. */
interface Told {
  readonly status: number;
  readonly json: Json;
}
export type Json = { readonly items?: readonly Json[] } & Readonly<Record<string, unknown>>;

export interface Manager {
  readonly url: string;
  readonly engine: ReturnType<typeof createBpel>;
  readonly ask: Asking;
  /** All requests so far, without the one that proves that questions arrive. */
  readonly asked: readonly Asked[];
  /** Everything the server has said. */
  readonly said: readonly string[];
  asking(access?: Access, signal?: AbortSignal): Asking;
  /** Answers like this from now on. */
  serve(serving: Serving): void;
  /** Holds these records from now on. */
  hold(records: Records): void;
}

type Options = Partial<Omit<BpelOptions, "engine" | "url">> & { readonly settings?: BpelSettings };

/** No instance has this id: by it the adapter proves that questions arrive. */
const isProbe = ({ where }: Asked): boolean => where === "PROCESS_INSTANCE.PIID=ID('_PI:90030000.0.0.0')";

/** Starts a server for one test, at whose end every request must have been a read of the adapter's table. */
export async function startManager(records: Records, { settings, ...options }: Options = {}): Promise<Manager> {
  let facade = bpelFacade(records, settings);
  let serving: Serving = () => undefined;
  const all: Asked[] = [];
  const asked: Asked[] = [];
  const said: string[] = [];
  const server = await serve((seen, response) => {
    const one = askedOf(seen);
    all.push(one);
    if (!isProbe(one)) asked.push(one);
    const told = (changed: Asked) => facade({ ...seen, url: urlOf(changed), headers: headersOf(seen) });
    const outcome = serving(one, (change = (asked) => asked) => {
      const { status, body } = told(change(one));
      return { status, json: JSON.parse(body) };
    });
    if (outcome === "hang") return;
    const answer = outcome === undefined ? told(one) : undefined;
    send(
      response,
      outcome ?? {
        status: answer?.status ?? 500,
        text: answer?.body ?? "",
        type: answer?.contentType ?? "",
        headers: flat(answer?.headers),
      },
      said,
    );
  });
  const engine = createBpel({
    engine: "bpel",
    url: server.url,
    timeoutMs: 20_000,
    userAgent: "lookout-test",
    web: "https://bpm.example.com/bpc?piid={id}",
    auth: { type: "none" },
    ...options,
  });
  onTestFinished(async () => {
    await engine.close();
    const stray = all.filter((one) => !isRead(one));
    if (stray.length > 0) throw new Error(`no reads of the table: ${JSON.stringify(stray)}`);
  });
  const askingAs = (access?: Access, signal?: AbortSignal) => asking({ engine, now: () => now }, access, signal);
  return {
    url: server.url,
    engine,
    ask: askingAs(),
    asked,
    said,
    asking: askingAs,
    serve: (next) => {
      serving = next;
    },
    hold: (next) => {
      facade = bpelFacade(next, settings);
    },
  };
}

const isRead = ({ method, path, size }: Asked): boolean =>
  Object.values(reads).some(
    (read) =>
      read.method === method &&
      new RegExp(`^${read.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path) &&
      (!path.endsWith("/filter") || size !== undefined),
  );

function askedOf({ method, url }: Seen): Asked {
  const { pathname, searchParams } = new URL(url, "http://x");
  const size = searchParams.get("size");
  return {
    method,
    path: pathname.startsWith(api) ? decodeURIComponent(pathname.slice(api.length)) : `outside ${pathname}`,
    where: searchParams.get("whereClause") ?? undefined,
    orderBy: searchParams.get("orderByClause") ?? undefined,
    size: size === null ? undefined : Number(size),
    line: `${method} ${url} HTTP/1.1`.length,
  };
}

function urlOf({ path, where, orderBy, size }: Asked): string {
  const query = Object.entries({ whereClause: where, orderByClause: orderBy, size }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${api}${path}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

const headersOf = ({ headers: { accept, authorization, cookie } }: Seen) => ({ accept, authorization, cookie });

const flat = (headers: Readonly<Record<string, string | readonly string[]>> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

function send(response: ServerResponse, reply: Reply | "die" | "cut", said: string[]): void {
  if (reply === "die") return void response.socket?.destroy();
  if (reply === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": 1_000 });
    response.write('{"items":[{"piid":"_PI:9');
    setTimeout(() => response.destroy(), 5);
    return;
  }
  const { status = 200, json, text = JSON.stringify(json) ?? "", type = "application/json", headers = {} } = reply;
  said.push(text);
  response.writeHead(status, { ...(type === "" ? {} : { "content-type": type }), ...headers }).end(text);
}

/** Answers in place of the server where the path fits. */
export const only =
  (paths: RegExp, reply: Serving): Serving =>
  (asked, answer) =>
    paths.test(asked.path) ? reply(asked, answer) : undefined;

/** The page with which the web server answers what the interface does not. */
export const page = (status: number, headers: Reply["headers"] = {}): Reply => ({
  status,
  type: "text/html;charset=ISO-8859-1",
  text: `<html><head><title>Error ${status}</title></head><body>SRVE0255E: planted-in-html</body></html>`,
  headers,
});

/** A refusal of the interface, with secrets in every part but the number. */
export const problem = (status: number, errorNumber?: string): Reply => ({
  status,
  json: {
    ...(errorNumber === undefined ? {} : { errorNumber }),
    errorMessage: "planted-message jdbc:db2://db.internal:50000/BPEDB",
    errorMessageParameters: ["planted-parameter", "_PI:planted"],
    programmersDetails: {
      exceptionType: "com.ibm.bpe.api.planted-type",
      stackTrace: "planted-trace\n\tat com.ibm.bpe.internal.planted-frame(Server.java:211)",
      cause: [{ "planted-key": "planted-value" }],
    },
  },
});
export const planted = /planted|jdbc|com\.ibm|internal:50000|SRVE/i;
