import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { connectAs } from "../contract/camunda7.ts";
import { type Front, startFront } from "../contract/front.ts";
import { type Asking, asking } from "../contract/subject.ts";
import { differences, shapeOf } from "../sandbox/recordings.ts";
import { ownEngines } from "./under-test.ts";

interface Likened {
  readonly url: string;
  readonly scenarios: Readonly<Record<string, string>>;
}
interface Said {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** Scenarios that both worlds tell alike. */
const scenarios = [
  "invoice-unassigned",
  "invoice-assigned",
  "invoice-completed",
  "invoice-cancelled-with-reason",
  "invoice-failed-job",
  "invoice-annotated-incident",
  "invoice-suspended",
  "invoice-restarted",
  "onboarding-failed",
  "onboarding-failed-grandchild",
  "onboarding-withdrawn-child",
  "order-multi-instance",
  "order-card-declined",
  "order-waiting-timer",
  "payment-failed-external-task",
  "payment-locked-external-task",
  "payment-waiting-message",
  "payment-job-retrying",
  "payment-incident-resolved",
  "payment-tenant-eu",
];
const everyKind = ["instance", "element", "incident", "jobFailure", "calledInstance", "variable", "operation"] as const;

type Ask = (ask: Asking, id: (label: string) => string) => Promise<unknown>;

/** Questions that make the adapter send each of its reads. Refusals are answers too. */
const questions: Readonly<Record<string, Ask>> = {
  ...Object.fromEntries(
    scenarios.flatMap((label): [string, Ask][] => [
      [
        `get ${label}`,
        (ask, id) => ask.get({ id: id(label), include: ["variables", "incidentsResolved", "stackTraces"] }),
      ],
      [`history of ${label}`, (ask, id) => ask.history({ id: id(label), kinds: [...everyKind] })],
    ]),
  ),
  "get an unknown id": (ask) => ask.get({ id: "11111111-2222-3333-4444-555555555555" }),
  "get an id with a path parameter": (ask, id) => ask.get({ id: `${id("invoice-assigned")};x=1` }),
  "a list": (ask) => ask.query({ limit: 3 }),
  "what needs a person": (ask) => ask.query({ attention: ["incident", "retrying", "overdue", "waiting"], limit: 100 }),
  "what waits longest": (ask) => ask.query({ order: "longestWaiting", definitionKey: "invoice-approval" }),
  "one version": (ask) => ask.query({ definitionKey: "order-fulfilment", definitionVersion: 1 }),
  "one tenant": (ask) => ask.query({ tenantId: "acme-us", hasIncident: true }),
  "at and past elements": (ask) => ask.query({ elementId: "approveInvoice", passedElementId: "invoiceReceived" }),
  "by variables": (ask) => ask.query({ variables: [{ name: "amount", operator: "gt", value: 100 }] }),
  "by message": (ask) => ask.query({ incidentMessage: "*ledger*" }),
  numbers: (ask) => ask.query({ mode: "count", definitionKey: ["invoice-approval", "credit-check"] }),
  nothing: (ask) => ask.query({ businessKey: "no such key" }),
};

/** Inputs that were measured to be answered oddly, and are not sent by the adapter. */
const bad: readonly (readonly [method: string, path: string, body?: string])[] = [
  ["GET", "/process-instance?maxResults=ten"],
  ["GET", "/process-instance?maxResults=99999999999"],
  ["GET", "/process-instance?maxResults=-1"],
  ["GET", "/process-instance?maxResults=0"],
  ["GET", "/process-instance?active=true&suspended=true"],
  ["GET", "/process-instance?nosuchFilter=x&maxResults=1"],
  ["GET", "/process-instance?sortBy=instanceId"],
  ["GET", "/process-instance?sortBy=nothing&sortOrder=asc"],
  ["GET", "/process-instance?variables=a_b_eq_c"],
  ["GET", "/process-instance/a%2Fb"],
  ["GET", "/process-instance/count"],
  ["GET", "/process-instance/x/activity-instances"],
  ["GET", "/process-instance/x/variables?deserializeValues=false"],
  ["GET", "/history/process-instance/x"],
  ["GET", "/history/process-instance?startedAfter=yesterday"],
  ["GET", "/history/process-instance?startedAfter=2026-11-22T10:00:00Z"],
  ["GET", "/incident/x"],
  ["GET", "/incident?sortBy=startTime&sortOrder=asc"],
  ["GET", "/job/x/stacktrace"],
  ["GET", "/external-task/x/errorDetails"],
  ["GET", "/process-definition/x"],
  ["GET", "/configuration"],
  ["GET", "/no-such-resource"],
  ["GET", "/engine/nosuch/process-instance/count"],
  ["PUT", "/process-instance", "{}"],
  ["POST", "/process-instance?maxResults=2", '{"processInstanceIds":[]}'],
  ["POST", "/process-instance?maxResults=2", '{"nosuchFilter":"x"}'],
  ["POST", "/history/process-instance?maxResults=2", '{"active":true,"completed":true}'],
  ["POST", "/history/process-instance?maxResults=2", '{"finished":true,"unfinished":true}'],
  ["POST", "/history/process-instance?maxResults=2", '{"restartedProcessInstanceId":"x"}'],
  ["POST", "/history/process-instance?maxResults=2", '{"sorting":[{"sortBy":"startTime"}]}'],
  ["POST", "/history/process-instance?maxResults=2", '{"sorting":[{"sortBy":"nothing","sortOrder":"asc"}]}'],
];
/** Two error mappers compete in the real engine; which one answers differs from start to start (notes D1). */
const unlikely = [
  ["POST", "/history/process-instance", '{"startedAfter":"yesterday"}'],
  ["POST", "/history/process-instance", '{"startedAfter":'],
] as const;

describe.runIf(ownEngines)("the sandbox and a real Camunda 7.24", () => {
  const real: Likened = ownEngines?.open ?? { url: "", scenarios: {} };
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let like: Likened;
  beforeAll(async () => {
    sandbox = await startSandbox({ now: Date.now(), bulk: 300 });
    like = { url: sandbox.url, scenarios: sandbox.instances };
  });
  afterAll(() => sandbox.close());

  it.for(Object.entries(questions))(
    "%s: each read is answered with the same status, type and shape",
    async ([, question]) => {
      const [theirs, ours] = [await conversation(real, question), await conversation(like, question)];
      expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
      for (const [read, said] of theirs) {
        const other = ours.get(read) ?? [];
        const kinds = (answers: readonly Said[]) =>
          [...new Set(answers.map(({ status, contentType }) => `${status} ${contentType}`))].sort();
        expect(kinds(other), read).toEqual(kinds(said));
        for (const status of new Set(said.map((one) => one.status))) {
          expect(differences(shapesOf(said, status), shapesOf(other, status)), `${read} ${status}`).toEqual([]);
        }
      }
    },
  );

  it.for(bad)("%s %s %s", async ([method, path, body]) => {
    const [theirs, ours] = [await say(real.url, method, path, body), await say(like.url, method, path, body)];
    expect([ours.status, ours.contentType]).toEqual([theirs.status, theirs.contentType]);
    if (theirs.contentType !== "application/json" || method === "HEAD") return;
    expect(differences(shapeOf(JSON.parse(theirs.body)), shapeOf(JSON.parse(ours.body)))).toEqual([]);
    const typeOf = ({ body: text }: Said) => JSON.parse(text).type;
    if (theirs.status >= 400) expect(typeOf(ours)).toBe(typeOf(theirs));
  });

  it.for(unlikely)("%s %s %s is refused by both, as text or as JSON", async ([method, path, body]) => {
    for (const { url } of [real, like]) {
      const { status, contentType } = await say(url, method, path, body);
      expect(status).toBe(400);
      expect(contentType).toMatch(/^(?:text\/plain|application\/json)/);
    }
  });
});

async function say(url: string, method: string, path: string, body?: string): Promise<Said> {
  const headers = { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  const response = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, contentType: response.headers.get("content-type"), body: await response.text() };
}

/** Everything the adapter sent for one question, said again to hear the answers: read → answers. */
async function conversation(engine: Likened, question: Ask): Promise<Map<string, Said[]>> {
  const front: Front = await startFront(engine.url);
  const adapter = connectAs(undefined)(front.url);
  const ask = asking({ engine: adapter, now: () => new Date() });
  await question(ask, (label) => engine.scenarios[label] ?? "").catch(() => {}); // a refusal is an answer as well
  await adapter.close();
  await front.close();
  const heard = new Map<string, Said[]>();
  const base = new URL(engine.url).pathname;
  for (const { method, url, path, body } of front.requests) {
    const read = `${method} ${path.replace(/\/(?:[0-9a-f]{8}-[^/]*|[^/]*(?::|%3A|%3B)[^/]*)/gi, "/{id}")}`;
    const accept = /stacktrace|errorDetails/.test(path) ? "text/plain" : "application/json";
    const response = await fetch(engine.url + url.slice(base.length), {
      method,
      headers: { accept, ...(method === "POST" ? { "content-type": "application/json" } : {}) },
      ...(method === "POST" ? { body } : {}),
    });
    const said = {
      status: response.status,
      contentType: response.headers.get("content-type"),
      body: await response.text(),
    };
    heard.set(read, [...(heard.get(read) ?? []), said]);
  }
  return heard;
}

/** The kinds of values in all JSON answers of one status together: lists of both may be empty. */
function shapesOf(answers: readonly Said[], status: number): unknown {
  const json = answers.filter((one) => one.status === status && one.contentType === "application/json");
  return shapeOf(json.map(({ body }) => JSON.parse(body)));
}
