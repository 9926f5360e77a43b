/** A walk through all that the description of `GET /process/{piid}` says can come. */
import { describe, expect, it } from "vitest";
import type { InstanceState } from "../../src/core/model.ts";
import { refusalOf } from "../contract/subject.ts";
import { processOf, recordsOf, stoppedOf } from "./records.ts";
import { described, description, id, type Property, properties } from "./seed.ts";
import { only, type Reply, startManager } from "./server.ts";

const root = processOf(3);
const records = recordsOf([root, processOf(2, { parent: root }), processOf(1, { name: "one" })]);

/** A server that says this of the one instance; of all others what it holds. */
async function answering(reply: Reply) {
  const manager = await startManager(records);
  manager.serve(only(new RegExp(`/process/${id}$`), () => reply));
  return manager;
}

type Row = Readonly<Record<string, unknown>>;

async function got(row: Row) {
  const { ask } = await answering({ json: row });
  return ask.get({ id, include: ["variables"] });
}

/** Where a text stands in an answer. */
function placesOf(value: unknown, text: string, path = ""): string[] {
  if (typeof value === "string") return value.includes(text) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    placesOf(inner, text, Array.isArray(value) ? `${path}[]` : `${path}${path && "."}${name}`),
  );
}

/** Where what a property says goes in an answer, or why it goes nowhere. */
const places: Readonly<Record<Property, readonly string[] | { readonly because: string }>> = {
  piid: ["instance.id"],
  name: ["instance.businessKey"],
  displayName: ["instance.definition.name"],
  processTemplateID: ["instance.definition.id"],
  processTemplateName: ["instance.definition.key"],
  executionState: ["instance.engineState"],
  creationTime: ["instance.startedAt"],
  completionTime: ["instance.endedAt"],
  starter: ["instance.startedBy"],
  faultName: ["instance.endReason"],
  parentProcessInstanceID: ["instance.parentId", "parent.id"],
  topLevelProcessInstanceID: ["instance.rootId", "root.id"],
  customProperties: ["variables[].value"],
  customText1: ["variables[].value"],
  customText2: ["variables[].value"],
  customText3: ["variables[].value"],
  customText4: ["variables[].value"],
  customText5: ["variables[].value"],
  customText6: ["variables[].value"],
  customText7: ["variables[].value"],
  customText8: ["variables[].value"],
  startTime: { because: "lists are in the order of creation, and an instance in READY has not begun: see below" },
  lastStateChangeTime: { because: "it is when an instance came to be in doubt, and says nothing else: see below" },
  parentProcessInstanceName: { because: "a caller is named by what it says of itself" },
  topLevelProcessInstanceName: { because: "the topmost instance is named by what it says of itself" },
  adminTaskID: { because: "nothing is asked of the tasks of administrators" },
  description: { because: "an answer has no place for what is written about an instance" },
  resumptionTime: { because: "an answer has no place for when a suspended instance goes on by itself" },
  lastModificationTime: { because: "an answer has no place for it" },
  isBusinessRelevant: { because: "an answer has no place for it" },
  isContinueOnError: { because: "whether it has stopped is told by its activities" },
  isMigrated: { because: "an answer has no place for it" },
};

/** A piece that is in no other value, as an answer writes it. */
const pieceOf = (name: Property): string => {
  const value: unknown = described[name];
  if (typeof value === "object") return "value of a custom property";
  return String(value).replace(/Z$/, "");
};

describe("every property of an instance", () => {
  it.for(properties)("%s", async (name) => {
    const answer = await got(described);
    const place = places[name];
    if (typeof described[name] === "boolean") {
      // What has no text of its own is shown to make no difference.
      expect(await got({ ...described, [name]: !described[name] })).toEqual(answer);
      expect(place).toHaveProperty("because");
    } else expect([...new Set(placesOf(answer, pieceOf(name)))]).toEqual("because" in place ? [] : place);
  });

  it("is told with what follows from it", async () => {
    const { instance, waitingAt, incidents, called, unknown } = await got(described);
    expect(instance).toMatchObject({
      state: "failed",
      hasIncident: false,
      startedAt: "2026-11-22T10:00:01.000Z",
      endedAt: "2026-11-22T10:00:09.000Z",
      durationMs: 8_000,
    });
    expect(instance.definition).not.toHaveProperty("version");
    expect(instance.url).toBe(`https://bpm.example.com/bpc?piid=${encodeURIComponent(id)}`);
    for (const name of ["tenantId", "tags", "restartedFrom"]) expect(instance).not.toHaveProperty(name);
    expect([waitingAt, incidents, called, unknown]).toEqual([[], [], [], []]);
  });

  it("a name that is the id was given by nobody, and is no key", async () => {
    expect((await got({ ...described, name: id })).instance.businessKey).toBeNull();
  });

  it("startTime stands in where nobody tells when an instance was created", async () => {
    const { creationTime: _creation, ...uncreated } = described;
    expect((await got(uncreated)).instance.startedAt).toBe("2026-11-22T10:00:02.000Z");
  });

  it("lastStateChangeTime is since when an instance is in doubt", async () => {
    const { completionTime: _completion, faultName: _fault, ...open } = described;
    const { incidents } = await got({ ...open, executionState: "STATE_INDOUBT" });
    expect(incidents).toMatchObject([{ id, instanceId: id, type: "STATE_INDOUBT", since: "2026-11-22T10:00:07.000Z" }]);
  });
});

/** What is told of an instance that lacks a property, or has null in it; others tell the same without theirs. */
const lacking: Readonly<Partial<Record<Property, Row | "refused">>> = {
  piid: "refused",
  executionState: "refused",
  processTemplateName: "refused",
  name: { businessKey: null },
  displayName: { definition: expect.objectContaining({ name: null }) },
  processTemplateID: { definition: expect.objectContaining({ key: described.processTemplateName, id: "" }) },
  completionTime: { endedAt: null, durationMs: null },
  starter: { startedBy: null },
  faultName: { endReason: null },
  parentProcessInstanceID: { parentId: null },
  topLevelProcessInstanceID: { rootId: id },
};

describe.for(properties)("without %s", (name) => {
  const { [name]: _lacking, ...absent } = described;
  it.for<[string, Row]>([
    ["absent", absent],
    ["null", { ...described, [name]: null }],
  ])("%s", async ([, row]) => {
    const expected = lacking[name];
    if (expected === "refused") {
      const refusal = await refusalOf(got(row));
      expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringContaining(name) });
    } else {
      const { instance, variables = [] } = await got(row);
      expect(instance).toMatchObject(expected ?? { id, state: "failed" });
      const shown = variables.map((variable) => variable.value);
      expect(shown).toHaveLength(/^custom/.test(name) ? 8 : 9);
    }
  });
});

it("an instance that tells nothing but what it must is told", async () => {
  const row = { piid: id, executionState: "STATE_DELETED", processTemplateName: "order" };
  const { instance, unknown } = await got(row);
  expect(instance).toMatchObject({
    id,
    definition: { key: "order", name: null },
    state: "terminated",
    businessKey: null,
    endedAt: null,
    startedBy: null,
    parentId: null,
  });
  expect(instance).not.toHaveProperty("startedAt");
  expect(unknown).toEqual([]);
});

const states: Readonly<Record<string, readonly [InstanceState, hasIncident: boolean]>> = {
  STATE_COMPENSATED: ["terminated", false],
  STATE_COMPENSATION_FAILED: ["failed", false],
  STATE_COMPENSATING: ["active", false],
  STATE_DELETED: ["terminated", false],
  STATE_FAILED: ["failed", false],
  STATE_FAILING: ["active", false],
  STATE_FINISHED: ["completed", false],
  STATE_INDOUBT: ["active", true],
  STATE_READY: ["active", false],
  STATE_RUNNING: ["active", false],
  STATE_SUSPENDED: ["suspended", false],
  STATE_TERMINATED: ["terminated", false],
  STATE_TERMINATING: ["active", false],
};

it.for(Object.entries(states))("%s is %j", async ([executionState, [state, hasIncident]]) => {
  const { instance, incidents } = await got({ ...described, executionState });
  expect(instance).toMatchObject({ state, engineState: executionState, hasIncident });
  expect(incidents.map(({ type, message }) => [type, message])).toEqual(hasIncident ? [[executionState, null]] : []);
});

it("a state that nobody described is unknown, and named", async () => {
  const { instance } = await got({ ...described, executionState: "STATE_HIBERNATING" });
  expect(instance).toMatchObject({ state: "unknown", engineState: "STATE_HIBERNATING" });
});

it("an instance in a state that nobody described may be stuck all the same", async () => {
  const own = processOf(1);
  const { ask, serve } = await startManager(recordsOf([own], [stoppedOf(1, own)]));
  serve((_asked, answer) => {
    const text = JSON.stringify(answer().json).replace("STATE_RUNNING", "STATE_HIBERNATING");
    return { text };
  });
  expect((await ask.get({ id })).instance).toMatchObject({ state: "unknown", hasIncident: true });
  expect((await ask.query({})).instances).toMatchObject([{ state: "unknown", hasIncident: true }]);
});

it("the walk leaves no property and no state out", (ctx) => {
  if (description === undefined) return ctx.skip("no description beside this repository (../shared)");
  const [schema = ""] = description.split("Error Response Content");
  const named = [...schema.matchAll(/"(\w+)"\s*:\s*\{"type": "\w+"/g)].flatMap(([, name]) =>
    name === "additionalProperties" ? [] : name,
  );
  const words = [...schema.matchAll(/"(STATE_\w+)"/g)].map(([, word]) => word);
  expect(named.sort()).toEqual([...properties].sort());
  expect(words.sort()).toEqual(Object.keys(states).sort());
});
