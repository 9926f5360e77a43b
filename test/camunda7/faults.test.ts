import { describe, expect, it } from "vitest";
import { type Asking, refusalOf } from "../contract/subject.ts";
import { answerWith, only, type Spoil, upstream } from "./upstream.ts";

const html = { "content-type": "text/html;charset=utf-8" };
const page = "<!doctype html><title>Gateway</title><h1>Something</h1>";
const foreign = '{"timestamp":"2026-11-22T15:20:00.000+00:00","status":404,"error":"Not Found","path":"/x"}';

const drop: Spoil = (_passing, response) => {
  response.destroy();
  return true;
};
const silence: Spoil = () => true;
const cutOff: Spoil = (_passing, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('[{"id":"a"');
  setImmediate(() => response.destroy());
  return true;
};
const endless: Spoil = (_passing, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const chunk = Buffer.alloc(1_000_000, 0x20);
  let sent = 0;
  const more = (): void => {
    while (sent++ < 100 && !response.destroyed) if (!response.write(chunk)) return void response.once("drain", more);
    response.end("[]");
  };
  more();
  return true;
};

/** What upstreams do wrong, what the asker is told, and a word of the sentence that says so. */
const faults: Readonly<Record<string, readonly [spoil: Spoil, kind: string, says: RegExp]>> = {
  "a page of a proxy, 200": [answerWith(200, page, html), "badAnswer", /text\/html \(200\) instead of JSON/],
  "a page of a proxy, 500": [answerWith(500, page, html), "badAnswer", /text\/html \(500\) instead of JSON/],
  "a page of a container, 404": [answerWith(404, page, html), "badAnswer", /text\/html \(404\) instead of JSON/],
  "a redirect to a login page": [
    answerWith(302, "", { location: "https://sso.example.com/realms/x/login?state=secret" }),
    "unauthenticated",
    /login page \(https:\/\/sso\.example\.com\/realms\/x\/login\)/,
  ],
  "a redirect to another address": [
    answerWith(301, "", { location: "https://other.example.com/" }),
    "badAnswer",
    /redirects to https:\/\/other\.example\.com/,
  ],
  "JSON that ends in the middle": [answerWith(200, '[{"id":"a","businessKey":'), "badAnswer", /malformed JSON/],
  "an answer that breaks off": [cutOff, "badAnswer", /ended its answer in the middle/],
  "an answer of 100 MB": [endless, "badAnswer", /more than 10 MB/],
  "an announced answer of 100 MB": [
    answerWith(200, "[]", { "content-type": "application/json", "content-length": "100000000" }),
    "badAnswer",
    /more than 10 MB/,
  ],
  "no JSON but text": [answerWith(200, "OK", { "content-type": "text/plain" }), "badAnswer", /unknown shape/],
  "nothing at all": [answerWith(200, ""), "badAnswer", /unknown shape/],
  "an object instead of a list, or a list instead of an object": [answerWith(200, '"x"'), "badAnswer", /unknown shape/],
  null: [answerWith(200, "null"), "badAnswer", /unknown shape/],
  "another API's 404": [answerWith(404, foreign), "badAnswer", /404: the url is not the address of its REST API/],
  "401 without body": [
    answerWith(401, "", { "www-authenticate": 'Basic realm="default"' }),
    "unauthenticated",
    /refused the login \(401\)/,
  ],
  "403": [
    answerWith(
      403,
      '{"type":"AuthorizationException","message":"no","missingAuthorizations":[{"permissionName":"READ"}]}',
    ),
    "denied",
    /\(403\)/,
  ],
  "403 by a proxy": [answerWith(403, page, html), "badAnswer", /text\/html \(403\)/],
  "a failure of the engine": [
    answerWith(500, '{"type":"ProcessEngineException","message":"secret detail","code":0}'),
    "badAnswer",
    /500, ProcessEngineException/,
  ],
  "429": [answerWith(429, "", { "retry-after": "7" }), "rateLimited", /left alone/],
  "a server that is gone": [drop, "unreachable", /cannot be reached/],
};

const questions: Readonly<Record<string, (ask: Asking, id: string) => Promise<unknown>>> = {
  get: (ask, id) => ask.get({ id }),
  "a list": (ask) => ask.query({ limit: 3 }),
  "a count": (ask) => ask.query({ mode: "count" }),
  history: (ask, id) => ask.history({ id }),
};

describe("an upstream that fails every request", () => {
  describe.for(Object.entries(faults))("%s", ([, [spoil, kind, says]]) => {
    it.for(Object.entries(questions))(
      "%s: one clear sentence of the right kind, and afterwards all is well",
      async ([, question]) => {
        const { ask, id, spoil: spoilWith } = await upstream();
        spoilWith(spoil);
        const refusal = await refusalOf(question(ask, id("invoice-assigned")));
        expect(refusal).toMatchObject({ kind, engine: "c7", message: expect.stringMatching(says) });
        expect(refusal.message).toMatch(/^[^\n]{10,300}\.$/);
        expect(JSON.stringify(refusal)).not.toMatch(/secret/);
        spoilWith();
        await question(ask, id("invoice-assigned"));
      },
    );
  });

  it.for(Object.entries(questions))(
    "one that accepts and never answers: %s ends with the deadline",
    async ([, question]) => {
      const { ask, id, spoil } = await upstream({ timeoutMs: 2_000 });
      spoil(silence);
      const refusal = await refusalOf(question(ask, id("invoice-assigned")));
      expect(refusal).toMatchObject({ kind: "timedOut", message: "c7 did not answer in 2 s." });
      spoil();
      await question(ask, id("invoice-assigned"));
    },
  );

  it("401 is asked once and never again, so that no account is locked", async () => {
    const { ask, requests, spoil } = await upstream();
    await ask.query({ limit: 1 });
    const before = requests.length;
    spoil(answerWith(401, ""));
    await refusalOf(ask.query({ limit: 1 }));
    expect(requests.length - before).toBe(1);
  });
});

const forbidden = answerWith(403, '{"type":"AuthorizationException","message":"no"}');
const broken = answerWith(500, '{"type":"NullPointerException","message":"x"}');

/** Endpoints of which one may fail: what of the answer is then unknown, while the rest stands. */
const parts: readonly (readonly [paths: RegExp, scenario: string, unknown: readonly string[]])[] = [
  [/^\/task$/, "invoice-unassigned", ["waitingAt.tasks"]],
  [/\/identity-links$/, "invoice-unassigned", ["waitingAt.candidateGroups"]],
  [/^\/job$/, "payment-job-retrying", ["waitingAt.jobs"]],
  [/^\/external-task$/, "payment-waiting-external-task", ["waitingAt.externalTasks"]],
  [/^\/event-subscription$/, "payment-waiting-message", ["waitingAt.subscriptions"]],
  [/^\/incident$/, "invoice-failed-job", ["incidents"]],
  [/\/activity-instances$/, "invoice-unassigned", ["waitingAt"]],
  [/^\/history\/activity-instance$/, "invoice-unassigned", ["waitingAt.since"]],
  [/^\/process-definition\//, "invoice-unassigned", ["definition"]],
  [/^\/history\/process-instance$/, "invoice-unassigned", ["called"]],
  [/^\/history\/process-instance\/count$/, "invoice-unassigned", ["called"]],
];

describe("an upstream that fails some endpoints", () => {
  describe.for([
    ["forbidden", forbidden],
    ["broken", broken],
  ] as const)("%s", ([, spoil]) => {
    it.for(parts.map(([paths, scenario, unknown]) => [String(paths), paths, scenario, unknown] as const))(
      "get without %s tells the rest, and names what is unknown",
      async ([, paths, scenario, unknown]) => {
        const { ask, id, spoil: spoilWith } = await upstream();
        spoilWith(only(paths, spoil));
        const answer = await ask.get({ id: id(scenario) });
        expect(answer.unknown).toEqual(unknown);
        expect(answer.instance).toMatchObject({ id: id(scenario), state: "active" });
        if (unknown.includes("incidents")) expect(answer.instance).not.toHaveProperty("hasIncident");
        else expect(answer.instance).toHaveProperty("hasIncident");
        spoilWith();
        expect((await ask.get({ id: id(scenario) })).unknown).toEqual([]);
      },
    );

    it("history without incidents, failures or elements tells the rest, and which source failed", async () => {
      const { ask, id, spoil: spoilWith } = await upstream();
      for (const [paths, kind] of [
        [/^\/history\/incident$/, "incident"],
        [/^\/history\/job-log$/, "jobFailure"],
        [/^\/history\/activity-instance$/, "element"],
      ] as const) {
        spoilWith(only(paths, spoil));
        const { events, sources } = await ask.history({ id: id("invoice-failed-job") });
        expect(events.length).toBeGreaterThan(0);
        const status = Object.fromEntries(sources.map((source) => [source.kind, source.status]));
        expect(status[kind]).toBe(spoil === forbidden ? "denied" : "unknown");
        expect(status["instance"]).toBe("recorded");
      }
    });

    it("rows whose incidents cannot be read do not say that there are none", async () => {
      const { ask, spoil: spoilWith } = await upstream();
      spoilWith(only(/^\/process-instance$/, spoil));
      const answer = await ask.query({ limit: 3, state: "active" }).catch(() => undefined);
      for (const row of answer?.instances ?? []) expect(row).not.toHaveProperty("hasIncident");
    });
  });

  it("401 on one endpoint only ends the whole: the login is lost", async () => {
    const { ask, id, spoil } = await upstream();
    spoil(only(/^\/task$/, answerWith(401, "")));
    expect((await refusalOf(ask.get({ id: id("invoice-unassigned") }))).kind).toBe("unauthenticated");
  });
});
