/** Lists and counts of whatever an engine may say: Slack takes every message, nobody is mentioned, and what is left out is told. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Counts, type InstanceRow, instanceStates } from "../../src/core/model.ts";
import { stripUnsafe } from "../../src/core/text.ts";
import { blockProblems } from "../../src/sandbox/slack/block-kit.ts";
import { mentions } from "../../src/sandbox/slack/mentions.ts";
import { readAction } from "../../src/slack/messages/buttons.ts";
import { count } from "../../src/slack/messages/count.ts";
import { list } from "../../src/slack/messages/list.ts";
import { forms, type Message, type Scene } from "../../src/slack/messages/message.ts";
import type { RequestOf } from "../../src/slack/request.ts";
import { type QueryOutput, scene } from "./answered.ts";

const nasty = [
  "",
  " ",
  "<!channel>",
  "<!here|here> <@U12345678> <#C12345678> <!subteam^S12345678>",
  "<https://evil.example|click> https://evil.example mailto:a@b.example",
  "<!date^1^{date}^https://evil.example|now>",
  "*bold* _it_ ~no~ `code` ```pre``` > quote :tada: &lt;!channel&gt;",
  "\u202egnp.exe \u2066x\u2069 \u0000\u001b[31m",
  "\ud800 lone \udfff",
  "💥🧑‍💻👨‍👩‍👧‍👦".repeat(40),
  "line\nline\r\n\ttab \u2028 end",
  '"quoted" \\ back',
  "x".repeat(5_000),
  "<>&\"'".repeat(1_000),
  "</a> at com.example.Stack.trace(Stack.java:1)\n".repeat(100),
] as const;

const text = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: "binary", maxLength: 200 }));
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  text,
);
const number = fc.oneof(fc.nat(), fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER));

const row: fc.Arbitrary<InstanceRow> = fc.record(
  {
    engine: text,
    id: text,
    definition: fc.record({ key: text, version: fc.nat() }, { requiredKeys: ["key"] }),
    state: fc.constantFrom(...instanceStates),
    engineState: text,
    hasIncident: fc.boolean(),
    businessKey: fc.option(text),
    startedAt: time,
    endedAt: fc.option(time),
  },
  { requiredKeys: ["engine", "id", "definition", "state", "engineState"] },
);

const engine = fc.record(
  {
    engine: text,
    status: fc.constantFrom("ok" as const, "failed" as const, "refused" as const),
    error: fc.record(
      { kind: fc.constant("badAnswer" as const), message: text, next: text },
      { requiredKeys: ["kind", "message"] },
    ),
    total: number,
    totalIsLowerBound: fc.boolean(),
  },
  { requiredKeys: ["engine", "status"] },
);

const understood = fc.record(
  {
    definitionKey: fc.array(text, { maxLength: 5 }),
    businessKey: text,
    hasIncident: fc.boolean(),
    incidentMessage: text,
    startedAfter: time,
    waitingSince: time,
    variables: fc.array(fc.record({ name: text, operator: fc.constant("eq" as const), value: text }), { maxLength: 3 }),
    order: fc.constantFrom("newest" as const, "oldest" as const),
  },
  { requiredKeys: [] },
);

const about = {
  understood,
  engines: fc.array(engine, { maxLength: 30 }),
  nextCursor: fc.nat({ max: 1_500 }).map((length) => "c".repeat(length)),
  stable: fc.constant(false as const),
  truncated: fc.record({ reason: fc.constantFrom("size" as const, "candidates" as const), considered: number }),
};
const page: fc.Arbitrary<QueryOutput> = fc.record(
  { instances: fc.array(row, { maxLength: 100, size: "max" }), ...about },
  { requiredKeys: ["understood", "engines"] },
);

const group: fc.Arbitrary<Counts["incidents"][number]> = fc.record(
  {
    engine: text,
    definitionKey: text,
    definitionVersion: fc.nat(),
    element: fc.record({ elementId: text, elementName: text }, { requiredKeys: ["elementId"] }),
    type: text,
    fingerprint: fc.oneof(fc.constantFrom("a", "b"), text),
    instances: fc.nat({ max: 1_000_000 }),
    message: fc.option(text),
    oldest: time,
    newest: time,
  },
  {
    requiredKeys: ["engine", "definitionKey", "type", "fingerprint", "instances", "message", "oldest", "newest"],
  },
);
const definition: fc.Arbitrary<Counts["definitions"][number]> = fc.record(
  {
    engine: text,
    definitionKey: text,
    definitionVersion: fc.nat(),
    byState: fc.dictionary(fc.constantFrom(...instanceStates), fc.nat()),
    openIncidents: fc.nat(),
  },
  { requiredKeys: ["engine", "definitionKey", "byState", "openIncidents"] },
);
const counted = fc.record({
  definitions: fc.array(definition, { maxLength: 60, size: "max" }),
  incidents: fc.array(group, { maxLength: 300, size: "max" }),
});
const numbers: fc.Arbitrary<QueryOutput> = fc.record(about, { requiredKeys: ["understood", "engines"] });

const request: fc.Arbitrary<RequestOf<"query">> = fc.record({
  ask: fc.constant("query" as const),
  input: fc.record(
    {
      businessKey: text,
      incidentMessage: text,
      limit: fc.integer({ min: 1, max: 100 }),
      cursor: fc.nat({ max: 1_500 }).map((length) => "c".repeat(length)),
    },
    { requiredKeys: [] },
  ),
});
const scenes: fc.Arbitrary<Scene> = fc.record({
  command: fc.constant(scene.command),
  now: fc.constant(scene.now),
  form: fc.constantFrom(...forms),
  audience: fc.constantFrom("person" as const, "channel" as const),
  showsVariables: fc.boolean(),
});

/** Characters that people read in blocks. */
function readable(value: unknown): number {
  let sum = 0;
  JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === "string" && (key === "text" || key === "fallback")) sum += part.length;
    return part;
  });
  return sum;
}

function check(message: Message, form: Scene["form"]) {
  const { text: said, blocks = [] } = message;
  expect(said.length).toBeGreaterThan(0);
  expect(said.length).toBeLessThanOrEqual(4_000);
  expect(blocks.length > 0).toBe(form !== "plain");
  expect(blockProblems(message)).toEqual([]);
  expect(blocks.filter(({ type }) => type === "table").length).toBeLessThanOrEqual(form === "table" ? 1 : 0);
  expect(readable(blocks)).toBeLessThanOrEqual(12_000);
  // Slack makes links of bare addresses in a text, and shows them as they are; nothing else may be one.
  expect(mentions(message).filter(({ kind, pointer }) => kind !== "link" || pointer !== "/text")).toEqual([]);
  expect(said).not.toMatch(/<(?!!date)/);
  expect(stripUnsafe(said)).toBe(said);
  const buttons = blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));
  for (const button of buttons) {
    if (button.type === "button") expect(readAction(button.action_id ?? "", button.value ?? "")).toBeDefined();
  }
}

describe("whatever an engine says", () => {
  test("a list is a message that Slack takes", () => {
    fc.assert(
      fc.property(page, request, scenes, (output, asked, made) => {
        const message = list(output, made, asked);
        check(message, made.form);
        const rows = output.instances?.length ?? 0;
        const table = message.blocks?.find((block) => block.type === "table");
        if (table?.type !== "table") return;
        const shown = table.rows.length - 1;
        const told = `Only the first ${shown} of these ${rows} rows fit into a message.`;
        expect(JSON.stringify(message.blocks).includes(told)).toBe(shown < rows);
      }),
      { numRuns: 100 },
    );
  });

  test("a count is a message that Slack takes", () => {
    fc.assert(
      fc.property(numbers, counted, request, scenes, (output, counts, asked, made) => {
        const message = count({ ...output, counts }, counts, made, asked);
        check(message, made.form);
        const table = message.blocks?.find((block) => block.type === "table");
        if (table?.type !== "table" || counts.incidents.length === 0) return;
        const left = counts.incidents.length - (table.rows.length - 1);
        expect(table.rows.length).toBeLessThanOrEqual(16);
        expect(JSON.stringify(message.blocks).includes(`… and ${left} more line`)).toBe(left > 0);
      }),
      { numRuns: 100 },
    );
  });
});
