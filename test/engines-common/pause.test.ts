import { describe, expect, test } from "vitest";
import { answers, engine, failures, methods, sayNothing, setUp, signal } from "./pausing.ts";

const three = ["unreachable", "timedOut", "overloaded"] as const;

describe("an engine that is down", () => {
  test("is left alone for 5 s after three questions without an answer", async () => {
    const { questions, question, clock, arrived } = setUp();
    expect(await questions(...three)).toEqual([undefined, undefined, undefined]);
    expect(await question("answer")).toBe(5_000);
    clock.now += 4_999.5;
    expect(await question("answer")).toBe(1);
    expect(arrived).toHaveLength(3);
    clock.now += 0.5;
    expect(await question("answer")).toBeUndefined();
    expect(arrived).toHaveLength(4);
  });

  test.each(methods)("is not asked for %s either, and all count", async (method) => {
    const { question, begin } = setUp();
    for (const [index, how] of three.entries()) expect(await question(how, methods[index]), method).toBeUndefined();
    expect(await begin(method)).toEqual({ forMs: 5_000 });
  });

  test.each(methods)("is known from three times %s", async (method) => {
    const { question } = setUp();
    for (const how of three) expect(await question(how, method)).toBeUndefined();
    expect(await question("answer", method)).toBe(5_000);
  });

  test.each(failures)("is known from %s", async (how) => {
    const { questions } = setUp();
    expect(await questions(how, how, how, how)).toEqual([undefined, undefined, undefined, 5_000]);
  });

  test("pauses double up to a minute, and an answer ends them", async () => {
    const { questions, question, clock } = setUp();
    await questions(...three);
    for (const pauseMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      expect(await question("answer")).toBe(pauseMs);
      clock.now += pauseMs;
      expect(await question("unreachable")).toBeUndefined();
    }
    clock.now += 60_000;
    expect(await questions("answer", ...three, "answer")).toEqual([...Array(4).fill(undefined), 5_000]);
  });

  test("is tried by a single question, while others fail at once", async () => {
    const { questions, begin, clock, arrived } = setUp();
    await questions(...three);
    clock.now += 5_000;
    const trial = await begin();
    expect(await begin()).toEqual({ forMs: 1_000 });
    expect(await begin("get")).toEqual({ forMs: 1_000 });
    expect(arrived).toHaveLength(4);
    await trial.arrived?.end("answer");
    expect(await begin()).toHaveProperty("arrived");
    expect(await begin()).toHaveProperty("arrived");
  });

  test.each(sayNothing)("a trial that ends with %s lets the next question try", async (how) => {
    const { questions, question, clock } = setUp();
    await questions(...three);
    clock.now += 5_000;
    expect(await question(how)).toBeUndefined();
    expect(await question("unreachable")).toBeUndefined();
    expect(await question("answer")).toBe(10_000);
  });

  test("is checked, closed, and its links and ids are read all the same", async () => {
    const { outer, passed, questions } = setUp();
    await questions(...three);
    expect(outer).toMatchObject({ id: engine, kind: "fake", url: "http://north" });
    expect([outer.mayHold("1"), outer.mayHold("2")]).toEqual([true, false]);
    expect(await outer.idOfLink("http://north/1")).toBe("1");
    expect(await outer.check(signal)).toEqual([]);
    await outer.close();
    expect(passed).toEqual(["idOfLink", "check", "close"]);
  });
});

describe("what counts", () => {
  test.each(answers)("%s is an answer: counting begins anew", async (how) => {
    const { questions } = setUp();
    expect(await questions("timedOut", "timedOut", how, "timedOut", "timedOut", "timedOut", "answer")).toEqual([
      ...Array(6).fill(undefined),
      5_000,
    ]);
  });

  test.each(sayNothing)("%s counts neither way", async (how) => {
    const { questions } = setUp();
    expect(await questions("timedOut", how, "timedOut", how, how, how, "timedOut", how)).toEqual([
      ...Array(7).fill(undefined),
      5_000,
    ]);
  });

  test("questions under way at a failure are the same failure", async () => {
    const { begin, question } = setUp();
    const begun = await Promise.all(Array.from({ length: 5 }, () => begin()));
    for (const { arrived } of begun) await arrived?.end("unreachable");
    expect(await question("unreachable")).toBeUndefined();
    const [one, two] = [await begin(), await begin()];
    await two.arrived?.end("timedOut");
    expect(await question("answer")).toBe(5_000);
    await one.arrived?.end("timedOut");
    expect(await question("answer")).toBe(5_000);
  });

  test("an answer that comes during the pause ends it, and then a trial begun before it counts as any question", async () => {
    const { begin, questions, question, clock } = setUp();
    const slow = await begin();
    await questions(...three);
    clock.now += 5_000;
    const trial = await begin();
    await slow.arrived?.end("answer");
    expect(await questions("unreachable", "unreachable")).toEqual([undefined, undefined]);
    await trial.arrived?.end("unreachable");
    expect(await questions("unreachable", "answer")).toEqual([undefined, 5_000]);
    clock.now += 5_000;
    expect(await question("answer")).toBeUndefined();
  });

  test("a trial of an earlier pause does not end the one of a later pause", async () => {
    const { begin, questions, clock } = setUp();
    const slow = await begin();
    await questions(...three);
    clock.now += 5_000;
    const old = await begin();
    await slow.arrived?.end("answer");
    await questions(...three);
    clock.now += 5_000;
    const trial = await begin();
    await old.arrived?.end("unreachable");
    expect(await begin()).toEqual({ forMs: 1_000 });
    await trial.arrived?.end("unreachable");
    expect(await begin()).toEqual({ forMs: 10_000 });
  });
});

describe("capabilities, which adapters know by heart", () => {
  test("are no sign of life", async () => {
    const { question, questions } = setUp();
    await question("answer", "capabilities");
    for (const how of three) {
      expect(await question("answer", "capabilities")).toBeUndefined();
      expect(await question(how)).toBeUndefined();
    }
    expect(await questions("answer")).toEqual([5_000]);
  });

  test("are told during a pause without the engine, and leave the trial to the question that follows", async () => {
    const { begin, question, questions, clock, arrived } = setUp();
    await question("answer", "capabilities");
    await questions(...three);
    expect(await begin("capabilities")).toEqual({ answered: true });
    expect(await begin()).toEqual({ forMs: 5_000 });
    clock.now += 5_000;
    expect(await begin("capabilities")).toEqual({ answered: true });
    expect(await begin("capabilities")).toEqual({ answered: true });
    expect(arrived).toHaveLength(4);
    expect(await question("answer")).toBeUndefined();
    expect(await question("answer")).toBeUndefined();
  });

  test("that were never told are a trial of their own, and leave another to the question that follows", async () => {
    const { begin, question, clock } = setUp();
    for (const how of three) await question(how, "capabilities");
    clock.now += 5_000;
    const trial = await begin("capabilities");
    expect(await begin("capabilities")).toEqual({ forMs: 1_000 });
    expect(await begin()).toEqual({ forMs: 1_000 });
    await trial.arrived?.end("answer");
    expect(await begin("capabilities")).toEqual({ answered: true });
    expect(await begin()).toHaveProperty("arrived");
    expect(await begin()).toEqual({ forMs: 1_000 });
  });

  test("that fail once more count", async () => {
    const { question } = setUp();
    await question("answer", "capabilities");
    for (const how of three) expect(await question(how, "capabilities")).toBeUndefined();
    expect(await question("answer")).toBe(5_000);
  });
});
