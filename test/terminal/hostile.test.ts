import fc from "fast-check";
import { expect, test } from "vitest";
import type { ProcessInstance } from "../../src/core/model.ts";
import { doctorRecords, doctorText } from "../../src/terminal/doctor-view.ts";
import { enginesRecords, enginesText } from "../../src/terminal/engines-view.ts";
import { errorText } from "../../src/terminal/error-text.ts";
import { jsonText } from "../../src/terminal/json-text.ts";
import { plain } from "../../src/terminal/plain.ts";
import { screen } from "../../src/terminal/screen.ts";
import { answers, counts, customer5003, events, now, pay3, rows, sources, task } from "./world.ts";

// What may leave besides text: line ends, our own colours, and links to a plain web address.
const own = /\u001b\[\d{1,2}m|\u001b\]8;;(?:https?:[\u0021-\u007e]+)?\u001b\\/g;
const forbidden =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;

/** Text as a hostile engine or caller may write it, escape sequences of our own shape included. */
const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  fc
    .array(
      fc.constantFrom(
        "\u001b",
        "[31m",
        "]8;;",
        "\u009b",
        "\u009d",
        "\u0007",
        "\r",
        "\n",
        "\t",
        "\u202e",
        "\u2066",
        "x",
        "注文",
        "🚚",
        "\u0085",
        "\ud800",
        "\u001b\\",
        "a b",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join("")),
  fc.constant(`\u001b]8;;https://evil.example.com\u001b\\click\u001b]8;;\u001b\\`),
);

// Texts that are keys of the model and not an engine's words.
const closed = new Set(["state", "kind", "status", "outcome", "reason", "check"]);

/** A copy in which every free text is replaced; times too, since an engine may send anything for one. */
function poisoned<T extends object>(value: T, poison: () => string): T {
  const copy = structuredClone(value);
  const walk = (part: object) => {
    for (const key of Object.keys(part)) {
      const inner: unknown = Reflect.get(part, key);
      if (typeof inner === "string" && !closed.has(key)) Reflect.set(part, key, poison());
      else if (typeof inner === "object" && inner !== null) walk(inner);
    }
  };
  walk(copy);
  return copy;
}

function instance(id: string): ProcessInstance {
  const found = rows.find((row) => row.id === id);
  if (!found) throw new Error(`no row ${id}`);
  return found;
}

const gets = [pay3, task].map((id) => ({
  instance: instance(id),
  waitingAt: [...(answers[id]?.waitingAt ?? [])],
  incidents: [...(answers[id]?.incidents ?? [])],
  called: [...(answers[id]?.called ?? [])],
  unknown: ["called"],
  variables: [...(answers[id]?.variables ?? [])],
}));
const list = {
  instances: [...rows],
  understood: {
    businessKey: "a",
    definitionKey: ["b"],
    incidentMessage: "c",
    variables: [{ name: "d", operator: "eq" as const, value: "e" }],
  },
  engines: [
    { engine: "c7", status: "ok" as const },
    { engine: "c8", status: "failed" as const },
  ],
  nextCursor: "next",
};
const numbers = { counts, understood: {}, engines: [{ engine: "c7", status: "ok" as const, total: 9 }] };
const story = { instance: instance(customer5003), events: [...(events[customer5003] ?? [])], sources: [...sources] };
const doctor = {
  version: "0",
  node: "24",
  config: {
    source: "x",
    path: "y",
    notUsed: ["z"],
    problem: { kind: "configuration" as const, message: "m", next: "n" },
  },
  engines: [
    {
      id: "a",
      kind: "b",
      url: "c",
      findings: [{ check: "rights" as const, status: "failed" as const, facts: { fact: "f" }, problem: "p" }],
    },
  ],
};
const fleet = {
  ...doctor,
  config: { source: "x" },
  fleet: { timeoutMs: 1, aliases: [["a", "b"]], problems: ["p"] },
  engines: Array.from({ length: 5 }, () => ({ id: "a", kind: "b", url: "c", findings: [] })),
};

test("no control character leaves but line ends and our own escapes, whatever an engine writes", () => {
  const setting = fc.record({ colors: fc.boolean(), links: fc.boolean(), width: fc.integer({ min: 20, max: 160 }) });
  fc.assert(
    fc.property(fc.infiniteStream(hostileText), setting, (texts, form) => {
      const poison = () => texts.next().value ?? "";
      const style = { ...form, now, timeZone: "UTC" };
      const written = [
        ...gets.map((each) => screen.get(poisoned(each, poison), style)),
        ...gets.map((each) => plain.get(poisoned(each, poison)).replaceAll("\t", "")),
        ...[list, numbers].map((each) => screen.query(poisoned(each, poison), style)),
        ...[list, numbers].map((each) => plain.query(poisoned(each, poison)).replaceAll("\t", "")),
        screen.history(poisoned(story, poison), style),
        plain.history(poisoned(story, poison)).replaceAll("\t", ""),
        ...[doctor, fleet].map((each) => doctorText(poisoned(each, poison), style)),
        ...[doctor, fleet].map((each) => doctorRecords(poisoned(each, poison)).replaceAll("\t", "")),
        enginesText([poisoned({ id: "a", kind: "b", url: "c" }, poison)], style),
        enginesRecords([poisoned({ id: "a", kind: "b", url: "c" }, poison)]).replaceAll("\t", ""),
        errorText({ kind: "internal", message: poison(), next: poison() }, style),
        jsonText(poisoned(list, poison), 2),
      ];
      for (const text of written) {
        const rest = form.colors || form.links ? text.replace(own, "") : text;
        expect(forbidden.exec(rest)?.[0]).toBeUndefined();
      }
    }),
    { numRuns: 300 },
  );
});

test("one record stays one line, whatever it holds", () => {
  fc.assert(
    fc.property(fc.infiniteStream(hostileText), (texts) => {
      const poison = () => texts.next().value ?? "";
      const lines = plain.query(poisoned(list, poison)).split("\n");
      expect(lines).toHaveLength(rows.length);
      for (const line of lines) expect(line.split("\t")).toHaveLength(10);
    }),
    { numRuns: 100 },
  );
});

test("json keeps its value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), hostileText, (value, text) => {
      const given = { value, text: text.isWellFormed() ? text : "" };
      expect(JSON.parse(jsonText(given, 0))).toEqual(JSON.parse(JSON.stringify(given)));
    }),
  );
});

test("an address that is no plain web address becomes no link", () => {
  const style = { colors: false, links: true, width: 80, now };
  const [first] = gets;
  if (!first) throw new Error("no answer");
  const shown = (url: string) => screen.get({ ...first, instance: { ...first.instance, url } }, style);
  expect(shown("javascript:alert(1)")).not.toContain("javascript");
  expect(shown("https://cockpit.example.com/\u001b]0;x\u0007")).not.toContain("\u0007");
  expect(shown("https://cockpit.example.com/a b")).toContain("\u001b]8;;https://cockpit.example.com/a%20b\u001b\\");
});
