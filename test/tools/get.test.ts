import { expect, test } from "vitest";
import type { GetQuestion } from "../../src/core/engine.ts";
import { LookoutError } from "../../src/core/errors.ts";
import { get } from "../../tools/get.ts";
import { now, sample } from "../core/samples.ts";
import { fakeEngine } from "./fake-engine.ts";
import { askerOf } from "./world.ts";

const faultOf = (asking: Promise<unknown>) =>
  asking.then(
    () => undefined,
    (error: unknown) => (error instanceof LookoutError ? error : undefined),
  );

test("everything the engine knows of the instance comes through", async () => {
  const detail = {
    waitingAt: [{ element: { elementId: "Task_1" }, waitsFor: { kind: "userTask", assignee: null } }],
    calledTotal: 30,
    unknown: ["parent"],
  } as const;
  const engine = fakeEngine("c7", { instances: [sample()], detail });
  expect(await askerOf([engine])(get, { id: " i-1 " })).toEqual({
    instance: sample(),
    incidents: [],
    called: [],
    ...detail,
  });
});

test("the engine is asked for what was asked, and no more", async () => {
  const asked: object[] = [];
  const engine = fakeEngine("c7", { instances: [sample()], before: (_method, question) => void asked.push(question) });
  const scope = { definitionKeys: ["order"] };
  await askerOf([engine], { scope })(get, { id: "i-1" });
  await askerOf([engine])(get, { id: "https://c7.example/i-1", include: ["variables"], waitUpToMs: 500 });
  expect(asked).toEqual<GetQuestion[]>([
    { id: "i-1", include: [], waitUpToMs: 0, scope, now },
    { id: "i-1", include: ["variables"], waitUpToMs: 500, scope: {}, now },
  ]);
});

test("what lies outside the policy is not found, in the words of what does not exist", async () => {
  const engine = fakeEngine("c7", { instances: [sample({ tenantId: "u" })] });
  for (const scope of [{ definitionKeys: ["pay"] }, { tenantIds: ["t"] }, { definitionKeys: [] }]) {
    const error = await faultOf(askerOf([engine], { scope })(get, { id: "i-1" }));
    expect(error?.fault).toBe("instanceNotFound");
    expect(JSON.stringify(error?.facts)).not.toMatch(/order|ORDER|"u"/);
  }
});

test("long lists are cut to what a reader takes, and say how long they were", async () => {
  const since = "2026-11-22T10:00:00.000Z";
  const incident = { id: "i", instanceId: "i-1", type: "failedJob", message: "x".repeat(500), fingerprint: "f", since };
  const place = { element: { elementId: "Task_1" }, waitsFor: { kind: "job" } } as const;
  const detail = {
    incidents: Array.from({ length: 70 }, (_, n) => ({ ...incident, id: `inc-${n}` })),
    waitingAt: Array.from({ length: 90 }, () => place),
    variables: Array.from({ length: 300 }, (_, n) => ({ name: `v${n}`, type: "String", value: "x".repeat(400) })),
  };
  const engine = fakeEngine("c7", { instances: [sample()], detail });
  const question = { id: "i-1", include: ["variables"] };
  const whole = await askerOf([engine])(get, question);
  expect(whole).toMatchObject({ incidentsTotal: 70, waitingTotal: 90, variablesTotal: 300 });
  expect([whole.incidents.length, whole.waitingAt.length, whole.variables?.length]).toEqual([20, 50, 200]);
  for (const maxCharacters of [8_000, 20_000]) {
    const answer = await askerOf([engine], {}, { maxCharacters })(get, question);
    expect(JSON.stringify(answer).length).toBeLessThanOrEqual(maxCharacters);
    expect(answer).toMatchObject({ incidentsTotal: 70, waitingTotal: 90, variablesTotal: 300 });
    expect(answer.incidents.map(({ id }) => id)).toEqual(
      detail.incidents.slice(0, answer.incidents.length).map(({ id }) => id),
    );
  }
  const short = fakeEngine("c7", { instances: [sample()], detail: { incidents: [incident], waitingAt: [place] } });
  const answer = await askerOf([short], {}, { maxCharacters: 20_000 })(get, { id: "i-1" });
  expect(Object.keys(answer).filter((key) => key.endsWith("Total"))).toEqual([]);
});

test("what the engine cannot add is refused by name, before it is asked", async () => {
  const asked: object[] = [];
  const engine = fakeEngine("c7", {
    instances: [sample()],
    lacks: { includes: ["stackTraces"] },
    before: (_method, question) => void asked.push(question),
  });
  const error = await faultOf(askerOf([engine])(get, { id: "i-1", include: ["variables", "stackTraces"] }));
  expect(error).toMatchObject({ fault: "notSupported", facts: { what: "include stackTraces" } });
  expect(asked).toEqual([]);
});
