import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../../src/core/secret.ts";
import { startCamunda8Sandbox } from "../../../src/sandbox/camunda8.ts";
import { type Row, rowsOf } from "../../sandbox/operate-recordings.ts";
import { inOrder, offsetsIn, shapeOf, signature, sortOf } from "../../sandbox/operate-shapes.ts";
import { conversation, type Made, type Operate, operateAt, type Question, refusalOf } from "./likeness.ts";
import { cluster, seeded } from "./under-test.ts";

const searches = ["process-instances", "flownode-instances", "incidents", "variables", "process-definitions"];
const scenarios = Object.keys(seeded?.scenarios ?? {}).sort();

/** One of each kind: every question logs in anew. */
const asked = [
  "invoice-assigned",
  "invoice-completed",
  "invoice-cancelled",
  "invoice-failed-job",
  "onboarding-failed",
  "onboarding-failed-grandchild",
  "onboarding-withdrawn",
  "order-multi-instance",
  "order-card-declined",
  "order-waiting-timer",
  "payment-failed-external-task",
  "payment-incident-resolved",
  "payment-waiting-message",
  "variables-every-type",
];

/** Questions that make the adapter send each of its reads. Refusals are answers too. */
const questions: Readonly<Record<string, Question>> = {
  ...Object.fromEntries(
    asked.flatMap((label): [string, Question][] => [
      [`get ${label}`, (ask, id) => ask.get({ id: id(label), include: ["variables", "incidentsResolved"] })],
      [`history of ${label}`, (ask, id) => ask.history({ id: id(label) })],
    ]),
  ),
  "a list": (ask) => ask.query({ limit: 3 }),
  "what has an incident": (ask) => ask.query({ attention: ["incident"], limit: 20 }),
  "the oldest of a definition": (ask) => ask.query({ order: "oldest", definitionKey: "invoice-approval" }),
  "one version": (ask) => ask.query({ definitionKey: "order-fulfilment", definitionVersion: 1 }),
  "without tenant": (ask) => ask.query({ tenantId: "<default>", hasIncident: true, limit: 5 }),
  "by a variable": (ask) => ask.query({ variables: [{ name: "amount", operator: "eq", value: 1280.5 }] }),
  "by business key": (ask) => ask.query({ businessKey: "INV-2026-011" }),
  "of an hour": (ask) => ask.query({ startedAfter: "1h", limit: 5 }),
  children: (ask, id) => ask.query({ parentId: id("onboarding-manual") }),
  numbers: (ask) => ask.query({ mode: "count", definitionKey: ["invoice-approval", "credit-check"] }),
  nothing: (ask) => ask.query({ businessKey: "no such key" }),
};

const search = (resource: string, query: string): Made => {
  return () => ["POST", `/v1/${resource}/search`, query];
};
const instances = (query: string): Made => search("process-instances", query);
const of = (scenario: string, rest = ""): Made => {
  return (id) => ["GET", `/v1/process-instances/${id(scenario)}${rest}`];
};

/** Requests that are asked of both, and were measured to be answered oddly where they are. */
const requests: Readonly<Record<string, Made>> = {
  ...Object.fromEntries(searches.map((resource) => [`all ${resource}`, search(resource, '{"size":1000}')])),
  ...Object.fromEntries(searches.map((resource) => [`ten ${resource}`, search(resource, "{}")])),
  "newest first": instances('{"sort":[{"field":"startDate","order":"DESC"}],"size":7}'),
  "by state, without order": instances('{"sort":[{"field":"state"}],"size":1000}'),
  "by end": instances('{"sort":[{"field":"endDate","order":"DESC"}],"size":1000}'),
  "by a field that is none": instances('{"sort":[{"field":"nothing","order":"ASC"}]}'),
  "in an order that is none": instances('{"sort":[{"field":"key","order":"DOWN"}]}'),
  "ended ones": instances('{"filter":{"state":"COMPLETED"},"size":1000}'),
  "a state that is none": instances('{"filter":{"state":"TERMINATED"}}'),
  "a filter that is none": instances('{"filter":{"nothing":"x"},"size":2}'),
  "a filter that is a list": instances('{"filter":[]}'),
  "a filter that is null": instances('{"filter":null,"size":2}'),
  "a flag that is a word": instances('{"filter":{"incident":"maybe"}}'),
  "a date without time": instances('{"filter":{"startDate":"2026-11-22"}}'),
  "a date with Z": instances('{"filter":{"startDate":"2026-11-22T10:00:00.000Z"}}'),
  "a range of dates": instances('{"filter":{"startDate":{"$gt":"2026-11-22T10:00:00.000+0000"}}}'),
  "a day": instances(
    `{"filter":{"startDate":"${new Date().toISOString().slice(0, 10)}T00:00:00.000+0000||/y"},"size":2}`,
  ),
  "none wanted": instances('{"size":0}'),
  "more than a thousand": instances('{"size":1001}'),
  "after nothing": instances('{"searchAfter":[],"size":2}'),
  "after too much": instances('{"searchAfter":["1","2","3"],"size":2}'),
  "broken JSON": instances('{"filter":'),
  "a list instead of a query": instances("[]"),
  "an unknown field of the query": instances('{"nothing":1,"size":2}'),
  "a key as text": (id) => ["POST", "/v1/process-instances/search", `{"filter":{"key":"${id("invoice-assigned")}"}}`],
  "a key as number": (id) => ["POST", "/v1/process-instances/search", `{"filter":{"key":${id("invoice-assigned")}}}`],
  "a key that is a word": instances('{"filter":{"key":"abc"}}'),
  "an incident's type": search("incidents", '{"filter":{"type":"JOB_NO_RETRIES"},"size":1000}'),
  "a message as it is": search("incidents", '{"filter":{"message":"Scanner offline"},"size":1000}'),
  "an element": search("flownode-instances", '{"filter":{"flowNodeId":"approveInvoice"},"size":1000}'),
  "a value": search("variables", '{"filter":{"name":"businessKey","value":"\\"INV-2026-011\\""},"size":1000}'),
  "a value without quotes": search("variables", '{"filter":{"name":"businessKey","value":"INV-2026-011"}}'),
  "a version": search("process-definitions", '{"filter":{"bpmnProcessId":"order-fulfilment"}}'),
  "an instance with an incident": of("invoice-failed-job"),
  "an instance that ended": of("invoice-completed"),
  "a called instance": of("onboarding-manual-child"),
  statistics: of("order-multi-instance", "/statistics"),
  "statistics of nobody": () => ["GET", "/v1/process-instances/1/statistics"],
  "sequence flows": of("invoice-completed", "/sequence-flows"),
  "sequence flows of nobody": () => ["GET", "/v1/process-instances/1/sequence-flows"],
  "below an instance": of("invoice-completed", "/no-such-resource"),
  ...Object.fromEntries(
    ["1", "0", "-5", "abc", "1.5", "9223372036854775808", "a%2Fb", "%20", "search", "1;x=1"].flatMap((text) => [
      [`instance ${text}`, (() => ["GET", `/v1/process-instances/${text}`]) satisfies Made],
      [`incident ${text}`, (() => ["GET", `/v1/incidents/${text}`]) satisfies Made],
    ]),
  ),
  "definition of nobody": () => ["GET", "/v1/process-definitions/1"],
  "variable of nobody": () => ["GET", "/v1/variables/1"],
  "element of nobody": () => ["GET", "/v1/flownode-instances/1"],
  "an unknown path": () => ["GET", "/v1/no-such-resource"],
  "an unknown search": () => ["POST", "/v1/no-such-resource/search", "{}"],
  "the newer API": () => ["GET", "/v2/process-instances/1"],
  topology: () => ["GET", "/v2/topology"],
};

describe.runIf(cluster && seeded)("the sandbox and a real Operate 8.6", () => {
  const credentials = cluster?.credentials ?? { user: "demo", password: "demo" };
  const auth = { type: "session", username: credentials.user, password: new Secret(credentials.password) } as const;
  let sandbox: Awaited<ReturnType<typeof startCamunda8Sandbox>>;
  let real: Operate;
  let like: Operate;
  beforeAll(async () => {
    sandbox = await startCamunda8Sandbox({
      now: Date.now(),
      bulk: seeded?.parcels ?? 0,
      api: "operate",
      auth: { kind: "session", users: { [credentials.user]: credentials.password }, csrf: true },
    });
    like = await operateAt(sandbox.url, credentials, sandbox.instances);
    real = await operateAt(cluster?.url ?? "", credentials, seeded?.scenarios ?? {});
  });
  afterAll(() => sandbox.close());
  /** Asked of both at once: the real one first. */
  const both = <Answered>(ask: (operate: Operate) => Promise<Answered>) => Promise.all([ask(real), ask(like)]);

  it.for(Object.entries(questions))("%s: each read is answered alike", async ([, question]) => {
    const [theirs, ours] = await both((operate) => conversation(operate, auth, question));
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    for (const [read, heard] of theirs) {
      const kinds = (answers: typeof heard) => [
        ...new Set(answers.map(({ answer }) => `${answer.status} ${answer.contentType}`)),
      ];
      expect(kinds(ours.get(read) ?? []), read).toEqual(kinds(heard));
      for (const { body, answer } of [...heard, ...(ours.get(read) ?? [])]) {
        if (body !== "") expect(inOrder(rowsOf(answer.text), sortOf(body)), `order of ${read}`).toBe(true);
      }
    }
  });

  it.for(Object.entries(requests))("%s", async ([, made]) => {
    const [theirs, ours] = await both((operate) => operate.say(...made(operate.id)));
    expect([ours.status, ours.contentType], ours.text.slice(0, 300)).toEqual([theirs.status, theirs.contentType]);
    if (theirs.status !== 200) return expect(refusalOf(ours)).toEqual(refusalOf(theirs));
    const rows = [rowsOf(theirs.text), rowsOf(ours.text)] as const;
    expect(rows[1].length > 0, "rows are found").toBe(rows[0].length > 0);
    expect(offsetsIn(ours.text)).toEqual(offsetsIn(theirs.text));
    const [, , body = "{}"] = made(real.id);
    for (const some of rows) expect(inOrder(some, sortOf(body.startsWith("{") ? body : "{}")), "order").toBe(true);
    if (rows[0].length === 0) expect(shapeOf(JSON.parse(ours.text))).toEqual(shapeOf(JSON.parse(theirs.text)));
  });

  it.for(searches)("every row of %s looks like one of the real Operate's", async (resource) => {
    const [theirs, ours] = await both((operate) => operate.rows(resource, {}));
    const known = new Set(theirs.map(signature));
    expect([...new Set(ours.map(signature))].filter((one) => !known.has(one))).toEqual([]);
  });

  describe("tell the same", () => {
    const ofInstance = (resource: string, scenario: string, tell: (row: Row) => readonly unknown[]) =>
      both(async ({ rows, id }) =>
        (await rows(resource, { processInstanceKey: id(scenario) }))
          .map((row) => tell(row).map(String).join(" "))
          .sort(),
      );

    it.for(scenarios)("%s: the instance", async (scenario) => {
      const [theirs, ours] = await both(async ({ rows, id }) => {
        const [row = {}] = await rows("process-instances", { key: id(scenario) });
        const { bpmnProcessId, processVersion, processVersionTag, tenantId, parentKey } = row;
        return [signature(row), bpmnProcessId, processVersion, processVersionTag, tenantId, parentKey !== undefined];
      });
      expect(ours).toEqual(theirs);
    });

    it.for(scenarios)("%s: the elements", async (scenario) => {
      const [theirs, ours] = await ofInstance("flownode-instances", scenario, (row) => [
        ...[row["flowNodeId"], row["flowNodeName"], row["type"], row["state"], row["incident"], row["tenantId"]],
      ]);
      expect(ours).toEqual(theirs);
    });

    it.for(scenarios)("%s: the incidents", async (scenario) => {
      const [theirs, ours] = await ofInstance("incidents", scenario, (row) => [row["type"], row["state"]]);
      expect(ours).toEqual(theirs);
    });

    // Those of inner scopes differ: call activities and events of the real one keep copies of what passes through.
    it.for(scenarios)("%s: the variables of the instance itself", async (scenario) => {
      const [theirs, ours] = await both(async ({ rows, id }) => {
        const filter = { processInstanceKey: id(scenario), scopeKey: id(scenario) };
        return (await rows("variables", filter)).map(({ name, value }) => `${name} ${value}`).sort();
      });
      expect(ours).toEqual(theirs);
    });
  });
});
