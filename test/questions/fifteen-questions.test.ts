import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Handlers, runCommandLine } from "../../src/command-line.ts";
import { describe as describeError } from "../../src/core/describe.ts";
import { LookoutError } from "../../src/core/errors.ts";
import { cases } from "./answers.ts";
import { asking, deadEngine, type Member, names, startMember } from "./engines.ts";
import { inputOf, type Question, type QuestionName, questions, type Values, wordsOf } from "./questions.ts";

let members: readonly Member[] = [];
beforeAll(async () => {
  members = await Promise.all(names.map(startMember));
});
afterAll(async () => {
  await Promise.all(members.map((member) => member.close()));
});

const asked = Object.entries<Question>(questions);
const isName = (name: string): name is QuestionName => Object.hasOwn(questions, name);
const casesOf = (name: string) => (isName(name) ? cases[name] : []);
/** X is an id in the engine that is asked. */
const valuesAt = (at: Member, { X, ...values }: Values): Values => ({ ...values, ...(X ? { X: at.idOf(X) } : {}) });

async function refusalOf(question: Promise<void>) {
  const error: unknown = await question.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LookoutError)) throw error ?? new Error("was answered");
  return describeError(error);
}

test("there are fifteen", () => {
  expect(asked).toHaveLength(15);
});

describe.each(names)("%s", (name) => {
  const member = () => {
    const found = members.find((one) => one.name === name);
    if (!found) throw new Error(`${name} did not start`);
    return found;
  };

  test.each(asked)("%s", async (of, question) => {
    const at = member();
    const answer = question.answers[at.kind];
    expect(casesOf(of).length).toBeGreaterThan(0);
    for (const { values, run } of casesOf(of)) {
      const answering = run(at, inputOf(question, valuesAt(at, values)));
      if (typeof answer === "string" || !("refused" in answer)) await answering;
      else {
        expect(await refusalOf(answering)).toMatchObject({
          kind: "unsupported",
          engine: name,
          message: `${name} cannot do ${answer.refused}: ${answer.because}.`,
          next: expect.stringMatching(/^It can do: ./),
        });
      }
    }
  });
});

describe("all of them at once", () => {
  const everyone = () => asking(members.map(({ engine }) => engine));
  const input = (name: QuestionName, values: Values = {}) => inputOf(questions[name], values);

  test("the same key everywhere, and which engine was not checked", async () => {
    const dead = deadEngine();
    const fleet = asking([...members.map(({ engine }) => engine), dead]);
    const { instances = [], engines } = await fleet.query(input("everyEngine", { KEY: "INV-2026-011" }));
    expect(instances).toHaveLength(2 * names.length);
    for (const at of members) {
      const own = instances.filter(({ engine }) => engine === at.name);
      expect(at.labelsOf(own)).toEqual(["invoice-same-key-b", "invoice-same-key-a"]);
    }
    expect(engines.filter(({ status }) => status === "ok").map(({ engine }) => engine)).toEqual([...names]);
    expect(engines.filter(({ status }) => status !== "ok")).toMatchObject([
      { engine: dead.id, status: "failed", error: { kind: "unreachable" } },
    ]);
    await dead.close();
  });

  test("a message: those that cannot look for it refuse for themselves", async () => {
    const { instances = [], engines } = await everyone().query(input("message", { M: "Payment provider" }));
    const able = members.filter(({ kind }) => kind === "camunda7" || kind === "v2");
    expect(instances.map(({ engine }) => engine).sort()).toEqual(able.map(({ name }) => name).sort());
    for (const { engine, id } of instances) {
      expect(members.find(({ name }) => name === engine)?.labelOf(id)).toBe("payment-failed-external-task");
    }
    expect(engines.filter(({ status }) => status !== "ok")).toMatchObject([
      { engine: "operate", status: "refused", error: { kind: "unsupported", engine: "operate" } },
      { engine: "bpel", status: "refused", error: { kind: "unsupported", engine: "bpel" } },
    ]);
  });

  test("the single fault behind most open incidents, summed over the engines", async () => {
    const { counts, engines } = await everyone().query(input("fault"));
    expect(engines.every(({ status }) => status === "ok")).toBe(true);
    const sums = new Map<string, number>();
    for (const { fingerprint, instances, message } of counts?.incidents ?? []) {
      // Without a text nothing says that two faults are one.
      if (message) sums.set(fingerprint, (sums.get(fingerprint) ?? 0) + instances);
    }
    const [most] = [...sums].sort(([, a], [, b]) => b - a);
    const groups = (counts?.incidents ?? []).filter(({ fingerprint }) => fingerprint === most?.[0]);
    expect(most?.[1]).toBe(6);
    expect(groups).toMatchObject(
      ["camunda-8-9", "camunda-8-10", "operate"].map((engine) => ({
        engine,
        element: { elementId: "postToLedger" },
        instances: 2,
      })),
    );
    expect(counts?.incidents.filter(({ instances }) => instances === 2)).toHaveLength(6);
    expect(counts?.incidents.map(({ instances }) => instances)).toEqual(
      counts?.incidents.map(({ instances }) => instances).sort((a, b) => b - a),
    );
  });
});

test.each(asked)("the command for %s makes the same call", async (_name, question) => {
  const made: unknown[] = [];
  const handler =
    (tool: string) =>
    async (input: unknown): Promise<number> => {
      made.push([tool, input]);
      return 0;
    };
  const none = () => Promise.reject(new Error("another command"));
  const handlers: Handlers = {
    get: handler("get"),
    query: handler("query"),
    history: handler("history"),
    find: none,
    engines: none,
    doctor: none,
    mcp: none,
    slack: none,
    slackManifest: none,
    sandbox: none,
    demo: none,
  };
  const silent = { out: () => {}, err: () => {} };
  expect(await runCommandLine(wordsOf(question), "0.1.0", handlers, silent)).toBe(0);
  expect(made).toEqual([[question.tool, question.input]]);
});
