import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactEvent, redactInstance, redactWaiting, type View } from "../../src/core/access.ts";
import { eventKinds, type HistoryEvent, type Incident, type Variable, type Waiting } from "../../src/core/model.ts";
import { get } from "../../tools/get.ts";
import { history } from "../../tools/history.ts";
import { query } from "../../tools/query.ts";
import { fakeEngine } from "../tools/fake-engine.ts";
import { askerOf } from "../tools/world.ts";
import { sample } from "./samples.ts";

/** A text that occurs nowhere else, and of which the first two characters, which a masked key shows, tell nothing. */
const secrets = fc.stringMatching(/^[a-z]{12,40}$/).map((text) => `zq${text}`);
const closed: Pick<View, "showVariables" | "incidentMessages" | "businessKeys"> = {
  showVariables: ["shown*"],
  incidentMessages: "none",
  businessKeys: "masked",
};
const messages = fc.constantFrom<View["incidentMessages"]>("firstLine", "masked", "none");

const incidentWith = (text: string, message: string): Incident => ({
  id: "inc-1",
  instanceId: "i-1",
  type: "failedJob",
  message,
  messageLength: 4_321,
  fingerprint: "0123456789ab",
  since: "2026-11-22T10:00:00.000Z",
  annotation: text,
  stackTrace: `at ${text}\n at ${text}`,
});

const variablesWith = (value: string): Variable[] => [
  { name: "salary", type: "String", value, valueLength: 4_321 },
  { name: "json", type: "Json", value: { deep: [value, { [value]: 1 }] } },
  { name: "shownAmount", type: "Double", value: 12.5 },
];

const eventsWith = (text: string, message: string): HistoryEvent[] =>
  eventKinds
    .filter((kind) => kind !== "instance")
    .map((kind, n) => ({
      kind,
      id: `e-${n}`,
      startedAt: "2026-11-22T10:00:00.000Z",
      outcome: "failed",
      name: kind === "variable" ? "salary" : "SetVariable",
      message,
      messageLength: 4_321,
      detail: text,
    }));

/** A message that the key correlates, and whose name tells nothing. */
const waitWith = (correlationKey: string): Waiting => ({
  element: { elementId: "paid" },
  waitsFor: { kind: "message", name: "payment-arrived", correlationKey },
});

function worldWith(secret: string, view: Partial<View>) {
  const message = view.incidentMessages === "firstLine" ? `public\n${secret}` : secret;
  const businessKey = secret;
  const relative = { id: "i-2", businessKey, state: "active" } as const;
  const engine = fakeEngine("c7", {
    // An engine may carry the key as a tag as well.
    instances: [sample({ businessKey, tags: ["any", `key:${secret}`] })],
    detail: {
      waitingAt: [waitWith(secret)],
      incidents: [incidentWith(secret, message)],
      parent: relative,
      root: relative,
      called: [relative, relative],
      variables: variablesWith(secret),
    },
    events: eventsWith(secret, message),
    counts: {
      definitions: [],
      incidents: [
        {
          engine: "c7",
          definitionKey: "order",
          type: "failedJob",
          fingerprint: "0123456789ab",
          instances: 3,
          message,
          oldest: "2026-11-22T10:00:00.000Z",
          newest: "2026-11-22T10:00:00.000Z",
        },
      ],
    },
  });
  return askerOf([engine], { ...closed, ...view });
}

async function answers(ask: ReturnType<typeof worldWith>) {
  return [
    await ask(get, { id: "i-1", include: ["variables", "stackTraces", "incidentsResolved"] }),
    await ask(query, {}),
    await ask(query, { mode: "count" }),
    await ask(history, { id: "i-1", kinds: [...eventKinds] }),
  ];
}

test("what is hidden is in no answer, nor is its length", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, messages, async (secret, incidentMessages) => {
      const text = JSON.stringify(await answers(worldWith(secret, { incidentMessages })));
      expect(text).not.toContain(secret.slice(2));
      expect(text).not.toMatch(/messageLength|valueLength|4321|annotation|stackTrace/);
      expect(text).toContain("12.5");
      expect(text).toContain('"hidden":true');
      expect(text.includes("public")).toBe(incidentMessages === "firstLine");
    }),
    { numRuns: 60 },
  );
});

test("the same world gives all of it to who may see it: the test above looks at the right places", async () => {
  const open = { showVariables: ["*"], incidentMessages: "full", businessKeys: "full" } as const;
  const text = JSON.stringify(await answers(worldWith("zqsecretsecret", open)));
  // get: key, three relatives and root, tag and wait, message, annotation, twice in the trace, three in variables; rows: key and
  // tag; count; history: key and tag of its instance, events twice each
  expect(text.split("zqsecretsecret").length - 1).toBe(5 + 2 + 4 + 3 + 2 + 1 + 2 + 2 * 6);
});

describe("what each view leaves", () => {
  test.each([
    ["full", "first\nsecond", "first\nsecond"],
    ["firstLine", "first\nsecond", "first"],
    ["firstLine", "only", "only"],
    ["firstLine", "", ""],
    ["masked", "first\nsecond", "•••"],
    ["masked", "", "•••"],
    ["none", "first\nsecond", null],
  ] as const)("messages %s: %j is %j", async (incidentMessages, message, shown) => {
    const engine = fakeEngine("c7", { instances: [sample()], detail: { incidents: [incidentWith("note", message)] } });
    const answer = await askerOf([engine], { ...closed, incidentMessages })(get, { id: "i-1" });
    expect(answer.incidents[0]?.message).toBe(shown);
    expect(answer.incidents[0]?.annotation).toBe(incidentMessages === "full" ? "note" : undefined);
  });

  test.each([
    ["ORDER-4711", "OR•••"],
    ["12345", "12•••"],
    ["1234", "•••"],
    ["", "•••"],
    ["😀😀😀😀😀", "😀😀•••"],
    [null, null],
  ])("the masked business key of %j is %j", async (businessKey, shown) => {
    const engine = fakeEngine("c7", { instances: [sample({ businessKey })] });
    expect((await askerOf([engine], closed)(get, { id: "i-1" })).instance.businessKey).toBe(shown);
  });

  test.each([
    ["full", { tags: ["vip", "key:ORDER-4711"], correlationKey: "ORDER-4711" }],
    ["masked", { tags: undefined, correlationKey: "OR•••" }],
  ] as const)("of business keys %s: tags, and what a message is correlated by", async (businessKeys, shown) => {
    const engine = fakeEngine("c8", {
      instances: [sample({ engine: "c8", tags: ["vip", "key:ORDER-4711"] })],
      detail: { waitingAt: [waitWith("ORDER-4711"), { element: { elementId: "ship" }, waitsFor: { kind: "job" } }] },
    });
    const ask = askerOf([engine], { ...closed, businessKeys });
    const answer = await ask(get, { id: "i-1" });
    const { instances = [] } = await ask(query, {});
    const { instance } = await ask(history, { id: "i-1" });
    const told = [answer.instance, ...instances, instance].map((one) => JSON.parse(JSON.stringify(one)).tags);
    expect(told).toEqual([shown.tags, shown.tags, shown.tags]);
    expect(answer.waitingAt.map(({ waitsFor }) => waitsFor)).toEqual([
      { kind: "message", name: "payment-arrived", correlationKey: shown.correlationKey },
      { kind: "job" },
    ]);
  });

  test.each(["12345", "1234", "", "😀😀😀😀😀"])("a correlation key %j is masked as a business key is", async (key) => {
    const view: View = { ...closed, scope: {} };
    const engine = fakeEngine("c7", { instances: [sample({ businessKey: key })] });
    const { businessKey } = (await askerOf([engine], closed)(get, { id: "i-1" })).instance;
    expect(redactWaiting(view, new Set(), waitWith(key)).waitsFor.correlationKey).toBe(businessKey);
  });

  test("an ended instance keeps its reason, a person's note on an operation goes with the messages", async () => {
    const event = { startedAt: "2026-11-22T10:00:00.000Z", outcome: "completed", detail: "why" } as const;
    const events: HistoryEvent[] = [
      { ...event, kind: "instance", id: "1" },
      { ...event, kind: "operation", id: "2" },
      { ...event, kind: "variable", id: "3", name: "shownAmount" },
      { ...event, kind: "variable", id: "4", name: "salary" },
    ];
    const engine = fakeEngine("c7", { instances: [sample()], events });
    const answer = await askerOf([engine], closed)(history, { id: "i-1", kinds: [...eventKinds] });
    expect(answer.events.map(({ id, detail }) => [id, detail])).toEqual([
      ["1", "why"],
      ["2", undefined],
      ["3", "why"],
      ["4", undefined],
    ]);
  });
});

describe("who may see part of an engine", () => {
  const view: View = {
    scope: { definitionKeys: ["seen"] },
    showVariables: [],
    incidentMessages: "full",
    businessKeys: "full",
  };
  const instance = { id: "own", parentId: "caller", rootId: "top" };

  test("is not told the ids of relatives that the answer does not show", () => {
    expect(JSON.parse(JSON.stringify(redactInstance(view, instance)))).toEqual({ id: "own" });
    const event = {
      kind: "calledInstance",
      id: "e",
      startedAt: "2026-01-01T00:00:00.000Z",
      outcome: "active",
      calledId: "called",
    } as const;
    expect(redactEvent(view, event)).not.toHaveProperty("calledId");
  });

  test("is told those that it shows, and its own", () => {
    expect(redactInstance(view, instance, new Set(["caller", "top"]))).toEqual(instance);
    expect(redactInstance(view, { id: "own", parentId: null, rootId: "own" })).toEqual({
      id: "own",
      parentId: null,
      rootId: "own",
    });
  });

  test("while who may see all is told all", () => {
    expect(redactInstance({ ...view, scope: {} }, instance)).toEqual(instance);
  });
});
