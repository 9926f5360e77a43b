/** Text that would do something to a terminal, a chat or a model: no field of a row carries it into an answer. */
import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { activityOf, ago, order, processOf, recordsOf, stoppedOf } from "./records.ts";
import { type Json, startManager } from "./server.ts";

const evil = "\u001b[2J\u202egnp\u0000\u009b31m\u200b\ufeff\u{e0041}";
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e0fff}]/u;

/** Every text in an answer, names of keys too, with where it stands. */
function textsOf(value: unknown, path = ""): (readonly [path: string, text: string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [path, name] as const,
    ...textsOf(inner, `${path}.${name}`),
  ]);
}

const spoiling = (answer: unknown) =>
  textsOf(answer).filter(
    ([path, text]) => unsafe.test(text) || Array.from(text).length > (path === ".nextCursor" ? 2_000 : 500),
  );

const root = processOf(1);
const failed = processOf(2, { parent: root, state: "STATE_FAILED", completedAt: ago(1), faultName: "{urn:x}fault" });
const records = recordsOf(
  [root, failed, processOf(3, { parent: root })],
  [
    activityOf(1, root),
    stoppedOf(2, root),
    activityOf(3, root, { kind: "KIND_STAFF", state: "STATE_CLAIMED", owner: "mary", name: "approve" }),
    activityOf(4, root, { kind: "KIND_WAIT", state: "STATE_WAITING", name: "wait", expiresAt: ago(-5) }),
  ],
);

/** Fields that are times or ids of instances, and no text: what is none is refused instead. */
const shaped = new Set([
  "piid",
  "processInstanceID",
  "parentProcessInstanceID",
  "topLevelProcessInstanceID",
  "creationTime",
  "startTime",
  "completionTime",
  "resumptionTime",
  "activationTime",
  "expirationTime",
  "lastStateChangeTime",
  "lastModificationTime",
]);

const fields = [
  ...["name", "displayName", "description", "executionState", "processTemplateID", "processTemplateName", "starter"],
  ...["faultName", "parentProcessInstanceName", "topLevelProcessInstanceName", "customText1", "adminTaskID"],
  ...["aiid", "kind", "owner", "stopReason", "processInstanceName"],
];

/** The rows of an answer with something behind or in place of a field. */
function spoilt(json: Json, field: string, spoil: (value: string) => string): Json {
  const one = (row: Json): Json =>
    field in row && typeof row[field] === "string" ? { ...row, [field]: spoil(String(row[field])) } : row;
  return json.items ? { ...json, items: json.items.map(one) } : one(json);
}

async function answersWith(field: string, spoil: (value: string) => string) {
  const { ask, serve } = await startManager(records, { businessKey: "customText1" });
  serve((_asked, answer) => {
    const { status, json } = answer();
    return { status, json: spoilt(json, field, spoil) };
  });
  const questions = [
    ask.get({ id: root.piid, include: ["variables"] }),
    ask.get({ id: failed.piid }),
    ask.history({ id: root.piid }),
    ask.query({}),
    ask.query({ hasIncident: true }),
    ask.query({ mode: "count" }),
    ask.query({ order: "longestWaiting" }),
  ];
  return Promise.all(questions.map(async (question) => question.catch(() => refusalOf(question))));
}

describe.for(fields)("%s", (field) => {
  it("that carries commands of a terminal", async () => {
    const answers = await answersWith(field, (value) => `${evil}${value}${evil}`);
    expect(answers.flatMap(spoiling)).toEqual([]);
    expect(answers.filter((answer) => "kind" in answer)).toEqual([]);
  });

  it("that is very long", async () => {
    const answers = await answersWith(field, (value) => value + "x".repeat(20_000));
    expect(answers.flatMap(spoiling)).toEqual([]);
  });
});

it.for([...shaped])("%s that is none is a bad answer, and not shown", async (field) => {
  for (const value of [`x${evil}`, "", "9".repeat(3_000), "yesterday"]) {
    const answers = await answersWith(field, () => value);
    expect(answers.flatMap(spoiling)).toEqual([]);
    for (const answer of answers) if ("kind" in answer) expect(answer.kind).toMatch(/^(?:badAnswer|notFound)$/);
  }
});

describe("custom properties", () => {
  it("names and values are cleaned and cut, names of objects' own are plain names", async () => {
    const names = ["hasOwnProperty", "constructor", "toString", `a${evil}b`, "n".repeat(2_000)];
    const own = processOf(1, {
      properties: [
        ...names.map((name) => ({ name, value: `${evil}v${evil}` })),
        { name: "long", value: "v".repeat(3_000) },
      ],
    });
    const { ask } = await startManager(recordsOf([own]));
    const answer = await ask.get({ id: own.piid, include: ["variables"] });
    expect(spoiling(answer)).toEqual([]);
    const shown = new Map(answer.variables?.map((variable) => [variable.name, variable]));
    for (const name of ["hasOwnProperty", "constructor", "toString"])
      expect(shown.get(name)?.value).toBe("[2Jgnp31mv[2Jgnp31m");
    expect(shown.get("long")).toMatchObject({ valueLength: 3_000 });
  });

  it("a key in a property with the name of an object's own is none where it is not there", async () => {
    const own = processOf(1);
    for (const customProperty of ["constructor", "toString", "__proto__"]) {
      const { ask } = await startManager(recordsOf([own]), { businessKey: { customProperty } });
      expect((await ask.get({ id: own.piid })).instance.businessKey).toBeNull();
      expect((await ask.query({})).instances?.[0]?.businessKey ?? null).toBeNull();
    }
  });

  it("an element and a template with the names of objects' own are told as they are", async () => {
    const own = processOf(1, { template: { ...order, name: "constructor" } });
    const { ask } = await startManager(recordsOf([own], [stoppedOf(1, own, { name: "__proto__" })]));
    const { counts } = await ask.query({ mode: "count" });
    expect(counts?.definitions).toMatchObject([{ definitionKey: "constructor", openIncidents: 1 }]);
    expect(counts?.incidents).toMatchObject([{ element: { elementId: "__proto__" } }]);
  });

  it.for(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "a state or kind %s is of the future",
    async (word) => {
      const { ask, serve } = await startManager(records);
      serve((_asked, answer) => {
        const { status, json } = answer();
        return {
          status,
          json: spoilt(
            spoilt(json, "executionState", () => word),
            "kind",
            () => word,
          ),
        };
      });
      const { instance, waitingAt } = await ask.get({ id: root.piid });
      expect(instance).toMatchObject({ state: "unknown", engineState: word });
      for (const { waitsFor, element } of waitingAt)
        expect([waitsFor.kind, element.engineType]).toEqual(["other", word]);
    },
  );
});
