import { describe, expect, test } from "vitest";
import { type Handlers, runCommandLine } from "../../src/command-line.ts";

/** What a command line asks for: the handler with what it was given, the words said, and the exit code. */
async function read(...words: string[]) {
  const calls: unknown[] = [];
  let [out, err] = ["", ""];
  const handler =
    (name: string) =>
    async (...given: unknown[]) => {
      calls.push([name, ...given]);
      return 42;
    };
  const handlers: Handlers = {
    get: handler("get"),
    query: handler("query"),
    history: handler("history"),
    find: handler("find"),
    engines: handler("engines"),
    doctor: handler("doctor"),
    mcp: handler("mcp"),
    slack: handler("slack"),
    slackManifest: handler("slackManifest"),
    sandbox: handler("sandbox"),
    demo: handler("demo"),
  };
  const say = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const exit = await runCommandLine(words, "0.1.0", handlers, say);
  return { calls, out, err, exit };
}

const queried = (input: object, options: object = {}) => [
  ["query", input, { json: false, all: false, jsonl: false, ...options }],
];

const queryFlags: [string[], object][] = [
  [["--definition-key", "a", "--definition-key", "b"], { definitionKey: ["a", "b"] }],
  [["--definition-version", "3"], { definitionVersion: 3 }],
  [["--state", "active", "--state", "failed,suspended"], { state: ["active", "failed", "suspended"] }],
  [["--has-incident"], { hasIncident: true }],
  [["--no-has-incident"], { hasIncident: false }],
  [["--incident-type", "failedJob"], { incidentType: "failedJob" }],
  [["--incident-message", "a*"], { incidentMessage: "a*" }],
  [["--attention", "incident,retrying", "--attention=overdue"], { attention: ["incident", "retrying", "overdue"] }],
  [["--waiting-longer-than", "2h"], { waitingLongerThan: "2h" }],
  [["--business-key", "ORDER-47*"], { businessKey: "ORDER-47*" }],
  [["--element-id", "Charge"], { elementId: "Charge" }],
  [["--passed-element-id", "Charge"], { passedElementId: "Charge" }],
  [["--parent-id", "1"], { parentId: "1" }],
  [["--root-id", "1"], { rootId: "1" }],
  [["--tenant-id", "t"], { tenantId: "t" }],
  [["--started-after", "7d"], { startedAfter: "7d" }],
  [["--started-before", "2026-11-22"], { startedBefore: "2026-11-22" }],
  [["--ended-after", "7d"], { endedAfter: "7d" }],
  [["--ended-before", "7d"], { endedBefore: "7d" }],
  [["--order", "longestWaiting"], { order: "longestWaiting" }],
  [["--count"], { mode: "count" }],
  [["--limit", "5"], { limit: 5 }],
  [["--cursor", "abc"], { cursor: "abc" }],
  [["-e", "c7"], { engine: "c7" }],
  [["--engine", "c7"], { engine: "c7" }],
  [["--business-key=-x"], { businessKey: "-x" }],
  [["--incident-message", "-e foo"], { incidentMessage: "-e foo" }],
];

describe("query", () => {
  test.each(queryFlags)("%j", async (words, input) => {
    expect(await read("query", ...words)).toEqual({ calls: queried(input), out: "", err: "", exit: 42 });
  });

  test("what is no value of a closed set goes to the tool, which says what is", async () => {
    expect((await read("query", "--state", "stuck")).calls).toEqual(queried({ state: ["stuck"] }));
  });

  test.each([
    [["--all"], { all: true }],
    [["--jsonl"], { jsonl: true }],
    [["--json"], { json: true }],
    [["--config", "a.yaml"], { config: "a.yaml" }],
    [["-c", "a.yaml"], { config: "a.yaml" }],
  ])("output: %j", async (words, options) => {
    expect((await read("query", ...words)).calls).toEqual(queried({}, options));
  });

  test("flags before the command count too, nearer ones win", async () => {
    const { calls } = await read("-e", "a", "-c", "x.yaml", "--json", "query", "-e", "b");
    expect(calls).toEqual(queried({ engine: "b" }, { json: true, config: "x.yaml" }));
  });
});

test.each([
  ["name=value", "eq", "value"],
  ["name=", "eq", ""],
  ["name!=value", "neq", "value"],
  ["name>100", "gt", 100],
  ["name>=-1.5", "gte", -1.5],
  ["name<1e3", "lt", 1000],
  ["name<=0", "lte", 0],
  ["name~pat*", "like", "pat*"],
  ["name~100", "like", "100"],
  ['name~"a b"', "like", "a b"],
  ["name=true", "eq", true],
  ["name=false", "eq", false],
  ["name=null", "eq", null],
  ['name="true"', "eq", "true"],
  ['name="100"', "eq", "100"],
  ['name="a \\"b\\" \\n"', "eq", 'a "b" \n'],
  ["name=007", "eq", "007"],
  ["name=+49", "eq", "+49"],
  ["name=1.2.3", "eq", "1.2.3"],
  ["name=a=b>c", "eq", "a=b>c"],
  ["name=9007199254740991", "eq", 9007199254740991],
  ["name=9007199254740993", "eq", { integer: "9007199254740993" }],
  ["name=-9223372036854775808", "eq", { integer: "-9223372036854775808" }],
  ["name=1e999", "eq", "1e999"],
])("--variable %s", async (word, operator, value) => {
  const { calls } = await read("query", "--variable", word, "--variable", "other=1");
  const other = { name: "other", operator: "eq", value: 1 };
  expect(calls).toEqual(queried({ variables: [{ name: "name", operator, value }, other] }));
});

test("get", async () => {
  expect((await read("get", "1", "--include", "variables,stackTraces", "--wait", "2.5")).calls).toEqual([
    ["get", { id: "1", include: ["variables", "stackTraces"], waitUpToMs: 2_500 }, { json: false }],
  ]);
  expect((await read("get", "1", "-e", "c7", "--json", "-c", "f")).calls).toEqual([
    ["get", { id: "1", engine: "c7" }, { json: true, config: "f" }],
  ]);
  expect((await read("get", "--", "-1")).calls).toEqual([["get", { id: "-1" }, { json: false }]]);
});

test("history", async () => {
  const words = ["--kind", "incident", "--kind", "element,variable", "--element-id", "E", "--order", "newest"];
  expect((await read("history", "1", ...words, "--limit", "9", "--cursor", "c", "-e", "c7")).calls).toEqual([
    [
      "history",
      {
        id: "1",
        kinds: ["incident", "element", "variable"],
        elementId: "E",
        order: "newest",
        limit: 9,
        cursor: "c",
        engine: "c7",
      },
      { json: false },
    ],
  ]);
});

test("the other commands", async () => {
  expect((await read("engines", "--json")).calls).toEqual([["engines", { json: true }]]);
  expect((await read("doctor", "-c", "f")).calls).toEqual([["doctor", { json: false, config: "f" }]]);
  expect((await read("mcp", "-c", "f")).calls).toEqual([["mcp", { config: "f" }]]);
  expect((await read("sandbox", "--port", "8080")).calls).toEqual([["sandbox", { port: 8080 }]]);
  expect((await read("sandbox")).calls).toEqual([["sandbox", {}]]);
  expect((await read("sandbox", "--kind", "camunda8")).calls).toEqual([["sandbox", { kind: "camunda8" }]]);
  expect((await read("sandbox", "--kind", "bpel")).calls).toEqual([["sandbox", { kind: "bpel" }]]);
  expect((await read("sandbox", "--kind", "camunda8", "--api", "8.10", "--port", "1")).calls).toEqual([
    ["sandbox", { kind: "camunda8", api: "8.10", port: 1 }],
  ]);
  expect((await read("demo", "--once")).calls).toEqual([["demo", { once: true }]]);
  expect((await read("demo")).calls).toEqual([["demo", { once: false }]]);
});

test("slack", async () => {
  expect((await read("slack")).calls).toEqual([["slack", {}]]);
  expect((await read("-c", "f", "slack", "--port", "0", "--host", "0.0.0.0")).calls).toEqual([
    ["slack", { config: "f", port: 0, host: "0.0.0.0" }],
  ]);
  expect((await read("slack", "-c", "f")).calls).toEqual([["slack", { config: "f" }]]);
  expect((await read("slack", "manifest")).calls).toEqual([["slackManifest", {}]]);
  expect((await read("slack", "manifest", "--command", "/bpm", "--url", "https://x")).calls).toEqual([
    ["slackManifest", { command: "/bpm", url: "https://x" }],
  ]);
});

test("a word that is no command is a key", async () => {
  const commands = [
    "get",
    "query",
    "history",
    "engines",
    "doctor",
    "mcp",
    "slack",
    "sandbox",
    "demo",
    "completion",
    "help",
  ];
  expect((await read("ORDER-4711", "--json", "-e", "c7")).calls).toEqual([
    ["find", "ORDER-4711", { json: true, engine: "c7", commands }],
  ]);
});

test.each([
  ["an unknown flag", ["query", "--stat", "x"]],
  ["an unknown flag before a key", ["--jsn", "x"]],
  ["an unknown short flag", ["get", "-x", "1"]],
  ["a missing value", ["query", "--state"]],
  ["a missing id", ["get"]],
  ["two keys", ["a", "b"]],
  ["a word after query", ["query", "ORDER-1"]],
  ["no number", ["query", "--limit", "many"]],
  ["no seconds", ["get", "1", "--wait", "soon"]],
  ["no condition", ["query", "--variable", "amount"]],
  ["a condition without a name", ["query", "--variable", "=1"]],
  ["broken quotes", ["query", "--variable", 'a="\\x"']],
  ["no shell", ["completion", "tcsh"]],
  ["no kind of sandbox", ["sandbox", "--kind", "camunda9"]],
  ["no version of a sandbox", ["sandbox", "--kind", "camunda8", "--api", "8.6"]],
  ["a version of a BPEL sandbox", ["sandbox", "--kind", "bpel", "--api", "8.8"]],
  ["a version of a sandbox that has none", ["sandbox", "--api", "8.9"]],
  ["a flag without a key", ["-e", "c7"]],
  ["no port", ["slack", "--port", "70000"]],
  ["a negative port", ["sandbox", "--port", "-1"]],
  ["no command of slack", ["slack", "status"]],
  ["a flag of slack for the manifest", ["slack", "manifest", "--port", "3000"]],
  ["a flag of the manifest for slack", ["slack", "--url", "https://x"]],
])("%s ends with code 2 and one line", async (_name, words) => {
  const { calls, out, err, exit } = await read(...words);
  expect({ calls, out, exit }).toEqual({ calls: [], out: "", exit: 2 });
  expect(err).toMatch(/^lookout: .+\n$/);
  expect(`$ lookout ${words.join(" ")}\n${err}`).toMatchSnapshot();
});

test.each([
  [],
  ["--help"],
  ["help"],
  ["query", "--help"],
  ["get", "-h"],
  ["history", "--help"],
  ["completion", "--help"],
  ["doctor", "--help"],
  ["sandbox", "--help"],
  ["slack", "--help"],
  ["slack", "manifest", "--help"],
])("help of %j", async (...words) => {
  const { out, err, exit } = await read(...words);
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  const name = words.filter((word) => /^[a-z]/.test(word) && word !== "help").join("-") || "lookout";
  await expect(out).toMatchFileSnapshot(`golden/help-${name}.txt`);
});

test("help fits 80 columns", async () => {
  for (const words of [
    ["--help"],
    ["query", "--help"],
    ["history", "--help"],
    ["get", "--help"],
    ["completion", "--help"],
    ["sandbox", "--help"],
    ["slack", "--help"],
    ["slack", "manifest", "--help"],
  ]) {
    const { out } = await read(...words);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  }
});

test("the version alone", async () => {
  expect(await read("--version")).toEqual({ calls: [], out: "0.1.0\n", err: "", exit: 0 });
});
