import { describe, expect, test } from "vitest";
import { type Command, commands } from "../../src/slack/grammar/commands.ts";
import { folded, nameOf } from "../../src/slack/grammar/options.ts";
import { parse } from "../../src/slack/grammar/parse.ts";
import { verbs } from "../../src/slack/grammar/verbs.ts";
import { tools } from "../../tools/index.ts";

const rows = verbs.map((verb): [string, Command] => [verb, commands[verb]]);

test("the table has a row for every verb, and no name twice", () => {
  expect(Object.keys(commands)).toEqual([...verbs]);
  const names = rows.flatMap(([verb, { aliases }]) => [verb, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test("every field of a tool can be typed, but for the cursor", () => {
  const typed = (verb: keyof typeof commands) => Object.keys(commands[verb].options).sort();
  const fields = (tool: { input: { shape: object } }) =>
    Object.keys(tool.input.shape)
      .filter((field) => field !== "cursor")
      .sort();
  expect(typed("get")).toEqual(fields(tools.get));
  expect(typed("history")).toEqual(fields(tools.history));
  expect(typed("query")).toEqual(fields(tools.query));
  expect(typed("stuck")).toEqual(fields(tools.query));
  expect([...typed("count"), "limit", "mode", "order"].sort()).toEqual(fields(tools.query));
});

describe.each(rows)("%s", (verb, { options, examples, asks, takes, usage }) => {
  test("its examples are understood, and ask what it is for", () => {
    expect(usage).toContain(verb);
    expect(examples.length).toBeGreaterThan(0);
    for (const { text } of examples) {
      const parsed = parse(text);
      expect(parsed, text).toHaveProperty("request.ask", asks);
    }
  });

  test("no two options have one name", () => {
    const names = Object.entries(options).flatMap(([field, { names: more = [] }]) => [
      ...new Set([folded(field), ...more]),
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(folded(name)).toBe(name);
  });

  test("the example of every option sets its field, under each of its names", () => {
    for (const [field, option] of Object.entries(options)) {
      const name = nameOf(field, option);
      expect(option.example.startsWith(`${name}=`), option.example).toBe(true);
      const value = option.example.slice(name.length + 1);
      const isPositional = field === "id" || field === "key";
      const before = takes === "conditions" ? verb : isPositional ? verb : `${verb} 2251799813685249`;
      const typed = [field, ...(option.names ?? []), field.replace(/[A-Z]/g, "-$&"), field.toUpperCase()];
      // In a query already asked so, saying it again is no contradiction.
      const said = verb === "stuck" && field === "hasIncident" ? "yes" : value;
      const texts = typed.flatMap((one) => [
        `${one}=${said}`,
        `${one}:${said}`,
        `--${one} ${said}`,
        `--${one}=${said}`,
      ]);
      const [first, ...others] = texts.map((text) => parse(`${before} ${text}`));
      expect(first, option.example).toHaveProperty(`request.input.${field}`);
      for (const other of others) expect(other, texts.join(" ")).toEqual(first);
    }
  });
});

test("no option lets type more rows than a tool gives", () => {
  for (const [tool, verb] of [
    [tools.query, "query"],
    [tools.history, "history"],
  ] as const) {
    const { reading } = commands[verb].options.limit;
    expect(tool.input.shape.limit.safeParse(reading.to).success).toBe(true);
  }
});
