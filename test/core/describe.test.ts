import fc from "fast-check";
import { expect, test } from "vitest";
import { describe, kindOf } from "../../src/core/describe.ts";
import { errorKinds, type FaultName, LookoutError } from "../../src/core/errors.ts";
import { faults } from "./faults.ts";

const isFault = (name: string): name is FaultName => Object.hasOwn(faults, name);
const names = Object.keys(faults).filter(isFault);
const reportsOf = (name: FaultName) => faults[name].map((facts) => describe(new LookoutError(name, facts)));

test("each fault has its words, and every kind a fault", async () => {
  const lines = names.flatMap((name) =>
    reportsOf(name).flatMap(({ kind, message, next }) => [`${name} (${kind})`, `  ${message}`, `  ${next ?? "-"}`, ""]),
  );
  await expect(lines.join("\n")).toMatchFileSnapshot("../golden/faults.txt");
  expect([...new Set(names.flatMap((name) => reportsOf(name).map(({ kind }) => kind)))].sort()).toEqual(
    [...errorKinds].sort(),
  );
});

test.each(names)("the words of %s are sentences", (name) => {
  for (const { kind, message, next = "Go on." } of reportsOf(name)) {
    for (const text of [message, next]) {
      expect(text).toMatch(/^\S.*[.?!]$/);
      expect(text).not.toMatch(/undefined|null|NaN|\[object|\.\.|\?\.| {2}| [.,;:?!]|\(\)/);
    }
    expect(message.length).toBeLessThan(300);
    expect(kind).toBe(kindOf(new LookoutError(name, faults[name][0] ?? { engine: "prod" })));
  }
});

test("whatever a server or an asker wrote, the words stay one clean line that ends", () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom("\n", "\r", "\u202e", "\u001b", ".", "…", " "),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 900,
  });
  fc.assert(
    fc.property(text, (word) => {
      for (const error of [
        new LookoutError("linkUnknown", { link: word }),
        new LookoutError("instanceNotFound", { id: word, engine: "prod", causes: ["cleanedUp"] }),
        new LookoutError("engineUnknown", { engine: word, engines: ["prod"] }),
        new LookoutError("inputInvalid", { problems: [word, word] }),
        new LookoutError("tokenRefused", { engine: "prod", issuer: "https://sso.example", reason: word }),
        new LookoutError("redirected", { engine: "prod", location: word }),
        new LookoutError("answerUnexpected", { engine: "prod", read: "incidents", problem: word }),
      ]) {
        const { message, next, engine } = describe(error);
        for (const shown of [message, next ?? ".", engine ?? "."]) {
          expect(shown).not.toMatch(/[\n\r\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
          expect(Array.from(shown).length).toBeLessThanOrEqual(500);
        }
        expect(message).toMatch(/[.?!…]$/);
      }
    }),
  );
});

test("a long id or link leaves the sentence around it whole", () => {
  const long = "x".repeat(2_000);
  expect(describe(new LookoutError("linkUnknown", { link: long })).message).toMatch(/names no process instance/);
  expect(
    describe(new LookoutError("instanceNotFound", { id: long, engine: "prod", causes: ["cleanedUp"] })).message,
  ).toMatch(/in prod\. It may/);
});

test("the engine is named where the fault has one", () => {
  expect(describe(new LookoutError("timedOut", { engine: "prod", afterMs: 1 }))).toMatchObject({ engine: "prod" });
  expect(describe(new LookoutError("cancelled", {}))).not.toHaveProperty("engine");
});
