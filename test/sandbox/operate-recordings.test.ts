import { describe, expect, it } from "vitest";
import { operateFacade } from "../../src/sandbox/camunda8/operate/facade.ts";
import { recordsOf } from "../../src/sandbox/camunda8/projection.ts";
import { tellWorld } from "../../src/sandbox/script.ts";
import type { Answer } from "../../src/sandbox/server.ts";
import {
  gather,
  isRow,
  lossless,
  operateRecordings,
  pairKeys,
  type Recording,
  type Row,
  type Rows,
  resourceOf,
} from "./operate-recordings.ts";
import { inOrder, offsetsIn, shapeOf, signature, sortOf, sortValuesOf } from "./operate-shapes.ts";

const decisions = "decisions are no part of what the product reads";
/** Recordings that are not compared, and why. */
const notCompared: Readonly<Record<string, string>> = {
  "decision-definitions-search-all": decisions,
  "decision-instances-search-all": decisions,
  ...Object.fromEntries(
    [
      "1-get-just-after-create",
      "2-get-when-visible",
      "3-incident-listed",
      "4-instance-flag-still-false",
      "5-instance-flag-true",
      "6-incident-after-post-import",
    ].map((moment) => [`lag-${moment}`, "how late something can be seen is not the façade's matter"]),
  ),
};

/** As many parcels as the recorded walk through pages has orders. */
const now = Date.UTC(2026, 10, 22, 15, 20);
const facts = { businessIds: false, suspension: false, delayMs: 0 };
const records = recordsOf(tellWorld({ now, bulk: 19 }), facts);
const servers = { usual: serverOf({ csrf: false }), strict: serverOf({ csrf: true, rfc3339: true }) };

/** A server with one user who is logged in. */
function serverOf({ csrf, rfc3339 = false }: { csrf: boolean; rfc3339?: boolean }) {
  const facade = operateFacade(records, { auth: { kind: "session", users: { demo: "demo" }, csrf }, rfc3339 });
  const login = facade({ method: "POST", url: "/api/login?username=demo&password=demo", headers: {}, body: "" });
  const cookies = new Map([login.headers["set-cookie"] ?? []].flat().map(nameAndValue));
  const token = [login.headers["x-csrf-token"] ?? []].flat()[0];
  return { facade, cookies, token };
}

function nameAndValue(cookie: string): [string, string] {
  const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
  return [name, value];
}

/** Words of the recorded world, in the scripted one. */
const words: Readonly<Record<string, string>> = {
  "order-process": "order-fulfilment",
  "release-2": "2.0",
  CALLED_ELEMENT_ERROR: "JOB_NO_RETRIES",
  "child job failed": "Read timed out",
  orderId: "orderNumber",
  "A-1006": "ORDER-0977",
};
/** Where the same words are to mean something else. */
const otherWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "process-instances-search-bpmn-process-id-and-state": { "order-process": "invoice-approval" },
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].map((page) => [`process-instances-search-page-${page}`, { "order-process": "parcel-tracking" }]),
  ),
};

const found = operateRecordings();
const compared = (found ?? []).filter(({ name }) => !(name in notCompared));
const theirs = gather(compared.map(({ request, response }) => ({ path: request.path, body: response.body })));
const ours = gather(
  ["process-instances", "flownode-instances", "incidents", "variables", "process-definitions"].map((resource) => {
    const path = `/v1/${resource}/search`;
    return { path, body: send(servers.usual, "POST", path, '{"size":1000}').body };
  }),
);
const pairs = pairKeys(theirs, ours);

type Server = (typeof servers)["usual"];

function send({ facade, cookies }: Server, method: string, url: string, body: string): Answer {
  const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
  return facade({ method, url, headers: { cookie, "content-type": "application/json" }, body });
}

/** The same request in the scripted world. */
function ask({ facade, cookies, token }: Server, { name, request }: Recording, after: readonly unknown[]): Answer {
  const { cookie, "x-csrf-token": sentToken, ...rest } = request.headers;
  const filled = cookie?.replace(/(\S+)=<removed>/g, (_all, which: string) => `${which}=${cookies.get(which)}`);
  const headers = { ...rest, cookie: filled, "x-csrf-token": sentToken && token };
  const body = translated(name, request.body ?? "").replace(/("searchAfter": )\[".*\]/, `$1${JSON.stringify(after)}`);
  return facade({ method: request.method, url: translated(name, request.path), headers, body });
}

const recordedStart = "2026-11-22T15:14:55.228";

function translated(name: string, text: string): string {
  const moment = name.includes("end-date") ? endOf("COMPLETED") : startOf("2251799813685266");
  const keyed = text.replace(/[1-9]\d{15}/g, (key) => pairs.get(key) ?? key).replaceAll(recordedStart, moment);
  const all = { ...words, ...otherWords[name] };
  return Object.entries(all).reduce((changed, [word, other]) => changed.replaceAll(word, other), keyed);
}

const rowOf = (rows: Rows, key: string | undefined) =>
  rows("process-instances").find((row) => String(row["key"]) === key);
const local = (moment: unknown) => String(moment).slice(0, recordedStart.length);
const startOf = (key: string) => local(rowOf(ours, pairs.get(key))?.["startDate"]);
const endOf = (state: string) => local(ours("process-instances").find((row) => row["state"] === state)?.["endDate"]);

/** What the page before ended with; pages are asked for in the order of their names. */
const ends = new Map<string, readonly unknown[]>();
const removed = (cookie: string) => cookie.replace(/=[^;]*/, "=<removed>");

function headersOf({ headers }: Answer) {
  const cookies = [headers["set-cookie"] ?? []].flat().map(removed);
  return { ...headers, "set-cookie": cookies, "x-csrf-token": headers["x-csrf-token"] && "<removed>" };
}

function recordedHeadersOf({ "content-type": _type, ...headers }: Recording["response"]["headers"]) {
  return { ...headers, "set-cookie": headers["set-cookie"]?.split("\n") ?? [] };
}

/** The outermost element of XML or HTML. */
const rootOf = (body: string) => /<([\w:]+)/.exec(body)?.[1];

/** Without what is different in each answer. */
function steady(value: unknown): unknown {
  if (!isRow(value)) return value;
  const { instance, timestamp, ...rest } = value;
  return { ...rest, instance: typeof instance, timestamp: typeof timestamp };
}

type List = { readonly items: readonly Row[]; readonly sortValues: readonly unknown[]; readonly total: bigint };

function listOf(value: unknown): List {
  if (!isRow(value)) throw new Error("no list");
  const { items, sortValues, total, ...others } = value;
  if (!Array.isArray(items) || !Array.isArray(sortValues) || typeof total !== "bigint") throw new Error("no list");
  expect(Object.keys(others)).toEqual([]);
  return { items: items.filter(isRow), sortValues, total };
}

function compareLists({ name, request }: Recording, recorded: List, answered: List): void {
  const sort = sortOf(request.body);
  for (const { items, sortValues } of [recorded, answered]) {
    expect(inOrder(items, sort), "order").toBe(true);
    expect(sortValues).toEqual(items.length === 0 ? [] : sortValuesOf(items.at(-1), sort));
  }
  const allowed = new Set(theirs(resourceOf(request.path)).map(signature));
  for (const row of answered.items) expect(allowed).toContain(signature(row));
  expect(answered.items.length > 0, "rows are found").toBe(recorded.items.length > 0);
  if (name.includes("-page-")) expect(answered.total).toBe(recorded.total);
}

describe("what a real Operate answered", () => {
  if (!found) it("compares with recordings", (ctx) => ctx.skip("no recordings beside this repository (../shared)"));

  it.for(found ?? [])("$name", (recording, ctx) => {
    const { name, request, response } = recording;
    const why = notCompared[name];
    if (why) ctx.skip(why);
    const server = /rfc3339|csrf-on/.test(name) ? servers.strict : servers.usual;
    const walk = name.replace(/\d+$/, "");
    const answer = ask(server, recording, ends.get(walk) ?? []);
    const type = response.headers["content-type"] ?? null;
    expect([answer.status, answer.contentType], answer.body.slice(0, 400)).toEqual([response.status, type]);
    expect(headersOf(answer)).toEqual(recordedHeadersOf(response.headers));
    if (!type?.includes("json")) return expect(rootOf(answer.body)).toBe(rootOf(response.body));
    if (response.status === 200) expect(offsetsIn(answer.body)).toEqual(offsetsIn(response.body));
    const [recorded, answered] = [lossless(response.body), lossless(answer.body)];
    if (response.status !== 200)
      return expect(steady(answered)).toEqual(steady(lossless(translated(name, response.body))));
    if (request.method === "GET" && isRow(recorded) && isRow(answered) && "key" in recorded)
      return expect(signature(answered)).toBe(signature(recorded));
    if (request.method === "GET") return expect(shapeOf(answered)).toEqual(shapeOf(recorded));
    compareLists(recording, listOf(recorded), listOf(answered));
    ends.set(walk, listOf(answered).sortValues);
  });
});
