/** `get` of an instance that was only just started, which a cluster does not show yet. */
import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import { elementRow, instanceRow, keyOf } from "./rows.ts";
import { problem, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const id = keyOf(1);
const apis = {
  v2: {
    before: serveTables({}),
    after: serveTables({ instances: [instanceRow(id)], elements: [elementRow(keyOf(11), id)] }),
  },
  Operate: {
    before: serveOperate({}),
    after: serveOperate({
      instances: [operateInstance(id)],
      elements: [
        { key: 11n, processInstanceKey: BigInt(id), flowNodeId: "ship", type: "SERVICE_TASK", state: "ACTIVE" },
      ],
      definitions: [{ key: 2_251_799_813_680_001n, bpmnProcessId: "order", version: 2 }],
    }),
  },
} as const;

/** Milliseconds that a question takes. */
async function timed<T>(question: Promise<T>): Promise<readonly [T, number]> {
  const began = performance.now();
  return [await question, performance.now() - began];
}

describe.for(Object.entries(apis))("waiting for an instance in %s", ([, { before, after }]) => {
  const isInstance = (path: string) => /^\/v[12]\/process-instances\/\d+$/.test(path);
  /** Shows the instance from the nth look on. */
  const shownAt = (nth: number): Serving => {
    let looks = 0;
    return (asked) => {
      if (isInstance(asked.path) && asked.path.endsWith(id)) looks += 1;
      return (looks >= nth ? after : before)(asked);
    };
  };

  it("finds it as soon as it is there, with all that belongs to it", async () => {
    const { ask } = await startCluster(shownAt(3));
    const [answer, ms] = await timed(ask.get({ id, waitUpToMs: 5_000 }));
    expect(answer).toMatchObject({ instance: { id }, waitingAt: [{ element: { elementId: "ship" } }], unknown: [] });
    expect(ms).toBeLessThan(3_000);
  });

  it("is not done without being asked for", async () => {
    const { ask, asked } = await startCluster(shownAt(2));
    expect((await refusalOf(ask.get({ id }))).kind).toBe("notFound");
    expect(asked.filter(({ path }) => isInstance(path))).toHaveLength(1);
  });

  it("gives up in time, after looking several times and asking for nothing else", async () => {
    const { ask, asked } = await startCluster(before);
    const [refusal, ms] = await timed(refusalOf(ask.get({ id, waitUpToMs: 1_200 })));
    expect(refusal).toMatchObject({ kind: "notFound", message: expect.stringContaining("export delay") });
    expect(ms).toBeGreaterThanOrEqual(1_190);
    expect(ms).toBeLessThan(2_500);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(asked.filter(({ path }) => !isInstance(path))).toEqual([]);
  });

  it("ends at once where an instance may not be read", async () => {
    const { ask, asked, serve } = await startCluster(after);
    await ask.query({ limit: 1 });
    const sent = asked.length;
    serve(() => problem(403, "FORBIDDEN"));
    const [refusal, ms] = await timed(refusalOf(ask.get({ id, waitUpToMs: 5_000 })));
    expect(refusal.kind).toBe("denied");
    expect(ms).toBeLessThan(1_000);
    expect(asked.length).toBe(sent + 1);
  });

  it("ends at once when the asker leaves between two looks", async () => {
    const leaving = new AbortController();
    const { asking, asked } = await startCluster(before);
    const question = refusalOf(asking(undefined, leaving.signal).get({ id, waitUpToMs: 10_000 }));
    while (asked.length === 0) await new Promise((done) => setTimeout(done, 10));
    await new Promise((done) => setTimeout(done, 30));
    leaving.abort();
    const [refusal, ms] = await timed(question);
    expect(refusal.kind).toBe("cancelled");
    expect(ms).toBeLessThan(400);
    const sent = asked.length;
    await new Promise((done) => setTimeout(done, 700));
    expect(asked.length).toBe(sent);
  });

  it("ends at once when the asker leaves while the cluster is silent", async () => {
    const leaving = new AbortController();
    const { asking, serve, ask } = await startCluster(after);
    await ask.query({ limit: 1 });
    serve(() => undefined);
    const question = refusalOf(asking(undefined, leaving.signal).get({ id, waitUpToMs: 10_000 }));
    setTimeout(() => leaving.abort(), 100);
    const [refusal, ms] = await timed(question);
    expect(refusal.kind).toBe("cancelled");
    expect(ms).toBeLessThan(800);
  });

  it("leaves time for an answer within what the configuration gives one question", async () => {
    const { ask } = await startCluster(before, { timeoutMs: 2_700 });
    const [refusal, ms] = await timed(refusalOf(ask.get({ id, waitUpToMs: 10_000 })));
    expect(refusal.kind).toBe("notFound");
    expect(ms).toBeLessThan(2_600);
  });

  it("ends with that time where the cluster is silent", async () => {
    const { ask, serve } = await startCluster(after, { timeoutMs: 1_000 });
    await ask.query({ limit: 1 });
    serve(() => undefined);
    const [refusal, ms] = await timed(refusalOf(ask.get({ id, waitUpToMs: 10_000 })));
    expect(refusal).toMatchObject({ kind: "timedOut", message: "c8 did not answer in 1 s." });
    expect(ms).toBeLessThan(3_000);
  });
});
