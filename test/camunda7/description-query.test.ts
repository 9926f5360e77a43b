/** A walk through the description of `GET /process-instance`, which is asked of the history here, and as POST. */
import { describe, expect, it } from "vitest";
import { parameters } from "../docs/camunda7-parameters.ts";
import {
  descriptionOf,
  errorOf,
  expectRefusal,
  namesIn,
  noDescription,
  placesOf,
  type Row,
  startEngine,
} from "./description.ts";
import {
  definition,
  described,
  example,
  filters,
  historic,
  id,
  lacking,
  list,
  listedIn,
  minute,
  operators,
  orders,
  pageOf,
  places,
  properties,
  type Question,
  recorded,
  running,
  runtime,
  sortable,
  withDefinition,
} from "./description-query.ts";

const description = descriptionOf("camunda7-query-process-instances.txt");

const paging = ["sortBy", "sortOrder", "firstResult", "maxResults"];
const leftOut = parameters.flatMap((one) => ("leftOut" in one ? one : []));

describe("every parameter that is offered", () => {
  it.for(Object.entries(filters))("%s", async ([name, [ask, sent]]) => {
    const engine = await startEngine(withDefinition);
    await engine.ask.query(ask);
    const [asked] = engine.sent(list);
    expect(asked?.body).toEqual({ ...sent, sorting: expect.any(Array) });
    const parameter = parameters.find((one) => one.name === name);
    expect(ask).toHaveProperty(parameter && "by" in parameter ? parameter.by : "nothing");
  });

  it("several tenants and keys come from the access rules", async () => {
    const engine = await startEngine();
    const rule = { callers: ["local"], definitionKeys: ["d", "e"], tenants: ["acme", "omni"] };
    await engine.asking({ rules: [rule] }).query({});
    const scope = { processDefinitionKeyIn: ["d", "e"], tenantIdIn: ["acme", "omni"] };
    expect(engine.sent(list)[0]?.body).toMatchObject(scope);
    expect(engine.sent(`${runtime}/count`)).toMatchObject([{ body: scope }]);
  });
});

describe("every parameter that is not offered", () => {
  it.for(leftOut)("$name: $leftOut", async ({ name, leftOut: because }) => {
    const engine = await startEngine();
    await expectRefusal(engine.ask.query({ [name]: "x" }), "invalidInput", new RegExp(`^${name} is not known`));
    expect(engine.asked).toEqual([]);
    expect(because).toMatch(/\w+ \w+/);
  });

  it("withIncident may only be true, so hasIncident false is refused", async () => {
    const { ask } = await startEngine();
    await expectRefusal(
      ask.query({ hasIncident: false }),
      "unsupported",
      /can only ask for instances with an incident/,
    );
  });
});

describe("conditions on variables", () => {
  it.for(Object.entries(operators))("operator %s is %s", async ([word, operator]) => {
    const engine = await startEngine();
    const value = operator === "like" ? "a*" : 17;
    await engine.ask.query({ variables: [{ name: "amount", operator, value }] });
    const sent = operator === "like" ? "a%" : 17;
    expect(engine.sent(list)[0]?.body["variables"]).toEqual([{ name: "amount", operator: word, value: sent }]);
  });

  it.for(["17", 17, 1.5, true, null])("the value %j keeps its type", async (value) => {
    const engine = await startEngine();
    await engine.ask.query({ variables: [{ name: "a", value }] });
    expect(engine.sent(list)[0]?.body["variables"]).toEqual([{ name: "a", operator: "eq", value }]);
  });

  it("an operator that is none is refused before anything is sent", async () => {
    const engine = await startEngine();
    const question: object = { variables: [{ name: "a", operator: "gteq", value: 1 }] };
    await expectRefusal(engine.ask.query(question), "invalidInput", /operator must be one of/);
    expect(engine.asked).toEqual([]);
  });
});

describe("order", () => {
  it.for(Object.entries(orders))("sortOrder %s is %s", async ([sortOrder, order]) => {
    const engine = await startEngine();
    await engine.ask.query({ order });
    const sorting = [
      { sortBy: "startTime", sortOrder },
      { sortBy: "instanceId", sortOrder: "asc" },
    ];
    expect(engine.sent(list)[0]?.body).toEqual({ sorting });
  });

  it.for(sortable)("sortBy %s is not offered: pages are of an order in time", async (sortBy) => {
    const engine = await startEngine();
    const question: object = { order: sortBy };
    await expectRefusal(engine.ask.query(question), "invalidInput", /order must be one of newest, oldest/);
    expect(engine.asked).toEqual([]);
  });
});

describe("pages", () => {
  it("maxResults is limit and one more; firstResult stays 0, whatever comes between two pages", async () => {
    let rows = [5, 4, 3, 2, 1].map(historic);
    const engine = await startEngine((asked) => (asked.path === list ? pageOf(rows, asked) : undefined));
    const one = await engine.ask.query({ limit: 2 });
    rows = [9, 8, 7, 6, 5, 4, 3, 2, 1].map(historic);
    const two = await engine.ask.query({ limit: 2, cursor: one.nextCursor ?? "" });
    const three = await engine.ask.query({ limit: 2, cursor: two.nextCursor ?? "" });
    const ids = [one, two, three].map(({ instances = [] }) => instances.map(({ id }) => id));
    expect(ids).toEqual([["i5", "i4"], ["i3", "i2"], ["i1"]]);
    expect(three.nextCursor).toBeUndefined();
    const sent = engine.sent(list).map(({ query, body }) => [query, body["startedBefore"]]);
    expect(sent).toEqual([
      [{ firstResult: "0", maxResults: "3" }, undefined],
      [{ firstResult: "0", maxResults: "4" }, minute(4)],
      [{ firstResult: "0", maxResults: "4" }, minute(2)],
    ]);
  });

  it("are of 20 when nobody says, and never unlimited", async () => {
    const engine = await startEngine();
    await engine.ask.query({});
    expect(engine.sent(list)[0]?.query).toEqual({ firstResult: "0", maxResults: "21" });
    for (const limit of [0, 101]) await expectRefusal(engine.ask.query({ limit }), "invalidInput", /limit must be/);
  });
});

describe("what this endpoint itself is asked, as POST", () => {
  const marks = { withIncident: true };
  it.for<readonly [name: string, ask: Question | "get", bodies: readonly Row[]]>([
    ["which rows have an open incident", {}, [{ processInstanceIds: ["i1"], ...marks }]],
    [
      "the same of one version",
      { definitionKey: "d", definitionVersion: 3 },
      [{ processDefinitionId: "d:3:x", ...marks }],
    ],
    ["caller and called instances without history", "get", [{ subProcessInstance: id }, { superProcessInstance: id }]],
  ])("%s", async ([, ask, bodies]) => {
    const engine = ask === "get" ? await running(described) : await recorded(withDefinition);
    await (ask === "get" ? engine.ask.get({ id }) : engine.ask.query(ask));
    const sent = engine.sent(runtime);
    expect(sent.map(({ body }) => body)).toEqual(bodies);
    expect(new Set(sent.map(({ query }) => query["firstResult"]))).toEqual(new Set(["0"]));
    const names = sent.flatMap(({ body, query }) => [...Object.keys(body), ...Object.keys(query)]);
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });
});

it.for([
  ["a row that has one", [{ ...example, id: "i1" }], true],
  ["rows of others", [example], false],
  ["no row", [], false],
] as const)("an open incident is told by %s", async ([, rows, hasIncident]) => {
  const { ask } = await recorded(({ path }) => (path === runtime ? { json: rows } : undefined));
  expect((await ask.query({})).instances).toMatchObject([{ id: "i1", hasIncident }]);
});

const got = async (row: Row) => (await running(row)).ask.get({ id });

describe("every property of a result", () => {
  it.for(properties)("%s goes where it should", async (name) => {
    const [place, value, answer] = [places[name], described[name], await got(described)];
    if ("because" in place) {
      // What is not told makes no difference, whatever it is.
      const other = typeof value === "boolean" ? !value : "another";
      expect(await got({ ...described, [name]: other })).toEqual(answer);
    } else expect(placesOf(answer, value === true ? name : String(value))).toEqual(place);
  });

  it.for(properties)("without %s: null and absent", async (name) => {
    const { [name]: _absent, ...absent } = described;
    const expected = lacking[name];
    for (const row of [absent, { ...described, [name]: null }]) {
      if (expected === "refused") await expectRefusal(got(row), "badAnswer", new RegExp(name));
      else if (expected) expect((await got(row)).instance).toMatchObject(expected);
      else expect(await got(row)).toEqual(await got(described));
    }
  });

  it("suspended tells two states", async () => {
    const [yes, no] = [(await got(described)).instance, (await got({ ...described, suspended: false })).instance];
    expect([yes.state, yes.engineState, no.state, no.engineState]).toEqual([
      "suspended",
      "SUSPENDED",
      "active",
      "ACTIVE",
    ]);
  });

  it.for([
    ["order:7:0f2b1d3e", { key: "order", version: 7 }],
    ["a:b:7:0f2b1d3e", { key: "a:b", version: 7 }],
  ] as const)("definitionId %s is %j", async ([definitionId, definition]) => {
    const { instance } = await got({ ...described, definitionId });
    expect(instance.definition).toEqual({ ...definition, id: definitionId });
  });

  it("a definitionId without a key: the definition itself says it", async () => {
    const { ask } = await running(described, ({ path }) =>
      path === `/process-definition/${described.definitionId}` ? { json: definition } : undefined,
    );
    const { key, name, version, versionTag } = definition;
    const told = { key, name, version, versionTag, id: described.definitionId };
    expect((await ask.get({ id })).instance.definition).toEqual(told);
  });

  it("the example as it is printed: as caller and as called instance", async () => {
    const { ask } = await running(described, ({ path }) => (path === runtime ? { json: [example] } : undefined));
    const { parent, called, unknown } = await ask.get({ id });
    const told = {
      id: "anId",
      definition: { key: "aProcDefId", id: "aProcDefId" },
      businessKey: "aKey",
      state: "active",
    };
    expect([parent, called]).toEqual([told, [told]]);
    expect(unknown).toEqual(["root", "startedAt"]);
  });
});

describe("status 400", () => {
  const refused = errorOf(400, "InvalidRequestException");

  it.for([
    ["of the list", list],
    ["of the marks", runtime],
  ] as const)("%s: a bad answer, without what the engine wrote", async ([, refusing]) => {
    const { ask } = await recorded(({ path }) => (path === refusing ? refused : undefined));
    await expectRefusal(ask.query({}), "badAnswer", /\(400, InvalidRequestException\)\.$/);
  });

  it("of caller and called instances: they are unknown, the rest is told", async () => {
    const { ask } = await running(described, ({ path }) => (path === runtime ? refused : undefined));
    const { instance, unknown } = await ask.get({ id });
    expect(instance.id).toBe(id);
    expect(unknown).toEqual(["called", "parent", "root", "startedAt"]);
  });

  it("never for an order without direction or a direction without order", async () => {
    const engine = await startEngine(withDefinition);
    const questions: Question[] = [{}, { order: "longestWaiting" }, { attention: ["incident", "retrying", "overdue"] }];
    for (const question of questions) await engine.ask.query(question);
    await engine.ask.query({ mode: "count", hasIncident: true });
    const inQueries = engine.asked.map(({ query }) => query);
    const inBodies = engine.asked.flatMap(({ body }) => body["sorting"] ?? []);
    const sorts = [...inQueries, ...inBodies].map((sort) =>
      Object.keys(Object(sort)).filter((name) => /^sort/.test(name)),
    );
    expect(new Set(sorts.map((names) => names.length))).toEqual(new Set([0, 2]));
  });
});

describe("the walk leaves nothing out", () => {
  it("of the parameters that are known", () => {
    const walked = [...Object.keys(filters), ...paging, ...leftOut.map(({ name }) => name)];
    expect(walked.sort()).toEqual(parameters.map(({ name }) => name).sort());
  });

  it("of what the description lists", (ctx) => {
    if (description === undefined) return ctx.skip(noDescription);
    expect(listedIn(description)).toEqual({
      parameters: parameters.map(({ name }) => name).sort(),
      operators: Object.keys(operators),
      sortable,
      orders: Object.keys(orders),
      properties,
      statuses: ["200", "400"],
    });
  });

  it("and the example is the description's", (ctx) => {
    if (description === undefined) return ctx.skip(noDescription);
    const [printed = ""] = namesIn(description, /^(\[\{[\s\S]+?\}\])$/gm);
    expect(JSON.parse(printed)).toEqual([example]);
  });
});
