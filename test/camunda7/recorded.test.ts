import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { connectAs } from "../contract/camunda7.ts";
import { type Asking, asking } from "../contract/subject.ts";
import { alike } from "./alike.ts";
import { type Replay, recorded, startReplay, vendors } from "./replay.ts";

type Ask = (ask: Asking, id: (scenario: string) => string) => Promise<unknown>;

const get =
  (scenario: string, ...include: ("variables" | "incidentsResolved")[]): Ask =>
  async (ask, id) => {
    const answer = await ask.get({ id: id(scenario), include });
    // Elements entered within milliseconds of each other have no order that two engines share.
    const places = answer.waitingAt.map((place) => ({ name: `${place.element.elementName}`, place }));
    places.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { ...answer, waitingAt: places.map(({ place }) => place) };
  };
const history =
  (scenario: string, ...kinds: ("element" | "incident" | "jobFailure")[]): Ask =>
  async (ask, id) => {
    const answer = await ask.history({ id: id(scenario), ...(kinds.length > 0 ? { kinds } : {}) });
    // Rows of one millisecond come in the order of their ids, which no two engines share.
    const events = answer.events.map((event) => ({ name: `${event.kind} ${event.element?.elementId}`, event }));
    events.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { ...answer, events: events.map(({ event }) => event) };
  };

const instances: Readonly<Record<string, Ask>> = {
  "get-failed-job": get("invoice-failed-job", "incidentsResolved"),
  "get-suspended": get("invoice-suspended"),
  "get-completed": get("invoice-completed", "variables"),
  "get-cancelled": get("invoice-cancelled"),
  "get-cancelled-with-reason": get("invoice-cancelled-with-reason"),
  "get-root-of-failed": get("onboarding-failed"),
  "get-interrupted": get("onboarding-withdrawn-child"),
  "get-multi-instance": get("order-multi-instance"),
  "get-card-declined": get("order-card-declined"),
  "get-timer": get("order-waiting-timer"),
  "get-failed-external-task": get("payment-failed-external-task"),
  "get-message": get("payment-waiting-message"),
  "get-modified": get("payment-modified"),
  "history-completed": history("invoice-completed"),
  "history-cancelled": history("invoice-cancelled"),
  "history-rejected": history("invoice-rejected"),
  "history-withdrawn": history("onboarding-withdrawn"),
  "history-withdrawn-grandchild": history("onboarding-withdrawn-grandchild"),
  "history-refused": history("payment-refused"),
  "history-incidents-of-root": history("onboarding-failed", "element", "incident"),
  "history-incident-annotated": history("invoice-annotated-incident", "incident"),
  "history-incident-resolved": history("payment-incident-resolved", "incident"),
  "history-failed-job": history("invoice-failed-job", "incident", "jobFailure"),
  "history-failed-external-task": history("payment-failed-external-task", "jobFailure"),
  "history-retrying": history("payment-job-retrying", "jobFailure"),
  "history-multi-instance": history("order-multi-instance", "element"),
  "history-restarted": history("invoice-restarted", "element"),
};

const queries: Readonly<Record<string, Ask>> = {
  "query-suspended": (ask) => ask.query({ state: "suspended" }),
  "query-business-key": (ask) => ask.query({ businessKey: "INV-2026-011" }),
  "query-terminated": (ask) => ask.query({ state: "terminated" }),
  "query-tenant": (ask) => ask.query({ tenantId: "acme-eu" }),
  "query-root": (ask, id) => ask.query({ rootId: id("onboarding-failed") }),
  "query-parent": (ask, id) => ask.query({ parentId: id("onboarding-failed") }),
  "query-variable": (ask) => ask.query({ variables: [{ name: "orderNumber", operator: "eq", value: "ORDER-1001" }] }),
};

const golden = join(import.meta.dirname, "..", "golden", "camunda7");
/** Recordings were made shortly before this moment. */
const now = new Date("2026-11-22T16:00:00.000Z");

describe.for(vendors)("recorded answers of %s", (vendor) => {
  describe.for([
    ["instances", instances],
    ["queries", queries],
  ] as const)("%s", ([group, questions]) => {
    let replay: Replay;
    let engine: Engine;
    beforeAll(async () => {
      replay = await startReplay(vendor, group);
      engine = connectAs(undefined)(replay.url);
    });
    afterAll(async () => {
      await engine.close();
      await replay.close();
    });

    it.for(Object.entries(questions))("%s", async ([name, question]) => {
      const id = (scenario: string) => replay.scenarios[scenario] ?? `no ${scenario}`;
      replay.unanswered.length = 0;
      const answer = await question(asking({ engine, now: () => now }), id);
      expect(replay.unanswered.join("\n"), "requests without a recording").toBe("");
      // One golden file for all three: where they differ, the adapter does not tell.
      const text = `${JSON.stringify(alike(answer, replay.scenarios), null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(join(golden, `${name}.json`));
    });

    it("every recording that is kept is used", async () => {
      const ask = asking({ engine, now: () => now });
      for (const question of Object.values(questions)) {
        await question(ask, (scenario) => replay.scenarios[scenario] ?? "");
      }
      const kept = recorded(vendor, group).exchanges.map(({ name }) => name);
      expect(kept.filter((name) => !replay.used.has(name))).toEqual([]);
    });
  });
});
