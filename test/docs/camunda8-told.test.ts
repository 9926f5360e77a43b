import { describe, expect, test } from "vitest";
import { createAccess, localCaller } from "../../src/core/access.ts";
import { type OutputOf, runTool } from "../../src/core/tool.ts";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { tools } from "../../tools/index.ts";
import { answerTold, eventsTold, incidentTold, instanceTold, type Told, waitsTold } from "./camunda8-told.ts";

/** `absent`: what could be told and is nowhere in the scripted world, besides signals and conditions. */
const forms = [
  { api: "8.8", level: 8, key: { variable: "businessKey" }, absent: [] },
  { api: "8.9", level: 9, key: "businessId", absent: [] },
  { api: "8.10", level: 10, key: "businessId", absent: ["waits.other"] },
  { api: "2024", level: 8, key: { variable: "businessKey" }, absent: ["instance.tags"] },
  { api: "operate", level: 0, key: { variable: "businessKey" }, absent: ["waits.message"] },
] as const;

type Form = (typeof forms)[number];
type Tables = "instance" | "answer" | "incidents" | "waits" | "events";

const tables = {
  instance: instanceTold,
  answer: answerTold,
  incidents: incidentTold,
  waits: waitsTold,
  events: eventsTold,
} as const satisfies Record<Tables, Readonly<Record<string, Told>>>;

/** Names of what is neither missing nor empty. */
const namesIn = (value: object) =>
  Object.entries(value).flatMap(([name, one]) =>
    one === null || one === undefined || (Array.isArray(one) && one.length === 0) ? [] : [name],
  );

/** Everything that is told of any instance of the scripted world. */
async function seenIn({ api, key }: Form): Promise<Record<Tables, Set<string>>> {
  const sandbox = await startCamunda8Sandbox({ now: Date.UTC(2026, 10, 22, 15, 20), api });
  const engine = createCamunda8({
    engine: "c8",
    url: sandbox.url,
    auth: { type: "none" },
    timeoutMs: 20_000,
    userAgent: "docs",
    businessKey: key,
  });
  const { signal } = new AbortController();
  const access = createAccess(undefined);
  const call = {
    caller: localCaller,
    access,
    engines: [engine],
    now: new Date(Date.UTC(2026, 10, 22, 15, 20)),
    signal,
  };
  const answers: OutputOf<typeof tools.get>[] = [];
  const events: OutputOf<typeof tools.history>["events"] = [];
  try {
    const { eventKinds, includes } = await engine.capabilities(signal);
    for (const id of Object.values(sandbox.instances)) {
      answers.push(await runTool(tools.get, call, { id, include: [...includes] }));
      events.push(...(await runTool(tools.history, call, { id, kinds: [...eventKinds], limit: 200 })).events);
    }
  } finally {
    await engine.close();
    await sandbox.close();
  }
  return {
    instance: new Set(answers.flatMap(({ instance }) => namesIn(instance))),
    answer: new Set(answers.flatMap(namesIn)),
    incidents: new Set(answers.flatMap(({ incidents }) => incidents.flatMap(namesIn))),
    waits: new Set(answers.flatMap(({ waitingAt }) => waitingAt.map(({ waitsFor }) => waitsFor.kind))),
    events: new Set(events.map(({ kind }) => kind)),
  };
}

describe.each(forms)("what docs/engines/camunda8.md says is told: $api", (form) => {
  const absent: readonly string[] = ["waits.signal", "waits.condition", ...form.absent];
  const isTold = ({ v2, operate, since }: Told) =>
    (form.api === "operate" ? operate : since === undefined || form.level >= since ? v2 : "") !== "";

  test("is told of the scripted world, and nothing else is", async () => {
    const seen = await seenIn(form);
    for (const table of ["instance", "answer", "incidents", "waits", "events"] as const) {
      const rows = Object.entries<Told>(tables[table]);
      const said = rows.filter(([name, told]) => isTold(told) && !absent.includes(`${table}.${name}`));
      const found = rows.filter(([name]) => seen[table].has(name));
      expect(namesOf(found), table).toEqual(namesOf(said));
    }
  });
});

const namesOf = (rows: readonly (readonly [string, unknown])[]) => rows.map(([name]) => name);
