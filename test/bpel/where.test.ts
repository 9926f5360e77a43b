/** No text of an asker leaves its quotes: the server reads back one literal with that very text, and the clause around it unchanged. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InputOf } from "../../src/core/tool.ts";
import { type Condition, parseWhere } from "../../src/sandbox/bpel/where/parse.ts";
import type { tools } from "../../tools/index.ts";
import { refusalOf } from "../contract/subject.ts";
import { activityOf, now, piidOf, processOf, recordsOf } from "./records.ts";
import { type Manager, startManager } from "./server.ts";
import { hostile, starred } from "./texts.ts";

type Query = InputOf<typeof tools.query>;

/** Every literal text of a condition taken out, and what is left. */
function taken(condition: Condition): { readonly texts: readonly string[]; readonly shape: string } {
  const texts: string[] = [];
  const value = (one: unknown, isText: boolean) => {
    if (!isText || typeof one !== "string") return JSON.stringify(one);
    texts.push(one);
    return "?";
  };
  const shape = (one: Condition): string => {
    if ("parts" in one) return `(${one.kind} ${one.parts.map(shape).join(" ")})`;
    if (one.kind === "not") return `(not ${shape(one.part)})`;
    const { name, column } = one.column;
    const isText = column.type === "text";
    if (one.kind === "like") return `${name} LIKE ${value(one.pattern, true)}`;
    const operands = one.kind === "in" ? one.operands : [one.operand];
    const values = operands.map((two) => (two.kind === "value" ? value(two.value, isText) : two.column.name));
    return `${name} ${one.kind === "in" ? "IN" : one.operator} ${values.join(",")}`;
  };
  return { shape: shape(condition), texts };
}

/** A question as the server understands it, each of its clauses. */
async function understood(manager: Manager, input: Query) {
  const before = manager.asked.length;
  await manager.ask.query({ limit: 3, ...input });
  return manager.asked.slice(before).flatMap(({ where }) => (where ? [taken(parseWhere(where, now.getTime()))] : []));
}

const plain = "plain";

/** How a text is asked, and the literals that the clause has for it; a pattern has another shape where it has no star. */
const asked: Readonly<
  Record<string, { readonly ask: (text: string) => Query; readonly literals: (text: string) => readonly string[] }>
> = {
  definitionKey: { ask: (text) => ({ definitionKey: text }), literals: (text) => [text] },
  "definitionKey, one of several": {
    ask: (text) => ({ definitionKey: ["first key", text, "last key"] }),
    literals: (text) => ["first key", text, "last key"],
  },
  businessKey: { ask: (text) => ({ businessKey: starred(text) }), literals: (text) => [text] },
  "a variable's name": {
    ask: (text) => ({ variables: [{ name: text, value: "a value" }] }),
    literals: (text) => [text, "a value"],
  },
  "a variable's value": {
    ask: (text) => ({ variables: [{ name: "a name", operator: "eq", value: text }] }),
    literals: (text) => ["a name", text],
  },
  "a variable's value, unequal": {
    ask: (text) => ({ variables: [{ name: "customText2", operator: "neq", value: text }] }),
    literals: (text) => [text],
  },
  "a variable's value, alike": {
    ask: (text) => ({ variables: [{ name: "a name", operator: "like", value: starred(text) }] }),
    literals: (text) => ["a name", text],
  },
  elementId: { ask: (text) => ({ elementId: text }), literals: (text) => [text] },
  passedElementId: { ask: (text) => ({ passedElementId: text }), literals: (text) => [text] },
  "elementId with a time": {
    ask: (text) => ({ elementId: text, waitingLongerThan: "1h" }),
    literals: (text) => [text],
  },
};

const own = processOf(1);
const records = recordsOf([own, processOf(2), processOf(3)], [activityOf(1, own)]);

describe("a text in its quotes", () => {
  it.for(Object.entries(asked))("%s", async ([, { ask, literals }]) => {
    for (const order of ["newest", "longestWaiting"] as const) {
      const manager = await startManager(records);
      const inOrder = (clauses: Awaited<ReturnType<typeof understood>>) =>
        clauses.map((one) => JSON.stringify(one)).sort();
      const benign = await understood(manager, { ...ask(plain), order });
      expect(benign.flatMap(({ texts }) => texts)).toEqual(expect.arrayContaining([...literals(plain)]));
      const property = fc.asyncProperty(hostile, async (text) => {
        const meant = (literal: string) => (literal === plain ? text : literal);
        expect(inOrder(await understood(manager, { ...ask(text), order }))).toEqual(
          inOrder(benign.map(({ shape, texts }) => ({ shape, texts: texts.map(meant) }))),
        );
      });
      await fc.assert(property, { numRuns: order === "newest" ? 150 : 50 });
    }
  });

  it("patterns: what stands between the stars, the database's own wildcards refused", async () => {
    const manager = await startManager(records);
    const property = fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 3 }), async (parts) => {
      fc.pre(!parts.some((part) => part.endsWith("\\"))); // what stands before a star makes it one
      const businessKey = `*${parts.map(starred).join("*")}*`;
      const question = understood(manager, { businessKey });
      if (parts.some((part) => /[%_[]/.test(part))) {
        const sent = manager.asked.length;
        expect(await refusalOf(question)).toMatchObject({
          kind: "unsupported",
          message: expect.stringContaining("businessKey"),
        });
        expect(manager.asked.length).toBe(sent);
      } else {
        const [clause] = await question;
        expect(clause).toEqual({ shape: "PROCESS_INSTANCE.NAME LIKE ?", texts: [`%${parts.join("%")}%`] });
      }
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it("several texts at once, each in its place", async () => {
    const manager = await startManager(records, { businessKey: { customProperty: "the 'key'" } });
    const property = fc.asyncProperty(hostile, hostile, hostile, hostile, async (a, b, c, d) => {
      const input: Query = {
        definitionKey: a,
        businessKey: starred(b),
        variables: [{ name: c, operator: "neq", value: d }],
        elementId: c,
        startedAfter: "1d",
      };
      const [clause] = await understood(manager, input);
      expect(clause?.texts).toEqual([a, "the 'key'", b, c, d, c]);
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe("what reaches no clause", () => {
  it("the type of an incident is compared with the documented ones", async () => {
    const manager = await startManager(records);
    const property = fc.asyncProperty(hostile, async (incidentType) => {
      const before = manager.asked.length;
      const { instances } = await manager.ask.query({ incidentType });
      expect(instances).toEqual([]);
      for (const { where } of manager.asked.slice(before)) {
        expect(taken(parseWhere(where ?? "", now.getTime())).texts).toEqual([]);
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it.for(["parentId", "rootId"] as const)("%s: what is no id of an instance is not sent", async (name) => {
    const manager = await startManager(records);
    const nearly = hostile.map((text) => `${piidOf(1)}${text}`);
    const property = fc.asyncProperty(fc.oneof(hostile, nearly), async (text) => {
      fc.pre(!/^_PI:[0-9a-f.]+$/i.test(text.trim()));
      const before = manager.asked.length;
      const { instances } = await manager.ask.query({ [name]: text });
      expect(instances).toEqual([]);
      expect(manager.asked.slice(before)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it.for(["startedAfter", "startedBefore", "endedAfter", "endedBefore", "waitingLongerThan"] as const)(
    "%s: what is no time is refused",
    async (name) => {
      const manager = await startManager(records);
      const nearly = hostile.map((text) => `2026-11-22T10:00:00Z${text}`);
      const property = fc.asyncProperty(fc.oneof(hostile, nearly), async (text) => {
        fc.pre(text.trim() !== "2026-11-22T10:00:00Z");
        expect((await refusalOf(manager.ask.query({ [name]: text }))).kind).toBe("invalidInput");
      });
      await fc.assert(property, { numRuns: 100 });
      expect(manager.asked).toEqual([]);
    },
  );

  it.for(Object.entries(asked))("half a character in %s is refused, and no failure of ours", async ([, { ask }]) => {
    const manager = await startManager(records);
    for (const half of ["\ud83d", "a\udc00b", "'\ud800'"]) {
      const refusal = await refusalOf(manager.ask.query(ask(half)));
      expect(refusal.kind).toMatch(/^(?:invalidInput|unsupported)$/);
    }
    expect(manager.asked).toEqual([]);
  });
});

describe("a question that is too long", () => {
  const longest = 8_190;
  it.for([
    ["quotes", "'"],
    ["letters", "x"],
    ["letters of two bytes", "ü"],
    ["characters of three bytes", "東"],
    ["emojis", "🚚"],
    ["percent signs", "%"],
    ["control characters", "\u0000"],
  ] as const)("%s: is answered as it is meant, or refused before it is sent", async ([, character]) => {
    const manager = await startManager(records);
    for (const length of [1, 400, 600, 1_000]) {
      const text = character.repeat(length).slice(0, 1_000);
      for (const { ask, literals } of Object.values(asked)) {
        const before = manager.asked.length;
        try {
          const clauses = await understood(manager, ask(text));
          for (const { texts } of clauses) expect(texts.slice(0, literals(text).length)).toEqual(literals(text));
        } catch (error) {
          const refusal = await refusalOf(Promise.reject(error));
          expect(refusal).toMatchObject({ kind: "unsupported", message: expect.stringContaining("long") });
          expect(manager.asked.length).toBe(before);
        }
      }
    }
  });

  it("many keys, of the asker or of the policy", async () => {
    const manager = await startManager(records);
    const keys = Array.from({ length: 50 }, (_, n) => `${n} ${"k".repeat(300)}`);
    const access = { rules: [{ callers: ["local"], definitionKeys: keys }] };
    const refused = [manager.ask.query({ definitionKey: keys }), manager.asking(access).query({})];
    for (const one of refused) expect((await refusalOf(one)).kind).toBe("unsupported");
    expect(manager.asked).toEqual([]);
  });

  it("no request line is longer than the server in front takes", async () => {
    const manager = await startManager(records);
    for (let length = 100; length <= 1_000; length += 10) {
      const variables = Array.from({ length: 9 }, (_, n) => ({ name: `n${n}`, value: "v".repeat(length) }));
      await manager.ask.query({ variables, order: "longestWaiting" }).catch(() => {});
    }
    const lines = manager.asked.map(({ line }) => line);
    expect(Math.max(...lines)).toBeGreaterThan(longest - 700);
    expect(Math.max(...lines)).toBeLessThanOrEqual(longest);
  });
});
