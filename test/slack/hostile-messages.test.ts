import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type EngineReport,
  type HistoryEvent,
  type Incident,
  instanceStates,
  type Variable,
  type Waiting,
} from "../../src/core/model.ts";
import { card } from "../../src/slack/messages/card.ts";
import { forms, type Scene } from "../../src/slack/messages/message.ts";
import {
  enginesMessage,
  errorMessage,
  noneMessage,
  refusalMessage,
  waitingMessage,
} from "../../src/slack/messages/notice.ts";
import { timeline } from "../../src/slack/messages/timeline.ts";
import { expectSound } from "./golden.ts";

/** What an engine, or whoever writes into one, may send. */
const hostile = fc.oneof(
  fc.constantFrom(
    "<!channel>",
    "<!here|here> <@U0123ABCD> <#C0123ABCD> <!subteam^S0123ABCD>",
    "<https://evil.example|click> <!date^0^{date}^https://evil.example|x>",
    "*bold* _it_ ~no~ `rm` ```x``` > quote",
    "\u202egnp.exe\u2066",
    "a".repeat(5_000),
    '"\\'.repeat(2_500),
    "💥".repeat(2_500),
    "\u0000\u001b[31m\r\n\t",
    "\ud800 lone \udc00",
    "</a>&amp;lt;",
    ":tada: @channel @here",
    "",
    " ",
    "-1",
    "2026-11-22T15:31:00.000Z",
    "+275760-09-13T00:00:00.000Z",
  ),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const number = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 9_007_199_254_740_991));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 2 });

/** Without keys of undefined, as answers are. */
const lean = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value));

const element = fc.record(
  { elementId: hostile, elementName: hostile, elementType: hostile },
  { requiredKeys: ["elementId"] },
);
const definition = fc.record(
  { key: hostile, name: hostile, version: number, versionTag: hostile, id: hostile },
  { requiredKeys: ["key", "id"] },
);
const instance = fc.record(
  {
    engine: hostile,
    id: hostile,
    definition,
    state: fc.constantFrom(...instanceStates),
    engineState: hostile,
    hasIncident: fc.boolean(),
    businessKey: nullable(hostile),
    tenantId: nullable(hostile),
    tags: fc.array(hostile, { maxLength: 60 }),
    startedAt: hostile,
    endedAt: nullable(hostile),
    durationMs: nullable(number),
    startedBy: nullable(hostile),
    endReason: nullable(hostile),
    restartedFrom: nullable(hostile),
    url: fc.oneof(hostile, fc.constantFrom("https://cockpit.example.com/x", `https://x.example/${"a".repeat(4_000)}`)),
  },
  { requiredKeys: ["engine", "id", "definition", "state", "engineState"] },
);
const waiting: fc.Arbitrary<Waiting> = fc
  .record({
    element,
    since: maybe(hostile),
    waitingMs: maybe(number),
    waitsFor: fc.record(
      {
        kind: fc.constantFrom("userTask", "externalTask", "message", "timer", "calledInstance", "other"),
        name: hostile,
        dueAt: hostile,
        assignee: nullable(hostile),
        candidateGroups: fc.array(hostile, { maxLength: 20 }),
        retries: number,
        lockedBy: nullable(hostile),
        lockedUntil: nullable(hostile),
        correlationKey: hostile,
        calledId: hostile,
      },
      { requiredKeys: ["kind"] },
    ),
  })
  .map(lean);
const incident: fc.Arbitrary<Incident> = fc
  .record({
    id: hostile,
    instanceId: hostile,
    element: maybe(element),
    type: hostile,
    message: nullable(hostile),
    messageLength: maybe(number),
    fingerprint: hostile,
    since: hostile,
    resolved: maybe(fc.constant(true as const)),
    resolvedAt: maybe(hostile),
    retries: maybe(number),
    annotation: nullable(hostile),
    stackTrace: maybe(hostile),
  })
  .map(lean);
const relative = fc.record(
  { id: hostile, definition: fc.record({ key: hostile, version: number }), businessKey: nullable(hostile) },
  { requiredKeys: ["id"] },
);
const variable: fc.Arbitrary<Variable> = fc
  .record({
    name: hostile,
    type: hostile,
    value: fc.oneof(hostile, fc.integer(), fc.constant(null), fc.dictionary(hostile, fc.array(hostile))),
    hidden: maybe(fc.boolean()),
  })
  .map(lean);
const report: fc.Arbitrary<EngineReport> = fc
  .record({
    engine: hostile,
    status: fc.constantFrom("ok", "failed", "refused"),
    error: maybe(fc.record({ kind: fc.constantFrom("timedOut", "denied"), message: hostile, next: hostile })),
  })
  .map(lean);
const event: fc.Arbitrary<HistoryEvent> = fc
  .record({
    kind: fc.constantFrom("instance", "element", "incident", "jobFailure", "variable", "calledInstance", "operation"),
    id: hostile,
    startedAt: hostile,
    durationMs: nullable(number),
    outcome: fc.constantFrom("active", "completed", "cancelled", "failed", "resolved"),
    element: maybe(element),
    type: maybe(hostile),
    message: nullable(hostile),
    retries: maybe(number),
    assignee: nullable(hostile),
    calledId: maybe(hostile),
    name: maybe(hostile),
    by: nullable(hostile),
    detail: nullable(hostile),
  })
  .map(lean);
const many = <T>(value: fc.Arbitrary<T>, most: number) =>
  fc.oneof(fc.array(value, { maxLength: 3 }), fc.array(value, { minLength: most / 2, maxLength: most }));

const scene: fc.Arbitrary<Scene> = fc.record({
  command: fc.constant("/process"),
  now: fc.constant(new Date("2026-11-22T17:45:00.000Z")),
  form: fc.constantFrom(...forms),
  audience: fc.constantFrom("person", "channel"),
  showsVariables: fc.boolean(),
});
const id = fc.oneof(
  hostile.filter((text) => text.trim() !== ""),
  fc.constant("daf911a8-e689-11f1-8a30-02fc00000001"),
);
const runs = { numRuns: 100 };

test("a card is sound, whatever the engine wrote and however much of it", () => {
  const output = fc.record({
    instance,
    waitingAt: many(waiting, 40),
    incidents: many(incident, 20),
    parent: maybe(relative),
    root: maybe(relative),
    called: many(relative, 100),
    variables: maybe(many(variable, 200)),
    unknown: fc.array(hostile, { maxLength: 8 }),
  });
  fc.assert(
    fc.property(output, scene, id, many(report, 12), (got, one, asked, missing) => {
      expectSound(card(lean(got), one, { ask: "get", input: { id: asked } }, missing));
    }),
    runs,
  );
});

test("a history is sound, whatever the engine wrote and however much of it", () => {
  const output = fc.record({
    instance,
    events: many(event, 200),
    sources: fc.array(
      fc.record({
        kind: fc.constantFrom("element", "incident", "variable", "operation"),
        status: fc.constantFrom("recorded", "notRecorded", "denied", "unknown"),
      }),
      { maxLength: 7 },
    ),
    nextCursor: maybe(fc.string({ minLength: 1, maxLength: 1_500 })),
  });
  const input = fc.record({ id, elementId: hostile.filter((text) => text !== "") }, { requiredKeys: ["id"] });
  fc.assert(
    fc.property(output, scene, input, (got, one, asked) => {
      expectSound(timeline(lean(got), one, { ask: "history", input: asked }));
    }),
    runs,
  );
});

test("what is said beside answers is sound too", () => {
  const error = fc.record({ kind: fc.constantFrom("timedOut", "notFound"), message: hostile, next: hostile });
  const engine = fc.record({ id: hostile, kind: hostile, url: hostile });
  fc.assert(
    fc.property(scene, error, id, many(report, 40), many(engine, 60), (one, said, key, engines, known) => {
      expectSound(errorMessage(said, one, { ask: "find", input: { key } }));
      expectSound(refusalMessage(said.message, said.next, one));
      expectSound(noneMessage({ key, engines }, one));
      expectSound(enginesMessage(known, one));
      expectSound(
        waitingMessage(
          known.map((each) => each.id),
          one,
        ),
      );
    }),
    runs,
  );
});

test("the check notices what would notify or be refused", () => {
  const sound =
    (text: string, blocks: object[] = []) =>
    () =>
      expectSound({ text, blocks: JSON.parse(JSON.stringify(blocks)) });
  expect(sound("fine")).not.toThrow();
  expect(sound("<!channel>")).toThrow();
  expect(sound("x".repeat(4_001))).toThrow();
  expect(sound("x", [{ type: "section", text: { type: "mrkdwn", text: "<!here>" } }])).toThrow();
  expect(
    sound("x", [
      { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "" }] }] },
    ]),
  ).toThrow();
});
