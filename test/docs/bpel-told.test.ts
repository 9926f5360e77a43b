import { expect, test } from "vitest";
import { createAccess, localCaller } from "../../src/core/access.ts";
import { type OutputOf, runTool } from "../../src/core/tool.ts";
import { createBpel } from "../../src/engines/bpel/engine.ts";
import { instanceStates } from "../../src/engines/bpel/words.ts";
import { startBpelSandbox } from "../../src/sandbox/bpel.ts";
import { tools } from "../../tools/index.ts";
import { answerTold, eventsTold, incidentTold, instanceTold, waitsTold } from "./bpel-told.ts";

const now = Date.UTC(2026, 10, 22, 15, 20);

/** Names of what is neither missing nor empty. */
const namesIn = (value: object) =>
  Object.entries(value).flatMap(([name, one]) =>
    one === null || one === undefined || (Array.isArray(one) && one.length === 0) ? [] : [name],
  );

async function everything() {
  const sandbox = await startBpelSandbox({ now, states: true });
  const settings = { engine: "bpel", url: sandbox.url, auth: { type: "none" }, userAgent: "docs" } as const;
  const engine = createBpel({ ...settings, timeoutMs: 20_000, businessKey: "customText1" });
  const { signal } = new AbortController();
  const call = { caller: localCaller, access: createAccess(undefined), engines: [engine], now: new Date(now), signal };
  const answers: OutputOf<typeof tools.get>[] = [];
  const histories: OutputOf<typeof tools.history>[] = [];
  try {
    const { eventKinds, includes } = await engine.capabilities(signal);
    for (const id of Object.values(sandbox.instances)) {
      answers.push(await runTool(tools.get, call, { id, include: [...includes] }));
      histories.push(await runTool(tools.history, call, { id, kinds: [...eventKinds], limit: 200 }));
    }
    return { answers, histories, eventKinds };
  } finally {
    await engine.close();
    await sandbox.close();
  }
}

const said = (told: object) => Object.entries(told).flatMap(([name, words]) => (words === null ? [] : [name]));
const among = (names: ReadonlySet<string>, told: object) => Object.keys(told).filter((name) => names.has(name));

test("what docs/engines/bpel.md says is told of the façade's world, and nothing else is", async () => {
  const { answers, histories, eventKinds } = await everything();
  const incidents = answers.flatMap((answer) => answer.incidents);
  const waits = answers.flatMap(({ waitingAt }) => waitingAt.map(({ waitsFor }) => waitsFor));
  const events = histories.flatMap((one) => one.events);
  expect(among(new Set(answers.flatMap(({ instance }) => namesIn(instance))), instanceTold)).toEqual(
    said(instanceTold),
  );
  expect(among(new Set(answers.flatMap(namesIn)), answerTold)).toEqual(said(answerTold));
  expect(among(new Set(incidents.flatMap(namesIn)), incidentTold)).toEqual(said(incidentTold));
  expect(among(new Set(waits.map(({ kind }) => kind)), waitsTold)).toEqual(said(waitsTold));
  expect(new Set(waits.flatMap(namesIn))).toEqual(new Set(["kind", "assignee", "dueAt"]));
  const told = Object.entries(eventsTold).flatMap(([kind, one]) => (one.told ? [kind] : []));
  expect(among(new Set(events.map(({ kind }) => kind)), eventsTold)).toEqual(told);
  expect([...eventKinds].sort()).toEqual(told.toSorted());
  for (const { sources } of histories) {
    expect(sources.find(({ kind }) => kind === "incident")?.status).toBe("notRecorded");
  }
});

test("each of the 13 states is told as the table has it", async () => {
  const { answers } = await everything();
  const seen = new Map(answers.map(({ instance }) => [instance.engineState, instance.state]));
  expect(Object.fromEntries(seen)).toEqual(instanceStates);
});
