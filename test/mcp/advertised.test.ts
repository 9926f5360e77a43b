import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { advertised } from "../../src/mcp/advertised.ts";
import { instructions } from "../../src/mcp/instructions.ts";

const tokens = (value: unknown) => countTokens(JSON.stringify(value));
const one = advertised(["c7-prod"]);
const two = advertised(["c7-prod", "c8-prod"]);

describe("the tool list", () => {
  test.for([
    ["one-engine", one],
    ["two-engines", two],
  ] as const)("%s", async ([name, tools]) => {
    await expect(`${JSON.stringify(tools, null, 2)}\n`).toMatchFileSnapshot(`golden/tools-${name}.json.txt`);
  });

  test("with one engine there is no argument engine; with two it is one of them", () => {
    expect(JSON.stringify(one.map(({ inputSchema }) => inputSchema))).not.toContain('"engine"');
    for (const { inputSchema } of two) {
      expect(inputSchema.properties?.["engine"]).toMatchObject({ enum: ["c7-prod", "c8-prod"] });
    }
  });

  test.for([
    ["one engine", one],
    ["two engines", two],
  ] as const)("%s: what every conversation pays for is small", ([_name, tools]) => {
    const asked = tools.map(({ name, description, inputSchema }) => tokens({ name, description, inputSchema }));
    expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1_200);
    for (const count of asked) expect(count).toBeLessThanOrEqual(700);
    // With several engines the argument that names one comes on top.
    const whole = tools.map(({ name, description, inputSchema, outputSchema }) =>
      tokens({ name, description, inputSchema, outputSchema }),
    );
    expect(whole.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(tools === one ? 2_500 : 2_550);
  });

  test("schemas are portable: objects at the root, no references in inputs, every reference of outputs resolves", () => {
    for (const { inputSchema, outputSchema } of two) {
      expect(inputSchema.type).toBe("object");
      expect(outputSchema?.type).toBe("object");
      expect(JSON.stringify(inputSchema)).not.toMatch(/\$ref|\$defs|9007199254740991/);
      const text = JSON.stringify(outputSchema);
      expect(text).not.toContain("9007199254740991");
      const defs = outputSchema?.["$defs"] ?? {};
      for (const [, name] of text.matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)) expect(Object.keys(defs)).toContain(name);
    }
  });
});

describe("the instructions", () => {
  test("for one engine", async () => {
    const text = instructions([{ id: "c7-prod", kind: "camunda7" }]);
    await expect(`${text}\n`).toMatchFileSnapshot("golden/instructions.txt");
  });

  test.for([0, 1, 2, 10, 100])("%i engines: below the length at which hosts cut", (count) => {
    const engines = Array.from({ length: count }, (_, n) => ({ id: `engine-with-a-long-name-${n}`, kind: "camunda7" }));
    expect(instructions(engines).length).toBeLessThan(2_000);
  });

  test("an engine's words never reach them", () => {
    expect(
      instructions([
        { id: "a", kind: "camunda7" },
        { id: "b", kind: "camunda8" },
      ]),
    ).toContain("a (camunda7), b (camunda8)");
  });
});
