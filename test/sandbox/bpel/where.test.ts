import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiFault } from "../../../src/sandbox/bpel/faults.ts";
import { type Condition, parseWhere } from "../../../src/sandbox/bpel/where/parse.ts";
import { bpel, now, quoted } from "./asking.ts";

const { wrong } = bpel();
const parse = (clause: string) => shapeOf(parseWhere(clause, now));

/** A condition, written short. */
function shapeOf(condition: Condition): unknown {
  switch (condition.kind) {
    case "and":
    case "or":
      return [condition.kind, ...condition.parts.map(shapeOf)];
    case "not":
      return ["not", shapeOf(condition.part)];
    case "compare": {
      const { column, operator, operand } = condition;
      return [column.name, operator, operand.kind === "value" ? operand.value : { column: operand.column.name }];
    }
    case "like":
      return [condition.column.name, "LIKE", condition.pattern];
    case "in":
      return [
        condition.column.name,
        "IN",
        ...condition.operands.map((one) => (one.kind === "value" ? one.value : null)),
      ];
  }
}

describe("a where clause", () => {
  it.each([
    ["PROCESS_INSTANCE.NAME='Order'", ["PROCESS_INSTANCE.NAME", "=", "Order"]],
    ["PROCESS_INSTANCE.NAME = 'd''automatisation'", ["PROCESS_INSTANCE.NAME", "=", "d'automatisation"]],
    ["PROCESS_INSTANCE.NAME <> ''", ["PROCESS_INSTANCE.NAME", "<>", ""]],
    ["PROCESS_INSTANCE.NAME LIKE 'A%'", ["PROCESS_INSTANCE.NAME", "LIKE", "A%"]],
    ["PROCESS_INSTANCE.CUSTOM_TEXT8 in ( 'a' , 'b''' )", ["PROCESS_INSTANCE.CUSTOM_TEXT8", "IN", "a", "b'"]],
    ["PROCESS_INSTANCE.STATE=2", ["PROCESS_INSTANCE.STATE", "=", 2]],
    ["PROCESS_INSTANCE.STATE=PROCESS_INSTANCE.STATE.STATE_INDOUBT", ["PROCESS_INSTANCE.STATE", "=", 10]],
    ["ACTIVITY.STATE IN (ACTIVITY.STATE.STATE_STOPPED,ACTIVITY.STATE.STATE_WAITING)", ["ACTIVITY.STATE", "IN", 13, 11]],
    ["ACTIVITY.KIND=ACTIVITY.KIND.KIND_STAFF", ["ACTIVITY.KIND", "=", 43]],
    ["ACTIVITY.STOP_REASON=ACTIVITY.STOP_REASON.STOP_REASON_IMPLEMENTATION_FAILED", ["ACTIVITY.STOP_REASON", "=", 3]],
    ["PROCESS_INSTANCE.PIID=ID('_PI:9003.1a')", ["PROCESS_INSTANCE.PIID", "=", "_PI:9003.1a"]],
    ["ACTIVITY.PIID IN (ID('_PI:9003.1'),id('_PI:9003.2'))", ["ACTIVITY.PIID", "IN", "_PI:9003.1", "_PI:9003.2"]],
    ["PROCESS_INSTANCE.IS_MIGRATED=TRUE", ["PROCESS_INSTANCE.IS_MIGRATED", "=", true]],
    [
      "PROCESS_INSTANCE.CREATED>=TS('2026-11-01T00:00:01')",
      ["PROCESS_INSTANCE.CREATED", ">=", Date.UTC(2026, 10, 1, 0, 0, 1)],
    ],
    ["PROCESS_INSTANCE.CREATED<TS('2026-11-01')", ["PROCESS_INSTANCE.CREATED", "<", Date.UTC(2026, 10, 1)]],
    ["PROCESS_INSTANCE.CREATED<TS('2026')", ["PROCESS_INSTANCE.CREATED", "<", Date.UTC(2026, 0, 1)]],
    ["PROCESS_INSTANCE.CREATED<TS('T16:04')", ["PROCESS_INSTANCE.CREATED", "<", Date.UTC(2026, 10, 22, 16, 4)]],
    ["PROCESS_INSTANCE.CREATED<=CURRENT_DATE", ["PROCESS_INSTANCE.CREATED", "<=", now]],
    [
      "PROCESS_INSTANCE.STARTED>PROCESS_INSTANCE.CREATED",
      ["PROCESS_INSTANCE.STARTED", ">", { column: "PROCESS_INSTANCE.CREATED" }],
    ],
  ])("reads %s", (clause, shape) => {
    expect(parse(clause)).toEqual(shape);
  });

  it("binds NOT closer than AND, and AND closer than OR", () => {
    const [a, b, c] = ["a", "b", "c"].map((text) => `PROCESS_INSTANCE.NAME='${text}'`);
    const [x, y, z] = ["a", "b", "c"].map((text) => ["PROCESS_INSTANCE.NAME", "=", text]);
    expect(parse(`${a} OR ${b} AND ${c}`)).toEqual(["or", x, ["and", y, z]]);
    expect(parse(`${a} OR ${b} OR ${c}`)).toEqual(["or", x, y, z]);
    expect(parse(`(${a} OR ${b})\n\tAND ${c}`)).toEqual(["and", ["or", x, y], z]);
    expect(parse(`not ${a} and ${b}`)).toEqual(["and", ["not", x], y]);
    expect(parse(`NOT (NOT ${a} OR ((${b})))`)).toEqual(["not", ["or", ["not", x], y]]);
    expect(parse(`${"(".repeat(150)}${a}${")".repeat(150)}`)).toEqual(x);
  });
});

describe("what is wrong with a where clause", () => {
  const name = "PROCESS_INSTANCE.NAME";
  it.each([
    // A view or a column that is not there.
    ["TASK.NAME='x'", "CWWBA0001E", "TASK"],
    ["process_instance.NAME='x'", "CWWBA0001E", "process_instance"],
    ["PROCESS_ATTRIBUTE10.NAME='x'", "CWWBA0001E", "PROCESS_ATTRIBUTE10"],
    ["PROCESS_ATTRIBUTE0.NAME='x'", "CWWBA0001E", "PROCESS_ATTRIBUTE0"],
    ["NAME='x'", "CWWBA0002E", "NAME"],
    ["PROCESS_INSTANCE.COLOUR='x'", "CWWBA0002E", "PROCESS_INSTANCE.COLOUR"],
    ["PROCESS_INSTANCE.constructor='x'", "CWWBA0002E", "PROCESS_INSTANCE.constructor"],
    ["PROCESS_INSTANCE.STATE.STATE_READY=1", "CWWBA0002E", "PROCESS_INSTANCE.STATE.STATE_READY"],
    ["STATE=STATE_RUNNING", "CWWBA0002E", "STATE"],
    // What stands where an operator should.
    [`${name}!='x'`, "CWWBA0003E", "!="],
    [`${name}=='x'`, "CWWBA0011E", "="],
    [`${name} IS NULL`, "CWWBA0003E", "IS"],
    [`${name} BETWEEN 'a' AND 'b'`, "CWWBA0003E", "BETWEEN"],
    [`${name} NOT LIKE 'a'`, "CWWBA0003E", "NOT"],
    [`${name} LIKE 'a' ESCAPE '\\'`, "CWWBA0003E", "ESCAPE"],
    [`${name}='x' -- rest`, "CWWBA0003E", "--"],
    [`${name}='x'/* rest */`, "CWWBA0003E", "/*"],
    [`${name}='x';`, "CWWBA0003E", ";"],
    [`${name}='x'||'y'`, "CWWBA0003E", "||"],
    [`${name}='x')`, "CWWBA0003E", ")"],
    [`${name}='x' XOR ${name}='y'`, "CWWBA0003E", "XOR"],
    [`${name}='x' UNION SELECT`, "CWWBA0003E", "UNION"],
    [name, "CWWBA0003E", ""],
    // Time stamps.
    ...["2026-11-22T10:00:00Z", "2026-11-22T10:00:00+01:00", "2026-11-22T10:00:00.123", "2026-02-30", "2026-13-01"].map(
      (text) => [`PROCESS_INSTANCE.CREATED>TS('${text}')`, "CWWBA0004E", text],
    ),
    ...[
      "",
      "yesterday",
      "2026-11-22 10:00:00",
      "2026-11T10:00:00",
      "T",
      "24:00",
      "2026-11-22T10:00:00T11:00",
      "26-1-1",
    ].map((text) => [`PROCESS_INSTANCE.CREATED>TS('${text}')`, "CWWBA0004E", text]),
    // Ids.
    ["PROCESS_INSTANCE.PIID=ID('4711')", "CWWBA0006E", "4711"],
    ["PROCESS_INSTANCE.PIID=ID('_PI:')", "CWWBA0006E", "_PI:"],
    ["PROCESS_INSTANCE.PIID=ID('_PI:9003.1 OR')", "CWWBA0006E", "_PI:9003.1 OR"],
    ["PROCESS_INSTANCE.PIID=ID('_TKI:a01b.1')", "CWWBA0007E", "_TKI:a01b.1"],
    ["ACTIVITY.AIID=ID('_PI:9003.1')", "CWWBA0007E", "_PI:9003.1"],
    // Operands.
    [`${name}='x`, "CWWBA0011E", "'x"],
    [`${name}='x''`, "CWWBA0011E", "'x''"],
    [`${name}="x"`, "CWWBA0011E", '"'],
    [`${name}=`, "CWWBA0011E", ""],
    [`${name}=1`, "CWWBA0011E", "1"],
    [`${name}=x`, "CWWBA0011E", "x"],
    [`${name}=ID('_PI:9003.1')`, "CWWBA0011E", "ID"],
    [`${name}=LOWER('x')`, "CWWBA0011E", "LOWER"],
    [`${name}=--'x'`, "CWWBA0011E", "--"],
    [`(${name}='x'`, "CWWBA0011E", ""],
    [`${name} IN ()`, "CWWBA0011E", ")"],
    [`${name} IN ('a' 'b')`, "CWWBA0011E", "b"],
    [`${name} IN ('a',)`, "CWWBA0011E", ")"],
    [`${name} LIKE 7`, "CWWBA0011E", "7"],
    ["PROCESS_INSTANCE.STATE LIKE '1'", "CWWBA0011E", "PROCESS_INSTANCE.STATE"],
    ["PROCESS_INSTANCE.STATE='2'", "CWWBA0011E", "2"],
    ["PROCESS_INSTANCE.STATE=2.5", "CWWBA0011E", "2.5"],
    ["PROCESS_INSTANCE.STATE=STATE_RUNNING", "CWWBA0011E", "STATE_RUNNING"],
    ["PROCESS_INSTANCE.STATE=ACTIVITY.STATE.STATE_READY", "CWWBA0011E", "ACTIVITY.STATE.STATE_READY"],
    [
      "PROCESS_INSTANCE.STATE=PROCESS_INSTANCE.STATE.STATE_STOPPED",
      "CWWBA0011E",
      "PROCESS_INSTANCE.STATE.STATE_STOPPED",
    ],
    [
      "PROCESS_INSTANCE.STATE=PROCESS_INSTANCE.STATE.STATE_DELETED",
      "CWWBA0011E",
      "PROCESS_INSTANCE.STATE.STATE_DELETED",
    ],
    ["PROCESS_INSTANCE.STATE=TASK.STATE.STATE_READY", "CWWBA0001E", "TASK"],
    ["PROCESS_INSTANCE.STATE=PROCESS_INSTANCE.NAME", "CWWBA0011E", "PROCESS_INSTANCE.NAME"],
    ["PROCESS_INSTANCE.CREATED>'2026-11-22T10:00:00'", "CWWBA0011E", "2026-11-22T10:00:00"],
    [`${name}=TS('2026-11-22')`, "CWWBA0011E", "TS"],
    ["PROCESS_INSTANCE.PIID='_PI:9003.1'", "CWWBA0011E", "_PI:9003.1"],
    ["1=1", "CWWBA0011E", "1"],
    ["'x'='x'", "CWWBA0011E", "x"],
    ["", "CWWBA0011E", ""],
    [" \t ", "CWWBA0011E", ""],
    ["()", "CWWBA0011E", ")"],
    ["AND", "CWWBA0002E", "AND"],
    [`${"(".repeat(201)}${name}='x'`, "CWWBA0011E", "("],
  ])("%s is refused", (clause, number, parameter) => {
    expect(wrong(clause)).toEqual([400, number, parameter]);
  });

  it("keeps what is said within a text", () => {
    for (const text of ["--", "/* */", ";", '"', "x') OR (1=1", "ID(", "%_\\", "ü🚚\n\0", "' OR '1'='1"]) {
      expect(parse(`${name}=${quoted(text)}`), text).toEqual([name, "=", text]);
    }
  });
});

describe("any clause", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("'", "''", "\\", "%", "_", "-", "(", ")", " OR ", ";", '"', "/*", "a", "\0", "🚚"),
    }),
  );

  it("that quotes a value by doubling says this value, and nothing else", () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const clause = `PROCESS_INSTANCE.NAME=${quoted(first)} AND PROCESS_ATTRIBUTE1.VALUE LIKE ${quoted(second)}`;
        expect(parse(clause)).toEqual([
          "and",
          ["PROCESS_INSTANCE.NAME", "=", first],
          ["PROCESS_ATTRIBUTE1.VALUE", "LIKE", second],
        ]);
      }),
    );
  });

  it("that does not double them is another clause or none", () => {
    const careless = text.filter((one) => one.includes("'"));
    fc.assert(
      fc.property(careless, (value) => {
        expect(attempt(`PROCESS_INSTANCE.NAME='${value}'`)).not.toEqual(["PROCESS_INSTANCE.NAME", "=", value]);
      }),
    );
  });

  it("of garbage is refused, in the API's own words", () => {
    fc.assert(
      fc.property(text, (clause) => {
        expect(attempt(clause)).toBeInstanceOf(ApiFault);
      }),
    );
  });

  it("of shuffled pieces is refused, or is read as it is written", () => {
    const pieces = fc.constantFrom(
      "PROCESS_INSTANCE.NAME",
      "ACTIVITY.STATE",
      "ACTIVITY.STATE.STATE_READY",
      "=",
      "LIKE",
      "IN",
      "(",
      ")",
      ",",
      "'x'",
      "2",
      "AND",
      "OR",
      "NOT",
      "ID('_PI:9003.1')",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const read = attempt(parts.join(" "));
        if (read instanceof ApiFault) return;
        // Every column and value that was written is part of what was understood.
        const told = JSON.stringify(read);
        const count = (word: string, among: string) => among.split(word).length - 1;
        expect(count("PROCESS_INSTANCE.NAME", told)).toBe(
          parts.filter((one) => one === "PROCESS_INSTANCE.NAME").length,
        );
        expect(count('"ACTIVITY.STATE"', told)).toBe(parts.filter((one) => one === "ACTIVITY.STATE").length);
        expect(count('"x"', told)).toBe(parts.filter((one) => one === "'x'").length);
        expect(count('"not"', told)).toBe(parts.filter((one) => one === "NOT").length);
      }),
      { numRuns: 2_000 },
    );
  });

  function attempt(clause: string): unknown {
    try {
      return parse(clause);
    } catch (error) {
      return error;
    }
  }
});
