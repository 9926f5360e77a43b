/** The published descriptions of the engine, and a server that says no more than a test has it say. */
import { existsSync, readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import type { Auth } from "../../src/engines/http.ts";
import { type Access, type Asking, asking, refusalOf } from "../contract/subject.ts";
import { json, type Seen, serve } from "../engines-http/servers.ts";

/** A description itself, where it is at hand. */
export function descriptionOf(name: string): string | undefined {
  const file = join(import.meta.dirname, "../../../shared/seeds", name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
export const noDescription = "no description beside this repository (../shared)";

/** All that a pattern finds, its first group. */
export const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

export type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null;

/** A request as the server sees it. */
export interface Asked {
  readonly method: string;
  /** As it was sent, without query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Empty where there is none. */
  readonly body: Row;
  readonly headers: IncomingHttpHeaders;
}

export interface Reply {
  readonly status?: number;
  readonly json: unknown;
}

/** What a server says of a request; undefined: what one says that has nothing. */
export type Serving = (asked: Asked) => Reply | undefined;

const planted = /planted|jdbc/;

/** What a reader is told of an error: the sentence of its kind, and never what the engine wrote into it. */
export async function expectRefusal(question: Promise<unknown>, kind: string, message: RegExp) {
  const refusal = await refusalOf(question);
  expect(refusal).toMatchObject({ kind, message: expect.stringMatching(message) });
  expect(JSON.stringify(refusal)).not.toMatch(planted);
  return refusal;
}

/** An error in the form of the Introduction, with a secret in its message. */
export const errorOf = (status: number, type: string, more: Row = {}): Reply => ({
  status,
  json: { type, message: "planted message of jdbc:h2:mem:db", ...more },
});

function nothing({ method, path }: Asked): Reply {
  if (path === "/version") return { json: { version: "7.24.0" } };
  if (path.endsWith("/count")) return { json: { count: 0 } };
  const byId = /^(?:\/history)?\/process-(?:instance|definition)\/[^/]+/.test(path);
  return method === "GET" && byId ? errorOf(404, "InvalidRequestException") : { json: [] };
}

/** Starts a server for one test, and the adapter before it. */
export async function startEngine(serving: Serving = () => undefined, auth: Auth = { type: "none" }) {
  const asked: Asked[] = [];
  const server = await serve((seen, response) => {
    const one = askedOf(seen);
    asked.push(one);
    const reply = serving(one) ?? nothing(one);
    json(response, reply.json, reply.status);
  });
  const engine = createCamunda7({
    engine: "c7",
    url: server.url,
    timeoutMs: 20_000,
    userAgent: "lookout-test",
    web: "https://cockpit.example.com/{id}",
    auth,
  });
  onTestFinished(() => engine.close());
  const now = () => new Date("2026-11-22T15:20:00Z");
  const askingAs = (access?: Access): Asking => asking({ engine, now }, access);
  /** Queries sent there, without the one that finds out whether bodies arrive. */
  const sent = (path: string) => asked.filter((one) => one.method === "POST" && one.path === path && !isProbe(one));
  return { ask: askingAs(), asking: askingAs, asked, sent };
}

/** No instance has this id. */
const isProbe = ({ body }: Asked) => String(body["processInstanceIds"]) === "-";

function askedOf({ method, url, body, headers }: Seen): Asked {
  const { pathname, searchParams } = new URL(url, "http://x");
  const parsed: unknown = body === "" ? {} : JSON.parse(body);
  return {
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    body: isRow(parsed) ? parsed : {},
    headers,
  };
}

/** Where a text or a number stands in an answer. */
export function placesOf(value: unknown, piece: string, path = ""): string[] {
  if (typeof value === "string") return value.includes(piece) ? [path] : [];
  if (typeof value !== "object" || value === null) return String(value) === piece ? [path] : [];
  return Object.entries(value).flatMap(([name, inner]) =>
    placesOf(inner, piece, Array.isArray(value) ? `${path}[]` : `${path}${path && "."}${name}`),
  );
}

/** Where what a property says goes in an answer, or why it goes nowhere. */
export type Place = readonly string[] | { readonly because: string };
