/** What a reader is told in place of an answer: every status and error body that the description names, and nothing of what is in them. */
import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { processOf, recordsOf } from "./records.ts";
import { description, id } from "./seed.ts";
import { only, page, planted, problem, type Reply, startManager } from "./server.ts";

const records = recordsOf([processOf(1)]);

/** A server that says this of the one instance; of all others what it holds. */
async function answering(reply: Reply) {
  const manager = await startManager(records);
  manager.serve(only(new RegExp(`/process/${id}$`), () => reply));
  return manager;
}

type Refused = { readonly kind: string; readonly message: RegExp };
/** What a reader is told when a server answers `get`, a list and a history so. */
const statuses: readonly (readonly [name: string, Reply, get: Refused, list: Refused])[] = [
  [
    "400, the id is malformed",
    problem(400, "CWWBA0006E"),
    { kind: "notFound", message: new RegExp(`No instance ${id} in bpel`) },
    { kind: "badAnswer", message: /\(400, CWWBA0006E\)/ },
  ],
  [
    "400, another parameter is not valid",
    problem(400, "CWWBA0018E"),
    { kind: "badAnswer", message: /failed to answer process \(400, CWWBA0018E\)/ },
    { kind: "badAnswer", message: /failed to answer processes \(400, CWWBA0018E\)/ },
  ],
  [
    "401, not authorized for this request",
    problem(401, "CWWBE0133E"),
    { kind: "notFound", message: /rights/ },
    { kind: "denied", message: /does not let the lookout's account read processes/ },
  ],
  [
    "401, the login is refused",
    page(401, { "www-authenticate": 'Basic realm="planted-realm"' }),
    { kind: "unauthenticated", message: /refused the login/ },
    { kind: "unauthenticated", message: /refused the login/ },
  ],
  [
    "404, the process does not exist",
    problem(404, "CWWBA0015E"),
    { kind: "notFound", message: new RegExp(`No instance ${id} in bpel`) },
    { kind: "badAnswer", message: /\(404, CWWBA0015E\)/ },
  ],
  [
    "404, of the web server",
    page(404),
    { kind: "badAnswer", message: /text\/html \(404\)/ },
    { kind: "badAnswer", message: /text\/html \(404\)/ },
  ],
  [
    "406, the content type is not supported",
    problem(406, "CWTBF0018E"),
    { kind: "badAnswer", message: /\(406, CWTBF0018E\)/ },
    { kind: "badAnswer", message: /\(406, CWTBF0018E\)/ },
  ],
  [
    "500, a severe problem",
    problem(500, "CWWBA0010E"),
    { kind: "badAnswer", message: /\(500, CWWBA0010E\)/ },
    { kind: "badAnswer", message: /\(500, CWWBA0010E\)/ },
  ],
];

/** Everything that a channel could say of a failure. */
async function wordsOf(question: Promise<unknown>) {
  const refusal = await refusalOf(question);
  return { refusal, words: JSON.stringify(refusal) };
}

describe.for(statuses)("status %s", ([, reply, ofGet, ofList]) => {
  it("get and history", async () => {
    for (const tool of ["get", "history"] as const) {
      const { ask } = await answering(reply);
      const { refusal, words } = await wordsOf(ask[tool]({ id }));
      expect(refusal).toMatchObject({ kind: ofGet.kind, message: expect.stringMatching(ofGet.message) });
      expect(words).not.toMatch(planted);
    }
  });

  it("lists and counts", async () => {
    const { ask, serve } = await startManager(records);
    serve(only(/^\/processes\/filter$/, () => reply));
    for (const mode of ["list", "count"] as const) {
      const { refusal, words } = await wordsOf(ask.query({ mode }));
      expect(refusal).toMatchObject({ kind: ofList.kind, message: expect.stringMatching(ofList.message) });
      expect(words).not.toMatch(planted);
    }
  });

  it("a part of an answer alone: what is missing is named, and nothing is passed on", async () => {
    const { ask, serve } = await startManager(records);
    serve(only(/^\/activities\/filter$/, () => reply));
    const got = await ask.get({ id }).catch(() => undefined);
    const history = await ask.history({ id }).catch(() => undefined);
    if (ofList.kind === "unauthenticated") return expect([got, history]).toEqual([undefined, undefined]);
    expect(got?.unknown).toContain("waitingAt");
    expect(got?.instance).not.toHaveProperty("hasIncident");
    expect(history?.sources.find(({ kind }) => kind === "element")?.status).not.toBe("recorded");
    expect(JSON.stringify([got, history])).not.toMatch(planted);
  });

  it("doctor", async () => {
    const { engine, serve } = await startManager(records);
    serve((asked) => (asked.path.startsWith("/process") ? reply : undefined));
    const findings = await engine.check(new AbortController().signal);
    expect(findings[0]?.status).not.toBe("ok");
    expect(JSON.stringify(findings)).not.toMatch(planted);
  });
});

/** Error bodies with less than all, or in other types than the description says. */
const spoilt: readonly (readonly [string, unknown])[] = [
  ["a number alone", { errorNumber: "CWWBA0010E" }],
  ["no number", { errorMessage: "planted", programmersDetails: { x: "planted" } }],
  ["an empty object", {}],
  ["parameters as a text", { errorNumber: "CWWBA0010E", errorMessageParameters: "planted" }],
  ["details as a text", { errorNumber: "CWWBA0010E", programmersDetails: "planted" }],
  ["null in all", { errorNumber: null, errorMessage: null, errorMessageParameters: null, programmersDetails: null }],
  ["a number that is none", { errorNumber: "planted\u001b[2J <b>", errorMessage: "planted" }],
  ["a number with a text behind it", { errorNumber: "CWWBA0010E planted", errorMessage: "planted" }],
  ["a list", ["planted"]],
  ["a text", "planted"],
];

describe.for(spoilt)("an error body with %s", ([, json]) => {
  it.for([400, 404, 406, 500])("of status %i", async (status) => {
    const { ask } = await answering({ status, json });
    const { refusal, words } = await wordsOf(ask.get({ id }));
    expect(refusal.kind).toMatch(/^(?:badAnswer|notFound)$/);
    expect(words).not.toMatch(planted);
  });
});

it("the walk leaves no status and no part of an error body out", (ctx) => {
  if (description === undefined) return ctx.skip("no description beside this repository (../shared)");
  const [, errors = ""] = description.split("Error Response Content");
  const codes = [...errors.matchAll(/^(\d{3}) [A-Z]/gm)].map(([, code]) => code);
  expect(codes).toEqual([...new Set(["200", ...statuses.map(([name]) => name.slice(0, 3))])]);
  const parts = [...errors.matchAll(/"(\w+)":\s*\{"type"/g)].map(([, name]) => name);
  expect(parts).toEqual(Object.keys(Object(problem(500, "CWWBA0010E").json)));
});
