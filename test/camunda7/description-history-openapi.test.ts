/** A walk through the description of `GET /history/process-instance/{id}` that is made from the OpenAPI document. */
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { descriptionOf, expectRefusal, namesIn, noDescription, startEngine } from "./description.ts";
import * as both from "./description-history.ts";

const description = descriptionOf("camunda7-history-get-process-instance-openapi.txt");

const restartedProcessInstanceId = "2bef365d-3406-11ef-bd73-0a0027000003";
const described = { ...both.described, restartedProcessInstanceId };
const example = { ...both.example, restartedProcessInstanceId };

// An error has a code there, which may be null.
both.walk({
  row: described,
  places: { ...both.places, restartedProcessInstanceId: ["instance.restartedFrom"] },
  // Null and absent are two things here: see below.
  lacking: {
    ...both.lacking,
    restartedProcessInstanceId: expect.not.objectContaining({ restartedFrom: expect.any(String) }),
  },
  errors: { code: null },
});

describe("the form of the OpenAPI document", () => {
  it("the example as it is printed", async () => {
    const { instance, waitingAt, incidents, called } = await both.got(example);
    expect(instance).toEqual({ ...both.exampleTold, restartedFrom: restartedProcessInstanceId });
    expect([waitingAt, incidents, called]).toEqual([[], [], []]);
  });

  it("an instance that was not restarted says so, an engine that does not know says nothing", async () => {
    const { instance } = await both.got({ ...described, restartedProcessInstanceId: null });
    expect(instance.restartedFrom).toBeNull();
    expect((await both.got(both.described)).instance).not.toHaveProperty("restartedFrom");
  });

  it("every request carries the login as the description wants it", async () => {
    const [username, password] = ["someone", "a:ö%"];
    const { ask, asked } = await startEngine(
      ({ path }) => (path === `/history/process-instance/${described.id}` ? { json: described } : undefined),
      { type: "basic", username, password: new Secret(password) },
    );
    await ask.get({ id: described.id });
    const expected = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    expect(asked.length).toBeGreaterThan(5);
    expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set([expected]));
  });

  it("401 is a refused login", async () => {
    const { ask } = await both.answering({ status: 401, json: undefined });
    await expectRefusal(ask.get({ id: described.id }), "unauthenticated", /refused the login \(401\)/);
  });
});

describe("the walk leaves nothing out", () => {
  it("of what the description lists", (ctx) => {
    if (description === undefined) return ctx.skip(noDescription);
    const [head = "", result = ""] = description.split("\nResponse\n");
    const [, parameters = ""] = head.split("\nPath Parameters\n");
    expect(namesIn(parameters, /^(\w+)\nstring\nrequired$/gm)).toEqual(["id"]);
    // Each may be null, says the description; which are never is said in `lacking`.
    const properties = /^(\w+)\n(?:string|integer|enum<string>)(?:<date-time>)? \| null$/gm;
    expect(namesIn(result, properties)).toEqual(Object.keys(described));
    expect(result.match(/ \| null$/gm)).toHaveLength(Object.keys(described).length);
    expect(namesIn(result, /^([A-Z_]+) - /gm)).toEqual(Object.keys(both.states));
    const [, options = ""] = result.split("Available options:");
    expect(namesIn(options, /^([A-Z_]+),?$/gm)).toEqual(Object.keys(both.states));
    // No status is listed but the one of an answer.
    expect(result.trim()).toMatch(/^Request successful\./);
    expect(description).not.toMatch(/\b[45]\d\d\b/);
  });

  it("and the example is the description's", (ctx) => {
    if (description === undefined) return ctx.skip(noDescription);
    const [printed = ""] = namesIn(description, /^(\{\n[\s\S]+?^\})$/gm);
    expect(JSON.parse(printed)).toEqual(example);
  });
});
