import { spawnSync } from "node:child_process";
import { Writable } from "node:stream";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../src/command-line.ts";
import { errorKinds } from "../../src/core/errors.ts";
import { type Attention, attentions, instanceStates } from "../../src/core/model.ts";
import { exitCodeOf } from "../../src/terminal/error-text.ts";
import { cutText, wrapText } from "../../src/terminal/fit-text.ts";
import { inTerminalWords, wordsOf } from "../../src/terminal/flags.ts";
import { clockText } from "../../src/terminal/moments.ts";
import { shellQuoted } from "../../src/terminal/shell-words.ts";
import { tableText } from "../../src/terminal/table.ts";
import { writeOut } from "../../src/terminal/write-out.ts";
import { now } from "./world.ts";

const style = { colors: false, width: 60, now, timeZone: "UTC" };

test("every kind of error has its exit code", () => {
  expect(Object.fromEntries(errorKinds.map((kind) => [kind, exitCodeOf(kind)]))).toEqual({
    invalidInput: 2,
    unsupported: 2,
    notFound: 1,
    denied: 3,
    unauthenticated: 3,
    configuration: 2,
    unreachable: 3,
    timedOut: 3,
    rateLimited: 3,
    badAnswer: 3,
    cancelled: 130,
    internal: 70,
  });
});

test.each([
  ["c7 cannot do the filter waitingLongerThan.", "c7 cannot do the filter --waiting-longer-than."],
  ["It can do: definitionKey, state, variables.", "It can do: --definition-key, --state, --variable."],
  ["It can do: active, completed.", "It can do: active, completed."],
  ["definitionVersion needs one definitionKey.", "--definition-version needs one --definition-key."],
  [
    "limit must be at most 100; kinds[0] must be one of a, b.",
    "--limit must be at most 100; --kind must be one of a, b.",
  ],
  ["variables[1].value must be a string.", "--variable must be a string."],
  [
    "state and endedAfter contradict each other: a running instance has no end.",
    "--state and --ended-after contradict each other: a running instance has no end.",
  ],
  ["Leave out state or endedAfter.", "Leave out --state or --ended-after."],
  ["Add engine, for example c7-prod.", "Add --engine, for example: -e c7-prod"],
  [
    "c7 returned rows that do not match state; the list was dropped.",
    "c7 returned rows that do not match --state; the list was dropped.",
  ],
  ["c7 cannot do order longestWaiting.", "c7 cannot do --order longestWaiting."],
  ["Use query_process_instances or get_process_instance_history.", "Use `lookout query` or `lookout history`."],
  ["Ask for less: a smaller limit or more filters.", "Ask for less: a smaller limit or more filters."],
  ["Whoever runs the lookout checks engines[c7].auth.", "Whoever runs the lookout checks engines[c7].auth."],
])("%s", (core, terminal) => {
  expect(inTerminalWords(core)).toBe(terminal);
});

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const name = fc.stringMatching(/^[A-Za-z][\w.-]{0,8}$/);
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("true", "12", '"x"', "=a", "~", "-1"),
);
const variable = fc.oneof(
  fc.record({
    name,
    operator: fc.constantFrom(
      "eq" as const,
      "neq" as const,
      "gt" as const,
      "gte" as const,
      "lt" as const,
      "lte" as const,
    ),
    value: scalar,
  }),
  fc.record({ name, operator: fc.constant("like" as const), value: text }),
  fc.constant({ name: "n", operator: "eq" as const, value: { integer: "9007199254740993" } }),
);
const input = fc.record(
  {
    definitionKey: fc.array(text, { minLength: 1, maxLength: 3 }),
    definitionVersion: fc.integer(),
    state: fc.array(fc.constantFrom(...instanceStates), { minLength: 1, maxLength: 2 }),
    hasIncident: fc.boolean(),
    attention: fc.array(fc.constantFrom<Attention>(...attentions), { minLength: 1, maxLength: 3 }),
    businessKey: text,
    incidentMessage: text,
    variables: fc.array(variable, { minLength: 1, maxLength: 3 }),
    mode: fc.constant("count" as const),
    limit: fc.integer(),
    engine: text,
  },
  { requiredKeys: [] },
);

test("the command that an answer proposes asks the same question", async () => {
  await fc.assert(
    fc.asyncProperty(input, async (asked) => {
      let read: unknown;
      const nobody = async () => 0;
      const handlers = {
        get: nobody,
        history: nobody,
        find: nobody,
        engines: nobody,
        doctor: nobody,
        mcp: nobody,
        slack: nobody,
        slackManifest: nobody,
        sandbox: nobody,
        demo: nobody,
      };
      const query = async (given: unknown) => {
        read = given;
        return 0;
      };
      await runCommandLine(["query", ...wordsOf(asked)], "0", { ...handlers, query }, { out: () => {}, err: () => {} });
      expect(read).toEqual(asked);
    }),
  );
});

test("a quoted word is that word to a shell", () => {
  const words = [
    "plain",
    "a b",
    "it's",
    "$HOME",
    "`id`",
    "a\\b",
    '"',
    "*",
    "~",
    "!x",
    "注文",
    "",
    ";",
    "-x",
    "a'b'c",
    "(",
    "#x",
  ];
  const { stdout } = spawnSync("bash", ["-c", `printf '%s\\0' ${words.map(shellQuoted).join(" ")}`], {
    encoding: "utf8",
  });
  expect(stdout.split("\0").slice(0, -1)).toEqual(words);
});

describe("times", () => {
  test.each([
    ["2026-11-22T15:31:09.000Z", "15:31"],
    ["2026-11-09T08:01:00.000Z", "09 Nov 08:01"],
    ["2025-11-22T15:31:00.000Z", "2025-11-22 15:31"],
    ["2026-11-22T00:00:00.000Z", "00:00"],
    ["no time\u001b[2J\n", "no time[2J"],
  ])("%j is shown as %s", (iso, words) => expect(clockText(iso, style)).toBe(words));

  test("in the zone of the reader", () => {
    const berlin = { ...style, timeZone: "Europe/Berlin" };
    expect(clockText("2026-11-22T15:31:00.000Z", berlin)).toBe("16:31");
    expect(clockText("2026-11-21T23:30:00.000Z", berlin)).toBe("00:30");
    expect(clockText("2026-11-21T23:30:09.000Z", berlin, true)).toBe("22 Nov 00:30:09");
  });
});

describe("columns", () => {
  const any = fc
    .array(fc.constantFrom("a", "word", " ", "注文", "🚚", "é", "e\u0301", "🇩🇪", "-"), { maxLength: 30 })
    .map((parts) => parts.join(""));

  test("a cut text fits and keeps its end", () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 8, max: 40 }), (written, columns) => {
        expect(stringWidth(cutText(written, columns))).toBeLessThanOrEqual(columns);
        expect(cutText(`${written} v12`, columns, " v12").endsWith(" v12")).toBe(true);
      }),
    );
  });

  test("wrapped lines fit and lose nothing", () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 8, max: 40 }), (written, columns) => {
        const lines = wrapText(written, columns, true);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(written.replaceAll(" ", ""));
      }),
    );
  });

  test("a table never passes the width, cuts no id and keeps its columns straight", () => {
    const row = fc.record({ key: any.map((key) => key.trim()), id: fc.uuid() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.integer({ min: 55, max: 120 }), (rows, width) => {
        const table = tableText(
          rows,
          [
            { head: "KEY", cell: ({ key }) => ({ text: key }), least: 12 },
            { head: "ID", cell: ({ id }) => ({ text: id }) },
          ],
          { ...style, width },
        );
        const lines = (table ?? "").split("\n").slice(1);
        const starts = lines.map((line, at) => stringWidth(line.slice(0, line.indexOf(rows[at]?.id ?? "?"))));
        expect(new Set(starts).size).toBe(1);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("writing", () => {
  const failing = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  test("a reader that has gone is no error", async () => {
    const stream = failing("EPIPE");
    expect(await writeOut(stream, "x")).toBe(false);
    expect(await writeOut(stream, "y")).toBe(false);
  });

  test("a full disk is one", async () => {
    await expect(writeOut(failing("ENOSPC"), "x")).rejects.toThrow("ENOSPC");
  });

  test("the next text waits until the last one is taken", async () => {
    let busy = 0;
    const stream = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        busy += 1;
        setTimeout(() => {
          busy -= 1;
          done();
        }, 5);
      },
    });
    for (const part of ["a", "b", "c"]) {
      expect(await writeOut(stream, part)).toBe(true);
      expect(busy).toBe(0);
    }
  });
});
