import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Access, createAccess, localCaller } from "../../src/core/access.ts";
import { correlationId } from "../../src/core/correlation.ts";
import { describe as report } from "../../src/core/describe.ts";
import { fault, LookoutError, toLookoutError } from "../../src/core/errors.ts";
import { type Call, defineTool, enginesOf, runTool } from "../../src/core/tool.ts";
import { get } from "../../tools/get.ts";
import { history } from "../../tools/history.ts";
import { query } from "../../tools/query.ts";
import { fakeEngine } from "../tools/fake-engine.ts";
import { askerOf } from "../tools/world.ts";
import { now, openView, sample } from "./samples.ts";

const call: Call = {
  caller: localCaller,
  access: () => openView,
  engines: [fakeEngine("c7")],
  now,
  signal: new AbortController().signal,
};

/** A tool that answers what the test says. */
const toolOf = (run: () => unknown) =>
  defineTool({
    name: "probe",
    title: "Probe",
    description: "",
    input: z.strictObject({ n: z.int().default(7) }),
    output: z.object({ n: z.int(), by: z.string().optional() }),
    run: async () => z.custom<{ n: number }>().parse(await run()),
    redact: (output) => ({ n: output.n }),
  });

const faultOf = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof LookoutError ? error.fault : error;
};

test("the answer is validated and redacted", async () => {
  expect(
    await runTool(
      toolOf(() => ({ n: 1, by: "x", more: "of the engine" })),
      call,
      {},
    ),
  ).toEqual({ n: 1 });
});

test.each([[{ n: "1" }], [{ m: 1 }], [null], ["x"], [undefined]])(
  "the input %j is refused before anything runs",
  async (input) => {
    const tool = toolOf(() => {
      throw new Error("must not run");
    });
    expect(await faultOf(runTool(tool, call, input))).toBe("inputInvalid");
  },
);

test.each([[{ n: "1" }], [{}], [null], [[]]])(
  "the answer %j is our own failure, and nobody sees it",
  async (answer) => {
    const error = await runTool(
      toolOf(() => answer),
      call,
      {},
    ).catch(toLookoutError);
    expect(error).toMatchObject({
      fault: "internal",
      facts: { detail: "the answer of probe does not fit its schema" },
    });
  },
);

test.each<[string, () => never, string]>([
  [
    "a fault passes",
    () => {
      throw fault("timedOut", { engine: "c7", afterMs: 5 });
    },
    "timedOut",
  ],
  [
    "an error is internal",
    () => {
      throw new TypeError("x");
    },
    "internal",
  ],
  [
    "an abort is cancelled",
    () => {
      throw new DOMException("x", "AbortError");
    },
    "cancelled",
  ],
])("%s", async (_name, run, expected) => {
  expect(await faultOf(runTool(toolOf(run), call, {}))).toBe(expected);
});

describe("cancelled", () => {
  test("before it began: nothing is asked", async () => {
    let asked = 0;
    const engine = fakeEngine("c7", { before: () => void asked++ });
    const ask = askerOf([engine], {}, { signal: AbortSignal.abort("any reason") });
    expect(await faultOf(ask(query, {}))).toBe("cancelled");
    expect(asked).toBe(0);
  });
  test("while an engine is asked, whatever it throws then", async () => {
    const stop = new AbortController();
    const engine = fakeEngine("c7", {
      before: () => {
        stop.abort();
        throw new Error("socket closed");
      },
    });
    expect(await faultOf(askerOf([engine], {}, { signal: stop.signal })(query, {}))).toBe("cancelled");
  });
});

describe("which engine is asked", () => {
  const [a, b, hidden] = ["a", "b", "hidden"].map((id) => fakeEngine(id, { instances: [sample({ engine: id })] }));
  const engines = [a, b, hidden].flatMap((engine) => engine ?? []);
  const some: Access = (_caller, id) => (id === "hidden" ? undefined : openView);
  const ask = askerOf(engines, {}, { access: some });

  test("several, unnamed: all of them; named: that one", async () => {
    expect((await ask(query, {})).instances?.map(({ engine }) => engine)).toEqual(["a", "b"]);
    expect((await ask(query, { engine: "b" })).instances?.map(({ engine }) => engine)).toEqual(["b"]);
    expect(await faultOf(ask(get, { id: "i-1" }))).toBe("instanceInSeveral");
    expect((await ask(get, { id: "i-1", engine: "b" })).instance.engine).toBe("b");
    expect(await faultOf(ask(query, { order: "longestWaiting" }))).toBe("engineUnnamed");
  });
  test("one, unnamed or named", async () => {
    const one = askerOf(engines, {}, { access: (_caller, id) => (id === "a" ? openView : undefined) });
    expect((await one(query, {})).engines).toMatchObject([{ engine: "a", status: "ok", total: 1 }]);
    expect((await one(query, { engine: "a" })).engines).toMatchObject([{ engine: "a" }]);
  });
  test("none", async () => {
    expect(await faultOf(askerOf([])(query, {}))).toBe("engineUnknown");
    expect(await faultOf(askerOf(engines, {}, { access: createAccess({ rules: [] }) })(query, {}))).toBe(
      "engineUnknown",
    );
    expect(() => enginesOf({ engines: [], now, signal: call.signal, aliases: [] }, undefined)).toThrow(LookoutError);
  });
  test("a link names its engine", async () => {
    expect((await ask(get, { id: "https://b.example/i-1" })).instance.engine).toBe("b");
    expect(await faultOf(ask(get, { id: "https://b.example/i-1", engine: "a" }))).toBe("linkUnknown");
    expect(await faultOf(ask(get, { id: "https://hidden.example/i-1" }))).toBe("linkUnknown");
  });

  test.each<[string, (asking: typeof ask) => Promise<unknown>]>([
    ["no engine named where one is needed", (asking) => asking(query, { order: "longestWaiting" })],
    ["an unknown engine", (asking) => asking(query, { engine: "nowhere" })],
    ["an id of several engines", (asking) => asking(get, { id: "i-1" })],
    ["an id of none", (asking) => asking(get, { id: "i-2" })],
    ["an id of an unknown engine", (asking) => asking(get, { id: "i-1", engine: "nowhere" })],
    ["an unknown id", (asking) => asking(get, { id: "i-2", engine: "a" })],
    ["a link of no engine", (asking) => asking(get, { id: "https://elsewhere.example/i-1" })],
    ["a history", (asking) => asking(history, { id: "i-1" })],
    ["a bad cursor", (asking) => asking(query, { engine: "a", cursor: "x" })],
  ])("an engine that the caller may not see is in no error: %s", async (_name, asking) => {
    const error = await asking(ask).catch(toLookoutError);
    expect(error).toBeInstanceOf(LookoutError);
    if (error instanceof LookoutError) expect(JSON.stringify([report(error), error.facts])).not.toContain("hidden");
  });
  test("asked by name, it is as unknown as one that does not exist", async () => {
    const errorOf = async (engine: string) => {
      const error = await ask(get, { id: "i-1", engine }).catch(toLookoutError);
      return error instanceof LookoutError ? JSON.stringify(report(error)).replaceAll(engine, "?") : undefined;
    };
    expect(await errorOf("hidden")).toBe(await errorOf("nowhere"));
  });
});

test("each question has an id of its own, which its requests share", async () => {
  const seen: string[] = [];
  const engine = fakeEngine("c7", {
    instances: [sample()],
    before: async () => {
      seen.push(correlationId());
      await new Promise(setImmediate);
      seen.push(correlationId());
    },
  });
  const ask = askerOf([engine]);
  await Promise.all([ask(get, { id: "i-1" }), ask(query, {})]);
  expect(seen).toHaveLength(4);
  expect(new Set(seen).size).toBe(2);
  for (const id of seen) expect(id).toMatch(/^[0-9a-f]{8}$/);
  expect(correlationId()).toBe("-");
});
