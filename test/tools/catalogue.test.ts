import { expect, test } from "vitest";
import { catalogue, tools } from "../../tools/index.ts";

test("what is advertised, with one engine and with two, is this and nothing else", async () => {
  const advertised = { oneEngine: catalogue(["prod"]), twoEngines: catalogue(["prod", "test"]) };
  await expect(`${JSON.stringify(advertised, null, 2)}\n`).toMatchFileSnapshot("../golden/tool-schemas.json");
});

test("every tool is an object in and an object out, with words on it", () => {
  for (const { name, title, description, inputSchema, outputSchema } of catalogue(["prod"])) {
    expect(name).toMatch(/^[a-z_]{1,64}$/);
    expect(title.length * description.length).toBeGreaterThan(0);
    for (const schema of [inputSchema, outputSchema]) expect(schema["type"]).toBe("object");
    expect(inputSchema["additionalProperties"]).toBe(false);
  }
});

test("the engine is an argument where there is a choice, and accepted everywhere", () => {
  const properties = (engines: readonly string[]) => JSON.stringify(catalogue(engines).map((tool) => tool.inputSchema));
  expect(properties(["prod"])).not.toContain("prod");
  expect(properties(["prod", "test"])).toContain('"engine":{"type":"string","enum":["prod","test"]}');
  for (const { input } of Object.values(tools)) expect(Object.keys(input.shape)).toContain("engine");
});

test("a caller who may see no engine is still told what there would be to ask", () => {
  expect(catalogue([])).toEqual(catalogue(["prod"]));
});
