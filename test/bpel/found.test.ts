/** What is found by any text is what has that text, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InputOf } from "../../src/core/tool.ts";
import type { tools } from "../../tools/index.ts";
import { activityOf, piidOf, processOf, recordsOf } from "./records.ts";
import { startManager } from "./server.ts";
import { shown, starred } from "./texts.ts";

type Query = InputOf<typeof tools.query>;

const own = processOf(1);
const records = recordsOf([own]);

describe("what is found", () => {
  /** Instances whose names, properties, templates and activities are texts of this kind. */
  const worlds = fc.uniqueArray(shown, { minLength: 2, maxLength: 6 });
  const finders: Readonly<Record<string, (text: string) => Query>> = {
    definitionKey: (definitionKey) => ({ definitionKey }),
    businessKey: (text) => ({ businessKey: starred(text) }),
    "a variable": (value) => ({ variables: [{ name: "key", operator: "eq", value }] }),
    "a variable's name": (name) => ({ variables: [{ name, value: "by name" }] }),
    elementId: (elementId) => ({ elementId }),
    passedElementId: (passedElementId) => ({ passedElementId }),
  };

  it.for(Object.entries(finders))("%s: the one that has the text, and no other", async ([, find]) => {
    const manager = await startManager(records);
    const property = fc.asyncProperty(worlds, async (texts) => {
      const processes = texts.map((name, n) =>
        processOf(n + 1, {
          name,
          template: { ...own.template, name },
          properties: [{ name: "key", value: name }, ...(name === "key" ? [] : [{ name, value: "by name" }])],
        }),
      );
      manager.hold(
        recordsOf(
          processes,
          processes.map((process, n) => activityOf(n + 1, process, { name: process.name })),
        ),
      );
      for (const [n, text] of texts.entries()) {
        if (text === "key") continue;
        const { instances = [] } = await manager.ask.query(find(text));
        expect(instances.map((row) => row.id)).toEqual([piidOf(n + 1)]);
      }
    });
    await fc.assert(property, { numRuns: 40 });
  });
});
