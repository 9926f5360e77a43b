import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AccessConfig, createAccess } from "../../src/core/access.ts";
import { withCorrelation } from "../../src/core/correlation.ts";
import type { InstanceAnswer } from "../../src/core/engine.ts";
import type { HistoryEvent, Incident } from "../../src/core/model.ts";
import type { Call } from "../../src/core/tool.ts";
import { type Answer, answerTo, forSlack } from "../../src/slack/answering.ts";
import { type Asked, auditLine, createAudit } from "../../src/slack/audit.ts";
import type { Request } from "../../src/slack/request.ts";
import { type FakeData, fakeEngine } from "../mcp/fake-engine.ts";
import { got, instance } from "../mcp/world.ts";

const at = new Date("2026-11-22T17:45:00.000Z");
const place = { teamId: "T0001", userId: "U0001", userName: "ada", channelId: "C0001", channelName: "ops" };
const secret = "4711-SECRET";

const incident: Incident = {
  id: "incident-1",
  instanceId: "child-1",
  type: "failedJob",
  message: `no connection for ${secret}`,
  fingerprint: "f1",
  since: "2026-11-22T15:31:07.120Z",
};

const stuck: InstanceAnswer = got({
  instance: instance({ id: "pi-1", rootId: "root-1", parentId: "parent-1", businessKey: secret, hasIncident: true }),
  parent: { id: "parent-1", businessKey: secret },
  root: { id: "root-1", businessKey: null },
  called: [{ id: "child-1" }],
  waitingAt: [
    { element: { elementId: "call" }, waitsFor: { kind: "calledInstance", calledId: "child-1" } },
    { element: { elementId: "paid" }, waitsFor: { kind: "message", correlationKey: secret } },
  ],
  incidents: [incident],
  variables: [
    { name: "amount", type: "Long", value: 12 },
    { name: "iban", type: "String", value: secret },
  ],
});

const event = (kind: HistoryEvent["kind"], more: Partial<HistoryEvent> = {}): HistoryEvent => ({
  kind,
  id: `${kind}-1`,
  startedAt: "2026-11-22T15:31:07.120Z",
  outcome: "completed",
  ...more,
});

const data: FakeData = {
  instances: { "pi-1": stuck },
  histories: {
    "pi-1": {
      instance: stuck.instance,
      events: [
        event("element"),
        event("incident", { message: secret }),
        event("calledInstance", { calledId: "child-1" }),
        event("variable", { name: "iban", detail: secret }),
        event("variable", { name: "amount", detail: "12" }),
      ],
      sources: [],
      more: false,
    },
  },
  page: (skip, limit) => ({
    rows: Array.from({ length: 130 }, (_, n) => instance({ id: `row-${n}`, businessKey: secret })).slice(
      skip,
      skip + limit,
    ),
    more: skip + limit < 130,
  }),
  counts: {
    counts: {
      definitions: [{ engine: "c7-prod", definitionKey: "order", byState: { active: 1 }, openIncidents: 1 }],
      incidents: [
        {
          engine: "c7-prod",
          definitionKey: "order",
          type: "failedJob",
          fingerprint: "f1",
          instances: 1,
          message: secret,
          oldest: "2026-11-22T15:31:07.120Z",
          newest: "2026-11-22T15:31:07.120Z",
        },
      ],
    },
    total: 1,
  },
};

/** Ada sees everything of one engine, the channel sees it masked, and who is no one sees nothing. */
const access: AccessConfig = {
  rules: [
    { callers: ["slack:U0001"], engines: ["c7-prod"], variables: { show: ["*"] } },
    {
      callers: ["slack:C0001"],
      engines: ["c7-prod"],
      variables: { show: ["amount"] },
      incidentMessages: "firstLine",
      businessKeys: "masked",
    },
  ],
};

const engines = [fakeEngine("c7-prod", data), fakeEngine("c8-prod", {})];
const callOf = (name: string): Call =>
  forSlack({
    caller: { names: [name] },
    access: createAccess(access),
    engines,
    now: at,
    signal: new AbortController().signal,
  });
const person = callOf("slack:U0001");
const channel = callOf("slack:C0001");

const get: Request = { ask: "get", input: { id: "pi-1", include: ["variables"] } };
const history: Request = {
  ask: "history",
  input: { id: "pi-1", kinds: ["element", "incident", "calledInstance", "variable"] },
};
const query: Request = {
  ask: "query",
  input: {
    businessKey: secret,
    engine: "c7-prod",
    variables: [{ name: "iban", value: secret }],
    limit: 2,
    state: undefined,
  },
};
const count: Request = { ask: "query", input: { mode: "count" } };
const unknown: Request = { ask: "get", input: { id: secret } };
const elsewhere: Request = { ask: "get", input: { id: "pi-1", engine: secret } };
const find: Request = { ask: "find", input: { key: "pi-1" } };

async function asked(via: Asked["via"], visible: boolean, request: Request, call: Call): Promise<Asked> {
  return { place, via, visible, request, answer: await answerTo(request, call), call };
}

const empty: Answer = {
  kind: "instances",
  output: { instances: [], understood: {}, engines: [] },
  request: { ask: "query", input: {} },
};

const cases: readonly (readonly [string, () => Asked | Promise<Asked>])[] = [
  ["a get", () => asked("command", false, get, person)],
  ["the same for a channel", () => asked("share", true, get, channel)],
  ["a history for a channel", () => asked("button", true, history, channel)],
  ["a query with values that are nobody's business", () => asked("command", false, query, person)],
  ["a refused filter", () => asked("command", false, query, channel)],
  ["a count", () => asked("command", true, count, channel)],
  ["a bare word", () => asked("command", false, find, person)],
  ["nothing of this id", () => asked("command", false, unknown, person)],
  ["an engine that is none", () => asked("command", false, elsewhere, person)],
  ["nothing to see", () => asked("command", false, get, callOf("slack:U0002"))],
  [
    "an empty list",
    () => ({
      place,
      via: "command",
      visible: false,
      request: { ask: "query", input: {} },
      answer: empty,
      call: person,
    }),
  ],
  ["the engines", () => asked("command", false, { ask: "engines" }, person)],
  ["help", () => asked("command", false, { ask: "help" }, person)],
  ["a guest", () => ({ place, via: "command", refused: "guest" })],
  ["a button of old", () => ({ place, via: "button", refused: "notUnderstood" })],
];

describe("one line for each question", () => {
  test("says who saw what, and nothing else", async () => {
    const lines: string[] = [];
    for (const [name, make] of cases) {
      const line = auditLine(await make(), at, "c0ffee00");
      lines.push(`${name}\n${JSON.stringify(line)}`);
    }
    const text = `${lines.join("\n\n")}\n`;
    expect(text).not.toContain(secret);
    await expect(text).toMatchFileSnapshot("golden/audit.txt");
  });

  test("a hundred ids are told, and how many there were", () => {
    const output = {
      instances: [...Array(250).keys()].map((n) => ({ ...instance({ id: `pi-${n}` }), rootId: "root" })),
      understood: {},
      engines: [],
    };
    const answer: Answer = { kind: "instances", output, request: { ask: "query", input: {} } };
    const long = auditLine(
      { place, via: "command", visible: false, request: { ask: "query", input: {} }, answer, call: person },
      at,
      "-",
    );
    expect(long).toMatchObject({ shownTotal: 251 });
    expect(Reflect.get(long, "shown")).toHaveLength(100);
  });

  test("names of variables are cut, and hold nothing that could hide or break a line", async () => {
    const names = fc.string({ unit: "binary", minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const input = { variables: [{ name, value: secret }] };
        const request: Request = { ask: "query", input };
        const line = auditLine(
          { place, via: "command", visible: false, request, answer: empty, call: person },
          at,
          "-",
        );
        const [field = ""] = Reflect.get(line, "fields");
        expect(field.length).toBeLessThanOrEqual("variables.".length + 2 * 120);
        expect(field).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/);
        expect(JSON.stringify(line)).not.toMatch(/[\n\r]/);
      }),
    );
  });
});

test("what is written is one JSON object a line, with the question's id and the time", async () => {
  const lines: string[] = [];
  const audit = createAudit((line) => lines.push(line));
  await withCorrelation(async () => audit({ place, via: "command", refused: "guest" }));
  expect(lines).toHaveLength(1);
  const line: unknown = JSON.parse(lines.join());
  expect(line).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    correlation: expect.stringMatching(/^[0-9a-f]{8}$/),
    who: { user: "U0001", channel: "C0001", team: "T0001" },
    via: "command",
    visible: false,
    outcome: "refused",
    because: "guest",
  });
});
