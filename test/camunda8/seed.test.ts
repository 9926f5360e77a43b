/** A walk through all that the description of `GET /v2/process-instances/{processInstanceKey}` says can come. */
import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { elementRow } from "./rows.ts";
import { described, description, examples, mediaTypes, serveSeed, withNumbers } from "./seed.ts";
import { problem, type Reply, type Row, startCluster } from "./stub.ts";

const id = String(described["processInstanceKey"]);
const isMediaType = (type: string): type is keyof typeof mediaTypes => Object.hasOwn(mediaTypes, type);

/** What `get` tells of an instance that the server gives like this. */
async function got(row: Row, type = "application/json", asked = id) {
  const { ask } = await startCluster(serveSeed(() => ({ json: row, type }), type));
  const answer = await ask.get({ id: asked });
  return { ...answer, instance: { startedAt: undefined, ...answer.instance, url: undefined } };
}

/** The example with a key where it has the word for any text, or the number for any number. */
function keyed(row: Row): Row {
  const key = (value: unknown) => (value === "string" ? "4711" : value === 0 ? 4711 : value);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, name.endsWith("Key") ? key(value) : value]),
  );
}

describe.for(Object.keys(mediaTypes).filter(isMediaType))("an instance as %s", (type) => {
  it("the example as it is printed, which tells no state", async () => {
    const row = keyed(examples[type]);
    const key = String(row["processInstanceKey"]);
    const { instance, waitingAt, incidents, called, unknown } = await got(row, type, key);
    const startedAt = String(row["startDate"]);
    expect(instance).toEqual({
      engine: "c8",
      id: key,
      definition: { key: "string", name: "string", version: 0, versionTag: "string", id: key },
      state: "unknown",
      engineState: "UNKNOWN",
      hasIncident: true,
      tenantId: "string",
      startedAt,
      endedAt: startedAt,
      durationMs: 0,
      parentId: key,
      url: undefined,
    });
    expect([waitingAt, incidents, called, unknown]).toEqual([[], [], [], []]);
  });

  it("a text that is no key is not taken for one", async () => {
    const refusal = await refusalOf(got({ ...keyed(examples[type]), processInstanceKey: "string" }, type));
    expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringContaining("processInstanceKey") });
  });

  it("an instance with a value in each field, its keys beyond what a double holds", async () => {
    const row = { ...described, parentProcessInstanceKey: "9007199254740997" };
    const { instance } = await got(mediaTypes[type] === "number" ? withNumbers(row) : row, type);
    expect(instance).toMatchObject({
      id: "9007199254740993",
      definition: {
        key: "order-process",
        name: "Order process",
        version: 7,
        versionTag: "release-2",
        id: "9007199254740995",
      },
      state: "completed",
      engineState: "COMPLETED",
      hasIncident: true,
      tenantId: "acme",
      startedAt: "2024-12-19T15:07:40.116Z",
      endedAt: "2024-12-19T15:07:41.117Z",
      durationMs: 1_001,
      parentId: "9007199254740997",
    });
    expect(instance).not.toHaveProperty("businessKey");
  });

  it("numbers of keys that a double holds are the same keys", async () => {
    const { instance } = await got(
      { ...described, processInstanceKey: 4711, processDefinitionKey: 4712 },
      type,
      "4711",
    );
    expect([instance.id, instance.definition.id]).toEqual(["4711", "4712"]);
  });
});

const states = {
  ACTIVE: "active",
  COMPLETED: "completed",
  CANCELED: "terminated",
  HIBERNATING: "unknown",
} as const;

it.for(Object.entries(states))("state %s is %s", async ([word, state]) => {
  const { instance } = await got({ ...described, state: word });
  expect(instance).toMatchObject({ state, engineState: word });
});

it.for([true, false])("hasIncident %s is told", async (hasIncident) => {
  expect((await got({ ...described, hasIncident })).instance.hasIncident).toBe(hasIncident);
});

/** What is told of an instance that lacks a field, or has null in it. */
const lacking: Readonly<Record<string, Row | "refused">> = {
  processInstanceKey: "refused",
  processDefinitionKey: { definition: expect.objectContaining({ key: "order-process", version: 7 }) },
  parentProcessInstanceKey: { parentId: null, rootId: id },
  parentFlowNodeInstanceKey: { parentId: null, rootId: id },
  processDefinitionId: "refused",
  processDefinitionName: { definition: expect.objectContaining({ name: null }) },
  processDefinitionVersion: { definition: expect.not.objectContaining({ version: expect.anything() }) },
  processDefinitionVersionTag: { definition: expect.objectContaining({ versionTag: null }) },
  startDate: { startedAt: undefined, durationMs: null },
  endDate: { endedAt: null, durationMs: null },
  state: { state: "unknown", engineState: "UNKNOWN" },
  hasIncident: { hasIncident: false },
  tenantId: { tenantId: null },
};

describe.for(Object.entries(lacking))("without %s", ([name, expected]) => {
  const { [name]: _lacking, ...absent } = described;
  it.for([
    ["absent", absent],
    ["null", { ...described, [name]: null }],
  ] as const)("(%s)", async ([, row]) => {
    if (expected !== "refused") return expect((await got(row)).instance).toMatchObject(expected);
    const refusal = await refusalOf(got(row));
    expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringContaining(name) });
  });
});

it("the key of the calling flow node leads from the caller to what it called", async () => {
  const callKey = "9007199254741001";
  const caller = { ...described, state: "ACTIVE", endDate: null };
  const called = {
    ...described,
    processInstanceKey: "9007199254741003",
    parentProcessInstanceKey: id,
    parentFlowNodeInstanceKey: callKey,
  };
  const call = elementRow(callKey, id, { elementId: "callOrder", type: "CALL_ACTIVITY" });
  const lists: Readonly<Record<string, readonly Row[]>> = {
    "/v2/process-instances/search": [called],
    "/v2/element-instances/search": [call],
  };
  const others = serveSeed((_asked, key) => ({ json: key === id ? caller : called }));
  const { ask } = await startCluster((asked) => {
    const isOfThem = [id, callKey].some((key) => JSON.stringify(asked.body).includes(key));
    const items = isOfThem ? lists[asked.path] : undefined;
    return items ? { json: { items: items.map(withNumbers), page: { totalItems: items.length } } } : others(asked);
  });
  const { waitingAt } = await ask.get({ id });
  expect(waitingAt).toMatchObject([
    { element: { elementInstanceId: callKey }, waitsFor: { kind: "calledInstance", calledId: "9007199254741003" } },
  ]);
  const { events } = await ask.history({ id, kinds: ["calledInstance"] });
  expect(events).toMatchObject([{ id: callKey, calledId: "9007199254741003" }]);
});

/** What is told instead of an instance. */
const refusals = {
  400: { kind: "badAnswer", message: /\(400, .+\)/ },
  401: { kind: "unauthenticated", message: /refused the login \(401\)/ },
  403: { kind: "denied", message: /does not let .+ read instance \(403\)/ },
  404: { kind: "notFound", message: new RegExp(`No instance ${id} in c8`) },
  500: { kind: "badAnswer", message: /\(500, .+\)/ },
} as const;

describe.for(Object.entries(refusals))("a problem of status %s", ([code, { kind, message }]) => {
  const status = Number(code);
  const whole = {
    type: "about:blank",
    title: "string",
    status,
    detail: "string",
    instance: `/v2/process-instances/${id}`,
  };
  const { title: _title, ...untitled } = whole;
  it.for<readonly [string, Reply]>([
    [
      "the example as it is printed",
      { ...problem(status, "string"), json: { ...whole, status: 0, instance: "string" } },
    ],
    ["with all its members", { status, type: "application/problem+json", json: whole }],
    ["with a title alone", { status, type: "application/problem+json", json: { title: "string" } }],
    ["without a title", { status, type: "application/problem+json", json: untitled }],
    ["as plain JSON", { status, json: whole }],
    ["of a server's own type", { status, json: { ...whole, type: "https://example.com/problems/17" } }],
  ])("%s", async ([name, reply]) => {
    const { ask } = await startCluster(serveSeed(() => reply));
    const refusal = await refusalOf(ask.get({ id }));
    const said = name === "without a title" && kind === "badAnswer" ? new RegExp(`${code}`) : message;
    expect(refusal).toMatchObject({ kind, engine: "c8", message: expect.stringMatching(said) });
  });
});

describe("the walk leaves nothing out", () => {
  const absent = "no description beside this repository (../shared)";
  const walked = {
    fields: Object.keys(lacking).sort(),
    states: Object.keys(states).filter((word) => word !== "HIBERNATING"),
    statuses: ["200", ...Object.keys(refusals)],
    mediaTypes: [...Object.keys(mediaTypes), "application/problem+json"].sort(),
    problem: ["detail", "instance", "status", "title", "type"],
  };

  it("of what the description lists", (ctx) => {
    if (description === undefined) return ctx.skip(absent);
    const lines = description.split("\n").map((line) => line.trim());
    const named = [...description.matchAll(/^"(\w+)":/gm)].map(([, name = ""]) => name);
    const states = /\[(ACTIVE[^\]]+)\]/
      .exec(description)?.[1]
      ?.split(",")
      .map((word) => word.trim());
    expect({
      // The examples leave out the state, which the list of fields has.
      fields: [...new Set([...named.filter((name) => !walked.problem.includes(name)), "state"])].sort(),
      states,
      statuses: lines.flatMap((line) => /^- (\d{3})$/.exec(line)?.[1] ?? []),
      mediaTypes: [...new Set(lines.flatMap((line) => /^- (application\/\S+)$/.exec(line)?.[1] ?? []))].sort(),
      problem: [...new Set(named.filter((name) => walked.problem.includes(name)))].sort(),
    }).toEqual(walked);
  });

  it("and the examples are the description's", (ctx) => {
    if (description === undefined) return ctx.skip(absent);
    const printed = [...description.matchAll(/^\{[^{}]+\}$/gm)].map(([text]): unknown => JSON.parse(text));
    expect(printed.slice(0, 3)).toEqual(Object.values(examples));
    expect(new Set(printed.slice(3).map((one) => JSON.stringify(one)))).toEqual(
      new Set([
        JSON.stringify({ type: "about:blank", title: "string", status: 0, detail: "string", instance: "string" }),
      ]),
    );
  });
});
