import { describe, expect, it } from "vitest";
import { type Asking, refusalOf } from "../contract/subject.ts";
import { answerWith, changed, only, type Spoil, upstream } from "./upstream.ts";

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
      const { ask, id, spoil } = await upstream({ timeoutMs: 300 });
      spoil(silence);
      const refusal = await refusalOf(question(ask, id("invoice-assigned")));
      expect(refusal).toMatchObject({ kind: "timedOut", message: "c7 did not answer in 0.3 s." });
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

type Rows = Record<string, unknown>[];
const isRows = (rows: unknown): rows is Rows => Array.isArray(rows);
const eachRow = (change: (row: Record<string, unknown>) => Record<string, unknown>) => (rows: unknown) =>
  isRows(rows) ? rows.map(change) : rows;
const lists = /^\/history\/process-instance$/;

describe("rows that are not as they were", () => {
  it("an unknown state is unknown, with the engine's own word", async () => {
    const { ask, url, spoil } = await upstream();
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({ ...row, state: "HIBERNATING" })),
        ),
      ),
    );
    const { instances } = await ask.query({ limit: 1 });
    expect(instances).toMatchObject([{ state: "unknown", engineState: "HIBERNATING" }]);
  });

  it("further fields are left out, missing optional ones missing", async () => {
    const { ask, url, spoil } = await upstream();
    const optional = ["restartedProcessInstanceId", "rootProcessInstanceId", "removalTime", "processDefinitionVersion"];
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({
            ...Object.fromEntries(Object.entries(row).filter(([name]) => !optional.includes(name))),
            newInVersion8: { any: "thing" },
          })),
        ),
      ),
    );
    const { instances = [] } = await ask.query({ limit: 1 });
    expect(JSON.stringify(instances)).not.toContain("newInVersion8");
    expect(instances[0]).not.toHaveProperty("rootId");
    expect(instances[0]?.definition).not.toHaveProperty("version");
  });

  it.for([
    ["no id", { id: null }],
    ["no state", { state: null }],
    ["no start", { startTime: null }],
    ["a date in a format of the server's own", { startTime: "22.11.2026 15:20" }],
    ["a date as a number", { startTime: 1_763_823_600_000 }],
    ["a date without zone", { startTime: "2026-11-22T15:20:00.000" }],
  ] as const)("%s: the answer is not understood, and the sentence says what", async ([, patch]) => {
    const { ask, url, spoil } = await upstream();
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({ ...row, ...patch })),
        ),
      ),
    );
    const refusal = await refusalOf(ask.query({ limit: 1 }));
    expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringContaining(Object.keys(patch)[0] ?? "") });
    spoil();
    await ask.query({ limit: 1 });
  });

  it.for([
    ["an offset with a colon", "+01:00"],
    ["Z", "Z"],
    ["another offset", "-0930"],
  ])("dates with %s are the same moments", async ([, offset]) => {
    const { ask, url, spoil } = await upstream();
    const shift = offset === "Z" ? 0 : offset === "+01:00" ? 3_600_000 : -34_200_000;
    const write = (text: unknown) =>
      new Date(Date.parse(String(text).replace("+0000", "Z")) + shift).toISOString().replace("Z", offset ?? "");
    const before = (await ask.query({ limit: 1 })).instances;
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({ ...row, startTime: write(row["startTime"]) })),
        ),
      ),
    );
    expect((await ask.query({ limit: 1 })).instances).toEqual(before);
  });
});

describe("a proxy that strips the body of queries", () => {
  const bare: Record<string, (ask: Asking) => Promise<unknown>> = {
    definitionKey: (ask) => ask.query({ definitionKey: "credit-check" }),
    state: (ask) => ask.query({ state: "suspended" }),
    businessKey: (ask) => ask.query({ businessKey: "INV-2026-001" }),
    tenantId: (ask) => ask.query({ tenantId: "acme-eu" }),
    startedBefore: (ask) => ask.query({ startedBefore: "30d" }),
    endedAfter: (ask) => ask.query({ endedAfter: "1d" }),
    hasIncident: (ask) => ask.query({ hasIncident: true }),
    elementId: (ask) => ask.query({ elementId: "approveInvoice" }),
    passedElementId: (ask) => ask.query({ passedElementId: "approveInvoice" }),
    incidentMessage: (ask) => ask.query({ incidentMessage: "*ledger*" }),
    incidentType: (ask) => ask.query({ incidentType: "failedExternalTask" }),
    attention: (ask) => ask.query({ attention: ["retrying"] }),
    variables: (ask) => ask.query({ variables: [{ name: "amount", operator: "gt", value: 5 }] }),
    parentId: (ask) => ask.query({ parentId: "11111111-2222-3333-4444-555555555555" }),
    rootId: (ask) => ask.query({ rootId: "11111111-2222-3333-4444-555555555555" }),
    waitingLongerThan: (ask) => ask.query({ waitingLongerThan: "10d" }),
    "a count by definition": (ask) => ask.query({ mode: "count", definitionKey: "credit-check" }),
    "a count of what is stuck": (ask) => ask.query({ mode: "count", hasIncident: true }),
    "a count by element": (ask) => ask.query({ mode: "count", elementId: "approveInvoice" }),
  };

  /** From now on no query has a body. */
  const strip = ({ url, spoil }: Awaited<ReturnType<typeof upstream>>): void => {
    const bodiless = changed(
      () => url,
      (rows) => rows,
    );
    spoil((passing, response) => passing.method === "POST" && bodiless({ ...passing, body: "{}" }, response));
  };

  it.for(Object.entries(bare))("%s: a bad answer, never a wrong list", async ([, question]) => {
    const engine = await upstream();
    strip(engine);
    expect((await refusalOf(question(engine.ask))).kind).toBe("badAnswer");
    engine.spoil();
    await question(engine.ask);
  });

  const wellBehavedAtFirst = ["definitionKey", "state", "elementId", "passedElementId", "variables", "incidentMessage"];
  it.for([...wellBehavedAtFirst, "a count by definition"])(
    "%s: also when it begins to strip in the middle",
    async (name) => {
      const engine = await upstream();
      await engine.ask.query({ limit: 1 });
      strip(engine);
      expect((await refusalOf(bare[name]?.(engine.ask) ?? Promise.resolve())).kind).toBe("badAnswer");
    },
  );
});

describe("a server that limits its answers (queryMaxResultsLimit)", () => {
  const users = { admin: { password: "admin", definitionKeys: "all" } } as const;
  it.for([100, 10])("of %i rows: lists, counts, histories and instances are whole", async (queryMaxResultsLimit) => {
    const user = { user: "admin", password: "admin" };
    const limited = await upstream({ auth: { users }, queryMaxResultsLimit, user });
    const free = await upstream({ auth: { users }, user });
    const pages = async ({ ask }: typeof free, input: object) => {
      const ids: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ask.query({ limit: 30, ...input, ...(cursor === undefined ? {} : { cursor }) });
        ids.push(...(page.instances ?? []).map(({ id }) => id));
        if (page.nextCursor === undefined) return ids;
        cursor = page.nextCursor;
      }
    };
    for (const input of [{}, { state: ["completed", "terminated"] }, { definitionKey: "invoice-approval" }]) {
      expect(await pages(limited, input)).toEqual(await pages(free, input));
    }
    for (const scenario of ["invoice-failed-job", "onboarding-failed", "order-waiting-timer"]) {
      const id = free.id(scenario);
      const withoutUrls = async ({ ask }: typeof free) =>
        JSON.stringify(await ask.get({ id })).replace(/http:\/\/127\.0\.0\.1:\d+/g, "");
      expect(await withoutUrls(limited)).toEqual(await withoutUrls(free));
      expect((await limited.ask.history({ id })).events).toEqual((await free.ask.history({ id })).events);
    }
  });

  it.for([
    { attention: ["incident", "retrying", "overdue"] },
    { order: "longestWaiting" },
    { waitingLongerThan: "1h" },
  ] as const)("%j over more than the limit says how many were considered", async (input) => {
    const user = { user: "admin", password: "admin" };
    const { ask } = await upstream({ auth: { users }, queryMaxResultsLimit: 10, user, bulk: 300 });
    const { attention, ...rest } = { attention: undefined, ...input };
    const answer = await ask.query({ ...rest, ...(attention ? { attention: [...attention] } : {}) });
    expect(answer.truncated?.reason).toBe("candidates");
    expect(answer.engines[0]?.total === undefined || answer.engines[0].totalIsLowerBound).toBe(true);
  });

  it("a count over more than the limit is exact or refused", async () => {
    const user = { user: "admin", password: "admin" };
    const limited = await upstream({ auth: { users }, queryMaxResultsLimit: 10, user });
    const free = await upstream({ auth: { users }, user });
    const ask = { mode: "count", definitionKey: ["invoice-approval", "credit-check"] } as const;
    const question = { ...ask, definitionKey: [...ask.definitionKey] };
    const [found, expected] = [await limited.ask.query(question), await free.ask.query(question)];
    expect(found.engines).toEqual(expected.engines);
    const states = ({ counts }: typeof found) =>
      counts?.definitions.map(({ definitionKey, byState }) => [definitionKey, byState]).sort();
    expect(states(found)).toEqual(states(expected));
  });
});
