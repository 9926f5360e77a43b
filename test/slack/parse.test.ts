import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stripUnsafe } from "../../src/core/text.ts";
import { commandOf, type Parsed, parse } from "../../src/slack/grammar/parse.ts";
import { request as requestSchema } from "../../src/slack/request.ts";
import { asked } from "./requests.ts";
import { sentences } from "./sentences.ts";
import { typedPiece } from "./typed.ts";

const query = (input: object) => ({ ask: "query", input: { ...input, limit: 10 } });
const counted = (input: object) => ({ ask: "query", input: { ...input, mode: "count" } });
const find = (key: string, engine?: string) => ({ ask: "find", input: engine ? { key, engine } : { key } });
const link = "https://operate.example.com/operate/processes/2251799813685249?a=1&b=2";
const id = "2251799813685249";
const process = { definitionKey: ["order-process"] };
const stuck = { ...process, hasIncident: true };

const understood: readonly (readonly [text: string, request: object])[] = [
  ["", { ask: "help" }],
  [" \u00a0\n", { ask: "help" }],
  ["HELP Query", { ask: "help", topic: "query" }],
  ["stuck --help", { ask: "help", topic: "stuck" }],
  ["Engines", { ask: "engines" }],
  [id, find(id)],
  [link, find(link)],
  [`<${link.replace("&", "&amp;")}|Operate>`, find(link)],
  ["4711", find("4711")],
  ["CUSTOMER 5003", find("CUSTOMER 5003")],
  ["“CUSTOMER  5003” engine:c7-prod", find("CUSTOMER  5003", "c7-prod")],
  ["find customer:5003 --engine c7-prod", find("customer:5003", "c7-prod")],
  ["O'Brien &amp; Co", find("O'Brien & Co")],
  ["customer:5003", find("customer:5003")],
  ["state:failed", query({ state: ["failed"] })],
  ["_PI:90030179.a1b2.44", find("_PI:90030179.a1b2.44")],
  ['"stuck"', find("stuck")],
  ["<!channel> <@U123ABC|jane>", find("@channel @jane")],
  ["get ORDER-4711", find("ORDER-4711")],
  ["get CUSTOMER 5003", find("CUSTOMER 5003")],
  [`get ${id}`, { ask: "get", input: { id } }],
  [`Show <${link}>`, { ask: "get", input: { id: link } }],
  ["get id=4711", { ask: "get", input: { id: "4711" } }],
  [
    "get _PI:9003.a1 include=Variables, stacktraces wait=1.5s",
    { ask: "get", input: { id: "_PI:9003.a1", include: ["variables", "stackTraces"], waitUpToMs: 1_500 } },
  ],
  [`history ${id}`, { ask: "history", input: { id, limit: 20 } }],
  [
    `HISTORY ${id} kinds=job-failure,incident order=Newest limit=50`,
    { ask: "history", input: { id, kinds: ["jobFailure", "incident"], order: "newest", limit: 50 } },
  ],
  ["stuck order-process", query(stuck)],
  ["STUCK order-process", query(stuck)],
  ["stuck a b, c,d", query({ hasIncident: true, definitionKey: ["a", "b", "c", "d"] })],
  ["stuck order-process &gt; 2h", query({ ...stuck, waitingLongerThan: "2h" })],
  ["stuck order-process >2h", query({ ...stuck, waitingLongerThan: "2h" })],
  ["stuck order-process waiting>2h", query({ ...stuck, waitingLongerThan: "2h" })],
  ["query stuck order-process stuck", query(stuck)],
  ["count", counted({})],
  ["count stuck", counted({ hasIncident: true })],
  ["stuck count", counted({ hasIncident: true })],
  ["query --has-incident --count --definition-key order-process", counted(stuck)],
  ["count order-process", counted(process)],
  ["count order", counted({ definitionKey: ["order"] })],
  ["query mode=count limit=5", { ask: "query", input: { mode: "count", limit: 5 } }],
  ["failed since=2h", query({ state: ["failed"], startedAfter: "2h" })],
  ["Active, Failed order-process", query({ ...process, state: ["active", "failed"] })],
  ["query definition=stuck state=unknown", query({ definitionKey: ["stuck"], state: ["unknown"] })],
  ["overdue retrying", query({ attention: ["overdue", "retrying"] })],
  ["query —engine c7-prod –has-incident yes", query({ engine: "c7-prod", hasIncident: true })],
  ["--engine c7-prod CUSTOMER 5003", find("CUSTOMER 5003", "c7-prod")],
  ["engine=c7-prod", query({ engine: "c7-prod" })],
  ["query stuck=no limit=50", { ask: "query", input: { hasIncident: false, limit: 50 } }],
  ["query since=2026-11-22T10:00:00Z before:2h", query({ startedAfter: "2026-11-22T10:00:00Z", startedBefore: "2h" })],
  ["query message=‘Payment provider*’", query({ incidentMessage: "Payment provider*" })],
  [
    'amount&gt;=100 variable=zip="007" var=rate<−5 city~"New *"',
    query({
      variables: [
        { name: "amount", operator: "gte", value: 100 },
        { name: "zip", operator: "eq", value: "007" },
        { name: "rate", operator: "lt", value: -5 },
        { name: "city", operator: "like", value: "New *" },
      ],
    }),
  ],
];

test.each(understood)("%s", (text, request) => {
  expect(parse(text)).toEqual({ request });
});

const shown = (text: string) => (text.length > 200 ? `${text.slice(0, 60)} … (${text.length} characters)` : text);

function told(text: string): string {
  const parsed = parse(text);
  if ("request" in parsed) return `${shown(text)}\n  = ${commandOf(parsed.request)}\n`;
  const { message, next } = parsed.problem;
  return `${shown(text)}\n  ${message}\n${next === undefined ? "" : `  > ${shown(next)}\n`}`;
}

test("what is not understood is told in a sentence, with what to type where that is clear", async () => {
  const text = Object.entries(sentences).map(([title, texts]) => `# ${title}\n\n${texts.map(told).join("")}`);
  await expect(text.join("\n")).toMatchFileSnapshot("golden/grammar.txt");
});

describe("nothing is asked that was not understood", () => {
  const texts = Object.values(sentences).flat();
  test.each(texts.map((text) => [shown(text), text]))("%s", (_shown, text) => {
    const parsed = parse(text);
    expect(parsed).toHaveProperty("problem");
    const next = "problem" in parsed ? parsed.problem.next : undefined;
    if (next !== undefined) expect(parse(next), next).toHaveProperty("request");
  });
});

test("a request is written so that it is read back", () => {
  fc.assert(
    fc.property(asked, (request) => {
      const command = commandOf(request);
      fc.pre(command.length <= 3_000);
      expect(parse(command), command).toEqual({ request });
    }),
    { numRuns: 500 },
  );
});

function expectSound(parsed: Parsed): void {
  if ("request" in parsed) {
    expect(requestSchema.safeParse(parsed.request)).toEqual({ success: true, data: parsed.request });
    const command = commandOf(parsed.request);
    if (command.length <= 3_000) expect(parse(command), command).toEqual(parsed);
    return;
  }
  const { message, next = "" } = parsed.problem;
  expect(message).toMatch(/^\S.*[.?]$/);
  expect(message.length).toBeLessThan(600);
  expect(stripUnsafe(`${message}${next}`)).toBe(`${message}${next}`);
}

test("every text has an answer, and what it asks can be typed again", () => {
  const anything = fc.oneof(
    fc.array(typedPiece, { maxLength: 8 }).map((pieces) => pieces.join(" ")),
    fc
      .tuple(fc.constantFrom("stuck", "query", "count", "get", "history", "find", "help"), fc.array(typedPiece))
      .map(([verb, pieces]) => [verb, ...pieces].join(" ")),
    fc.string({ unit: "binary", maxLength: 300 }),
    asked.map(commandOf),
  );
  fc.assert(
    fc.property(anything, (text) => expectSound(parse(text))),
    { numRuns: 800 },
  );
});

test.each([
  "a ",
  "a=b ",
  "a>b ",
  "stuck ",
  "stuck,",
  "state=active,",
  "x,",
  "<@",
  "'a",
  '"" ',
  "— ",
  "--a ",
  "since ",
  "& ",
])("a long text of %j has a short answer", (piece) => {
  for (const verb of ["", "query ", "find ", "get "]) {
    const sizes = [500, 1_000, 3_000, 4_000].map((size) => {
      const parsed = parse(`${verb}${piece.repeat(size)}`.slice(0, size));
      expectSound(parsed);
      return "problem" in parsed ? (parsed.problem.next?.length ?? 0) / size : commandOf(parsed.request).length / size;
    });
    expect(Math.max(...sizes)).toBeLessThan(3);
  }
});
