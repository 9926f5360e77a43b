import { describe, expect, test } from "vitest";
import { query } from "../../tools/query.ts";
import { fakeEngine } from "./fake-engine.ts";
import { askerOf, faultOf, minutesAgo, rows } from "./world.ts";

describe("count", () => {
  const counts = {
    definitions: [{ engine: "c7", definitionKey: "order", byState: { active: 4 }, openIncidents: 1 }],
    incidents: [],
  };
  test("gives numbers instead of rows", async () => {
    const asked: object[] = [];
    const engine = fakeEngine("c7", {
      instances: rows(4),
      counts,
      before: (_method, question) => void asked.push(question),
    });
    const answer = await askerOf([engine])(query, { mode: "count", startedAfter: "1d" });
    expect(answer).toEqual({
      counts,
      understood: { startedAfter: minutesAgo(1_440) },
      engines: [{ engine: "c7", status: "ok", total: 4 }],
    });
    expect(asked).toHaveLength(1);
  });
  test("needs no order of the engine", async () => {
    const engine = fakeEngine("c7", { counts, lacks: { orders: ["oldest"] } });
    expect(await faultOf(askerOf([engine])(query, { mode: "count", hasIncident: true }))).toBeUndefined();
    expect(await faultOf(askerOf([engine])(query, { hasIncident: true }))).toBe("notSupported");
  });
  test("gives the largest groups that fit, and says so", async () => {
    const incidents = Array.from({ length: 60 }, (_, n) => ({
      engine: "c7",
      definitionKey: `order-${n}`,
      type: "failedJob",
      fingerprint: "0123456789ab",
      instances: 60 - n,
      message: "x".repeat(500),
      oldest: minutesAgo(9),
      newest: minutesAgo(1),
    }));
    const definitions = Array.from({ length: 200 }, (_, n) => ({
      engine: "c7",
      definitionKey: `order-${n}`,
      byState: { active: 1 },
      openIncidents: n,
    }));
    const engine = fakeEngine("c7", { counts: { incidents, definitions } });
    const definitionKey = Array.from({ length: 50 }, (_, n) => `order-fulfilment-of-a-long-name-${n}`);
    for (const question of [{ mode: "count" }, { mode: "count", definitionKey }]) {
      const answer = await askerOf([engine], {}, { maxCharacters: 12_000 })(query, question);
      expect(JSON.stringify(answer).length).toBeLessThanOrEqual(12_000);
      expect(answer.truncated).toEqual({ reason: "size" });
      expect(answer.nextCursor).toBeUndefined();
      expect(answer.counts?.incidents.length).toBeGreaterThan(2);
      expect(answer.counts?.incidents[0]?.instances).toBe(60);
      expect(answer.counts?.definitions[0]?.openIncidents).toBe(199);
    }
    const whole = await askerOf([engine])(query, { mode: "count" });
    expect([whole.counts?.incidents.length, whole.counts?.definitions.length]).toEqual([60, 200]);
    expect(whole).not.toHaveProperty("truncated");
  });
  test("says when not all was looked at", async () => {
    const answer = await askerOf([fakeEngine("c7", { considered: 1_000 })])(query, { mode: "count" });
    expect(answer.truncated).toEqual({ reason: "candidates", considered: 1_000 });
  });
});
