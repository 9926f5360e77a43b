/** An engine of a fleet that fails between two pages, in every way and of every kind, over real sockets. */
import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ErrorKind } from "../../src/core/errors.ts";
import type { Handler } from "../contract/front.ts";
import {
  type Answer,
  allKinds,
  asking,
  type Kind,
  keyOf,
  type Member,
  pagesOf,
  rowsOf,
  startMember,
} from "./members.ts";

const bulk = 20;
/** Only what hangs is waited for so long; what is well answers in milliseconds, but on a machine that may be busy. */
const fleetTimeoutMs = 2_000;
const question = { definitionKey: "parcel-tracking", limit: 10 } as const;
let members: Member[];
let fleet: ReturnType<typeof asking>;
let hurried: ReturnType<typeof asking>;
let whole: ReturnType<typeof rowsOf>;
beforeAll(async () => {
  members = await Promise.all(allKinds.map((kind) => startMember(kind, kind, bulk)));
  fleet = asking(members.map(({ engine }) => engine));
  hurried = asking(
    members.map(({ engine }) => engine),
    { fleetTimeoutMs },
  );
  whole = rowsOf(await pagesOf(fleet, { ...question, limit: 100 }));
});
afterEach(() => {
  for (const member of members) member.behave((_passing, pass) => pass());
});
afterAll(() => Promise.all(members.map((member) => member.close())));

const memberOf = (kind: Kind): Member => {
  const found = members.find((member) => member.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};

const say = (response: ServerResponse, status: number, type: string, body: string) =>
  void response.writeHead(status, { "content-type": type }).end(body);

/** What the engine would have answered, changed. */
const changed =
  (member: Member, change: (text: string) => string): Handler =>
  ({ method, url, body }, _pass, response) => {
    const headers = { accept: "application/json", ...(body === "" ? {} : { "content-type": "application/json" }) };
    void fetch(new URL(member.sandbox.url).origin + url, { method, headers, ...(body === "" ? {} : { body }) }).then(
      async (answer) =>
        say(response, answer.status, answer.headers.get("content-type") ?? "", change(await answer.text())),
    );
  };

const kinds: Readonly<Record<string, { kind: ErrorKind; handler: (member: Member) => Handler }>> = {
  "dies in every answer": { kind: "unreachable", handler: () => (_passing, _pass, response) => response.destroy() },
  "answers with a page of HTML": {
    kind: "badAnswer",
    handler: () => (_passing, _pass, response) => say(response, 200, "text/html", "<html><h1>Welcome</h1></html>"),
  },
  "cuts its JSON off": { kind: "badAnswer", handler: (member) => changed(member, (text) => text.slice(0, -9)) },
  "answers JSON of another world": {
    kind: "badAnswer",
    handler: () => (_passing, _pass, response) => say(response, 200, "application/json", '{"hello":["world"]}'),
  },
  "gives rows that were not asked for": {
    kind: "badAnswer",
    handler: (member) => changed(member, (text) => text.replaceAll("parcel-tracking", "salary-payment")),
  },
  "is broken inside": {
    kind: "badAnswer",
    handler: () => (_passing, _pass, response) =>
      say(response, 500, "application/json", '{"type":"X","message":"boom"}'),
  },
  "wants to be left alone": {
    kind: "rateLimited",
    handler: () => (_passing, _pass, response) =>
      void response.writeHead(429, { "content-type": "text/plain", "retry-after": "60" }).end("slow down"),
  },
  "has forgotten the login": {
    kind: "unauthenticated",
    handler: () => (_passing, _pass, response) =>
      void response.writeHead(401, { "content-type": "text/html", "www-authenticate": "Basic" }).end("who are you?"),
  },
};

const others = (rows: ReturnType<typeof rowsOf>, kind: Kind) => rows.filter(({ engine }) => engine !== kind);
/** Pages of which the third finds the engine so; how often it was asked until the end of each. */
async function pagesWith(ask: ReturnType<typeof asking>, member: Member, handler: Handler) {
  let requests = 0;
  const asked: number[] = [];
  const ended: number[] = [];
  const pages = await pagesOf(ask, question, (_page, number) => {
    ended.push(performance.now());
    asked.push(requests);
    if (number !== 2) return;
    member.behave((...request) => {
      requests += 1;
      handler(...request);
    });
  });
  const [, second = 0, third = 0] = ended;
  return { pages, asked, thirdMs: third - second };
}

function assertOthersWhole(pages: readonly Answer[], kind: Kind, expected: ErrorKind): void {
  const given = rowsOf(pages);
  expect(others(given, kind).map(keyOf)).toEqual(others(whole, kind).map(keyOf));
  // What it gave before is the beginning of what it has, and stays true.
  const own = given.filter(({ engine }) => engine === kind).map(keyOf);
  expect(own).toEqual(
    whole
      .filter(({ engine }) => engine === kind)
      .slice(0, own.length)
      .map(keyOf),
  );
  expect(pages.length).toBeGreaterThan(5);
  for (const [index, page] of pages.entries()) {
    const { status, error } = page.engines.find(({ engine }) => engine === kind) ?? {};
    expect(status).toBe(index < 2 ? "ok" : "failed");
    if (index === 2) expect(error).toMatchObject({ kind: expected, engine: kind });
    if (index > 2) expect(error?.message).toContain("on an earlier page");
    expect(page.engines.filter((report) => report.engine !== kind && report.status !== "ok")).toEqual([]);
  }
}

describe.each(allKinds)("%s, between page 2 and page 3,", (kind) => {
  test.each(Object.entries(kinds))("%s: said once and for all, and the others are whole", async (_name, failure) => {
    const member = memberOf(kind);
    const { pages, asked } = await pagesWith(fleet, member, failure.handler(member));
    assertOthersWhole(pages, kind, failure.kind);
    // It is asked on one page only.
    expect(asked[2]).toBeGreaterThan(0);
    expect(asked.at(-1)).toBe(asked[2]);
  });

  test("hangs: the others wait for it once, no longer than the fleet may take", async () => {
    const { pages, asked, thirdMs } = await pagesWith(hurried, memberOf(kind), () => {});
    assertOthersWhole(pages, kind, "timedOut");
    expect(asked.at(-1)).toBe(asked[2]);
    expect(thirdMs).toBeLessThan(2 * fleetTimeoutMs);
  });
});

test("c7 hangs in the middle of an answer", async () => {
  const { pages } = await pagesWith(
    hurried,
    memberOf("c7"),
    (_passing, _pass, response) =>
      void response.writeHead(200, { "content-type": "application/json", "content-length": 999 }).write("[{"),
  );
  assertOthersWhole(pages, "c7", "timedOut");
});

describe.each(allKinds)("%s, an instance that", (kind) => {
  /** Leaves out the objects that tell of this instance; keys are numbers that no double holds, so the text is cut. */
  const without = (id: string) => {
    const object = new RegExp(`\\{[^{}]*"(?:id|processInstanceKey|key|piid)":"?${id}"?[,}][^{}]*\\}?`, "g");
    return (text: string) =>
      text
        .replace(object, "")
        .replace(/\[,+/g, "[")
        .replace(/,+(?=[,\]])/g, "");
  };
  test.each([
    ["was the last given disappears", "last"],
    ["was not given yet disappears", "next"],
  ] as const)("%s between two pages: nothing else is lost or comes twice", async (_name, which) => {
    const own = whole.filter(({ engine }) => engine === kind);
    // A page that ends with a row of this engine, so that the position itself is what goes.
    const limit = whole.findIndex(({ id, engine }) => engine === kind && id === own[5]?.id) + 1;
    const gone = own[which === "last" ? 5 : 6]?.id ?? "";
    const member = memberOf(kind);
    const pages = await pagesOf(fleet, { ...question, limit }, (page, number) => {
      if (number !== 1) return;
      expect(page.instances?.at(-1)).toMatchObject({ engine: kind, id: own[5]?.id });
      member.behave(changed(member, without(gone)));
    });
    const left = which === "last" ? whole : whole.filter(({ engine, id }) => engine !== kind || id !== gone);
    expect(rowsOf(pages).map(keyOf)).toEqual(left.map(keyOf));
    for (const page of pages) expect(page.engines.every(({ status }) => status === "ok")).toBe(true);
  });
});

test("c8 gives fewer rows than it was asked for, and counts more: the others wait for what it left out", async () => {
  const member = memberOf("c8");
  let cut = 0;
  member.behave(({ method, url, body }, pass, response) => {
    const shorter = body.replace(/"limit":\d+/, '"limit":7');
    if (shorter === body || !url.endsWith("/process-instances/search")) return pass();
    cut += 1;
    const headers = { accept: "application/json", "content-type": "application/json" };
    void fetch(new URL(member.sandbox.url).origin + url, { method, headers, body: shorter }).then(async (answer) =>
      say(response, answer.status, "application/json", await answer.text()),
    );
  });
  const pages = await pagesOf(fleet, { ...question, limit: 40 });
  expect(cut).toBeGreaterThan(2);
  expect(rowsOf(pages).map(keyOf)).toEqual(whole.map(keyOf));
});
